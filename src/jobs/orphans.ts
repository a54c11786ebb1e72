import type PgBoss from 'pg-boss';
import type { Logger } from 'pino';
import type { Database } from './database.ts';

/** How often a process says that it is alive and looks for the work of dead ones, ms. Our choice. */
const heartbeatMs = 3_000;
/** Without a sign for this long, an owner counts as dead, seconds: several heartbeats, far below a person's patience. */
const deadAfterSeconds = 15;

interface WatchOptions {
  database: Database;
  boss: PgBoss;
  owner: string;
  runningIds: () => string[];
  onTakenOver: (kind: string) => void;
  log: Logger;
}

/** Gives the jobs of killed processes back to the queue. An embedded database has one process, so at start all are orphans. */
export function startWatch({ database, boss, owner, runningIds, onTakenOver, log }: WatchOptions) {
  let isFirstSweep = true;
  const sweep = async () => {
    const isAlone = database.kind === 'embedded' && isFirstSweep;
    isFirstSweep = false;
    await database.query('UPDATE gw504.running SET seen_at = now() WHERE owner = $1', [owner]);
    const { rows } = await database.query(
      `SELECT job.id, job.name FROM pgboss.job AS job
       LEFT JOIN gw504.running AS running ON running.job_id = job.id
       WHERE job.state = 'active' AND NOT (job.id = ANY ($1::uuid[]))
         AND ($2 OR coalesce(running.seen_at, job.started_on) < now() - $3 * interval '1 second')`,
      [runningIds(), isAlone, deadAfterSeconds],
    );
    for (const row of rows) {
      const id = String(row.id);
      const kind = String(row.name);
      log.warn({ jobId: id, kind }, 'taking over the job of a process that died');
      await database.query('DELETE FROM gw504.running WHERE job_id = $1', [id]);
      await boss.fail(kind, id, { message: 'its process died' });
      onTakenOver(kind);
    }
  };
  const timer = setInterval(() => {
    sweep().catch((error: unknown) => log.warn({ error: String(error) }, 'cannot look for orphaned jobs'));
  }, heartbeatMs);
  return {
    sweep,
    async claim(jobId: string) {
      await database.query(
        `INSERT INTO gw504.running (job_id, owner) VALUES ($1, $2)
         ON CONFLICT (job_id) DO UPDATE SET owner = excluded.owner, seen_at = now()`,
        [jobId, owner],
      );
    },
    async release(jobId: string) {
      await database.query('DELETE FROM gw504.running WHERE job_id = $1 AND owner = $2', [jobId, owner]);
    },
    async stop() {
      clearInterval(timer);
      await database.query('DELETE FROM gw504.running WHERE owner = $1', [owner]);
    },
  };
}
