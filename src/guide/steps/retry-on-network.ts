import { reachOf } from '../reach.ts';
import type { GuideStep, Tick } from '../step.ts';

/** Step 12: the network is to blame: retries in the client. */
export const retryOnNetwork: GuideStep = {
  step: 12,
  tick({ verdict }): Tick {
    const reach = reachOf(verdict);
    if (reach === 'network' || verdict.cause === 'connect-timeout')
      return { status: 'to-do', note: verdict.retry === 'safe' ? 'do' : 'idempotent-first' };
    return reach === 'unknown'
      ? { status: 'unknown', note: 'unknown' }
      : { status: 'not-applicable', note: 'not-needed' };
  },
};
