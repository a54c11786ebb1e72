import { type Chosen, isLoose, startOf } from './outside/invocation.ts';
import { skewMs } from './outside/own-rows.ts';
import { stateFact } from './state-fact.ts';
import type { Timeline } from './timeline.ts';
import type { Cause, Completion, Confidence, Fact } from './verdict.ts';

/** Causes in which nothing can have run on: the integration was never asked, or had ended before the answer. */
const nothingRanOn: readonly Cause[] = [
  'integration-not-invoked',
  'connect-timeout',
  'dns-failure',
  'tls-failure',
  'vpc-link-failure',
  'configuration-error',
  'permission-denied',
  'lambda-throttled',
  'lambda-timeout',
  'lambda-error',
  'malformed-response',
  'authorizer-failure',
  'request-throttled',
  'waf-failure',
  'succeeded',
];

/** Did the work finish after the client had its 504? The first source that shows its end says so. */
export function findCompletion(cause: Cause, confidence: Confidence, timeline: Timeline): Completion {
  if (cause === 'edge-timeout') return behindTheEdge(timeline);
  // One of several readings: where another is true, the work may have run on.
  if (cause === 'connect-timeout' && confidence === 'possible') return { answer: 'unknown' };
  if (nothingRanOn.includes(cause)) return { answer: 'no' };
  const { gaveUpAtMs, stated } = timeline;
  if (stated?.cause !== 'integration-timeout') return { answer: 'unknown' };
  if (gaveUpAtMs === undefined) return withoutMoment(timeline);
  return (
    byFunction(timeline, gaveUpAtMs) ??
    byTrace(timeline, gaveUpAtMs) ??
    byBalancer(timeline, gaveUpAtMs) ?? { answer: 'unknown' }
  );
}

function byFunction(timeline: Timeline, gaveUpAtMs: number): Completion | undefined {
  const { invocation, endedAtMs, resolutionMs, hasOtherSuccess, sending } = timeline;
  if (invocation === undefined || !isOurs(invocation, timeline)) return undefined;
  // Begun after the gateway gave up: perhaps another try of the client, which says nothing of this one.
  const startedAtMs = startOf(invocation);
  if ((startedAtMs ?? 0) > gaveUpAtMs) return { answer: 'unknown' };
  // Begun before the gateway sent anything: perhaps whoever called the API, under the same trace.
  const earlyMs = (sending?.atMs ?? Number.NEGATIVE_INFINITY) - (startedAtMs ?? 0);
  if (startedAtMs !== undefined && earlyMs > skewMs + resolutionMs) return { answer: 'unknown' };
  // Where another run of it ended well, the work may have been done all the same.
  if (invocation.status === 'error' || invocation.status === 'timeout')
    return { answer: hasOtherSuccess ? 'unknown' : 'no' };
  if (invocation.durationMs === undefined) return undefined;
  if (endedAtMs === undefined) return outlasted(invocation.durationMs, timeline.waitedMs);
  const afterMs = Math.round(endedAtMs - gaveUpAtMs);
  // Ended before the gateway gave up: nothing finished after, or the invocation is another one.
  if (afterMs <= (resolutionMs > 1 ? resolutionMs : 0)) return { answer: 'unknown' };
  const line = invocation.lines.findLast(({ text }) =>
    /REPORT|platform\.(?:report|runtimeDone)|^END/.test(text),
  );
  return {
    answer: 'yes',
    atMs: Math.round(endedAtMs),
    afterMs,
    because: ended('functionLog', endedAtMs, line?.text, afterMs),
  };
}

/** Nothing says when the gateway gave up, only after how long: the length of a run that an id ties still tells. */
function withoutMoment({ invocation, waitedMs }: Timeline): Completion {
  if (invocation?.durationMs === undefined || isLoose(invocation)) return { answer: 'unknown' };
  if (invocation.status === 'error' || invocation.status === 'timeout') return { answer: 'no' };
  return outlasted(invocation.durationMs, waitedMs) ?? { answer: 'unknown' };
}

/** A report without times: what ran longer than the gateway waited, and began after it sent, ended after it gave up. */
function outlasted(durationMs: number, waitedMs: number | undefined): Completion | undefined {
  return waitedMs !== undefined && durationMs > waitedMs + skewMs ? { answer: 'yes' } : undefined;
}

/** Tied by an id; or by time alone, where no other function is named and it began right after sending. */
function isOurs(invocation: Chosen, { sending, functionName, functionLogName, initMs }: Timeline): boolean {
  if (!isLoose(invocation)) return true;
  const startAtMs = startOf(invocation);
  // Pasted START and REPORT lines name no function; whoever pastes them beside the request means its own.
  if (functionName === undefined || (functionLogName ?? functionName) !== functionName) return false;
  if (startAtMs === undefined || sending?.atMs === undefined) return false;
  return Math.abs(startAtMs - sending.atMs - (initMs ?? 0)) <= 2 * skewMs;
}

function byTrace({ trace, segment }: Timeline, gaveUpAtMs: number): Completion | undefined {
  if (trace?.byId !== true || segment?.endMs === undefined) return undefined;
  // Lambda's own segment also ends where it took a request in to work on it later (202); with 200 the function had answered.
  if (segment.origin === 'AWS::Lambda' && segment.status !== 200) return undefined;
  if (segment.throttle || segment.startMs > gaveUpAtMs) return undefined;
  if (segment.fault || segment.error) return { answer: 'no' };
  const afterMs = Math.round(segment.endMs - gaveUpAtMs);
  if (afterMs <= 0) return undefined;
  return {
    answer: 'yes',
    atMs: Math.round(segment.endMs),
    afterMs,
    because: ended('trace', segment.endMs, undefined, afterMs),
  };
}

/** A target's good answer that the balancer had after the gateway was gone. A 460 says nothing of the target's end. */
function byBalancer({ balancer }: Timeline, gaveUpAtMs: number): Completion | undefined {
  const row = balancer?.value;
  if (balancer?.byId !== true || row?.targetStatus === undefined || row.atMs <= gaveUpAtMs) return undefined;
  if (row.targetStatus >= 400) return { answer: 'no' };
  const afterMs = row.atMs - gaveUpAtMs;
  return {
    answer: 'yes',
    atMs: row.atMs,
    afterMs,
    because: ended('loadBalancerLog', row.atMs, row.line, afterMs),
  };
}

/** The edge gave up and the gateway's own log shows that it answered: later, or at a moment that is not known. */
function behindTheEdge({ edge, stated, gaveUpAtMs, arrivedAtMs }: Timeline): Completion {
  if (stated?.cause !== 'succeeded' || gaveUpAtMs === undefined || edge === undefined)
    return { answer: 'unknown' };
  // The client's clock began before the request arrived: a longer answer came after it had gone.
  if (edge.atMs === undefined)
    return edge.waitedMs !== undefined &&
      arrivedAtMs !== undefined &&
      gaveUpAtMs - arrivedAtMs > edge.waitedMs + skewMs
      ? { answer: 'yes', atMs: gaveUpAtMs, because: stated.fact }
      : { answer: 'unknown' };
  const afterMs = gaveUpAtMs - edge.atMs;
  return afterMs > 0
    ? { answer: 'yes', atMs: gaveUpAtMs, afterMs, because: stated.fact }
    : { answer: 'unknown' };
}

function ended(
  source: 'functionLog' | 'trace' | 'loadBalancerLog',
  atMs: number,
  line: string | undefined,
  afterMs: number,
): Fact {
  return stateFact('ended-after-answer', { afterMs }, source, { atMs: Math.round(atMs), line });
}
