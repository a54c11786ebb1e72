import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { describe, expect, it, vi } from 'vitest';
import { endWithNpm } from '../../src/cli/end-with-npm.ts';

/** Starts the sandbox from a shell, as npm does; its address, and the end of the shell alone. */
async function startInShell() {
  const shell = spawn('sh', ['-c', '"$0" dist/gw504.js start; exit', process.execPath], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, npm_lifecycle_event: 'start' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const lines = createInterface({ input: shell.stdout })[Symbol.asyncIterator]();
  return { url: String((await lines.next()).value), kill: () => shell.kill('SIGKILL') };
}

const isThere = async (url: string) => (await fetch(url).catch(() => undefined)) !== undefined;

describe('a shell that ends under a bot', () => {
  it('takes it along where npm started both', async () => {
    const { url, kill } = await startInShell();
    expect(await isThere(url)).toBe(true);
    kill();
    await expect.poll(() => isThere(url), { timeout: 100_000 }).toBe(false);
  });

  it('is not looked at where a person did', () => {
    vi.useFakeTimers();
    endWithNpm({});
    expect(vi.getTimerCount()).toBe(0);
    endWithNpm({ npm_lifecycle_event: 'start' });
    expect(vi.getTimerCount()).toBe(1);
    vi.useRealTimers();
  });
});
