import type { ExecutionLog, ExecutionStep } from './execution-log.ts';

/** Lines that stand at the beginning of a request; at ERROR level there is none of them, and its first line is its end. */
const beginnings = new Set<ExecutionStep['kind']>([
  'extended-request-id',
  'authorizer-start',
  'usage-plan',
  'throttled',
  'start',
  'method',
  'request-detail',
  'endpoint-uri',
  'sending',
  'websocket',
]);

/** Whether the first line of these that bears a time can be the request's arrival. */
export const hasBeginning = (log: ExecutionLog | undefined): boolean =>
  log?.events.some(({ step, atMs }) => atMs !== undefined && beginnings.has(step.kind)) === true;
