import type { Database, Query } from './database.ts';
import type { StateStore } from './jobs.ts';
import { storable } from './storable.ts';

/** Durable values by namespace and key, as JSON. */
export function createStateStore(database: Database): StateStore {
  const write = (query: Query, namespace: string, key: string, value: unknown) =>
    query(
      `INSERT INTO gw504.state (namespace, key, value) VALUES ($1, $2, $3::jsonb)
       ON CONFLICT (namespace, key) DO UPDATE SET value = excluded.value, changed_at = now()`,
      [namespace, key, JSON.stringify(storable(value))],
    );
  return {
    async get(namespace, key) {
      const { rows } = await database.query(
        'SELECT value FROM gw504.state WHERE namespace = $1 AND key = $2',
        [namespace, key],
      );
      return rows[0]?.value;
    },
    async put(namespace, key, value) {
      await write(database.query, namespace, key, value);
    },
    async putAll(namespace, values) {
      if (values.size === 0) return;
      await database.query(
        `INSERT INTO gw504.state (namespace, key, value)
         SELECT $1, key, value::jsonb FROM unnest($2::text[], $3::text[]) AS given (key, value)
         ON CONFLICT (namespace, key) DO UPDATE SET value = excluded.value, changed_at = now()`,
        [namespace, [...values.keys()], [...values.values()].map((value) => JSON.stringify(storable(value)))],
      );
    },
    change: (namespace, key, change) =>
      database.transaction(async (query) => {
        // A row lock needs a row; the advisory lock also covers the first write of a key.
        await query('SELECT pg_advisory_xact_lock(hashtextextended($1, 504))', [`${namespace}\n${key}`]);
        const { rows } = await query('SELECT value FROM gw504.state WHERE namespace = $1 AND key = $2', [
          namespace,
          key,
        ]);
        const after = change(rows[0]?.value);
        await write(query, namespace, key, after);
        return after;
      }),
    async list(namespace, { prefix = '', limit }) {
      const { rows } = await database.query(
        `SELECT key, value, extract(epoch FROM changed_at) * 1000 AS changed_at_ms FROM gw504.state
         WHERE namespace = $1 AND starts_with(key, $2) ORDER BY changed_at DESC LIMIT $3`,
        [namespace, prefix, limit],
      );
      return rows.map((row) => ({
        key: String(row.key),
        value: row.value,
        changedAtMs: Number(row.changed_at_ms),
      }));
    },
    async prune(namespace, olderThanMs) {
      const { rows } = await database.query(
        `DELETE FROM gw504.state WHERE namespace = $1 AND changed_at < now() - $2 * interval '1 millisecond'
         RETURNING key`,
        [namespace, olderThanMs],
      );
      return rows.length;
    },
    async remove(namespace, ...keys) {
      if (keys.length === 0) return;
      await database.query('DELETE FROM gw504.state WHERE namespace = $1 AND key = ANY($2::text[])', [
        namespace,
        keys,
      ]);
    },
  };
}
