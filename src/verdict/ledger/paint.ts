import type { LedgerSegment } from '../verdict.ts';
import type { Bounds, Span } from './spans.ts';

/**
 * Settles overlaps by painting: later spans go over earlier ones, nothing leaves the bounds, and what stays bare is
 * "unexplained". So the parts never overlap and always sum to the length. Starts are ms from the lower bound.
 */
export function paintSpans(spans: readonly Span[], { fromMs, toMs }: Bounds): LedgerSegment[] {
  const cuts = [...new Set([fromMs, toMs, ...spans.flatMap((span) => [span.fromMs, span.toMs])])]
    .filter((cut) => cut >= fromMs && cut <= toMs)
    .sort((a, b) => a - b);
  const parts: LedgerSegment[] = [];
  for (const [index, cut] of cuts.entries()) {
    const next = cuts[index + 1];
    if (next === undefined) break;
    const top = spans.findLast((span) => span.fromMs <= cut && span.toMs >= next);
    const segment = top?.segment ?? 'unexplained';
    const source = top?.source ?? 'arithmetic';
    const last = parts.at(-1);
    if (last?.segment === segment && last.source === source)
      last.durationMs = round(next - fromMs - last.startMs);
    else parts.push({ segment, startMs: round(cut - fromMs), durationMs: round(next - cut), source });
  }
  return parts;
}

/** X-Ray's times have tenths of a ms; binary fractions are cut off. */
const round = (ms: number) => Math.round(ms * 10) / 10;
