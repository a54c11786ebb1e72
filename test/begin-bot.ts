import { spawn } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { stringify } from 'yaml';

const built = fileURLToPath(new URL('../dist/gw504.js', import.meta.url));
/** For what happens soon on a machine that is busy. */
export const soon = { timeout: 100_000 };
/** What a bot of a test is given; none of it may stand in its log. */
export const secrets = {
  SLACK_BOT_TOKEN: 'xoxb-111111111111-abcdefghijklmnop',
  SLACK_APP_TOKEN: 'xapp-1-A0123456789-1234567890-abcdef0123456789',
  SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
  GW504_EVENT_KEY: 'a-key-that-nobody-guesses-0123456789',
};

/** The built bot, as a supervisor runs it, in a folder of its own. */
export async function beginBot({
  apiUrl,
  env = {},
  port = 0,
  mode = 'socket',
  program = built,
  user,
}: {
  /** Of the Slack that it talks to. */
  apiUrl: string;
  env?: Record<string, string>;
  port?: number;
  mode?: 'socket' | 'http';
  /** Another place of the same program. */
  program?: string;
  /** Number of whoever runs it, to whom the folder belongs; missing: ourselves. */
  user?: number;
}) {
  const folder = mkdtempSync(join(tmpdir(), 'gw504-main-'));
  writeFileSync(
    join(folder, 'gw504.yaml'),
    stringify({
      channels: [{ id: 'C0001' }],
      slack: { apiUrl, mode },
      server: { port },
      logs: { level: 'debug' },
    }),
  );
  if (user !== undefined) chownSync(folder, user, user);
  const child = spawn(process.execPath, [program, 'start'], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, AWS_EC2_METADATA_DISABLED: 'true', ...secrets, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(user === undefined ? {} : { uid: user, gid: user }),
  });
  let written = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => {
      written += data.toString();
    });
  const ended = new Promise<number | string | null>((resolve) =>
    child.once('exit', (code, signal) => resolve(code ?? signal)),
  );
  const lines = () =>
    written
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line));
  const said = () => lines().map(({ msg }) => String(msg));
  return {
    folder,
    /** Its exit code, or the signal that ended it. */
    ended,
    async close() {
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    said,
    written: () => written,
    async hears(words: string) {
      await expect.poll(said, soon).toContain(words);
      return lines().find(({ msg }) => msg === words);
    },
  };
}
