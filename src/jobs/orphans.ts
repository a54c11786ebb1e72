import type PgBoss from 'pg-boss';
import type { Logger } from 'pino';
import type { Database, Query } from './database.ts';
import { countInterruptions, forgiveRun } from './give-back.ts';

/** Without a sign for this long, an owner counts as dead, seconds: several heartbeats, far below a person's patience. */
export const usuallyDeadAfterSeconds = 15;
/** How often within that time a process says that it is alive and looks for the work of dead ones, and between which bounds, ms. Our choice. */
const signs = 5;
const quickestMs = 100;
const slowestMs = 3_000;
/** Looks of ours that may be missing; more mean that the database or this process was away, and everybody's signs are old. */
const mostMissing = 4 / 3;

interface WatchOptions {
  database: Database;
  boss: PgBoss;
  owner: string;
  /** Without a sign for this long, an owner counts as dead. */
  deadAfterSeconds: number;
  runningIds: () => string[];
  onTakenOver: (kind: string) => void;
  /** Jobs of this kind may be due by now. */
  onBroughtBack: (kind: string) => void;
  /** Another process holds this job of ours now: it took us for dead. */
  onLost: (jobId: string) => void;
  log: Logger;
}

/** Gives the jobs of killed processes back to the queue. An embedded database has one process, so at start all are orphans. */
export function startWatch({
  database,
  boss,
  owner,
  deadAfterSeconds,
  runningIds,
  onTakenOver,
  onBroughtBack,
  onLost,
  log,
}: WatchOptions) {
  const isAlone = database.kind === 'embedded';
  const heartbeatMs = Math.max(quickestMs, Math.min(slowestMs, (deadAfterSeconds * 1000) / signs));
  const longestGapMs = heartbeatMs * (1 + mostMissing);
  const claimed = new Set<string>();
  let isFirstSweep = true;
  let lastMs = Number.NEGATIVE_INFINITY;
  let continuousSinceMs = 0;
  /** When our last sign was sent that the database has taken. */
  let saidMs = Number.NEGATIVE_INFINITY;

  /** Says that we live; what somebody else has taken meanwhile is theirs. */
  const beat = async () => {
    const held = [...claimed];
    const beganMs = Date.now();
    const { rows } = await database.query(
      'UPDATE gw504.running SET seen_at = now() WHERE owner = $1 RETURNING job_id',
      [owner],
    );
    const ours = new Set(rows.map(({ job_id: id }) => String(id)));
    for (const id of held) if (claimed.has(id) && !ours.has(id)) onLost(id);
    saidMs = beganMs;
  };
  /** Whether others have had the time to say that they live, since all of us could. */
  const mayJudge = () => {
    const nowMs = performance.now();
    if (nowMs - lastMs > longestGapMs) continuousSinceMs = nowMs;
    lastMs = nowMs;
    return isAlone || nowMs - continuousSinceMs > deadAfterSeconds * 1000;
  };
  const sweep = async () => {
    const isStart = isAlone && isFirstSweep;
    if (isFirstSweep) await forgetOver(database.query);
    isFirstSweep = false;
    await beat();
    for (const kind of await bringBack(database.query)) onBroughtBack(kind);
    if (!mayJudge()) return;
    const kinds = await database.transaction(async (query) => {
      // Locked, so that of two who look at the same time one takes it over.
      const { rows } = await query(
        `SELECT job.id, job.name FROM pgboss.job AS job
         LEFT JOIN gw504.running AS running ON running.job_id = job.id
         WHERE job.state = 'active' AND NOT (job.id = ANY ($1::uuid[]))
           AND ($2 OR greatest(running.seen_at, job.started_on) < now() - $3 * interval '1 second')
         FOR UPDATE OF job SKIP LOCKED`,
        [runningIds(), isStart, deadAfterSeconds],
      );
      for (const row of rows) await takeOver(query, String(row.name), String(row.id));
      return new Set(rows.map(({ name }) => String(name)));
    });
    for (const kind of kinds) onTakenOver(kind);
  };
  const takeOver = async (query: Query, kind: string, id: string) => {
    log.warn({ jobId: id, kind }, 'taking over the job of a process that died');
    await query('DELETE FROM gw504.running WHERE job_id = $1', [id]);
    await forgiveRun(query, kind, id);
    const db = { executeSql: (text: string, values: unknown[]) => query(text, values) };
    await boss.fail(kind, id, { message: 'its process died' }, { db });
  };
  const timer = setInterval(() => {
    sweep().catch((error: unknown) => log.warn({ error: String(error) }, 'cannot look for orphaned jobs'));
  }, heartbeatMs);
  return {
    sweep,
    /** The job is ours from now on. Returns how often it was interrupted before. */
    async claim(jobId: string): Promise<number> {
      await database.query(
        `INSERT INTO gw504.running (job_id, owner) VALUES ($1, $2)
         ON CONFLICT (job_id) DO UPDATE SET owner = excluded.owner, seen_at = now()`,
        [jobId, owner],
      );
      claimed.add(jobId);
      return countInterruptions(database.query, jobId);
    },
    /** Makes sure that {@link onLost} was told, where another process may have taken a job of ours meanwhile. */
    async hold(): Promise<void> {
      // By half of the time after which others judge; the wall clock counts on while a machine sleeps.
      if (isAlone || Math.abs(Date.now() - saidMs) < deadAfterSeconds * 500) return;
      await beat();
    },
    async release(jobId: string, { isOver }: { isOver: boolean }) {
      claimed.delete(jobId);
      await database.query('DELETE FROM gw504.running WHERE job_id = $1 AND owner = $2', [jobId, owner]);
      if (isOver) await database.query('DELETE FROM gw504.interruptions WHERE job_id = $1', [jobId]);
    },
    async stop() {
      clearInterval(timer);
      await database.query('DELETE FROM gw504.running WHERE owner = $1', [owner]);
    },
  };
}

/** What killed processes noted of jobs that have ended since in another way than by them. */
async function forgetOver(query: Query): Promise<void> {
  await query(
    'DELETE FROM gw504.interruptions WHERE NOT EXISTS (SELECT 1 FROM pgboss.job WHERE job.id = job_id)',
  );
  await query(`DELETE FROM gw504.running WHERE seen_at < now() - interval '1 day'`);
}

/**
 * The database's clock was set back (a machine that came up with a wrong time, say): jobs from before would wait until it
 * has caught up. They become due as long after now as they were after they had been stored. Returns their kinds.
 */
async function bringBack(query: Query): Promise<Set<string>> {
  const { rows } = await query(
    `UPDATE pgboss.job SET start_after = start_after - (created_on - now()), created_on = now()
     WHERE state < 'active' AND created_on > now() + interval '1 minute' RETURNING name`,
  );
  return new Set(rows.map(({ name }) => String(name)));
}
