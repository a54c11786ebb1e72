import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Database, openEmbedded, openPostgres } from '../../src/jobs/database.ts';
import { openJobs } from '../../src/jobs/open-jobs.ts';
import { keepTidy } from '../../src/slack/tidy.ts';
import { startPostgres } from './start-postgres.ts';

const slack = fileURLToPath(new URL('../../src/slack/', import.meta.url));
const logger = pino({ level: 'silent' });
const postgres = await startPostgres();
const directory = await mkdtemp(join(tmpdir(), 'gw504-kept-'));
afterAll(async () => {
  await postgres?.stop();
  await rm(directory, { recursive: true, force: true });
});

describe.each([
  { kind: 'embedded PGlite', isThere: true, url: undefined },
  { kind: 'PostgreSQL', isThere: postgres !== undefined, url: postgres?.url },
])('what is kept in $kind', ({ isThere, url }) => {
  const open = () => openJobs({ databaseUrl: url, directory, logger, retryDelaySeconds: 0 });
  const inDatabase = async <Value>(work: (database: Database) => Promise<Value>): Promise<Value> => {
    const database = url
      ? openPostgres(url, () => undefined)
      : await openEmbedded(directory, () => undefined);
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  };

  it.skipIf(!isThere)('can be read on after a transaction of the library has failed half-way', async () => {
    await inDatabase(async ({ query }) => {
      await expect(
        query('\n BEGIN;\n CREATE TABLE half (a int); SELECT 1 / 0;\n COMMIT;\n '),
      ).rejects.toThrow('division by zero');
      expect((await query("SELECT to_regclass('half') AS found")).rows).toStrictEqual([{ found: null }]);
      await query('BEGIN; CREATE TABLE whole (a int); DROP TABLE whole; COMMIT;');
    });
  });

  it.skipIf(!isThere)(
    'of the first version: a migration keeps it, and several that start together make it once',
    async () => {
      // As version 1 shipped it, with what buttons, checklists, feedback and mutes had stored.
      await inDatabase(async ({ query }) => {
        await query(`CREATE SCHEMA gw504;
          CREATE TABLE gw504.migrations (version integer PRIMARY KEY);
          INSERT INTO gw504.migrations VALUES (1);
          CREATE TABLE gw504.claims (key text PRIMARY KEY, job_id uuid NOT NULL, expires_at timestamptz NOT NULL);
          CREATE TABLE gw504.state (
            namespace text NOT NULL, key text NOT NULL, value jsonb NOT NULL,
            changed_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (namespace, key));
          CREATE INDEX state_newest ON gw504.state (namespace, changed_at DESC);
          CREATE TABLE gw504.running (job_id uuid PRIMARY KEY, owner uuid NOT NULL, seen_at timestamptz NOT NULL DEFAULT now());
          INSERT INTO gw504.state (namespace, key, value) VALUES
            ('answers', 'a1', '{"title": "one"}'), ('marks', 'a1', '[3]'), ('feedback', 'a1', '{"vote": "right"}'),
            ('mutes', 'C1', '{"untilMs": 5}'), ('asked', 'U1:a1', '{"id": "x"}')`);
      });
      const all = await Promise.all(url ? [open(), open(), open()] : [open()]);
      const [jobs] = all;
      expect(
        await Promise.all(
          [
            ['answers', 'a1'],
            ['marks', 'a1'],
            ['feedback', 'a1'],
            ['mutes', 'C1'],
            ['asked', 'U1:a1'],
          ].map(([namespace = '', key = '']) => jobs?.state.get(namespace, key)),
        ),
      ).toStrictEqual([{ title: 'one' }, [3], { vote: 'right' }, { untilMs: 5 }, { id: 'x' }]);
      await Promise.all(all.map((one) => one.stop({ drainMs: 0 })));
      const { rows } = await inDatabase(({ query }) =>
        query(`SELECT version FROM gw504.migrations ORDER BY version`),
      );
      expect(rows).toStrictEqual([{ version: 1 }, { version: 2 }]);
      await inDatabase(({ query }) => query('SELECT job_id, times FROM gw504.interruptions'));
    },
  );
});

describe.skipIf(!postgres)('an empty database', () => {
  it('is set up once by replicas that start together', async () => {
    for (let round = 0; round < 3; round += 1) {
      const database = openPostgres(postgres?.url ?? '', () => undefined);
      await database.query('DROP SCHEMA IF EXISTS gw504 CASCADE; DROP SCHEMA IF EXISTS pgboss CASCADE');
      await database.close();
      const open = () => openJobs({ databaseUrl: postgres?.url ?? '', directory, logger });
      const all = await Promise.all([open(), open(), open(), open()]);
      for (const jobs of all)
        expect(await jobs.accept({ kind: 'any', data: {}, dedupeKeys: [] })).toMatchObject({ isNew: true });
      await Promise.all(all.map((jobs) => jobs.stop({ drainMs: 0 })));
    }
  });
});

