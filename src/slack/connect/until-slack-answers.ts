import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import type { Logger } from 'pino';
import { isPassing } from '../deliver/is-passing.ts';

/** Attempts and pauses of a start, on top of each call's own: several minutes in all, then a supervisor starts anew. */
const mostAttempts = 20;
const longestPauseMs = 15_000;

/** Runs the first calls of a start until Slack answers; what Slack refuses is thrown at once. */
export function untilSlackAnswers<Value>(logger: Logger, call: () => Promise<Value>): Promise<Value> {
  const policy = retry(handleWhen(isPassing), {
    maxAttempts: mostAttempts,
    backoff: new ExponentialBackoff({ initialDelay: 250, maxDelay: longestPauseMs }),
  });
  policy.onRetry(({ attempt, delay, ...reason }) =>
    logger.warn(
      { attempt, delayMs: Math.round(delay), error: 'error' in reason ? String(reason.error) : '' },
      'Slack does not answer; trying again',
    ),
  );
  return policy.execute(call);
}
