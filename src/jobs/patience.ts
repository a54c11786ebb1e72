import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import type { Logger } from 'pino';
import type { Database } from './database.ts';

/** PostgreSQL classes that mean "not now": connection exceptions, out of resources, operator intervention, start-up. */
const passingSqlStates = /^(08|53|57P|40001|40P01)/;
const passingNetworkErrors =
  /ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN|timeout|terminated|Connection ended/i;

/**
 * A database that goes away and comes back delays the work and does not lose it: every query waits for it, up to about
 * five minutes of growing pauses. (pg-boss does not await its own completion queries, so a rejection there would end the process.)
 */
export function patiently(database: Database, log: Logger): Database {
  if (database.kind === 'embedded') return database;
  const policy = retry(
    handleWhen((error) => isPassing(error)),
    {
      maxAttempts: 30,
      backoff: new ExponentialBackoff({ initialDelay: 100, maxDelay: 15_000 }),
    },
  );
  policy.onRetry(({ attempt, delay }) => {
    if (attempt === 1 || attempt % 5 === 0)
      log.warn({ attempt, delayMs: Math.round(delay) }, 'the database does not answer; waiting for it');
  });
  return {
    kind: database.kind,
    query: (text, values) => policy.execute(() => database.query(text, values)),
    transaction: (work) => policy.execute(() => database.transaction(work)),
    close: () => database.close(),
  };
}

function isPassing(error: Error): boolean {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return passingSqlStates.test(code) || passingNetworkErrors.test(`${code} ${error.message}`);
}
