import type { ExecutionEvent, ExecutionStep } from './execution-log.ts';

/** Lines that every call of the gateway writes, the authorizer's as well as the integration's (facts 1.3, 2b). */
const ofCall = new Set<ExecutionStep['kind']>([
  'endpoint-uri',
  'endpoint-request-headers',
  'endpoint-request-body',
  'sending',
  'received',
  'endpoint-response-headers',
  'endpoint-response-body',
  'integration-request-id',
]);

/**
 * Takes the meaning off the lines of an authorizer's own call, once the request got past it: what was sent to it and what
 * it answered says nothing of the integration. Lines of one moment may stand in any order; the execution's start alone
 * parts only what is plainly before it.
 */
export function markAuthorizer(lines: readonly ExecutionEvent[]): ExecutionEvent[] {
  const passedAt = lines.findLastIndex(({ step }) => step.kind === 'authorizer-complete');
  const begunAt = lines.findIndex(({ step }) => step.kind === 'authorizer-start');
  const startAt = lines.findLastIndex(({ step }) => step.kind === 'start');
  const at = passedAt >= 0 ? passedAt : startAt;
  const end = lines[at];
  if (end === undefined) return [...lines];
  const isBefore = ({ atMs }: ExecutionEvent, index: number) => {
    if (index >= at) return false;
    if (passedAt >= 0) return true;
    if (atMs === undefined || end.atMs === undefined) return begunAt >= 0 && index > begunAt;
    return atMs < end.atMs - end.resolutionMs;
  };
  return lines.map((line, index) =>
    ofCall.has(line.step.kind) && isBefore(line, index) ? { ...line, step: { kind: 'other' } } : line,
  );
}
