import type { WebClientOptions } from '@slack/web-api';
import {
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleAll,
  type IBackoffFactory,
} from 'cockatiel';
import type { Logger } from 'pino';

type Fetch = NonNullable<WebClientOptions['fetch']>;

/** So many calls in a row without an answer of Slack's own, and the next ones are spared. Our choice. */
const failuresInARow = 8;
/** Pauses before one call tries whether Slack is back, with jitter, ms: from the first to the longest. Our choice. */
const [firstPauseMs, longestPauseMs] = [500, 15_000];

export interface SlackCircuit {
  /** For Slack's Web API: while the circuit is open, calls fail at once, and one at a time tries. */
  fetch: Fetch;
  /** Slack answers nothing at the moment. */
  isOpen(): boolean;
}

/**
 * One circuit for all Web API calls: a Slack that is ill is not called by every waiting answer again and again. What Slack
 * itself says (a refusal, a rate limit) is an answer; only 5xx, broken connections and silence open it.
 */
export function createSlackCircuit(
  logger: Logger,
  { call, pause }: { call: Fetch; pause?: IBackoffFactory<unknown> },
): SlackCircuit {
  const policy = circuitBreaker(
    handleAll.orWhenResult((result) => result instanceof Response && result.status >= 500),
    {
      breaker: new ConsecutiveBreaker(failuresInARow),
      halfOpenAfter:
        pause ?? new ExponentialBackoff({ initialDelay: firstPauseMs, maxDelay: longestPauseMs }),
    },
  );
  policy.onBreak(() => logger.warn('Slack does not answer; its calls are held back'));
  policy.onReset(() => logger.info('Slack answers again'));
  return {
    fetch: (url, options) => policy.execute(() => call(url, options)),
    isOpen: () => policy.state === CircuitState.Open || policy.state === CircuitState.HalfOpen,
  };
}
