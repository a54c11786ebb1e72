import { waitsForCalled } from './called-functions.ts';
import type { ExecutionLog, FunctionReference } from './execution-log.ts';
import {
  functionLogOf,
  type Invocation,
  type InvocationKeys,
  isForAnother,
  joined,
  type LoggedInvocation,
  tiedById,
} from './function-log.ts';
import type { FoundSources } from './request-facts.ts';

/** How far outside the gateway's own times an invocation may begin in a text about one request only, ms. Our choice. */
const loneSlackMs = 2000;

/**
 * Ties Lambda invocations to requests, writing `functionLog` and `authorizerLog` into them: by ids through an index, then
 * by time where exactly one invocation and one request fit each other. `spare` is told how many belong to nobody, and how many of
 * these name a trace or an event that is none of the requests'.
 */
export function tieInvocations(
  all: readonly LoggedInvocation[],
  requests: readonly FoundSources[],
  spare: (records: number, others: number) => void,
): void {
  if (all.length === 0) return;
  const index = indexById(all);
  const taken = new Set<LoggedInvocation>();
  const others = new Set<LoggedInvocation>();
  for (const found of requests) {
    const keys = keysOf(found);
    const candidates = new Set(
      [keys.functionRequestId, keys.traceId, keys.apiRequestId, keys.extendedRequestId].flatMap((id) =>
        id === undefined ? [] : (index.get(id.length === 36 ? id.toLowerCase() : id) ?? []),
      ),
    );
    const tied = tiedById([...candidates], keys).filter(
      (each) => each.joinedBy !== 'trace-id' || !isOfLaterRequest(each, keys, requests),
    );
    const foreign = assign(found, [...candidates], tied);
    for (const each of foreign) (isWaitedFor(each, found) ? taken : others).add(each);
    for (const each of candidates)
      if (
        !foreign.has(each) &&
        tied.some(({ functionRequestId }) => functionRequestId === each.functionRequestId)
      )
        taken.add(each);
  }
  tieByTime(
    all.filter((each) => !taken.has(each) && !others.has(each)),
    requests,
    taken,
  );
  const rest = all.filter((each) => !taken.has(each));
  if (rest.length > 0) spare(rest.length, countOthers(rest, requests));
}

/** Invocations that are proven to be of no request here; a request whose own id is not known may be any of them. */
function countOthers(rest: readonly LoggedInvocation[], requests: readonly FoundSources[]): number {
  const keys = requests.map(keysOf);
  const traceIds = new Set(keys.map(({ traceId }) => traceId));
  const requestIds = new Set(
    keys.flatMap(({ apiRequestId, extendedRequestId }) => [apiRequestId?.toLowerCase(), extendedRequestId]),
  );
  const hasAllIds = keys.length > 0 && keys.every(({ apiRequestId }) => apiRequestId !== undefined);
  return rest.filter(
    ({ traceId, eventIds }) =>
      (traceId !== undefined && keys.length > 0 && !traceIds.has(undefined) && !traceIds.has(traceId)) ||
      (eventIds !== undefined &&
        hasAllIds &&
        ![...eventIds].some((id) => requestIds.has(id) || requestIds.has(id.toLowerCase()))),
  ).length;
}

/** How far before its sending an invocation may seem to begin, ms: two clocks. Our choice. */
const sendSlackMs = 200;

/**
 * A client's retry may bear the same trace: what began after this request's end, and after the retry was sent, is the
 * retry's.
 */
function isOfLaterRequest(
  invocation: Invocation,
  { traceId, endedAtMs }: InvocationKeys,
  requests: readonly FoundSources[],
): boolean {
  const begunAtMs = beginOf(invocation);
  if (traceId === undefined || endedAtMs === undefined || begunAtMs === undefined) return false;
  if (begunAtMs <= endedAtMs) return false;
  return requests.some((other) => {
    const { traceId: itsTraceId, sentAtMs } = keysOf(other);
    return (
      itsTraceId === traceId &&
      sentAtMs !== undefined &&
      sentAtMs >= endedAtMs &&
      sentAtMs - sendSlackMs <= begunAtMs
    );
  });
}

/** Whether a request's invocations count this one among what they waited for. */
const isWaitedFor = ({ functionName, startAtMs }: LoggedInvocation, { functionLog }: FoundSources) =>
  functionLog?.invocations.some(({ downstreamWaits }) =>
    downstreamWaits.some(
      (wait) => wait.isInferred && wait.target === functionName && wait.startAtMs === startAtMs,
    ),
  ) === true;

function indexById(all: readonly LoggedInvocation[]): Map<string, LoggedInvocation[]> {
  const index = new Map<string, LoggedInvocation[]>();
  for (const each of all) {
    for (const id of new Set([each.functionRequestId, each.traceId, ...each.mentions])) {
      if (id === undefined) continue;
      const known = index.get(id);
      if (known === undefined) index.set(id, [each]);
      else known.push(each);
    }
  }
  return index;
}

