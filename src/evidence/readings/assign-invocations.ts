import { waitsForCalled } from './called-functions.ts';
import type { ExecutionLog } from './execution-log.ts';
import { functionLogOf, type Invocation, isForAnother, type LoggedInvocation } from './function-log.ts';
import { functionOf, isHttpIntegration, keysOf, mainSending } from './invocation-keys.ts';
import type { FoundSources } from './request-facts.ts';

/**
 * Writes the request's invocations into its sources, and returns those that an id ties to it and that are no call of the
 * gateway: a trace goes on to whatever the function calls, and any log may name the request.
 */
export function assignInvocations(
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

/** When an invocation began: its START, or what its REPORT leaves over, or its first line. */
export function beginOf(each: Omit<Invocation, 'joinedBy'>): number | undefined {
  if (each.startAtMs !== undefined) return each.startAtMs;
  if (each.reportAtMs !== undefined && each.durationMs !== undefined)
    return each.reportAtMs - each.durationMs;
  return each.firstLineAtMs;
}