describe.skipIf(!postgres)('what is over goes', () => {
  const sql = async (text: string, values: unknown[] = []) => {
    const database = openPostgres(postgres?.url ?? '', () => undefined);
    try {
      return (await database.query(text, values)).rows;
    } finally {
      await database.close();
    }
  };
  const open = () =>
    openJobs({
      databaseUrl: postgres?.url ?? '',
      directory: '',
      logger,
      retryDelaySeconds: 0,
      cleanUpEverySeconds: 1,
    });
  const patience = { timeout: 100_000 };

  it('jobs: from the queue after an hour, for good after a week; what was noted of them, with them', async () => {
    const jobs = await open();
    const ran: string[] = [];
    await jobs.work('kept', z.object({ id: z.string() }), { concurrency: 1 }, async ({ data }) => {
      ran.push(data.id);
    });
    const accept = (id: string) =>
      jobs.accept({ kind: 'kept', data: { id }, dedupeKeys: [{ key: `kept:${id}`, ttlSeconds: 60 }] });
    const ids = await Promise.all(['fresh', 'old', 'ancient'].map(accept));
    const [fresh = '', old = '', ancient = ''] = ids.map(({ jobId }) => jobId);
    const inQueue = async () =>
      (await sql(`SELECT id FROM pgboss.job WHERE name = 'kept'`)).map(({ id }) => id).sort();
    const inArchive = async () =>
      (await sql(`SELECT id FROM pgboss.archive WHERE name = 'kept'`)).map(({ id }) => id).sort();
    const states = () => sql(`SELECT 1 FROM pgboss.job WHERE name = 'kept' AND state = 'completed'`);
    await expect.poll(states, patience).toHaveLength(3);
    await sql(`UPDATE pgboss.job SET completed_on = now() - interval '50 minutes' WHERE id = $1`, [fresh]);
    await sql(
      `UPDATE pgboss.job SET completed_on = now() - interval '61 minutes' WHERE id = ANY ($1::uuid[])`,
      [[old, ancient]],
    );
    await expect.poll(inQueue, patience).toStrictEqual([fresh]);
    expect(await inArchive()).toStrictEqual([old, ancient].sort());
    await sql(`UPDATE pgboss.archive SET archived_on = now() - interval '8 days' WHERE id = $1`, [ancient]);
    await sql(`UPDATE pgboss.archive SET archived_on = now() - interval '6 days' WHERE id = $1`, [old]);
    await expect.poll(inArchive, patience).toStrictEqual([old]);

    // What killed processes left of jobs that are over, and of one that is not.
    await sql(
      `INSERT INTO gw504.interruptions SELECT id, 3 FROM unnest($1::uuid[]) AS id ON CONFLICT DO NOTHING`,
      [[fresh, old, ancient]],
    );
    await sql(
      `INSERT INTO gw504.running SELECT id, id, now() - interval '2 days' FROM unnest($1::uuid[]) AS id`,
      [[old, ancient]],
    );
    await jobs.stop({ drainMs: 0 });
    const again = await open();
    expect((await sql('SELECT job_id FROM gw504.interruptions')).map((row) => row.job_id)).toStrictEqual([
      fresh,
    ]);
    expect(await sql('SELECT job_id FROM gw504.running')).toStrictEqual([]);

    // A key that has run out is free, and goes with the next question.
    await sql(`UPDATE gw504.claims SET expires_at = now() - interval '1 second' WHERE key <> 'kept:old'`);
    expect(
      await again.accept({ kind: 'other', data: {}, dedupeKeys: [{ key: 'kept:old', ttlSeconds: 60 }] }),
    ).toEqual({
      jobId: old,
      isNew: false,
    });
    expect((await sql('SELECT key FROM gw504.claims')).map(({ key }) => key)).toStrictEqual(['kept:old']);
    await again.stop({ drainMs: 0 });
  });

  it('state: each kind after its time, feedback and switches never', async () => {
    const jobs = await open();
    const days: Record<string, number> = {
      accepted: 2,
      'alarm-inbox': 2,
      'alarm-replies': 2,
      'alarm-told': 2,
      mutes: 2,
      'alarm-windows': 8,
      capabilities: 31,
      answers: 91,
      asked: 91,
      bundles: 91,
      deliveries: 91,
      marks: 91,
      questions: 91,
      threads: 91,
    };
    const forGood = ['feedback', 'alarms', 'alarms-unanswered', 'alarm-ledger'];
    for (const namespace of [...Object.keys(days), ...forGood])
      for (const key of ['old', 'young']) await jobs.state.put(namespace, key, {});
    const age = (namespace: string, key: string, by: number) =>
      sql(
        `UPDATE gw504.state SET changed_at = now() - $3 * interval '1 day' WHERE namespace = $1 AND key = $2`,
        [namespace, key, by],
      );
    for (const [namespace, by] of Object.entries(days)) {
      await age(namespace, 'old', by);
      await age(namespace, 'young', by - 1.5);
    }
    for (const namespace of forGood) await age(namespace, 'old', 5_000);
    const stop = keepTidy({ jobs, logger });
    const left = async () =>
      (await sql('SELECT namespace FROM gw504.state WHERE key = $1', ['old']))
        .map(({ namespace }) => String(namespace))
        .filter((namespace) => namespace in days);
    await expect.poll(left, patience).toStrictEqual([]);
    stop();
    const kept = await sql(`SELECT namespace, key FROM gw504.state WHERE key IN ('old', 'young')`);
    expect(kept.map(({ namespace, key }) => `${namespace} ${key}`).sort()).toStrictEqual(
      [
        ...Object.keys(days).map((one) => `${one} young`),
        ...forGood.flatMap((one) => [`${one} old`, `${one} young`]),
      ].sort(),
    );
    await jobs.stop({ drainMs: 0 });

    // Whatever is stored has its time here, or none.
    const source = readdirSync(slack, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join(slack, file), 'utf8'))
      .join('\n');
    const written = [
      ...source.matchAll(/state\s*\.(?:put|putAll|change)\(\s*'([a-z-]+)'|const inbox = '([a-z-]+)'/g),
    ];
    expect([...new Set(written.map(([, named, inbox]) => named ?? inbox))].sort()).toStrictEqual(
      [...Object.keys(days), ...forGood].sort(),
    );
  });
});
