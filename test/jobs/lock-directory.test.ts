import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openEmbedded } from '../../src/jobs/database.ts';
import { lockDirectory } from '../../src/jobs/lock-directory.ts';

const directory = mkdtempSync(join(tmpdir(), 'gw504-lock-'));
const path = join(directory, 'lock');
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** What this process writes into a lock of its own. */
const unlock = await lockDirectory(directory);
const own: Record<string, unknown> = JSON.parse(readFileSync(path, 'utf8'));
unlock();

function leaveBehind(content: string, agoSeconds: number): void {
  writeFileSync(path, content);
  const at = new Date(Date.now() - agoSeconds * 1000);
  utimesSync(path, at, at);
}

it('keeps the database to its owner', async () => {
  const folder = join(directory, 'own');
  const database = await openEmbedded(folder);
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
    leaveBehind(typeof left === 'string' ? left : JSON.stringify(left), agoSeconds);
    const release = await lockDirectory(directory);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toStrictEqual(own);
    release();
  });

  it('is refused where its process lives', async () => {
    const release = await lockDirectory(directory);
    await expect(lockDirectory(directory)).rejects.toThrow(
      `The job folder "${directory}" is in use by process ${process.pid}. Stop that process, or give this one its own folder with jobs.directory, or set DATABASE_URL to run several replicas.`,
    );
    release();
  });

  it('is refused where another container shows a sign of life', async () => {
    leaveBehind(JSON.stringify({ ...own, place: 'elsewhere' }), 1);
    const alive = setInterval(() => utimesSync(path, new Date(), new Date()), 100);
    try {
      await expect(lockDirectory(directory)).rejects.toThrow(`is in use by process ${process.pid}.`);
    } finally {
      clearInterval(alive);
      rmSync(path);
    }
  });
});
