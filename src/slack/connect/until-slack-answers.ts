import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import type { Logger } from 'pino';
import { isPassing } from '../deliver/is-passing.ts';

/** Longest pause between two tries, ms; the first one is 250 ms. Our choice. */
const longestPauseMs = 15_000;

/**
 * Runs the first calls of a start until Slack answers, for as long as that takes: a new process would wait as well. What
 * Slack refuses is thrown at once. `apiUrl` is for the log, which says of each try why it failed and when the next one is.
 */
export function untilSlackAnswers<Value>(
  logger: Logger,
  apiUrl: string,
  call: () => Promise<Value>,
): Promise<Value> {
  const policy = retry(handleWhen(isPassing), {
    maxAttempts: Number.POSITIVE_INFINITY,
    backoff: new ExponentialBackoff({ initialDelay: 250, maxDelay: longestPauseMs }),
  });
  policy.onRetry(({ attempt, delay, ...reason }) =>
    logger.warn(
      {
        attempt,
        delayMs: Math.round(delay),
        apiUrl,
        error: 'error' in reason ? innermost(reason.error) : '',
      },
      'Slack does not answer; waiting for it, and trying again after the delay',
    ),
  );
  return policy.execute(call);
}

/** What lies below the library's "fetch failed": a refused connection, a name that is none. */
function innermost(error: unknown): string {
  return error instanceof Error && error.cause instanceof Error ? innermost(error.cause) : String(error);
}
