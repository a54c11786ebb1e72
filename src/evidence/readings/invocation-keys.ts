import type { ExecutionLog, FunctionReference } from './execution-log.ts';
import type { InvocationKeys } from './function-log.ts';
import type { FoundSources } from './request-facts.ts';

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

/** When the request was last sent on. */
export function mainSending(log: ExecutionLog | undefined): number | undefined {
  return log?.events.findLast(({ step }) => step.kind === 'sending')?.atMs;
}

/** Whether an address was called and no function. */
export function isHttpIntegration(log: ExecutionLog | undefined): boolean {
  const sending = log?.events.map(({ step }) => step).findLast((step) => step.kind === 'sending');
  return sending !== undefined && sending.function === undefined && !sending.uri.includes('lambda');
}

/** The function that the gateway's own lines name, the last one called. */
export function functionOf(log: ExecutionLog | undefined): FunctionReference | undefined {
  for (const { step } of log?.events.toReversed() ?? []) {
    if ((step.kind === 'sending' || step.kind === 'endpoint-uri') && step.function !== undefined)
      return step.function;
  }
  return undefined;
}
