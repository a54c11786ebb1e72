import {
  BrokenCircuitError,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleWhen,
  type IBackoffFactory,
  retry,
  wrap,
} from 'cockatiel';
import type { Logger } from 'pino';
import type { Database } from './database.ts';

/** PostgreSQL classes that mean "not now": connection exceptions, out of resources, operator intervention, start-up. */
const passingSqlStates = /^(08|53|57P|40001|40P01)/;
const passingNetworkErrors =
  /ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN|timeout|terminated|Connection ended/i;

/** So many queries in a row without an answer, and the next ones are spared. Our choice. */
const failuresInARow = 5;

/** A database that waits for itself to come back. */
export interface PatientDatabase extends Database {
  /** The circuit is open: nothing was answered of late. */
  isAway(): boolean;
  /** Resolves with the first answer, however long that takes; rejects where the database refuses us. */
  arrive(): Promise<void>;
}

/** Pauses between two tries of one query, ms: from the first to the longest. Our choice. */
const [firstPauseMs, longestPauseMs] = [100, 15_000];

/**
 * A database that goes away and comes back delays the work and does not lose it: every query waits for it, up to about
 * five minutes of growing pauses with jitter. While it is away, one query at a time tries whether it is back.
 * (pg-boss does not await its own completion queries, so a rejection there would end the process.)
 */
export function patiently(
  database: Database,
  log: Logger,
  /** Between two tries; missing: growing ones. */
  pause?: IBackoffFactory<unknown>,
): PatientDatabase {
  if (database.kind === 'embedded')
    return { ...database, isAway: () => false, arrive: async () => void (await database.query('SELECT 1')) };
  const circuit = circuitBreaker(handleWhen(isPassing), {
    breaker: new ConsecutiveBreaker(failuresInARow),
    halfOpenAfter: pause ?? new ExponentialBackoff({ initialDelay: 250, maxDelay: 5_000 }),
  });
  circuit.onBreak(() => log.warn('the database does not answer; its queries are held back'));
  circuit.onReset(() => log.info('the database answers again'));
  /** Of the last one that failed: an open circuit has no reason of its own. */
  let why = '';
  const asked = <Value>(ask: () => Promise<Value>) =>
    ask().catch((error: unknown) => {
      why = error instanceof Error ? error.message : String(error);
      throw error;
    });
  const waiting = (maxAttempts: number) => {
    const policy = retry(
      handleWhen((error) => error instanceof BrokenCircuitError || isPassing(error)),
      {
        maxAttempts,
        backoff: pause ?? new ExponentialBackoff({ initialDelay: firstPauseMs, maxDelay: longestPauseMs }),
      },
    );
    policy.onRetry(({ attempt, delay }) => {
      if (attempt === 1 || attempt % 5 === 0)
        log.warn(
          { attempt, delayMs: Math.round(delay), error: why },
          'the database does not answer; waiting for it',
        );
    });
    return wrap(policy, circuit);
  };
  const policy = waiting(30);
  return {
    kind: database.kind,
    query: (text, values) => policy.execute(() => asked(() => database.query(text, values))),
    transaction: (work) => policy.execute(() => asked(() => database.transaction(work))),
    close: () => database.close(),
    arrive: async () => {
      await waiting(Number.POSITIVE_INFINITY).execute(() => asked(() => database.query('SELECT 1')));
    },
    isAway: () => circuit.state === CircuitState.Open || circuit.state === CircuitState.HalfOpen,
  };
}

function isPassing(error: Error): boolean {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return passingSqlStates.test(code) || passingNetworkErrors.test(`${code} ${error.message}`);
}
