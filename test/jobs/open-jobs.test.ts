import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Jobs } from '../../src/jobs/jobs.ts';
import { openJobs } from '../../src/jobs/open-jobs.ts';
import { buildWorker } from './build-worker.ts';
import { startPostgres } from './start-postgres.ts';

const logger = pino({ level: 'silent' });
const question = z.object({ id: z.string() });

/** Collects what handlers saw and lets a test wait for the n-th run. */
function recorder() {
  const seen: { id: string; attempt: number; isExhausted: boolean }[] = [];
  let waiting: { count: number; resolve: () => void }[] = [];
  return {
    seen,
    add(entry: { id: string; attempt: number; isExhausted: boolean }) {
      seen.push(entry);
      for (const { count, resolve } of waiting) if (seen.length >= count) resolve();
      waiting = waiting.filter(({ count }) => seen.length < count);
    },
    reached: (count: number) =>
      seen.length >= count
        ? Promise.resolve()
        : new Promise<void>((resolve) => {
            waiting.push({ count, resolve });
          }),
  };
}

const worker = await buildWorker();
const postgres = await startPostgres();
afterAll(() => postgres?.stop());

describe.each([
  { database: 'embedded PGlite', available: true, url: undefined },
  {
    database: 'PostgreSQL',
    available: postgres !== undefined,
    url: postgres?.url,
  },
])('jobs on $database', ({ available, url }) => {
  let directory: string;
  let jobs: Jobs;
  const open = () => openJobs({ databaseUrl: url, directory, logger, retryDelaySeconds: 0 });
  beforeAll(async () => {
    if (!available) return;
    directory = await mkdtemp(join(tmpdir(), 'gw504-jobs-'));
    jobs = await open();
  });
  afterAll(async () => {
    if (!available) return;
    await jobs.stop({ drainMs: 1000 });
    await rm(directory, { recursive: true, force: true });
  });

  it.skipIf(!available)(
    'runs an accepted job once, with its data, less what the database refuses',
    async () => {
      const runs = recorder();
      await jobs.work('once', question, { concurrency: 2 }, async ({ data, attempt, isExhausted }) => {
        runs.add({ id: data.id, attempt, isExhausted });
      });
      const accepted = await jobs.accept({
        kind: 'once',
        data: { id: 'a\u0000\ud800' },
        dedupeKeys: [],
      });
      await runs.reached(1);
      expect(accepted.isNew).toBe(true);
      expect(runs.seen).toStrictEqual([{ id: 'a', attempt: 1, isExhausted: false }]);
    },
  );

  it.skipIf(!available)('runs a job not before its time, and others meanwhile', async () => {
    const runs = recorder();
    await jobs.work('timed', question, { concurrency: 1 }, async ({ data, attempt, isExhausted }) => {
      runs.add({ id: data.id, attempt, isExhausted });
    });
    const accept = (id: string, startAfterSeconds?: number) =>
      jobs.accept({
        kind: 'timed',
        data: { id },
        dedupeKeys: [],
        ...(startAfterSeconds && { startAfterSeconds }),
      });
    await accept('next hour', 3600);
    await accept('now');
    await runs.reached(1);
    const startedMs = performance.now();
    await accept('later', 0.4);
    await runs.reached(2);
    expect(runs.seen.map(({ id }) => id)).toStrictEqual(['now', 'later']);
    // Whole seconds, rounded up.
    expect(performance.now() - startedMs).toBeGreaterThan(900);
  });

  it.skipIf(!available)('accepts one of many that claim the same key at the same time', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        jobs.accept({
          kind: 'claimed',
          data: { id: `c${index}` },
          dedupeKeys: [
            { key: 'event:1', ttlSeconds: 60 },
            { key: `message:${index}`, ttlSeconds: 60 },
          ],
        }),
      ),
    );
    const winners = answers.filter((answer) => answer.isNew);
    expect(winners).toHaveLength(1);
    expect(new Set(answers.map((answer) => answer.jobId)).size).toBe(1);
  });

  it.skipIf(!available)('a refused claim leaves its other keys free', async () => {
    await jobs.accept({
      kind: 'claimed',
      data: { id: 'x' },
      dedupeKeys: [{ key: 'z-taken', ttlSeconds: 60 }],
    });
    await jobs.accept({
      kind: 'claimed',
      data: { id: 'y' },
      dedupeKeys: [
        { key: 'a-free', ttlSeconds: 60 },
        { key: 'z-taken', ttlSeconds: 60 },
      ],
    });
    const later = await jobs.accept({
      kind: 'claimed',
      data: { id: 'w' },
      dedupeKeys: [{ key: 'a-free', ttlSeconds: 60 }],
    });
    expect(later.isNew).toBe(true);
  });

  it.skipIf(!available)(
    'tries a failing job again, and after the last time tells that it is exhausted',
    async () => {
      const runs = recorder();
      await jobs.work('poison', question, { concurrency: 1 }, async ({ data, attempt, isExhausted }) => {
        runs.add({ id: data.id, attempt, isExhausted });
        if (!isExhausted) throw new Error('still poisonous');
      });
      await jobs.accept({ kind: 'poison', data: { id: 'p' }, dedupeKeys: [] });
      await runs.reached(6);
      expect(runs.seen.map((run) => [run.attempt, run.isExhausted])).toStrictEqual([
        [1, false],
        [2, false],
        [3, false],
        [4, false],
        [5, false],
        [1, true],
      ]);
    },
  );

  it.skipIf(!available)(
    'tells of a job that another version has stored in a form of its own, once nobody could read it',
    async () => {
      const runs = recorder();
      const told: unknown[] = [];
      const over = recorder();
      await jobs.work(
        'of-another-version',
        question.strict(),
        {
          concurrency: 1,
          async onUnreadable(data) {
            told.push(data);
            over.add({ id: '', attempt: told.length, isExhausted: true });
            if (told.length === 1) throw new Error('nobody is there to be told');
          },
        },
        async ({ data, attempt, isExhausted }) => runs.add({ id: data.id, attempt, isExhausted }),
      );
      const accept = (data: unknown) => jobs.accept({ kind: 'of-another-version', data, dedupeKeys: [] });
      await accept({ id: 'newer', region: 'eu-west-1' });
      await accept({ id: 'ours' });
      await over.reached(2);
      expect(told).toStrictEqual(Array(2).fill({ id: 'newer', region: 'eu-west-1' }));
      expect(runs.seen).toStrictEqual([{ id: 'ours', attempt: 1, isExhausted: false }]);
    },
  );

  it.skipIf(!available)(
    'keeps state by namespace, changes it in one step, lists the newest first',
    async () => {
      await jobs.state.put('checklist', 'a:1', { done: 1 });
      await Promise.all(
        Array.from({ length: 10 }, () =>
          jobs.state.change('counter', 'clicks', (before) => (typeof before === 'number' ? before : 0) + 1),
        ),
      );
      await jobs.state.put('checklist', 'a:2', 'two');
      await jobs.state.put('checklist', 'b:1', 'other');
      await jobs.state.put('many', 'k1', 'before');
      await jobs.state.putAll('many', new Map());
      await jobs.state.putAll(
        'many',
        new Map<string, unknown>([
          ['k1', { one: 1 }],
          ['k2', ['a\u0000b']],
        ]),
      );
      expect(await jobs.state.get('many', 'k1')).toEqual({ one: 1 });
      expect(await jobs.state.get('many', 'k2')).toEqual(['ab']);
      await jobs.state.put('odd', 'x', { 'k\u0000': ['a\u0000b', '\ud800c', 'd\udfff', '\ud83d\ude00'] });
      expect(await jobs.state.get('odd', 'x')).toStrictEqual({ k: ['ab', 'c', 'd', '\ud83d\ude00'] });
      await jobs.state.remove('checklist', 'b:1');
      const listed = await jobs.state.list('checklist', {
        prefix: 'a:',
        limit: 5,
      });
      expect(await jobs.state.get('counter', 'clicks')).toBe(10);
      expect(listed.map(({ key, value }) => ({ key, value }))).toStrictEqual([
        { key: 'a:2', value: 'two' },
        { key: 'a:1', value: { done: 1 } },
      ]);
      expect(await jobs.state.get('checklist', 'b:1')).toBeUndefined();
      expect(await jobs.state.prune('checklist', 60_000)).toBe(0);
      expect(await jobs.state.prune('checklist', -60_000)).toBe(2);
      expect(await jobs.state.get('counter', 'clicks')).toBe(10);
    },
  );

  it.skipIf(!available)('runs a job again that its process began and never ended (kill -9)', async () => {
    const own = await mkdtemp(join(tmpdir(), 'gw504-kill-'));
    const child = spawn(process.execPath, [worker, own, url ?? ''], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data'); // the handler has begun
    child.kill('SIGKILL');
    await once(child, 'exit');
    const runs = recorder();
    const after = await openJobs({
      databaseUrl: url,
      directory: own,
      logger,
      deadAfterSeconds: 2,
    });
    await after.work('killed', question, { concurrency: 1 }, async ({ data, attempt, isExhausted }) => {
      runs.add({ id: data.id, attempt, isExhausted });
    });
    await runs.reached(1);
    await after.stop({ drainMs: 1000 });
    await rm(own, { recursive: true, force: true });
    expect(runs.seen).toStrictEqual([{ id: 'k', attempt: 2, isExhausted: false }]);
  });
});

