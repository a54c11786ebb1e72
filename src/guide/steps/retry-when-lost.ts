import { reachOf } from '../reach.ts';
import type { GuideStep, Tick } from '../step.ts';

/** Step 10: not invoked, so the client tries again, once the operation is idempotent. */
export const retryWhenLost: GuideStep = {
  step: 10,
  tick({ verdict }): Tick {
    if (verdict.cause === 'integration-not-invoked')
      return { status: 'to-do', note: verdict.retry === 'safe' ? 'do' : 'idempotent-first' };
    switch (reachOf(verdict)) {
      case 'unknown':
        return { status: 'unknown', note: 'unknown' };
      case 'not-reached':
        return verdict.retry === 'useless'
          ? { status: 'not-applicable', note: 'permanent' }
          : { status: 'to-do', note: verdict.retry === 'safe' ? 'do' : 'idempotent-first' };
      default:
        return { status: 'not-applicable', note: 'not-needed' };
    }
  },
};
