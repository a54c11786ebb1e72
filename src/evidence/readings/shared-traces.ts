import { beginOf } from './assign-invocations.ts';
import type { Invocation, LoggedInvocation } from './function-log.ts';
import { functionOf, isHttpIntegration, keysOf } from './invocation-keys.ts';
import type { FoundSources } from './request-facts.ts';

/** How far before its sending an invocation may seem to begin, ms: two clocks. Our choice. */
export const sendSlackMs = 200;
/** Requests of one trace that are held against each other; of more than these the trace tells nothing. Our choice. */
const mostBearers = 100;

/** What the requests of one text know of each other's invocations. */
export interface SharedTraces {
  /** The requests that bear a trace. */
  bearers: (traceId: string) => readonly FoundSources[];
  /** The invocations that an id ties to this request, without those that are, or may as well be, of another one. */
  settle: (
    tied: readonly Invocation[],
    found: FoundSources,
    logged: readonly LoggedInvocation[],
  ) => Invocation[];
}

/**
 * One trace may run through several requests: a client's retry, calls side by side, an API behind an API. Then the trace
 * alone ties an invocation to none of those that waited when it began, and the time has to tell, if it can.
 */
export function shareTraces(requests: readonly FoundSources[]): SharedTraces {
  const byTrace = new Map<string, FoundSources[]>();
  const owners = new Map<string, FoundSources>();
  for (const found of requests) {
    const { traceId, functionRequestId } = keysOf(found);
    const known = traceId === undefined ? undefined : byTrace.get(traceId);
    known?.push(found);
    if (traceId !== undefined && known === undefined) byTrace.set(traceId, [found]);
    if (functionRequestId !== undefined) owners.set(functionRequestId, found);
  }
  const bearers = (traceId: string) => byTrace.get(traceId) ?? [];
  const settle: SharedTraces['settle'] = (tied, found, logged) => {
    const { traceId, apiRequestId } = keysOf(found);
    const others = traceId === undefined ? [] : bearers(traceId).filter((each) => each !== found);
    return tied.flatMap((each) => {
      if (each.joinedBy !== 'trace-id' || others.length === 0) return [each];
      const owner = owners.get(each.functionRequestId);
      if (owner !== undefined && owner !== found) return [];
      const line = logged.find(({ functionRequestId }) => functionRequestId === each.functionRequestId);
      const isNamed = apiRequestId !== undefined && line?.mentions.has(apiRequestId.toLowerCase()) === true;
      const isShared =
        others.length > mostBearers || others.some((other) => couldBeOf(each, line?.functionName, other));
      return isShared && !isNamed ? [] : [each];
    });
  };
  return { bearers, settle };
}

/** Whether another request of the trace waited for a function when this invocation began, and nothing says for which. */
function couldBeOf(invocation: Invocation, name: string | undefined, other: FoundSources): boolean {
  const { sentAtMs, endedAtMs } = keysOf(other);
  const begunAtMs = beginOf(invocation);
  if (begunAtMs === undefined || sentAtMs === undefined || isHttpIntegration(other.executionLog))
    return false;
  const named = functionOf(other.executionLog)?.functionName;
  if (name !== undefined && named !== undefined && name !== named) return false;
  return begunAtMs >= sentAtMs - sendSlackMs && (endedAtMs === undefined || begunAtMs <= endedAtMs);
}
