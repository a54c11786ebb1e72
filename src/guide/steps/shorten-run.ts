import { reachOf } from '../reach.ts';
import type { GuideStep, Tick } from '../step.ts';

/** A run of less than this share of the gateway's wait was not what took the time. Our choice. */
const clearly = 0.5;

/** Step 11: invoked, and still late: a shorter run. */
export const shortenRun: GuideStep = {
  step: 11,
  tick({ verdict, timeline }): Tick {
    const { invocation } = timeline;
    const { gatewayMs } = verdict.budget;
    switch (reachOf(verdict)) {
      case 'late': {
        if (verdict.because.some(({ fact }) => fact === 'function-ran-short'))
          return { status: 'unknown', note: 'ran-short' };
        if (invocation?.durationMs === undefined || gatewayMs === undefined)
          return { status: 'to-do', note: 'do' };
        // By its own length or its end it would have answered in time: the wait was somewhere else.
        const wasShort =
          invocation.durationMs < gatewayMs * clearly ||
          verdict.because.some(({ fact }) => fact === 'function-ended-in-time');
        const args = { durationMs: invocation.durationMs, gatewayMs };
        if (wasShort) return { status: 'unknown', note: 'was-short', args };
        return timeline.initMs === undefined
          ? { status: 'to-do', note: 'do-measured', args }
          : {
              status: 'to-do',
              note: 'do-measured-with-init',
              args: { ...args, initMs: Math.round(timeline.initMs) },
            };
      }
      case 'unknown':
        return { status: 'unknown', note: 'unknown' };
      default:
        return { status: 'not-applicable', note: 'not-needed' };
    }
  },
};
