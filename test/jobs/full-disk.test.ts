import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, describe, expect, it } from 'vitest';
import { openJobs } from '../../src/jobs/open-jobs.ts';

const folder = mkdtempSync(join(tmpdir(), 'gw504-full-'));
/** A disk of its own, which only root may have. */
const isMounted =
  process.platform === 'linux' &&
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=90m', 'tmpfs', folder]).status === 0;
afterAll(() => {
  if (isMounted) spawnSync('umount', [folder]);
  rmSync(folder, { recursive: true, force: true });
});
const freeBytes = () => {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
};

describe.skipIf(!isMounted)('a full disk under the embedded database', () => {
  it('refuses what it cannot keep, loses nothing that it kept, and goes on once there is room', async () => {
    const jobs = await openJobs({ directory: join(folder, 'jobs'), logger: pino({ level: 'silent' }) });
    const accept = (name: string) =>
      jobs.accept({
        kind: 'asked',
        data: { name, text: Array.from({ length: 40_000 }, () => Math.random().toString(36)).join() },
        dedupeKeys: [{ key: name, ttlSeconds: 60 }],
      });
    const before = await accept('before');
    writeFileSync(join(folder, 'fill'), Buffer.alloc(freeBytes() - 64 * 1024));
    await expect(accept('meanwhile')).rejects.toThrow(/No space left/);
    expect(await jobs.isReachable()).toBe(true);
    rmSync(join(folder, 'fill'));
    expect(await accept('meanwhile')).toMatchObject({ isNew: true });
    expect(await accept('before')).toStrictEqual({ jobId: before.jobId, isNew: false });
    await jobs.stop({ drainMs: 0 });
  });
});
