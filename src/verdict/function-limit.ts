import type { Invocation } from '../evidence/readings/function-log.ts';
import { readOwnTimeout } from '../evidence/readings/own-timeout.ts';
import type { FoundSources } from './found-sources.ts';

/** The function's own timeout, ms: as configured, as its log says, or as the gateway's lines quote it. */
export function functionLimitMs(found: FoundSources, invocation: Invocation | undefined): number | undefined {
  return found.functionSettings?.timeoutMs ?? toldLimitMs(found, invocation);
}

/** The same, as the logs alone tell it. */
export function toldLimitMs(found: FoundSources, invocation: Invocation | undefined): number | undefined {
  return invocation?.timedOutAfterMs ?? statedMs(found) ?? quotedMs(found) ?? reportedMs(invocation);
}

/** As the gateway's line quotes it. */
function statedMs({ executionLog }: FoundSources): number | undefined {
  const line = executionLog?.events.findLast(({ step }) => step.kind === 'function-error')?.step;
  return line?.kind === 'function-error' ? line.timedOutAfterMs : undefined;
}

/** As the access log's error quotes it. */
function quotedMs({ accessLog }: FoundSources): number | undefined {
  const { integrationError, integrationRequestId } = accessLog ?? {};
  return integrationError === undefined ? undefined : readOwnTimeout(integrationError, integrationRequestId);
}

/** A report with the status timeout: the run was as long as the function may be, which is set in whole seconds. */
function reportedMs(invocation: Invocation | undefined): number | undefined {
  const { status, durationMs } = invocation ?? {};
  return status === 'timeout' && durationMs !== undefined ? Math.round(durationMs / 1000) * 1000 : undefined;
}
