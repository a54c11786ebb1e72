import type { Timeline } from './timeline.ts';
import type { Completion } from './verdict.ts';

/** Did the work finish after the client had its answer? Only a function that reports its end can say. */
export function findCompletion({ failure, invocation, endedAtMs }: Timeline): Completion {
  if (failure?.step.kind !== 'timeout' || failure.atMs === undefined) return { answer: 'unknown' };
  if (invocation === undefined || endedAtMs === undefined || invocation.joinedBy === 'time')
    return { answer: 'unknown' };
  if (invocation.status === 'error' || invocation.status === 'timeout') return { answer: 'no' };
  const afterMs = endedAtMs - failure.atMs;
  return afterMs > 0 ? { answer: 'yes', atMs: endedAtMs, afterMs } : { answer: 'unknown' };
}
