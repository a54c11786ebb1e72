import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { dataDir as emptyCluster } from '@electric-sql/pglite-prepopulatedfs';
import pg from 'pg';
import { type DirectoryLock, lockDirectory } from './lock-directory.ts';

export interface Rows {
  rows: Record<string, unknown>[];
}

/** Runs one statement with values, or several without. */
export type Query = (text: string, values?: unknown[]) => Promise<Rows>;

/** The one door to SQL: the same for the embedded database and for PostgreSQL. */
export interface Database {
  kind: 'embedded' | 'postgresql';
  query: Query;
  /** All or nothing; `work` gets the transaction's own query. */
  transaction<Result>(work: (query: Query) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** Longest wait for a PostgreSQL connection before the attempt counts as failed, ms. Our choice. */
const connectTimeoutMs = 5_000;
/** Longest wait for the answer to one query, ms: a way that swallows everything says nothing. Ours take milliseconds. */
const answerTimeoutMs = 20_000;

/** PostgreSQL, any number of replicas. Connects lazily: an unreachable server fails the query, not the opening. `answerMs` missing: {@link answerTimeoutMs}. */
export function openPostgres(
  connectionString: string,
  onError: (error: Error) => void,
  answerMs?: number,
): Database {
  const pool = new pg.Pool({
    connectionString,
    max: 10,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: answerMs ?? answerTimeoutMs,
    keepAlive: true,
  });
  pool.on('error', onError);
  return {
    kind: 'postgresql',
    query: async (text, values) => lastResult(await pool.query(text, values)),
    async transaction(work) {
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        const result = await work(async (text, values) => lastResult(await client.query(text, values)));
        await client.query('COMMIT');
        client.release();
        return result;
      } catch (error) {
        await client.query('ROLLBACK').then(
          () => client.release(),
          (broken: Error) => client.release(broken),
        );
        throw error;
      }
    },
    close: () => pool.end(),
  };
}

/**
 * PGlite in a directory of its own; one process at a time. Throws a sentence where another process holds it. Where another
 * one took it over, `onLost` is told and every query is refused: two that write one folder would ruin it.
 */
export async function openEmbedded(directory: string, onLost: () => void): Promise<Database> {
  const lock = await claim(directory, onLost);
  try {
    const cluster = join(directory, 'postgres');
    // A ready-made empty cluster spares the several seconds that initdb takes in WebAssembly; ignored where one exists.
    const exists = existsSync(join(cluster, 'PG_VERSION'));
    const database = await PGlite.create(cluster, exists ? {} : { loadDataDir: await emptyCluster() });
    return {
      kind: 'embedded',
      async query(text, values) {
        lock.assertOurs();
        // Its one session would stay in a transaction that failed half-way, and refuse every query from then on.
        const inner = values === undefined ? /^\s*BEGIN;(.*)COMMIT;\s*$/s.exec(text)?.[1] : undefined;
        return inner === undefined
          ? run(database, text, values)
          : database.transaction((tx) => run(tx, inner));
      },
      async transaction(work) {
        lock.assertOurs();
        return database.transaction((tx) => work((text, values) => run(tx, text, values)));
      },
      async close() {
        lock.assertOurs();
        await database.close();
        lock.release();
      },
    };
  } catch (cause) {
    lock.release();
    throw new Error(
      `Cannot open the embedded database in "${directory}": ${String(cause)}. Free some disk space or repair the folder, or name another one with jobs.directory, or set DATABASE_URL.`,
      { cause },
    );
  }
}

/** The folder, made where it is missing, and ours alone. */
async function claim(directory: string, onLost: () => void): Promise<DirectoryLock> {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    return await lockDirectory(directory, onLost);
  } catch (cause) {
    // What the system refuses; a folder in use says so itself.
    if (!(cause instanceof Error && 'code' in cause)) throw cause;
    throw new Error(
      `Cannot write the job folder "${directory}": ${cause.message}. Give the bot's user the folder, or name another one with jobs.directory, or set DATABASE_URL.`,
      { cause },
    );
  }
}

async function run(
  database: Pick<PGlite, 'query' | 'exec'>,
  text: string,
  values?: unknown[],
): Promise<Rows> {
  if (values && values.length > 0) return database.query<Record<string, unknown>>(text, values);
  const results = await database.exec(text);
  const last = results.at(-1);
  return { rows: last?.rows ?? [] };
}

// pg answers an array when a text holds several statements.
function lastResult(result: pg.QueryResult | pg.QueryResult[]): Rows {
  return Array.isArray(result) ? { rows: result.at(-1)?.rows ?? [] } : result;
}
