import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { ConstantBackoff } from 'cockatiel';
import { pino } from 'pino';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openPostgres } from '../../src/jobs/database.ts';
import type { Jobs } from '../../src/jobs/jobs.ts';
import { openJobs } from '../../src/jobs/open-jobs.ts';
import { patiently } from '../../src/jobs/patience.ts';
import { startPostgres } from './start-postgres.ts';

const postgres = await startPostgres();
afterAll(() => postgres?.stop());

/** Words of a log. */
function heard() {
  const said: string[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => void said.push(JSON.parse(line).msg) });
  return { said, logger };
}

/** A way to the database that can swallow everything without a word, as a broken network does. */
async function startWay(url: string) {
  const { hostname, port } = new URL(url);
  let isMute = false;
  const sockets = new Set<Socket>();
  const server = createServer((from) => {
    const to = connect(Number(port), hostname);
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      sockets.add(one);
      one.on('data', (data) => isMute || other.write(data));
      one.on('close', () => other.destroy());
      one.on('error', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: url.replace(port, String(typeof address === 'object' && address ? address.port : 0)),
    mute: (to: boolean) => {
      isMute = to;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe.skipIf(!postgres)('PostgreSQL that is not there', () => {
  it('at the start: says so, keeps trying, and goes on once it is', async () => {
    const { said, logger } = heard();
    await postgres?.crash();
    const opening = openJobs({ databaseUrl: postgres?.url ?? '', directory: '', logger });
    await expect
      .poll(() => said, { timeout: 100_000 })
      .toContain('the database does not answer; waiting for it');
    await postgres?.comeBack();
    const jobs = await opening;
    expect(await jobs.accept({ kind: 'first', data: {}, dedupeKeys: [] })).toMatchObject({ isNew: true });
    await jobs.stop({ drainMs: 0 });
  });

  it('is waited for at the start for as long as it takes, and the log says why', async () => {
    const lines: { msg: string; attempt?: number; error?: string }[] = [];
    await postgres?.crash();
    const opening = openJobs({
      databaseUrl: postgres?.url ?? '',
      directory: '',
      logger: pino({ level: 'warn' }, { write: (line: string) => void lines.push(JSON.parse(line)) }),
      circuitPause: new ConstantBackoff(2),
    });
    // Many more than a query of a running process would be tried.
    await expect.poll(() => lines.some(({ attempt }) => attempt === 100), { timeout: 100_000 }).toBe(true);
    expect(
      lines.filter(({ attempt }) => attempt).every(({ error }) => /ECONNREFUSED/.test(error ?? '')),
    ).toBe(true);
    await postgres?.comeBack();
    await (await opening).stop({ drainMs: 0 });
  });

  it('gone at the moment of the stop: the process ends all the same, and the job runs again once it is back', async () => {
    const { logger } = heard();
    const open = () =>
      openJobs({ databaseUrl: postgres?.url ?? '', directory: '', logger, deadAfterSeconds: 1 });
    const runs: number[] = [];
    const work = async (began: () => void) => {
      const jobs = await open();
      await jobs.work('left', z.object({}), { concurrency: 1 }, async ({ attempt, signal }) => {
        runs.push(attempt);
        began();
        if (attempt === 1) await once(signal, 'abort').then(() => Promise.reject(new Error('stopped')));
      });
      return jobs;
    };
    let first: Jobs | undefined;
    await new Promise<void>((resolve, reject) => {
      work(resolve).then(async (jobs) => {
        first = jobs;
        await jobs.accept({ kind: 'left', data: {}, dedupeKeys: [] });
      }, reject);
    });
    await postgres?.crash();
    const beganMs = performance.now();
    await expect(first?.stop({ drainMs: 1 })).rejects.toThrow(
      'The database did not answer while the jobs were stopped.',
    );
    expect(performance.now() - beganMs).toBeLessThan(40_000);
    await postgres?.comeBack();
    const again = await new Promise<Jobs>((resolve, reject) => {
      const opened = work(() => void opened.then(resolve));
      opened.catch(reject);
    });
    await again.stop({ drainMs: 5_000 });
    // The process that stopped lives on in this test, so that its own last words may be counted as further interruptions.
    expect([runs.length, runs[0], (runs[1] ?? 0) > 1]).toStrictEqual([2, 1, true]);
  });

  it.each([
    [
      'a user that is none',
      (url: string) => url.replace('gw504@', 'nobody@'),
      /role "nobody" does not exist/,
    ],
    [
      'a database that is none',
      (url: string) => url.replace(/postgres$/, 'nowhere'),
      /"nowhere" does not exist/,
    ],
  ])('is not waited for where it refuses %s: one sentence with the cure', async (_what, change, why) => {
    const { said, logger } = heard();
    const opening = openJobs({ databaseUrl: change(postgres?.url ?? ''), directory: '', logger });
    await expect(opening).rejects.toThrow(why);
    await expect(opening).rejects.toThrow(
      /^Cannot use the database that DATABASE_URL names: .*Check the address, the user and the password/,
    );
    expect(said).toStrictEqual([]);
  });

  it('behind a way that swallows everything: a query is given up, tried again, and answered once', async () => {
    const { said, logger } = heard();
    const way = await startWay(postgres?.url ?? '');
    const database = patiently(
      openPostgres(way.url, () => undefined, 100),
      logger,
    );
    await database.query('CREATE TABLE IF NOT EXISTS kept (key text PRIMARY KEY, times integer)');
    way.mute(true);
    const kept = database.query(
      `INSERT INTO kept VALUES ('a', 1) ON CONFLICT (key) DO UPDATE SET times = kept.times RETURNING times`,
    );
    await expect
      .poll(() => said, { timeout: 100_000 })
      .toContain('the database does not answer; waiting for it');
    way.mute(false);
    expect((await kept).rows).toStrictEqual([{ times: 1 }]);
    expect(database.isAway()).toBe(false);
    await database.close();
    await way.close();
  });

  it('refuses what it will always refuse, at once', async () => {
    const { said, logger } = heard();
    const database = patiently(
      openPostgres(postgres?.url ?? '', () => undefined),
      logger,
    );
    await expect(database.query('SELECT * FROM nowhere')).rejects.toThrow(
      'relation "nowhere" does not exist',
    );
    expect(said).toStrictEqual([]);
    await database.close();
  });
});
