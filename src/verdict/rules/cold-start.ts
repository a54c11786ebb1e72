import { stateFact } from '../state-fact.ts';
import type { Rule } from './rule.ts';
import { timedOut } from './timed-out.ts';

/**
 * Delivered and late, and without its initialisation the function would have ended before the gateway gave up. Needs the
 * end of the run: a function that is still running, or failed, would perhaps not have answered at all.
 */
export const coldStart: Rule = {
  cause: 'cold-start',
  needs: [{ found: ['functionLog'] }, { found: ['trace'] }],
  match({ timeline }) {
    const stated = timedOut(timeline);
    const { initMs, endedAtMs, gaveUpAtMs, invocation, deliveries } = timeline;
    const [delivery] = deliveries;
    if (stated === undefined || delivery === undefined) return undefined;
    if (initMs === undefined || endedAtMs === undefined || gaveUpAtMs === undefined) return undefined;
    if (invocation?.status === 'error' || invocation?.status === 'timeout') return undefined;
    const lateMs = endedAtMs - gaveUpAtMs;
    if (lateMs <= 0 || lateMs > initMs) return undefined;
    const report = invocation?.lines.find(({ text }) => /Init Duration|initDurationMs|INIT_START/.test(text));
    return {
      phase: 'wait',
      confidence: delivery.confidence,
      because: [
        stated.fact,
        ...delivery.because,
        stateFact(
          'fits-without-init',
          { initMs: Math.round(initMs), spareMs: Math.round(initMs - lateMs) },
          invocation?.initDurationMs === undefined && invocation?.initStartAtMs === undefined
            ? 'trace'
            : 'functionLog',
          { atMs: report?.atMs, line: report?.text },
        ),
      ],
    };
  },
};
