import type { LogEvent } from '../../inquiry/log-event.ts';
import { definedOnly } from './defined-only.ts';
import type { FunctionLog, Invocation, JoinedBy, LoggedInvocation } from './function-log.ts';
import { beginOf, readInvocations } from './read-invocations.ts';

/** What is known of a request when its invocations are looked for. Times epoch ms. */
export interface InvocationKeys {
  functionRequestId?: string;
  traceId?: string;
  apiRequestId?: string;
  extendedRequestId?: string;
  /** The gateway sent to the function at this moment… */
  sentAtMs?: number;
  /** …and had given up, or its answer, by this one. */
  endedAtMs?: number;
}

/** Widest difference that two clocks and two log paths are allowed in a join by time, ms. Our choice. */
const clockSlackMs = 1500;

/**
 * The invocations of one request, each with what ties it. Ids outrank time: by time alone a single invocation is taken,
 * and only when it is the only one that began between sending and giving up.
 */
export function joinInvocations(all: readonly LoggedInvocation[], keys: InvocationKeys): Invocation[] {
  const tied = tiedById(
    all.filter((each) => !isForAnother(each, keys)),
    keys,
  );
  if (tied.length > 0) return tied;
  const { sentAtMs, endedAtMs } = keys;
  if (sentAtMs === undefined) return [];
  const until = (endedAtMs ?? sentAtMs) + clockSlackMs;
  const near = all.filter(
    (each) => beginOf(each) >= sentAtMs - clockSlackMs && beginOf(each) <= until && !contradicts(each, keys),
  );
  return near.length === 1 && near[0] !== undefined ? [joined(near[0], 'time')] : [];
}

/** Those that an id ties, also where their event names another request: a trace goes on from one request to the next. */
export function tiedById(all: readonly LoggedInvocation[], keys: InvocationKeys): Invocation[] {
  return all.flatMap((each) => {
    const joinedBy = tieOf(each, keys);
    return joinedBy === undefined ? [] : [joined(each, joinedBy)];
  });
}

/** Its own event names another request of the API; Lambda's id from the gateway's own log would outrank that. */
export function isForAnother(
  { eventIds, functionRequestId }: LoggedInvocation,
  keys: InvocationKeys,
): boolean {
  const { apiRequestId, extendedRequestId } = keys;
  if (eventIds === undefined || apiRequestId === undefined) return false;
  if (functionRequestId === keys.functionRequestId?.toLowerCase()) return false;
  const own = apiRequestId.length === 36 ? apiRequestId.toLowerCase() : apiRequestId;
  return !eventIds.has(own) && !(extendedRequestId !== undefined && eventIds.has(extendedRequestId));
}

function tieOf(each: LoggedInvocation, keys: InvocationKeys): JoinedBy | undefined {
  if (keys.functionRequestId !== undefined && each.functionRequestId === keys.functionRequestId.toLowerCase())
    return 'function-request-id';
  const { traceId, apiRequestId, extendedRequestId } = keys;
  if (traceId !== undefined && (each.traceId === traceId || each.mentions.has(traceId))) return 'trace-id';
  if (
    apiRequestId !== undefined &&
    each.mentions.has(apiRequestId.length === 36 ? apiRequestId.toLowerCase() : apiRequestId)
  )
    return 'api-request-id';
  if (extendedRequestId !== undefined && each.mentions.has(extendedRequestId)) return 'api-request-id';
  return undefined;
}

/** Both trace ids are known and differ: another request's invocation, whatever the clock says. */
function contradicts(each: LoggedInvocation, keys: InvocationKeys): boolean {
  return each.traceId !== undefined && keys.traceId !== undefined && each.traceId !== keys.traceId;
}

/** The invocation alone, without what only the search for its request needed. */
export function joined(each: LoggedInvocation, joinedBy: JoinedBy): Invocation {
  const { functionName: _name, logGroup: _group, mentions: _mentions, eventIds: _events, ...rest } = each;
  return { ...rest, joinedBy };
}

/** The Lambda log of one request: its invocations among these records; undefined when none can be tied to it. */
export function readFunctionLog(events: readonly LogEvent[], keys: InvocationKeys): FunctionLog | undefined {
  const all = readInvocations(events);
  const invocations = joinInvocations(all, keys);
  return invocations.length === 0 ? undefined : functionLogOf(all, invocations);
}

/** A function log of the given invocations, with the name and group that their records bore. */
export function functionLogOf(all: readonly LoggedInvocation[], invocations: Invocation[]): FunctionLog {
  const from = all.find(({ functionRequestId }) => functionRequestId === invocations[0]?.functionRequestId);
  return {
    ...definedOnly({
      functionName: from?.functionName,
      logGroup: from?.logGroup,
    }),
    invocations,
  };
}
