import type { Invocation } from '../../evidence/readings/function-log.ts';
import { stateFact, timeoutFact } from '../state-fact.ts';
import { defineRule } from './rule.ts';

/** How far the gateway's and the function's clocks may differ, ms. Our choice; both are AWS's own. */
export const skewMs = 1000;

/**
 * The gateway's budget ran out and the function's own log proves that the request had been delivered: it started after
 * sending and was still running when the gateway gave up. Where an id ties an invocation that does neither, the
 * contradiction is named and lowers the confidence; by time alone such an invocation is another request's.
 */
export const slowIntegration = defineRule({
  cause: 'slow-integration',
  needsAny: ['executionLog'],
  match(_sources, { sending, failure, invocation, endedAtMs, waitedMs }) {
    if (failure?.step.kind !== 'timeout' || failure.atMs === undefined) return undefined;
    const startedAtMs = invocation?.startAtMs;
    if (invocation === undefined || startedAtMs === undefined || startedAtMs > failure.atMs) return undefined;
    const slackMs = skewMs + failure.resolutionMs;
    const startedEarlyMs = sending?.atMs === undefined ? 0 : sending.atMs - startedAtMs;
    const endedEarlyMs = endedAtMs === undefined ? 0 : failure.atMs - endedAtMs;
    const contradictions = [
      ...(startedEarlyMs > slackMs ? [early('function-started-early', startedEarlyMs, startedAtMs)] : []),
      ...(endedEarlyMs > slackMs ? [early('function-ended-in-time', endedEarlyMs, endedAtMs)] : []),
    ];
    const isByTime = invocation.joinedBy === 'time';
    if (isByTime && contradictions.length > 0) return undefined;
    return {
      phase: 'wait',
      confidence: isByTime || contradictions.length > 0 ? 'possible' : 'likely',
      because: [timeoutFact(failure, waitedMs), startFact(invocation, startedAtMs), ...contradictions],
    };
  },
});

function early(
  code: 'function-started-early' | 'function-ended-in-time',
  earlyMs: number,
  atMs: number | undefined,
) {
  return stateFact(code, { earlyMs }, 'functionLog', { atMs });
}

/** That the function started for this request, and what ties the two. */
export function startFact(invocation: Invocation, startedAtMs: number) {
  return stateFact('function-started', { joinedBy: invocation.joinedBy }, 'functionLog', {
    atMs: startedAtMs,
    line: invocation.lines[0]?.text,
  });
}
