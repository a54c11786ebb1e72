import type { Evidence } from '../evidence/evidence.ts';
import type { ExecutionEvent, ExecutionLog } from '../evidence/readings/execution-log.ts';
import type { FunctionLog, Invocation } from '../evidence/readings/function-log.ts';
import type { LoadBalancerRow } from '../evidence/readings/load-balancer-log.ts';
import type { Trace, TraceSegment } from '../evidence/readings/trace.ts';
import type { FoundSources } from './found-sources.ts';
import { type Delivery, findDeliveries } from './outside/deliveries.ts';
import { addressOf, portOf } from './outside/flows.ts';
import { type Chosen, chooseInvocation, endOf, initOf, isAnothers, startOf } from './outside/invocation.ts';
import { type Own, ownRow, ownTrace, skewMs } from './outside/own-rows.ts';
import { initialisationOf, integrationSegment } from './outside/trace-calls.ts';
import { findStatements } from './stated/find-statements.ts';
import { findSending } from './stated/main-call.ts';
import type { Statement } from './stated/statement.ts';

/** What every rule starts from, derived once. Times epoch ms, durations ms. */
export interface Timeline {
  sending?: ExecutionEvent;
  /** When the request came. */
  arrivedAtMs?: number;
  /** How the request ended, as the best source says. */
  stated?: Statement;
  /** What else was said of it. */
  others: Statement[];
  /** That the 504 was made in front of the gateway. */
  edge?: Statement;
  /** When the gateway stopped waiting, or answered. */
  gaveUpAtMs?: number;
  /** From the sending line to the failure line, or as the access log has it. */
  waitedMs?: number;
  /** Settings first, else what the person stated. Never guessed. */
  timeoutMs?: number;
  /** How exact the gateway's times are. */
  resolutionMs: number;
  /** The invocation tied to the request most strongly. */
  invocation?: Chosen;
  /** What an id ties to the request and began only when the gateway had given up: no evidence of its wait. */
  begunAfter?: Chosen;
  /** Another invocation of the same tie ended well: a retry of Lambda's own, or the client's. */
  hasOtherSuccess?: true;
  /** The function that the gateway called, where a log or the settings name it. */
  functionName?: string;
  /** The function whose log was read. */
  functionLogName?: string;
  /** The request's own X-Ray trace, and the integration's segment of it. */
  trace?: Own<Trace>;
  segment?: TraceSegment;
  /** The request's own row of a load balancer's log. */
  balancer?: Own<LoadBalancerRow>;
  /** The port of the backend, where it is called by an address. */
  port?: number;
  /** Its IPv4 address, where the endpoint is called by one. */
  address?: string;
  /** When the function ended, where its log or the trace shows an end. */
  endedAtMs?: number;
  /** The part of the request's time that the function's initialisation took. */
  initMs?: number;
  deliveries: Delivery[];
}

