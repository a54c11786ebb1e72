import type { ApiType } from '../../evidence/evidence.ts';
import type { ExecutionEvent, ExecutionLog } from '../../evidence/readings/execution-log.ts';

/** What a statement may need to know beyond the log: whether a VPC link is configured, whether a function is called. */
export interface LogContext {
  hasVpcLink: boolean;
  isFunction: boolean;
  apiType?: ApiType;
  /** The integration timeout, configured or stated. */
  timeoutMs?: number | undefined;
}

/**
 * The line that says when the request was sent to the integration. An authorizer's own call comes before the execution
 * starts and is not it; lines of the same millisecond may stand in any order, so their times decide and not their places.
 */
export function findSending(log: ExecutionLog): ExecutionEvent | undefined {
  const start = log.events.findLast(({ step }) => step.kind === 'start');
  if (start === undefined && isInAuthorizer(log)) return undefined;
  return log.events.findLast(
    ({ step, atMs }) =>
      step.kind === 'sending' &&
      (start?.atMs === undefined || atMs === undefined || atMs >= start.atMs - start.resolutionMs),
  );
}

/** True where an authorizer was started and nothing shows that the request got past it. */
export function isInAuthorizer({ events }: ExecutionLog): boolean {
  const kinds = new Set(events.map(({ step }) => step.kind));
  return (
    kinds.has('authorizer-start') &&
    !kinds.has('authorizer-complete') &&
    !kinds.has('start') &&
    !kinds.has('received')
  );
}

/** True where the lines reach from the request's first to its last: nothing is cut off at either end. */
export function isWhole({ events }: ExecutionLog): boolean {
  const kinds = new Set(events.map(({ step }) => step.kind));
  return kinds.has('extended-request-id') && kinds.has('completed');
}

/** True where the lines are whole, begin an execution and end it without any call: a mock or the cache answered. */
export function showsNoCall(log: ExecutionLog | undefined): boolean {
  if (log === undefined || !isWhole(log)) return false;
  const kinds = new Set(log.events.map(({ step }) => step.kind));
  return (
    kinds.has('start') &&
    kinds.has('completed-successfully') &&
    !kinds.has('sending') &&
    !kinds.has('received')
  );
}

/** From the sending line to this one, ms; undefined where either has no time or they stand the other way round. */
export function waitedUntil(event: ExecutionEvent, log: ExecutionLog): number | undefined {
  const sentAtMs = findSending(log)?.atMs;
  if (sentAtMs === undefined || event.atMs === undefined || event.atMs < sentAtMs) return undefined;
  return event.atMs - sentAtMs;
}
