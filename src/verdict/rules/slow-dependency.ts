import { findWaits, waitedWithin } from '../outside/waits.ts';
import type { Rule } from './rule.ts';
import { timedOut } from './timed-out.ts';

/** Share of the gateway's wait that the function has to have spent waiting itself. Our choice: most of it. */
const most = 0.5;

/**
 * Delivered and late, and the function's own log or trace shows it waiting for something behind it for most of the time.
 * Where the log states only that a wait failed, its length is inferred from the silence before, which is one reading.
 */
export const slowDependency: Rule = {
  cause: 'slow-dependency',
  needs: [{ found: ['functionLog'] }, { found: ['trace'] }],
  match({ timeline }) {
    const stated = timedOut(timeline);
    const { gaveUpAtMs, sending, waitedMs, timeoutMs, deliveries } = timeline;
    const [delivery] = deliveries;
    if (stated === undefined || delivery === undefined || gaveUpAtMs === undefined) return undefined;
    const lengthMs = waitedMs ?? timeoutMs;
    const fromMs = sending?.atMs ?? (lengthMs === undefined ? undefined : gaveUpAtMs - lengthMs);
    if (fromMs === undefined || gaveUpAtMs <= fromMs) return undefined;
    const enough = (gaveUpAtMs - fromMs) * most;
    const waits = findWaits(timeline);
    const plain = waits.filter(({ isStated }) => isStated);
    const isStated = waitedWithin(plain, fromMs, gaveUpAtMs) >= enough;
    if (!isStated && waitedWithin(waits, fromMs, gaveUpAtMs) < enough) return undefined;
    const deciding = (isStated ? plain : waits)
      .filter(({ startMs, endMs }) => startMs < gaveUpAtMs && endMs > fromMs)
      .sort((a, b) => b.endMs - b.startMs - (a.endMs - a.startMs))
      .slice(0, mostShown);
    return {
      phase: 'wait',
      confidence: isStated ? delivery.confidence : 'possible',
      because: [stated.fact, ...delivery.because, ...deciding.map(({ fact }) => fact)],
      ...(isStated || delivery.confidence === 'possible' ? {} : { isDelivered: true }),
    };
  },
};

/** Waits that are quoted; the longest ones. Our choice. */
const mostShown = 3;
