import { reachOf } from '../reach.ts';
import type { GuideStep, Tick } from '../step.ts';

/** A run of less than this share of the gateway's wait was not what took the time. Our choice. */
const clearly = 0.5;

/** Step 11: invoked, and still late: a shorter run. */
export const shortenRun: GuideStep = {
  step: 11,
  tick({ verdict, timeline: { invocation } }): Tick {
    const { gatewayMs } = verdict.budget;
    switch (reachOf(verdict)) {
      case 'late':
        return invocation?.durationMs === undefined || gatewayMs === undefined
          ? { status: 'to-do', note: 'do' }
          : {
              // By its own length it would have answered in time: the wait was somewhere else.
              status: invocation.durationMs < gatewayMs * clearly ? 'unknown' : 'to-do',
              note: invocation.durationMs < gatewayMs * clearly ? 'was-short' : 'do-measured',
              args: { durationMs: invocation.durationMs, gatewayMs },
            };
      case 'unknown':
        return { status: 'unknown', note: 'unknown' };
      default:
        return { status: 'not-applicable', note: 'not-needed' };
    }
  },
};
