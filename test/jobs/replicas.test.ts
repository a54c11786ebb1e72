import { once } from 'node:events';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isTakenOver } from '../../src/jobs/jobs.ts';
import { openJobs } from '../../src/jobs/open-jobs.ts';
import { startPostgres } from './start-postgres.ts';

const logger = pino({ level: 'silent' });
const question = z.object({ id: z.string() });
const postgres = await startPostgres();
afterAll(() => postgres?.stop());
const open = (deadAfterSeconds = 600) =>
  openJobs({
    databaseUrl: postgres?.url ?? '',
    directory: '',
    logger,
    retryDelaySeconds: 0,
    deadAfterSeconds,
  });

/** Something that happens later, and how to say that it did. */
function promised<Value>() {
  let keep: (value: Value) => void = () => undefined;
  const promise = new Promise<Value>((resolve) => {
    keep = resolve;
  });
  return { promise, keep };
}

describe.skipIf(!postgres)('jobs of several processes', () => {
  it('interruptions are no failures: a job outlives more of them than it may fail', async () => {
    const attempts: number[] = [];
    const times = 8;
    for (let index = 0; index < times; index += 1) {
      const begun = promised<void>();
      const jobs = await open();
      await jobs.work('often', question, { concurrency: 1 }, async ({ attempt, isExhausted, signal }) => {
        attempts.push(isExhausted ? -1 : attempt);
        begun.keep();
        if (index < times - 1) await once(signal, 'abort').then(() => Promise.reject(new Error('stopped')));
      });
      if (index === 0) await jobs.accept({ kind: 'often', data: { id: 'o' }, dedupeKeys: [] });
      await begun.promise;
      await jobs.stop({ drainMs: index < times - 1 ? 1 : 1000 });
    }
    expect(attempts).toStrictEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('a job that ends every process which runs it is given up in the end', async () => {
    const seen: boolean[] = [];
    const jobs = await open();
    const over = promised<void>();
    const { jobId } = await jobs.accept({
      kind: 'deadly',
      data: { id: 'd' },
      dedupeKeys: [],
      startAfterSeconds: 1,
    });
    await sql('INSERT INTO gw504.interruptions (job_id, times) VALUES ($1, 20)', [jobId]);
    await sql('UPDATE pgboss.job SET retry_count = 4, started_on = NULL WHERE id = $1', [jobId]);
    await jobs.work('deadly', question, { concurrency: 1 }, async ({ isExhausted, signal }) => {
      seen.push(isExhausted);
      if (isExhausted) return over.keep();
      void takeAway(jobId);
      await once(signal, 'abort');
    });
    const judge = await open(1);
    await over.promise;
    await judge.stop({ drainMs: 1 });
    await jobs.stop({ drainMs: 1 });
    expect(seen).toStrictEqual([false, true]);
  });

  it('a process that was only slow hears that its job is taken over, and ends nothing that is not its own', async () => {
    const slow = await open();
    const begun = promised<void>();
    const lost = promised<boolean>();
    await slow.work('paused', question, { concurrency: 1 }, async ({ signal }) => {
      begun.keep();
      await once(signal, 'abort');
      lost.keep(isTakenOver(signal));
      throw new Error('interrupted');
    });
    const { jobId } = await slow.accept({ kind: 'paused', data: { id: 'p' }, dedupeKeys: [] });
    await begun.promise;
    const quick = await open(1);
    await takeAway(jobId);
    const runs: number[] = [];
    const taken = promised<void>();
    const go = promised<void>();
    await quick.work('paused', question, { concurrency: 1 }, async ({ attempt }) => {
      runs.push(attempt);
      taken.keep();
      await go.promise;
    });
    await taken.promise;
    expect(await lost.promise).toBe(true);
    // While the other one works, the first process leaves the job alone.
    expect(await states('paused')).toStrictEqual(['active']);
    go.keep();
    await quick.stop({ drainMs: 5000 });
    await slow.stop({ drainMs: 1 });
    expect(await states('paused')).toStrictEqual(['completed']);
    expect(runs).toStrictEqual([2]);
  });

  it('a process that slept through its lease is held back before its next step, not at its next sign of life', async () => {
    const asleep = promised<void>();
    const awake = promised<void>();
    const steps: string[] = [];
    const over = promised<void>();
    // Dead after nothing at all: each step has to ask.
    const slow = await open(0);
    await slow.work('slept', question, { concurrency: 1 }, async ({ hold }) => {
      await hold();
      steps.push('first step');
      asleep.keep();
      await awake.promise;
      try {
        await hold();
        steps.push('second step');
      } finally {
        over.keep();
      }
    });
    const { jobId } = await slow.accept({ kind: 'slept', data: { id: 's' }, dedupeKeys: [] });
    await asleep.promise;
    await takeAway(jobId);
    awake.keep();
    await over.promise;
    expect(steps).toStrictEqual(['first step']);
    await slow.stop({ drainMs: 1 });
  });

  it('a run that lasts so long that the queue begins another is told, and the job ends once', async () => {
    const runs: string[] = [];
    const begun = promised<void>();
    const over = promised<void>();
    const jobs = await open();
    await jobs.work('lasting', question, { concurrency: 2 }, async ({ attempt, signal }) => {
      runs.push(`begins ${attempt}`);
      if (attempt > 1) return over.keep();
      begun.keep();
      await once(signal, 'abort');
      runs.push(`taken over: ${isTakenOver(signal)}`);
    });
    const { jobId } = await jobs.accept({ kind: 'lasting', data: { id: 'l' }, dedupeKeys: [] });
    await begun.promise;
    // What the queue does with a job whose time is up.
    await sql(`UPDATE pgboss.job SET state = 'retry' WHERE id = $1`, [jobId]);
    await over.promise;
    await jobs.stop({ drainMs: 5000 });
    expect(runs).toStrictEqual(['begins 1', 'taken over: true', 'begins 2']);
    expect(await states('lasting')).toStrictEqual(['completed']);
    expect(await sql('SELECT 1 FROM gw504.running WHERE job_id = $1', [jobId])).toStrictEqual([]);
  });

  it('a clock that was set back holds up no job of before, and brings none too early', async () => {
    const jobs = await open(1);
    const ran: string[] = [];
    const accept = (id: string, startAfterSeconds: number) =>
      jobs.accept({ kind: 'of-tomorrow', data: { id }, dedupeKeys: [], startAfterSeconds });
    const due = await accept('due', 1);
    const later = await accept('later', 600);
    await sql(
      `UPDATE pgboss.job SET created_on = created_on + interval '1 day', start_after = start_after + interval '1 day'
       WHERE name = 'of-tomorrow'`,
      [],
    );
    await jobs.work('of-tomorrow', question, { concurrency: 1 }, async ({ data }) => {
      ran.push(data.id);
    });
    await expect.poll(() => ran, { timeout: 100_000 }).toStrictEqual(['due']);
    const rows = await sql(
      `SELECT extract(epoch FROM start_after - now()) AS seconds FROM pgboss.job WHERE id = $1 AND state = 'created'`,
      [later.jobId],
    );
    expect(Number(rows[0]?.seconds)).toBeGreaterThan(500);
    expect(Number(rows[0]?.seconds)).toBeLessThanOrEqual(600);
    expect(due.isNew).toBe(true);
    await jobs.stop({ drainMs: 5000 });
  });

  it('a database that was away makes nobody dead: what runs goes on, and what is accepted meanwhile is kept', async () => {
    const [first, second] = await Promise.all([open(5), open(5)]);
    const runs: string[] = [];
    const begun = promised<void>();
    const go = promised<void>();
    const all = promised<void>();
    for (const jobs of [first, second])
      await jobs.work('away', question, { concurrency: 2 }, async ({ data }) => {
        runs.push(data.id);
        if (data.id === 'before') {
          begun.keep();
          await go.promise;
        }
        if (runs.length >= 2) all.keep();
      });
    await first.accept({ kind: 'away', data: { id: 'before' }, dedupeKeys: [] });
    await begun.promise;
    await postgres?.crash();
    expect(await first.isReachable()).toBe(false);
    const accepted = second.accept({
      kind: 'away',
      data: { id: 'meanwhile' },
      dedupeKeys: [{ key: 'meanwhile', ttlSeconds: 60 }],
    });
    // The circuit opens by itself, and closes once the database is back.
    await expect.poll(() => second.isAway(), { timeout: 100_000 }).toBe(true);
    await postgres?.comeBack();
    expect(await accepted).toMatchObject({ isNew: true });
    expect(second.isAway()).toBe(false);
    await all.promise;
    go.keep();
    await Promise.all([first.stop({ drainMs: 5000 }), second.stop({ drainMs: 5000 })]);
    expect(runs.sort()).toStrictEqual(['before', 'meanwhile']);
    expect(await states('away')).toStrictEqual(['completed', 'completed']);
  });
});

/** As though the process that runs the job had said nothing for a long time. */
async function takeAway(jobId: string): Promise<void> {
  await sql(`UPDATE pgboss.job SET started_on = now() - interval '1 hour' WHERE id = $1`, [jobId]);
  await sql(`DELETE FROM gw504.running WHERE job_id = $1`, [jobId]);
}

async function states(kind: string): Promise<unknown[]> {
  const rows = await sql('SELECT state::text FROM pgboss.job WHERE name = $1', [kind]);
  return rows.map(({ state }) => state);
}

async function sql(text: string, values: unknown[]): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: postgres?.url });
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}
