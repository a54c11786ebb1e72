import { lineFact } from '../timeline.ts';
import { defineRule } from './rule.ts';

/** The gateway's budget ran out and the function's own log proves that the request had been delivered. */
export const slowIntegration = defineRule({
  cause: 'slow-integration',
  needsAny: ['executionLog'],
  match(_sources, { failure, invocation, waitedMs }) {
    if (failure?.step.kind !== 'timeout' || failure.atMs === undefined) return undefined;
    const startedAtMs = invocation?.startAtMs;
    if (invocation === undefined || startedAtMs === undefined || startedAtMs > failure.atMs) return undefined;
    const quote = invocation.lines[0]?.text;
    return {
      phase: 'wait',
      confidence: invocation.joinedBy === 'time' ? 'possible' : 'likely',
      because: [
        lineFact('timed-out', failure, waitedMs === undefined ? {} : { waitedMs }),
        {
          fact: 'function-started',
          args: { joinedBy: invocation.joinedBy },
          source: 'functionLog',
          atMs: startedAtMs,
          ...(quote === undefined ? {} : { quote }),
        },
      ],
    };
  },
});
