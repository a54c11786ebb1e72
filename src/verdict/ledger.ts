import type { Evidence } from '../evidence/evidence.ts';
import { hasBeginning } from '../evidence/readings/has-beginning.ts';
import type { FoundSources } from './found-sources.ts';
import { paintSpans } from './ledger/paint.ts';
import { type Bounds, findBounds, findSpans, type Span } from './ledger/spans.ts';
import { isInAuthorizer, isWhole } from './stated/main-call.ts';
import type { Timeline } from './timeline.ts';
import type { Cause, Completion, Ledger } from './verdict.ts';

/** Clocks of two machines that differ by less than this are as good as one, ms. Our choice. */
const jitterMs = 100;
/** How far two sources may differ on one length before it is named, ms. Our choice: a rounding, and the logs' own work. */
const tellingMs = 1_000;

/** The request's time from arrival to answer, in parts that sum to it exactly, and what ran on after the answer. */
export function buildLedger(
  { request }: Evidence,
  found: FoundSources,
  timeline: Timeline,
  completion: Completion,
): Ledger {
  const bounds = findBounds(found, timeline, request.atMs);
  const arrival = isFailureTime(found, request.atMs) ? [{ flaw: 'arrival-unknown', args: {} }] : [];
  if (bounds === undefined) return { segments: [], flaws: [{ flaw: 'missing-times', args: {} }, ...arrival] };
  const spans = findSpans(found, timeline, bounds);
  const segments = paintSpans(spans, bounds);
  const lengthMs = bounds.toMs - bounds.fromMs;
  // What ran on, whether or not it ended well.
  const endedAtMs = completion.atMs ?? timeline.endedAtMs;
  const lateMs = endedAtMs === undefined || bounds.isRelative ? 0 : Math.round(endedAtMs - bounds.toMs);
  if (lateMs > 0)
    segments.push({
      segment: isOtherAnswer(request.status, timeline) ? 'after-answer' : 'after-504',
      startMs: lengthMs,
      durationMs: lateMs,
      source: completion.because?.source ?? 'functionLog',
    });
  return { segments, lengthMs, flaws: [...findFlaws(found, timeline, spans, bounds), ...arrival] };
}

/** Of a log of failures alone the first line is the end of the request; the moment that is given for it is that one. */
function isFailureTime({ executionLog: log }: FoundSources, atMs: number | undefined): boolean {
  const firstMs = log?.events.find((event) => event.atMs !== undefined)?.atMs;
  return firstMs !== undefined && firstMs === atMs && !hasBeginning(log);
}

/** The gateway answered, and with another status than a timeout's; a timeout customised to one stays a 504 here. */
const isOtherAnswer = (status: number | undefined, { stated }: Timeline): boolean =>
  status !== undefined && status !== 504 && stated?.cause !== 'integration-timeout';

/** Ends in which a whole log without a sending shows that nothing was sent: stopped before, or answered from a cache. */
const notSent: readonly Cause[] = ['authorizer-failure', 'request-throttled', 'waf-failure', 'succeeded'];

/** Faults of the material: parts that run backwards, reach outside, overlap, or differ from one source to the next. */
function findFlaws(
  found: FoundSources,
  timeline: Timeline,
  spans: readonly Span[],
  bounds: Bounds,
): Ledger['flaws'] {
  const flaws: Ledger['flaws'] = [];
  const add = (flaw: string, args: Ledger['flaws'][number]['args'] = {}) => flaws.push({ flaw, args });
  const log = found.executionLog;
  const wasSent = timeline.stated?.cause === undefined || !notSent.includes(timeline.stated.cause);
  if (
    log !== undefined &&
    timeline.sending?.atMs === undefined &&
    (wasSent || !isWhole(log)) &&
    !isInAuthorizer(log)
  )
    add('missing-sending');
  for (const { segment, fromMs, toMs } of spans) {
    if (fromMs - toMs > jitterMs) add('negative', { segment, byMs: Math.round(fromMs - toMs) });
    else if (bounds.fromMs - fromMs > jitterMs)
      add('outside', { segment, byMs: Math.round(bounds.fromMs - fromMs) });
  }
  const waf = spans.find(({ segment }) => segment === 'waf');
  const authorizer = spans.find(({ segment }) => segment === 'authorizer');
  if (waf !== undefined && authorizer !== undefined && authorizer.fromMs < waf.toMs)
    add('overlap', { byMs: Math.round(waf.toMs - authorizer.fromMs) });
  const row = found.accessLog;
  const measuredMs = found.executionLog === undefined ? undefined : timeline.waitedMs;
  if (row?.integrationLatencyMs !== undefined && measuredMs !== undefined) {
    const byMs = Math.abs(row.integrationLatencyMs - measuredMs);
    if (byMs > tellingMs) add('differs-integration', { byMs });
  }
  const lengthMs = bounds.toMs - bounds.fromMs;
  if (row?.responseLatencyMs !== undefined && bounds.source === 'executionLog') {
    const byMs = Math.abs(row.responseLatencyMs - lengthMs);
    if (byMs > tellingMs) add('differs-length', { byMs });
  }
  return flaws;
}
