import type { ExecutionLog } from '../readings/execution-log.ts';
import type { InvocationKeys } from '../readings/function-log.ts';
import type { SourceContext } from './source.ts';

/** Longest that a gateway waits where nothing tells its timeout: 30 s (HTTP API; REST has 29 s unless it was raised). */
const usualTimeoutMs = 30_000;

/** When the gateway sent the request on and stopped waiting, with every id that the function's log may name. */
export async function gatewayTimes(
  context: SourceContext,
): Promise<(InvocationKeys & { sentAtMs: number; endedAtMs: number }) | undefined> {
  const [execution, access, settings] = await Promise.all([
    context.observe('executionLog'),
    context.observe('accessLog'),
    context.observe('gatewaySettings'),
  ]);
  const log = execution.status === 'found' ? execution.value : undefined;
  const row = access.status === 'found' ? access.value : undefined;
  const configured = settings.status === 'found' ? settings.value.integration?.timeoutMs : undefined;
  const { id, extendedRequestId, traceId, atMs } = context.request();
  const sentAtMs = sentAt(log) ?? row?.requestTimeMs ?? row?.atMs ?? atMs ?? context.located.events[0]?.atMs;
  if (sentAtMs === undefined) return undefined;
  const longest = row?.responseLatencyMs ?? row?.integrationLatencyMs ?? configured ?? usualTimeoutMs;
  const functionRequestId = functionIdOf(log) ?? row?.integrationRequestId;
  const trace = traceId ?? log?.traceId ?? row?.traceId;
  const extended = extendedRequestId ?? log?.extendedRequestId ?? row?.extendedRequestId;
  return {
    sentAtMs,
    endedAtMs: Math.max(sentAtMs, endedAt(log) ?? sentAtMs + longest),
    apiRequestId: id,
    ...(isId(functionRequestId) ? { functionRequestId } : {}),
    ...(isId(trace) ? { traceId: trace } : {}),
    ...(isId(extended) ? { extendedRequestId: extended } : {}),
  };
}

/** The last sending: an authorizer's own call comes before the integration's. */
function sentAt(log: ExecutionLog | undefined): number | undefined {
  return log?.events.findLast((event) => event.step.kind === 'sending')?.atMs;
}

function endedAt(log: ExecutionLog | undefined): number | undefined {
  const ends = [
    'received',
    'timeout',
    'network-error',
    'function-error',
    'function-invocation-failed',
    'completed',
  ];
  return log?.events.find((event) => ends.includes(event.step.kind) && event.atMs !== undefined)?.atMs;
}

function functionIdOf(log: ExecutionLog | undefined): string | undefined {
  for (const { step } of log?.events ?? []) {
    if (step.kind === 'integration-request-id') return step.requestId;
    if ('functionRequestId' in step && step.functionRequestId !== undefined) return step.functionRequestId;
  }
  return undefined;
}

const isId = (text: string | undefined): text is string =>
  text !== undefined && /^[A-Za-z0-9=_-]{8,128}$/.test(text);
