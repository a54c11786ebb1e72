import { assignInvocations, beginOf } from './assign-invocations.ts';
import {
  type Invocation,
  type InvocationKeys,
  isForAnother,
  joined,
  type LoggedInvocation,
  tiedById,
} from './function-log.ts';
import { functionOf, isHttpIntegration, keysOf } from './invocation-keys.ts';
import type { FoundSources } from './request-facts.ts';
import { sendSlackMs, shareTraces } from './shared-traces.ts';

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
  const traces = shareTraces(requests);
  const taken = new Set<LoggedInvocation>();
  const others = new Set<LoggedInvocation>();
  for (const found of requests) {
    const keys = keysOf(found);
    const candidates = new Set(
      [keys.functionRequestId, keys.traceId, keys.apiRequestId, keys.extendedRequestId].flatMap((id) =>
        id === undefined ? [] : (index.get(id.length === 36 ? id.toLowerCase() : id) ?? []),
      ),
    );
    const bearers = keys.traceId === undefined ? [] : traces.bearers(keys.traceId);
    const own = tiedById([...candidates], keys).filter(
      (each) => each.joinedBy !== 'trace-id' || !isOfLaterRequest(each, keys, bearers),
    );
    const tied = traces.settle(own, found, [...candidates]);
    const foreign = assignInvocations(found, [...candidates], tied);
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

/**
 * A client's retry may bear the same trace: what began after this request's end, and after the retry was sent, is the
 * retry's.
 */
function isOfLaterRequest(
  invocation: Invocation,
  { traceId, endedAtMs }: InvocationKeys,
  bearers: readonly FoundSources[],
): boolean {
  const begunAtMs = beginOf(invocation);
  if (traceId === undefined || endedAtMs === undefined || begunAtMs === undefined) return false;
  if (begunAtMs <= endedAtMs) return false;
  return bearers.some((other) => {
    const { sentAtMs } = keysOf(other);
    return sentAtMs !== undefined && sentAtMs >= endedAtMs && sentAtMs - sendSlackMs <= begunAtMs;
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
    assignInvocations(found, [each], [joined(each, 'time')]);
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

function contradicts(each: LoggedInvocation, found: FoundSources, keys: InvocationKeys): boolean {
  const named = functionOf(found.executionLog)?.functionName;
  if (named !== undefined && each.functionName !== undefined && named !== each.functionName) return true;
  if (keys.functionRequestId !== undefined && keys.functionRequestId !== each.functionRequestId) return true;
  if (isHttpIntegration(found.executionLog) || isForAnother(each, keys)) return true;
  return each.traceId !== undefined && keys.traceId !== undefined && each.traceId !== keys.traceId;
}