it('refuses a second process in the same folder, with the cure', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'gw504-lock-'));
  const child = spawn(process.execPath, [worker, directory, ''], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  await expect(openJobs({ directory, logger })).rejects.toThrow(
    `The job folder "${directory}" is in use by process ${child.pid}. Stop that process, or give this one its own folder with jobs.directory, or set DATABASE_URL to run several replicas.`,
  );
  child.kill('SIGKILL');
  await once(child, 'exit');
  await rm(directory, { recursive: true, force: true });
});

it.skipIf(process.getuid?.() !== 0)('says what to do where its folder cannot be written', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'gw504-refused-'));
  await chmod(directory, 0o555);
  const { stdout } = await promisify(execFile)(process.execPath, [worker, join(directory, 'jobs'), ''], {
    uid: 65_534,
    gid: 65_534,
  }).catch((error: { stderr: string }) => ({ stdout: error.stderr }));
  expect(stdout).toContain(`Cannot write the job folder "${join(directory, 'jobs')}": EACCES`);
  expect(stdout).toContain('or name another one with jobs.directory, or set DATABASE_URL.');
  await rm(directory, { recursive: true, force: true });
});

it('stops within its bound although a handler ignores the signal, and hands the job back', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'gw504-stop-'));
  const runs = recorder();
  const first = await openJobs({ directory, logger });
  await first.work('slow', question, { concurrency: 1 }, async ({ data, attempt, isExhausted, signal }) => {
    runs.add({ id: data.id, attempt, isExhausted });
    await once(signal, 'abort');
    throw new Error('stopped');
  });
  await first.accept({ kind: 'slow', data: { id: 's' }, dedupeKeys: [] });
  await runs.reached(1);
  await first.stop({ drainMs: 10 });
  const second = await openJobs({ directory, logger });
  await second.work('slow', question, { concurrency: 1 }, async ({ data, attempt, isExhausted }) => {
    runs.add({ id: data.id, attempt, isExhausted });
  });
  await runs.reached(2);
  await second.stop({ drainMs: 1000 });
  await rm(directory, { recursive: true, force: true });
  expect(runs.seen.map((run) => run.attempt)).toStrictEqual([1, 2]);
});
