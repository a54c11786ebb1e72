import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const installed = '/usr/lib/postgresql';

/** A throw-away PostgreSQL on 127.0.0.1, or undefined where the Debian package is not installed. */
export async function startPostgres(): Promise<
  | {
      url: string;
      /** Goes away as in a crash, with every connection. */
      crash: () => Promise<void>;
      comeBack: () => Promise<void>;
      stop: () => Promise<void>;
    }
  | undefined
> {
  const version = existsSync(installed) ? readdirSync(installed).sort().at(-1) : undefined;
  const bin = version ? join(installed, version, 'bin') : '';
  if (!version || !existsSync(join(bin, 'initdb'))) return undefined;
  const directory = await mkdtemp(join(tmpdir(), 'gw504-postgres-'));
  const data = join(directory, 'data');
  const asOwner = await ownerOf(directory);
  const port = await freePort();
  await run(join(bin, 'initdb'), ['-D', data, '-U', 'gw504', '-A', 'trust', '--no-sync'], asOwner);
  const control = (...args: string[]) => run(join(bin, 'pg_ctl'), ['-D', data, ...args], asOwner);
  const comeBack = async () => {
    const options = `-p ${port} -c listen_addresses=127.0.0.1 -k ${directory} -F`;
    await control('-w', '-l', join(directory, 'log'), '-o', options, 'start');
  };
  const crash = async () => {
    await control('-m', 'immediate', 'stop');
  };
  await comeBack();
  return {
    url: `postgresql://gw504@127.0.0.1:${port}/postgres`,
    crash,
    comeBack,
    async stop() {
      await crash();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

// PostgreSQL refuses to run as root; the package brings a user for it.
async function ownerOf(directory: string): Promise<{ uid?: number; gid?: number; cwd: string }> {
  if (process.getuid?.() !== 0) return { cwd: directory };
  const uid = Number((await run('id', ['-u', 'postgres'])).stdout);
  const gid = Number((await run('id', ['-g', 'postgres'])).stdout);
  await chown(directory, uid, gid);
  return { uid, gid, cwd: directory };
}

/** Below those that the system gives out by itself: nobody takes it while the database is away. */
function freePort(): Promise<number> {
  const port = 12_000 + Math.floor(Math.random() * 18_000);
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(freePort()));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(port)));
  });
}
