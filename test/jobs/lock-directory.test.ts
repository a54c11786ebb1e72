import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { openEmbedded } from '../../src/jobs/database.ts';
import { lockDirectory } from '../../src/jobs/lock-directory.ts';

const directory = mkdtempSync(join(tmpdir(), 'gw504-lock-'));
const path = join(directory, 'lock');
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** What this process writes into a lock of its own. */
const first = await lockDirectory(directory, () => undefined);
const { token: _token, ...own }: Record<string, unknown> = JSON.parse(readFileSync(path, 'utf8'));
first.release();

function leaveBehind(content: string, agoSeconds: number): void {
  writeFileSync(path, content);
  const at = new Date(Date.now() - agoSeconds * 1000);
  utimesSync(path, at, at);
}

it('keeps the database to its owner', async () => {
  const folder = join(directory, 'own');
  const database = await openEmbedded(folder, () => undefined);
  await database.close();
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

describe('the lock of a job folder', () => {
  it.each([
    { why: 'its process is gone', left: { ...own, pid: 4_194_000 }, agoSeconds: 1 },
    {
      why: 'its number belongs to another process by now',
      left: { ...own, pid: process.ppid, started: '1' },
      agoSeconds: 1,
    },
    {
      why: 'it has our own number, of a container before this one',
      left: { ...own, place: 'elsewhere' },
      agoSeconds: 60,
    },
    { why: 'nobody can read it any more, and nobody touches it', left: '12', agoSeconds: 60 },
    { why: 'it is empty, and nobody touches it', left: '', agoSeconds: 60 },
  ])('is taken over where $why', async ({ left, agoSeconds }) => {
    leaveBehind(typeof left === 'string' ? left : JSON.stringify({ ...left, token: 'another' }), agoSeconds);
    const lock = await lockDirectory(directory, () => undefined);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toStrictEqual({ ...own, token: expect.any(String) });
    lock.release();
  });

  it('is taken over although the clock was set back since its container was killed', async () => {
    leaveBehind(JSON.stringify({ ...own, token: 'another', place: 'elsewhere' }), -3_600);
    // Time as it passes: some seconds with each look.
    let nowMs = 0;
    const passing = vi.spyOn(performance, 'now').mockImplementation(() => {
      nowMs += 6_000;
      return nowMs;
    });
    const lock = await lockDirectory(directory, () => undefined);
    passing.mockRestore();
    expect(JSON.parse(readFileSync(path, 'utf8'))).toStrictEqual({ ...own, token: expect.any(String) });
    lock.release();
  });

  it('is refused where its process lives', async () => {
    const lock = await lockDirectory(directory, () => undefined);
    await expect(lockDirectory(directory, () => undefined)).rejects.toThrow(
      `The job folder "${directory}" is in use by process ${process.pid}. Stop that process, or give this one its own folder with jobs.directory, or set DATABASE_URL to run several replicas.`,
    );
    lock.release();
  });

  it('is refused where another container shows a sign of life', async () => {
    leaveBehind(JSON.stringify({ ...own, token: 't', place: 'elsewhere' }), 1);
    const alive = setInterval(() => utimesSync(path, new Date(), new Date()), 100);
    try {
      await expect(lockDirectory(directory, () => undefined)).rejects.toThrow(
        `is in use by process ${process.pid}.`,
      );
    } finally {
      clearInterval(alive);
      rmSync(path);
    }
  });

  const theirs = JSON.stringify({ ...own, token: 'theirs', place: 'elsewhere' });
  it.each([
    ['the file says nothing of it', '', 3_600_000, true],
    ['it is as we left it', undefined, 3_600_000, false],
    ['another container took it over', theirs, 3_600_000, true],
    ['and the clock was set back meanwhile', theirs, -3_600_000, true],
  ])(
    'after a long sleep no query runs before the lock was looked at: %s',
    async (_what, content, sleptMs, isLost) => {
      const folder = join(mkdtempSync(join(directory, 'slept-')), 'jobs');
      const told = vi.fn();
      vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
      try {
        const database = await openEmbedded(folder, told);
        expect((await database.query('SELECT 1 AS one')).rows).toStrictEqual([{ one: 1 }]);
        vi.setSystemTime(Date.now() + sleptMs);
        const lock = join(folder, 'lock');
        if (content !== undefined) writeFileSync(lock, content);
        const asked = Promise.allSettled([database.query('SELECT 1'), database.transaction(async () => 1)]);
        expect((await asked).map(({ status }) => status)).toStrictEqual(
          Array(2).fill(isLost ? 'rejected' : 'fulfilled'),
        );
        vi.advanceTimersByTime(3_000);
        expect(told).toHaveBeenCalledTimes(isLost ? 1 : 0);
        // What is another's stays as it is: neither touched nor removed.
        if (content !== undefined) expect(readFileSync(lock, 'utf8')).toBe(content);
        if (!isLost) await database.close();
      } finally {
        vi.useRealTimers();
      }
    },
  );
});
