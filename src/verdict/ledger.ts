import type { FoundSources, Timeline } from './timeline.ts';
import type { Completion, Ledger, LedgerSegment } from './verdict.ts';

/** The execution log's own parts: before the sending line, waiting, after the failure. Sums exactly to the length. */
export function buildLedger(found: FoundSources, timeline: Timeline, completion: Completion): Ledger {
  const times = (found.executionLog?.events ?? []).flatMap(({ atMs }) => (atMs === undefined ? [] : [atMs]));
  if (times.length < 2) return { segments: [], flaws: [] };
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const segments: LedgerSegment[] = [];
  const add = (segment: LedgerSegment['segment'], fromMs: number, toMs: number) => {
    if (toMs > fromMs)
      segments.push({
        segment,
        startMs: fromMs - first,
        durationMs: toMs - fromMs,
        source: 'executionLog',
      });
  };
  const sentAtMs = timeline.sending?.atMs;
  if (sentAtMs === undefined || timeline.waitedMs === undefined) add('unexplained', first, last);
  else {
    add('gateway', first, sentAtMs);
    add('integration', sentAtMs, sentAtMs + timeline.waitedMs);
    add('response', sentAtMs + timeline.waitedMs, last);
  }
  const lateMs = completion.atMs === undefined ? 0 : completion.atMs - last;
  if (lateMs > 0)
    segments.push({
      segment: 'after-504',
      startMs: last - first,
      durationMs: lateMs,
      source: 'functionLog',
    });
  return { segments, lengthMs: last - first, flaws: [] };
}
