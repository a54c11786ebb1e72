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
}

/**
 * A database that goes away and comes back delays the work and does not lose it: every query waits for it, up to about
 * five minutes of growing pauses with jitter. While it is away, one query at a time tries whether it is back.
 * (pg-boss does not await its own completion queries, so a rejection there would end the process.)
 */
export function patiently(
  database: Database,
  log: Logger,
  pause?: IBackoffFactory<unknown>,
): PatientDatabase {
  if (database.kind === 'embedded') return { ...database, isAway: () => false };
  const circuit = circuitBreaker(handleWhen(isPassing), {
    breaker: new ConsecutiveBreaker(failuresInARow),
    halfOpenAfter: pause ?? new ExponentialBackoff({ initialDelay: 250, maxDelay: 5_000 }),
  });
  circuit.onBreak(() => log.warn('the database does not answer; its queries are held back'));
  circuit.onReset(() => log.info('the database answers again'));
  const waiting = retry(
    handleWhen((error) => error instanceof BrokenCircuitError || isPassing(error)),
    {
      maxAttempts: 30,
      backoff: new ExponentialBackoff({ initialDelay: 100, maxDelay: 15_000 }),
    },
  );
  waiting.onRetry(({ attempt, delay }) => {
    if (attempt === 1 || attempt % 5 === 0)
      log.warn({ attempt, delayMs: Math.round(delay) }, 'the database does not answer; waiting for it');
  });
  const policy = wrap(waiting, circuit);
  return {
    kind: database.kind,
    query: (text, values) => policy.execute(() => database.query(text, values)),
    transaction: (work) => policy.execute(() => database.transaction(work)),
    close: () => database.close(),
    isAway: () => circuit.state === CircuitState.Open || circuit.state === CircuitState.HalfOpen,
  };
}

function isPassing(error: Error): boolean {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return passingSqlStates.test(code) || passingNetworkErrors.test(`${code} ${error.message}`);
}
