import type { Database } from './database.ts';

/** Our own tables beside pg-boss's, in order; a number once shipped is never changed, only followed. */
const migrations = [
  `CREATE TABLE gw504.claims (
     key text PRIMARY KEY,
     job_id uuid NOT NULL,
     expires_at timestamptz NOT NULL
   );
   CREATE TABLE gw504.state (
     namespace text NOT NULL,
     key text NOT NULL,
     value jsonb NOT NULL,
     changed_at timestamptz NOT NULL DEFAULT now(),
     PRIMARY KEY (namespace, key)
   );
   CREATE INDEX state_newest ON gw504.state (namespace, changed_at DESC);
   CREATE TABLE gw504.running (
     job_id uuid PRIMARY KEY,
     owner uuid NOT NULL,
     seen_at timestamptz NOT NULL DEFAULT now()
   );`,
  `CREATE TABLE gw504.interruptions (
     job_id uuid PRIMARY KEY,
     times integer NOT NULL
   );`,
];

/** Brings our schema up to date. Replicas that start together wait for each other. */
export async function migrate(database: Database): Promise<void> {
  await database.transaction(async (query) => {
    await query('SELECT pg_advisory_xact_lock(504504)');
    await query('CREATE SCHEMA IF NOT EXISTS gw504');
    await query('CREATE TABLE IF NOT EXISTS gw504.migrations (version integer PRIMARY KEY)');
    const { rows } = await query('SELECT coalesce(max(version), 0) AS version FROM gw504.migrations');
    for (let version = Number(rows[0]?.version) + 1; version <= migrations.length; version += 1) {
      await query(migrations[version - 1] ?? '');
      await query('INSERT INTO gw504.migrations VALUES ($1)', [version]);
    }
  });
}

/**
 * Lets one replica after the other do what two must not do at once: where several start on an empty database, the library
 * creates its own tables without asking who else does.
 */
export async function inTurn(database: Database, work: () => Promise<unknown>): Promise<void> {
  if (database.kind === 'embedded') {
    await work(); // alone, and on one connection
    return;
  }
  let isDone = false;
  try {
    await database.transaction(async (query) => {
      await query('SELECT pg_advisory_xact_lock(504505)');
      await work();
      isDone = true;
    });
  } catch (error) {
    if (!isDone) throw error; // or only the connection that held the turn was lost
  }
}