/** Derives the moments and lengths that the rules share. */
export function buildTimeline(evidence: Evidence, found: FoundSources): Timeline {
  const { executionLog: log } = found;
  const sending = log === undefined ? undefined : findSending(log);
  const timeoutMs = found.gatewaySettings?.integration?.timeoutMs ?? evidence.statedTimeoutMs;
  const functionName = functionNameOf(log) ?? found.gatewaySettings?.integration?.functionName;
  const sentAtMs = sending?.atMs;
  const isNamed = functionName !== undefined && found.functionLog?.functionName === functionName;
  const first = findStatements(
    evidence,
    found,
    chooseInvocation(found.functionLog, { sentAtMs, gaveUpAtMs: undefined, isNamed }),
    functionName,
    timeoutMs,
  );
  const arrivedAtMs = evidence.request.atMs;
  // A row or a trace without latencies: the timeout itself says when the gateway gave up.
  const gaveUpAtMs =
    first.stated?.atMs ??
    (first.stated?.cause === 'integration-timeout' && arrivedAtMs !== undefined && timeoutMs !== undefined
      ? arrivedAtMs + timeoutMs
      : undefined);
  const chosen = chooseInvocation(found.functionLog, { sentAtMs, gaveUpAtMs, isNamed });
  const slackMs = skewMs + evidence.request.resolutionMs;
  const exactMs = evidence.request.resolutionMs > 1 ? evidence.request.resolutionMs : 0;
  const beganAtMs = chosen === undefined ? undefined : startOf(chosen);
  const beganAfterMs =
    beganAtMs === undefined || gaveUpAtMs === undefined ? 0 : beganAtMs - gaveUpAtMs - exactMs;
  const isOwn =
    chosen !== undefined &&
    !(
      first.stated?.cause === 'integration-timeout' &&
      (isAnothers(chosen, { sentAtMs, gaveUpAtMs, slackMs }) ||
        // Nobody waited for what began after that: another try, or work that the request set off.
        beganAfterMs > 0)
    );
  const invocation = isOwn ? chosen : undefined;
  const waiting = {
    ...given('sentAtMs', sentAtMs ?? arrivedAtMs),
    ...given('gaveUpAtMs', gaveUpAtMs),
  };
  const trace = ownTrace(found, evidence.request.id, waiting);
  const balancer = ownRow(found, waiting);
  const uri = sending?.step.kind === 'sending' ? sending.step.uri : found.gatewaySettings?.integration?.uri;
  const port = functionName === undefined ? portOf(uri) : undefined;
  const address = functionName === undefined ? addressOf(uri) : undefined;
  const target = {
    ...given('functionName', functionName),
    isAddress: port !== undefined,
    hasAuthorizer:
      found.gatewaySettings?.authorizer?.kind === 'lambda' ||
      (log?.events.some(({ step }) => step.kind === 'authorizer-start') ?? false),
  };
  const traced = trace === undefined ? undefined : integrationSegment(trace.value, target);
  // Nobody waited for what began after the end of the wait: another try under the same trace, or work that was set off.
  const isTracedLater =
    first.stated?.cause === 'integration-timeout' &&
    gaveUpAtMs !== undefined &&
    traced !== undefined &&
    traced.startMs > gaveUpAtMs + skewMs;
  const segment = isTracedLater ? undefined : traced;
  const isCode = segment?.origin === 'AWS::Lambda::Function';
  const endedAtMs =
    (invocation === undefined ? undefined : endOf(invocation)) ?? (isCode ? segment.endMs : undefined);
  const initMs =
    (invocation === undefined ? undefined : initOf(invocation, sentAtMs)) ??
    (isCode && trace !== undefined ? initialisationOf(trace.value, segment, sentAtMs) : undefined);
  const moments = {
    ...given('gaveUpAtMs', gaveUpAtMs),
    ...given('endedAtMs', endedAtMs),
    ...given('invocation', invocation),
    ...(chosen !== undefined &&
    first.stated?.cause === 'integration-timeout' &&
    beganAfterMs > 0 &&
    chosen.joinedBy !== 'time'
      ? { begunAfter: chosen }
      : {}),
    ...(isRepeated(found.functionLog, invocation) ? { hasOtherSuccess: true as const } : {}),
    ...given('trace', trace),
    ...given('segment', segment),
    ...given('balancer', balancer),
    ...given('port', port),
    ...given('address', address),
    resolutionMs: evidence.request.resolutionMs,
  };
  const { id, extendedRequestId } = evidence.request;
  const gatewayIds = [id, ...(extendedRequestId === undefined ? [] : [extendedRequestId])];
  const { edge, ...statements } = first;
  const waitedMs = first.stated?.waitedMs ?? waitedByRow(first.stated, found);
  return {
    ...moments,
    ...statements,
    ...given('edge', edge !== undefined && isOfThisTime(edge.atMs, arrivedAtMs) ? edge : undefined),
    ...given('sending', sending),
    ...given('arrivedAtMs', arrivedAtMs),
    ...given('functionName', functionName),
    ...given('functionLogName', found.functionLog?.functionName),
    ...given('waitedMs', waitedMs),
    ...given('timeoutMs', timeoutMs),
    ...given('initMs', initMs),
    deliveries: findDeliveries(found, {
      ...moments,
      ...given('sentAtMs', sentAtMs),
      ...given('waitedMs', waitedMs ?? timeoutMs),
      gatewayIds,
    }),
  };
}

/** What a client saw bears no id where the edge answered; hours away from the request it is another one's. */
const longestAnswerMs = 20 * 60_000;
const isOfThisTime = (atMs: number | undefined, arrivedAtMs: number | undefined) =>
  atMs === undefined || arrivedAtMs === undefined || Math.abs(atMs - arrivedAtMs) <= longestAnswerMs;

/** Where the deciding line has no moment of sending beside it, the row's own measure of the same wait. */
function waitedByRow(stated: Statement | undefined, { accessLog }: FoundSources): number | undefined {
  if (stated?.fact.fact === 'row-timed-out-too-soon') return undefined;
  return stated?.cause === 'integration-timeout' && stated.phase === 'unknown'
    ? accessLog?.integrationLatencyMs
    : undefined;
}

const isRepeated = (log: FunctionLog | undefined, own: Invocation | undefined): boolean =>
  own !== undefined &&
  log?.invocations.some(
    ({ functionRequestId, durationMs, status }) =>
      functionRequestId !== own.functionRequestId &&
      durationMs !== undefined &&
      status !== 'error' &&
      status !== 'timeout',
  ) === true;

/** One property, left out where there is no value. */
function given<Name extends string, Value>(name: Name, value: Value | undefined): { [Key in Name]?: Value } {
  const one: { [Key in Name]?: Value } = {};
  if (value !== undefined) one[name] = value;
  return one;
}

/** The last function that the gateway called: an authorizer's own call stands before the integration's. */
function functionNameOf(log: ExecutionLog | undefined): string | undefined {
  const steps = log?.events.map(({ step }) => step) ?? [];
  const call =
    steps.findLast((step) => step.kind === 'sending' && step.function !== undefined) ??
    steps.findLast((step) => step.kind === 'endpoint-uri' && step.function !== undefined);
  return call?.kind === 'sending' || call?.kind === 'endpoint-uri' ? call.function?.functionName : undefined;
}
