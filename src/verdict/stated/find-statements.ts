import type { Evidence } from '../../evidence/evidence.ts';
import type { Invocation } from '../../evidence/readings/function-log.ts';
import type { FoundSources } from '../found-sources.ts';
import { ownTrace } from '../outside/own-rows.ts';
import { clientStatements } from './client-statements.ts';
import { edgeStatement } from './edge-statement.ts';
import { executionStatements } from './execution-statements.ts';
import { functionStatements } from './function-statements.ts';
import { rowStatements } from './row-statements.ts';
import type { Statement } from './statement.ts';
import { traceStatements } from './trace-statements.ts';

export interface Statements {
  /** The deciding one: of the first source, in the order below, that names a cause. */
  stated?: Statement;
  /** What else was said, of any source. */
  others: Statement[];
  /** That the 504 was made in front of the gateway. */
  edge?: Statement;
}

/**
 * How every source says that the request ended. The execution log goes before the access log, for its lines are about
 * moments and not sums; both before what the client saw, the trace, and what the function's log lets one tell.
 */
export function findStatements(
  evidence: Evidence,
  found: FoundSources,
  invocation: Invocation | undefined,
  functionName: string | undefined,
  timeoutMs: number | undefined,
): Statements {
  const { apiType } = evidence.request;
  const integration = found.gatewaySettings?.integration;
  const context = {
    apiType,
    timeoutMs,
    isFunction: functionName !== undefined || invocation !== undefined,
    hasVpcLink: integration?.vpcLink !== undefined,
  };
  const { executionLog, accessLog, clientResponse } = found;
  // Its times say nothing yet: only an id, or a text with no log of the gateway, makes it this request's.
  const trace = ownTrace(found, evidence.request.id, {})?.value;
  const all = [
    ...(executionLog === undefined ? [] : executionStatements(executionLog, context)),
    ...(accessLog === undefined ? [] : rowStatements(accessLog, context)),
    ...(clientResponse === undefined ? [] : clientStatements(clientResponse, apiType, timeoutMs)),
    ...(trace === undefined ? [] : traceStatements(trace, apiType, timeoutMs)),
    ...(invocation === undefined ? [] : functionStatements(invocation, accessLog, timeoutMs)),
  ];
  const edge = clientResponse === undefined ? undefined : edgeStatement(clientResponse);
  const stated = strongest(all);
  return {
    ...(stated === undefined ? {} : { stated }),
    others: all.filter((each) => each !== stated),
    ...(edge === undefined ? {} : { edge }),
  };
}

/** The first that names a cause; a mere possibility (the length of a body) gives way to anything better behind it. */
function strongest(all: readonly Statement[]): Statement | undefined {
  const named = all.filter(({ cause }) => cause !== undefined);
  return named.find(({ confidence }) => confidence !== 'possible') ?? named[0];
}
