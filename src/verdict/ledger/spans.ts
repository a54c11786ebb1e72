import type { ExecutionEvent } from '../../evidence/readings/execution-log.ts';
import { hasBeginning } from '../../evidence/readings/has-beginning.ts';
import { gatewaySegment } from '../../evidence/readings/trace.ts';
import type { FoundSources } from '../found-sources.ts';
import { slowToSend } from '../outside/balancer.ts';
import { statedStart } from '../outside/invocation.ts';
import { beginOf, skewMs } from '../outside/own-rows.ts';
import { integrationCall } from '../outside/trace-calls.ts';
import { findWaits } from '../outside/waits.ts';
import { isInAuthorizer } from '../stated/main-call.ts';
import type { Timeline } from '../timeline.ts';
import type { LedgerSegment, SegmentName } from '../verdict.ts';

/** A stretch that a source claims for a segment, before overlaps are settled. Epoch ms; `toMs` may lie before `fromMs`. */
export interface Span {
  segment: SegmentName;
  fromMs: number;
  toMs: number;
  source: LedgerSegment['source'];
}

/** Where the request begins and ends, epoch ms. */
export interface Bounds {
  fromMs: number;
  toMs: number;
  /** What makes the end known. */
  source: LedgerSegment['source'];
  /** Both count from the arrival, for no source has a moment. */
  isRelative?: true;
  /** Where X-Ray makes the end known: the gateway's call of the integration, if it shows one that ended. */
  call?: { fromMs: number; toMs: number };
}

/** Arrival to the gateway's answer, as far as two moments of it are known. */
export function findBounds(
  found: FoundSources,
  timeline: Timeline,
  arrivedAtMs: number | undefined,
): Bounds | undefined {
  const { executionLog, accessLog } = found;
  const times = (executionLog?.events ?? []).flatMap(({ atMs }) => (atMs === undefined ? [] : [atMs]));
  const rowFromMs = accessLog?.requestTimeMs ?? accessLog?.atMs;
  const starts = [...times, ...(arrivedAtMs === undefined ? [] : [arrivedAtMs])];
  const firstMs = Math.min(...times);
  const isWhole = hasBeginning(executionLog) || (arrivedAtMs !== undefined && arrivedAtMs < firstMs);
  if (times.length >= 2 && isWhole)
    return { fromMs: Math.min(...starts), toMs: Math.max(...times), source: 'executionLog' };
  const isKnown = starts.length > 0 && (times.length === 0 || isWhole);
  const fromMs = rowFromMs ?? (isKnown ? Math.min(...starts) : undefined);
  if (fromMs === undefined)
    return accessLog?.responseLatencyMs === undefined ? undefined : fromArrival(accessLog.responseLatencyMs);
  if (accessLog?.responseLatencyMs !== undefined)
    return { fromMs, toMs: fromMs + accessLog.responseLatencyMs, source: 'accessLog' };
  const trace = timeline.trace?.value;
  const [traced, call] = trace === undefined ? [] : [gatewaySegment(trace), integrationCall(trace)];
  const byTrace: Pick<Bounds, 'source' | 'call'> = {
    source: 'trace',
    ...(call?.endMs === undefined ? {} : { call: { fromMs: call.startMs, toMs: call.endMs } }),
  };
  if (traced?.endMs !== undefined && times.length === 0 && accessLog === undefined)
    return { fromMs: traced.startMs, toMs: traced.endMs, ...byTrace };
  const { gaveUpAtMs, stated } = timeline;
  if (gaveUpAtMs === undefined || stated === undefined || gaveUpAtMs <= fromMs) return undefined;
  const { source } = stated.fact;
  return { fromMs, toMs: gaveUpAtMs, ...(source === 'trace' ? byTrace : { source }) };
}

/** A row without any moment: its lengths count from the arrival, and no other machine's clock can be laid beside them. */
const fromArrival = (lengthMs: number): Bounds => ({
  fromMs: 0,
  toMs: lengthMs,
  source: 'accessLog',
  isRelative: true,
});

/** Every claim on the request's time, the more telling ones later: they go over the ones before them. */
export function findSpans(found: FoundSources, timeline: Timeline, bounds: Bounds): Span[] {
  const { invocation: _invocation, segment: _segment, balancer: _balancer, ...own } = timeline;
  const seen = bounds.isRelative ? own : timeline;
  return [...gatewaySpans(found, seen, bounds), ...integrationSpans(found, seen, bounds)];
}

function gatewaySpans({ executionLog, accessLog }: FoundSources, timeline: Timeline, bounds: Bounds): Span[] {
  const { fromMs, toMs } = bounds;
  const spans: Span[] = [];
  const events = executionLog?.events ?? [];
  const at = (...kinds: string[]) => events.find(({ step }) => kinds.includes(step.kind))?.atMs;
  const sentAtMs = timeline.sending?.atMs;
  const answeredAtMs = at('received') ?? timeline.gaveUpAtMs;
  if (sentAtMs !== undefined) {
    const firstMs = firstSentAt(events, sentAtMs);
    spans.push({ segment: 'gateway', fromMs, toMs: firstMs, source: 'executionLog' });
    if (answeredAtMs !== undefined && answeredAtMs < toMs)
      spans.push({ segment: 'response', fromMs: answeredAtMs, toMs, source: 'executionLog' });
  } else if (accessLog?.integrationLatencyMs !== undefined)
    // The row tells how long, not when: what is not the integration's is put before it.
    spans.push({
      segment: 'gateway',
      fromMs,
      toMs: toMs - accessLog.integrationLatencyMs,
      source: 'arithmetic',
    });
  else if (bounds.call !== undefined)
    spans.push(
      { segment: 'gateway', fromMs, toMs: bounds.call.fromMs, source: 'trace' },
      { segment: 'response', fromMs: bounds.call.toMs, toMs, source: 'trace' },
    );
  const wafMs = accessLog?.wafLatencyMs;
  if (wafMs !== undefined) spans.push({ segment: 'waf', fromMs, toMs: fromMs + wafMs, source: 'accessLog' });
  const begunAtMs = at('authorizer-start');
  const stoppedAtMs =
    executionLog !== undefined && isInAuthorizer(executionLog) ? timeline.stated?.atMs : undefined;
  const passedAtMs = at('authorizer-complete', 'authorizer-unauthorized', 'authorizer-error') ?? stoppedAtMs;
  if (begunAtMs !== undefined && passedAtMs !== undefined)
    spans.push({ segment: 'authorizer', fromMs: begunAtMs, toMs: passedAtMs, source: 'executionLog' });
  else if (accessLog?.authorizerLatencyMs !== undefined) {
    const after = fromMs + (wafMs ?? 0);
    spans.push({
      segment: 'authorizer',
      fromMs: after,
      toMs: after + accessLog.authorizerLatencyMs,
      source: 'accessLog',
    });
  }
  return spans;
}

