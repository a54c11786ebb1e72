import type { Query } from './database.ts';
import type { DedupeKey } from './jobs.ts';

/**
 * Claims all keys for a job, or none: returns the job that already holds one of them.
 * Runs inside the transaction that stores the job; two who claim at once are put in line by the primary key.
 */
export async function claimKeys(query: Query, jobId: string, keys: DedupeKey[]): Promise<string | undefined> {
  await query('DELETE FROM gw504.claims WHERE expires_at < now()');
  // Sorted, so that two transactions with the same keys cannot wait for each other in a ring.
  const sorted = [...keys].sort((a, b) => (a.key < b.key ? -1 : 1));
  for (const { key, ttlSeconds } of sorted) {
    const { rows } = await query(
      `INSERT INTO gw504.claims (key, job_id, expires_at) VALUES ($1, $2, now() + $3 * interval '1 second')
       ON CONFLICT (key) DO UPDATE SET key = excluded.key RETURNING job_id`,
      [key, jobId, ttlSeconds],
    );
    const holder = String(rows[0]?.job_id);
    if (holder !== jobId) {
      await query('DELETE FROM gw504.claims WHERE job_id = $1', [jobId]);
      return holder;
    }
  }
  return undefined;
}
