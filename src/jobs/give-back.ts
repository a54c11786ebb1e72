import type { Query } from './database.ts';

/**
 * Interruptions (kill -9, a deploy, a lost machine) after which a job counts as one that ends the process which runs it.
 * They say nothing of the job itself, so they are counted apart from its failures, and generously. Our choice.
 */
const mostInterruptions = 20;

/**
 * Notes that a running job was interrupted, and takes this run back from its budget of failures; the caller then fails
 * it, so that it runs again. Past the last interruption the run counts, and all further ones.
 */
export async function forgiveRun(query: Query, kind: string, jobId: string): Promise<void> {
  const { rows } = await query(
    `INSERT INTO gw504.interruptions (job_id, times) VALUES ($1, 1)
     ON CONFLICT (job_id) DO UPDATE SET times = interruptions.times + 1 RETURNING times`,
    [jobId],
  );
  if (Number(rows[0]?.times) > mostInterruptions) return;
  await query(
    `UPDATE pgboss.job SET retry_count = retry_count - 1 WHERE name = $1 AND id = $2 AND state = 'active'`,
    [kind, jobId],
  );
}

/** How often the job was interrupted so far. */
export async function countInterruptions(query: Query, jobId: string): Promise<number> {
  const { rows } = await query('SELECT times FROM gw504.interruptions WHERE job_id = $1', [jobId]);
  return Number(rows[0]?.times ?? 0);
}