function tieByTime(
  free: LoggedInvocation[],
  requests: readonly FoundSources[],
  taken: Set<LoggedInvocation>,
): void {
  if (free.length === 0) return;
  const sorted = free
    .map((each) => ({ each, at: beginOf(each) }))
    .sort((a, b) => (a.at ?? Number.MAX_VALUE) - (b.at ?? Number.MAX_VALUE));
  const claims = new Map<LoggedInvocation, FoundSources[]>();
  for (const found of requests) {
    if (found.functionLog !== undefined) continue;
    const keys = keysOf(found);
    const near = nearest(sorted, keys, requests.length === 1).filter(
      (each) => !contradicts(each, found, keys),
    );
    const only = near.length === 1 ? near[0] : undefined;
    if (only !== undefined) claims.set(only, [...(claims.get(only) ?? []), found]);
  }
  for (const [each, claimants] of claims) {
    const found = claimants.length === 1 ? claimants[0] : undefined;
    if (found === undefined) continue;
    taken.add(each);
    assign(found, [each], [joined(each, 'time')]);
  }
}

/** Invocations that began between sending and giving up; in a text about one request also those without a time. */
function nearest(
  sorted: { each: LoggedInvocation; at: number | undefined }[],
  keys: InvocationKeys,
  isLone: boolean,
): LoggedInvocation[] {
  const { sentAtMs, endedAtMs } = keys;
  if (sentAtMs === undefined) return isLone ? sorted.map(({ each }) => each) : [];
  const until = (endedAtMs ?? sentAtMs) + loneSlackMs;
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.at ?? Infinity) < sentAtMs - loneSlackMs) low = middle + 1;
    else high = middle;
  }
  const near: LoggedInvocation[] = [];
  for (const { each, at } of sorted.slice(low, low + 3)) if (at !== undefined && at <= until) near.push(each);
  if (isLone) near.push(...sorted.filter(({ at }) => at === undefined).map(({ each }) => each));
  return near;
}

/** When an invocation began: its START, or what its REPORT leaves over, or its first line. */
function beginOf(each: Omit<Invocation, 'joinedBy'>): number | undefined {
  if (each.startAtMs !== undefined) return each.startAtMs;
  if (each.reportAtMs !== undefined && each.durationMs !== undefined)
    return each.reportAtMs - each.durationMs;
  return each.firstLineAtMs;
}

function contradicts(each: LoggedInvocation, found: FoundSources, keys: InvocationKeys): boolean {
  const named = functionOf(found.executionLog)?.functionName;
  if (named !== undefined && each.functionName !== undefined && named !== each.functionName) return true;
  if (keys.functionRequestId !== undefined && keys.functionRequestId !== each.functionRequestId) return true;
  if (isHttpIntegration(found.executionLog) || isForAnother(each, keys)) return true;
  return each.traceId !== undefined && keys.traceId !== undefined && each.traceId !== keys.traceId;
}

function isHttpIntegration(log: ExecutionLog | undefined): boolean {
  const sending = log?.events.map(({ step }) => step).findLast((step) => step.kind === 'sending');
  return sending !== undefined && sending.function === undefined && !sending.uri.includes('lambda');
}

function functionOf(log: ExecutionLog | undefined): FunctionReference | undefined {
  for (const { step } of log?.events.toReversed() ?? []) {
    if ((step.kind === 'sending' || step.kind === 'endpoint-uri') && step.function !== undefined)
      return step.function;
  }
  return undefined;
}

/**
 * Writes the request's invocations into its sources, and returns those that an id ties to it and that are no call of the
 * gateway: a trace goes on to whatever the function calls, and any log may name the request.
 */
function assign(
  found: FoundSources,
  candidates: LoggedInvocation[],
  tied: Invocation[],
): ReadonlySet<LoggedInvocation> {
  const { executionLog: log } = found;
  const named = functionOf(log)?.functionName;
  const byId = new Map(candidates.map((each) => [each.functionRequestId, each]));
  const nameOf = ({ functionRequestId }: Invocation) => byId.get(functionRequestId)?.functionName;
  const keys = keysOf(found);
  const isNamedForAnother = ({ functionRequestId }: Invocation) => {
    const logged = byId.get(functionRequestId);
    return logged !== undefined && isForAnother(logged, keys);
  };
  const authorizer = tied.filter((each) => belongsToAuthorizer(each, nameOf(each), log));
  const own = tied.filter(
    (each) =>
      !authorizer.includes(each) && isIntegration(each, nameOf(each), named, log) && !isNamedForAnother(each),
  );
  const called = named ?? firstName(own, nameOf);
  const kept = own.filter((each) => called === undefined || (nameOf(each) ?? called) === called);
  if (authorizer.length > 0) found.authorizerLog = functionLogOf(candidates, authorizer);
  const foreign = tied
    .filter((each) => !authorizer.includes(each) && !kept.includes(each))
    .flatMap(({ functionRequestId }) => byId.get(functionRequestId) ?? []);
  if (kept.length > 0)
    found.functionLog = functionLogOf(
      candidates,
      kept.map((each) => ({
        ...each,
        downstreamWaits: [...each.downstreamWaits, ...waitsForCalled(each, foreign)],
      })),
    );
  return new Set(foreign);
}

