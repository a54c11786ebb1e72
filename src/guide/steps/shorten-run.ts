import { reachOf } from '../reach.ts';
import type { GuideStep, Tick } from '../step.ts';

/** Step 11: invoked, and still late: a shorter run. */
export const shortenRun: GuideStep = {
  step: 11,
  tick({ verdict, timeline: { invocation } }): Tick {
    const { gatewayMs } = verdict.budget;
    switch (reachOf(verdict)) {
      case 'late':
        return invocation?.durationMs === undefined || gatewayMs === undefined
          ? { status: 'to-do', note: 'do' }
          : { status: 'to-do', note: 'do-measured', args: { durationMs: invocation.durationMs, gatewayMs } };
      case 'unknown':
        return { status: 'unknown', note: 'unknown' };
      default:
        return { status: 'not-applicable', note: 'not-needed' };
    }
  },
};
