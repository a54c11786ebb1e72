import { connect, createServer, type Socket } from 'node:net';
import { pino } from 'pino';
import { afterAll, describe, expect, it } from 'vitest';
import { openPostgres } from '../../src/jobs/database.ts';
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
      .poll(() => said, { timeout: 30_000 })
      .toContain('the database does not answer; waiting for it');
    await postgres?.comeBack();
    const jobs = await opening;
    expect(await jobs.accept({ kind: 'first', data: {}, dedupeKeys: [] })).toMatchObject({ isNew: true });
    await jobs.stop({ drainMs: 0 });
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
      .poll(() => said, { timeout: 30_000 })
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
