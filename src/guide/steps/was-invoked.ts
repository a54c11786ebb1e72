import { reachOf } from '../reach.ts';
import type { GuideStep, Tick } from '../step.ts';

/** Step 8: was the integration invoked? From its own evidence, or from what the gateway says of the call. */
export const wasInvoked: GuideStep = {
  step: 8,
  tick({ evidence: { observations, request }, verdict, timeline }): Tick {
    const reach = reachOf(verdict);
    switch (reach) {
      case 'late': {
        const proof = verdict.because.find(
          ({ source }) => source !== 'executionLog' && source !== 'accessLog',
        );
        return {
          status: 'passed',
          note: verdict.confidence === 'possible' ? 'perhaps' : 'invoked',
          args: { seenIn: proof?.source ?? 'executionLog' },
        };
      }
      case 'answered':
      case 'failed':
        return { status: 'passed', note: reach };
      case 'not-reached':
        return {
          status: 'failed',
          note: verdict.cause === 'integration-not-invoked' ? 'not-invoked' : 'not-reached',
        };
      case 'refused':
      case 'stopped-before':
        return { status: 'failed', note: reach };
      default: {
        const isFunction =
          timeline.functionName !== undefined || observations.functionLog.status === 'absent';
        if (isFunction) return { status: 'unknown', note: 'look-in-function-log', commands: ['query'] };
        if (timeline.port === undefined) return { status: 'unknown', note: 'unknown', commands: ['query'] };
        const note = request.traceId === undefined ? 'look-without-trace' : 'look-in-backend-log';
        return { status: 'unknown', note, commands: ['search'] };
      }
    }
  },
};