/** The first of several sendings of one request: what lies between them is nobody's word. */
function firstSentAt(events: readonly ExecutionEvent[], lastMs: number): number {
  const startAtMs = events.findLast(({ step }) => step.kind === 'start')?.atMs ?? lastMs;
  const all = events.flatMap(({ step, atMs }) =>
    step.kind === 'sending' && atMs !== undefined && atMs >= startAtMs ? [atMs] : [],
  );
  return Math.min(lastMs, ...all);
}

function integrationSpans(found: FoundSources, timeline: Timeline, bounds: Bounds): Span[] {
  const { executionLog, accessLog } = found;
  const latencyMs = accessLog?.integrationLatencyMs;
  const answered = executionLog?.events.findLast(({ step }) => step.kind === 'received');
  const { call } = bounds;
  const endMs =
    call?.toMs ??
    answered?.atMs ??
    timeline.gaveUpAtMs ??
    (latencyMs === undefined ? undefined : bounds.toMs);
  const sentAtMs =
    timeline.sending?.atMs ??
    (latencyMs === undefined || endMs === undefined ? call?.fromMs : endMs - latencyMs);
  if (sentAtMs === undefined || endMs === undefined) return [];
  const source =
    call !== undefined ? 'trace' : timeline.sending?.atMs === undefined ? 'accessLog' : 'executionLog';
  const { invocation, endedAtMs, initMs, segment } = timeline;
  const begunAtMs = (invocation === undefined ? undefined : statedStart(invocation)) ?? segment?.startMs;
  if (begunAtMs === undefined) {
    const reachedMs = reachedTarget(found, timeline, sentAtMs);
    return [
      { segment: 'integration', fromMs: sentAtMs, toMs: endMs, source },
      ...(reachedMs === undefined
        ? []
        : [
            {
              segment: 'hand-over' as const,
              fromMs: sentAtMs,
              toMs: reachedMs,
              source: 'loadBalancerLog' as const,
            },
          ]),
    ];
  }
  const by = invocation === undefined ? 'trace' : 'functionLog';
  const tracedEndMs = invocation === undefined ? segment?.endMs : undefined;
  const isFunction = invocation !== undefined || segment?.origin?.startsWith('AWS::Lambda') === true;
  // A START comes after the initialisation; X-Ray's segment of the code begins with it.
  const initFromMs = invocation === undefined ? begunAtMs : begunAtMs - (initMs ?? 0);
  const runFromMs = invocation === undefined ? begunAtMs + (initMs ?? 0) : begunAtMs;
  // What ran on after the gateway gave up is no part of the request's time; the ledger adds it behind.
  const runToMs = Math.min(endedAtMs ?? tracedEndMs ?? endMs, Math.max(endMs, runFromMs));
  return [
    { segment: 'unexplained', fromMs: sentAtMs, toMs: endMs, source: 'arithmetic' },
    { segment: 'hand-over', fromMs: sentAtMs, toMs: initFromMs, source: by },
    { segment: isFunction ? 'function' : 'integration', fromMs: runFromMs, toMs: runToMs, source: by },
    ...(initMs === undefined
      ? []
      : [{ segment: 'init' as const, fromMs: initFromMs, toMs: runFromMs, source: by } satisfies Span]),
    ...findWaits(timeline).map(
      (wait): Span => ({
        segment: 'downstream',
        fromMs: wait.startMs,
        toMs: Math.min(wait.endMs, Math.max(endMs, wait.startMs)),
        source: wait.isStated ? wait.source : 'arithmetic',
      }),
    ),
  ];
}

/** When the balancer had the request, or, where it was slow to take it in, when its target had it. */
function reachedTarget(
  { loadBalancerLog }: FoundSources,
  { balancer, gaveUpAtMs }: Timeline,
  sentAtMs: number,
): number | undefined {
  const createdAtMs = balancer?.value.createdAtMs;
  if (balancer === undefined || createdAtMs === undefined) return undefined;
  // A row before it under the same trace: the way to the balancer took until that one.
  const earlier = loadBalancerLog?.some(
    (row) =>
      row.traceId === balancer.value.traceId &&
      beginOf(row) >= sentAtMs - skewMs &&
      beginOf(row) < createdAtMs,
  );
  if (earlier) return undefined;
  const waiting = { sentAtMs, ...(gaveUpAtMs === undefined ? {} : { gaveUpAtMs }) };
  return createdAtMs + (slowToSend(balancer.value, waiting) ?? 0);
}