/** Lambda's own id is proof; a trace or a mention is none where another function, or an address, was called. */
function isIntegration(
  invocation: Invocation,
  name: string | undefined,
  named: string | undefined,
  log: ExecutionLog | undefined,
): boolean {
  if (invocation.joinedBy === 'function-request-id') return true;
  if (named !== undefined) return name === undefined || name === named;
  return !isHttpIntegration(log);
}

/** The gateway's log names no function, and several are tied: the first to begin was called, the others by it. */
function firstName(
  own: readonly Invocation[],
  nameOf: (each: Invocation) => string | undefined,
): string | undefined {
  const proven = own.find(({ joinedBy }) => joinedBy === 'function-request-id');
  const [first] = own.toSorted((a, b) => (beginOf(a) ?? Number.MAX_VALUE) - (beginOf(b) ?? Number.MAX_VALUE));
  const chosen = proven ?? first;
  return chosen === undefined ? undefined : nameOf(chosen);
}

/** With an authorizer in the log: begun before anything was sent to the integration, and not known to be its function. */
function belongsToAuthorizer(
  invocation: Invocation,
  name: string | undefined,
  log: ExecutionLog | undefined,
): boolean {
  if (log?.events.some(({ step }) => step.kind === 'authorizer-start') !== true) return false;
  const named = functionOf(log)?.functionName;
  const sentAtMs = mainSending(log);
  const begunAtMs = beginOf(invocation);
  if (name !== undefined && named !== undefined)
    return name !== named && (sentAtMs === undefined || begunAtMs === undefined || begunAtMs <= sentAtMs);
  return sentAtMs !== undefined && invocation.endAtMs !== undefined && invocation.endAtMs < sentAtMs;
}

function mainSending(log: ExecutionLog | undefined): number | undefined {
  return log?.events.findLast(({ step }) => step.kind === 'sending')?.atMs;
}

/** What a request's sources say of the invocation to look for. The id in the log is the last one: the authorizer's is first. */
export function keysOf(found: FoundSources): InvocationKeys {
  const { executionLog: log, accessLog: row, clientResponse, trace } = found;
  const steps = log?.events.map(({ step }) => step) ?? [];
  const named = steps.findLast((step) => step.kind === 'integration-request-id');
  const header = steps.findLast(
    (step) => step.kind === 'endpoint-response-headers' && step.functionRequestId !== undefined,
  );
  const failed = steps.findLast(
    (step) => step.kind === 'function-error' || step.kind === 'function-invocation-failed',
  );
  const keys: InvocationKeys = {};
  const functionRequestId =
    (named?.kind === 'integration-request-id' ? named.requestId : undefined) ??
    (failed?.kind === 'function-error' || failed?.kind === 'function-invocation-failed'
      ? failed.functionRequestId
      : undefined) ??
    (header?.kind === 'endpoint-response-headers' ? header.functionRequestId : undefined) ??
    row?.integrationRequestId;
  const traceId = log?.traceId ?? row?.traceId ?? clientResponse?.traceId ?? trace?.traceId;
  const apiRequestId = log?.requestId ?? row?.requestId ?? clientResponse?.requestId;
  const extendedRequestId =
    log?.extendedRequestId ?? row?.extendedRequestId ?? clientResponse?.extendedRequestId;
  const sentAtMs = mainSending(log) ?? earliest(log?.events[0]?.atMs, row?.atMs);
  const endedAtMs =
    log?.events.at(-1)?.atMs ??
    (row?.atMs === undefined
      ? undefined
      : row.atMs + (row.responseLatencyMs ?? row.integrationLatencyMs ?? 30_000));
  if (functionRequestId !== undefined) keys.functionRequestId = functionRequestId.toLowerCase();
  if (traceId !== undefined) keys.traceId = traceId;
  if (apiRequestId !== undefined && apiRequestId !== 'unknown') keys.apiRequestId = apiRequestId;
  if (extendedRequestId !== undefined) keys.extendedRequestId = extendedRequestId;
  if (sentAtMs !== undefined) keys.sentAtMs = sentAtMs;
  if (endedAtMs !== undefined) keys.endedAtMs = endedAtMs;
  return keys;
}

/** At ERROR level the first line is the failure itself; the access log's row bears the time of arrival. */
function earliest(...times: (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
