import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';

export interface Replica {
  /** kill -9; it is started again at once. */
  kill(): void;
  /** Connected to Slack in this life, and since when, epoch ms. */
  upSinceMs(): number | undefined;
  /** The last lines of each life that ended without being killed: each is a fault of the product. */
  ownEnds(): readonly string[];
  /** Everything that it wrote, of all its lives. */
  log(): string;
  /** Ends as in a deploy, by force after `graceMs`. */
  stop(): Promise<void>;
}

const graceMs = 30_000;
/** Of the log of a life that ended by itself, characters. */
const lastWords = 1_000;
const dist = new URL('../../dist/', import.meta.url);

/** The built bot (`gw504 start`) as a supervisor runs it: ended in any way, it is started again. */
export function startReplica(options: {
  folder: string;
  config: Record<string, unknown>;
  env: Record<string, string>;
}): Replica {
  const { folder, config, env } = options;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'gw504.yaml'), stringify(config));
  const log: string[] = [];
  let upSinceMs: number | undefined;
  let isStopping = false;
  let isKilled = false;
  const ownEnds: string[] = [];
  let again: NodeJS.Timeout | undefined;
  let child: ChildProcess = start();

  return {
    kill() {
      isKilled = true;
      upSinceMs = undefined;
      child.kill('SIGKILL');
    },
    upSinceMs: () => upSinceMs,
    ownEnds: () => ownEnds,
    log: () => log.join(''),
    async stop() {
      isStopping = true;
      clearTimeout(again);
      if (child.exitCode === null && child.signalCode === null) {
        const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
        child.kill('SIGTERM');
        const force = setTimeout(() => child.kill('SIGKILL'), graceMs);
        await ended;
        clearTimeout(force);
      }
    },
  };

  function start(): ChildProcess {
    const bot = spawn(
      process.execPath,
      ['--import', new URL('end-with-parent.js', dist).href, new URL('gw504.js', dist).pathname, 'start'],
      {
        cwd: folder,
        env: {
          PATH: process.env.PATH ?? '',
          HOME: folder,
          AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
          GW504_CONFIG: join(folder, 'gw504.yaml'),
          ...env,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const hear = (data: Buffer) => {
      log.push(data.toString());
      if (data.includes('"the bot is connected"')) upSinceMs = Date.now();
    };
    bot.stdout.on('data', hear);
    bot.stderr.on('data', hear);
    bot.once('exit', () => {
      upSinceMs = undefined;
      if (isStopping) return;
      if (!isKilled) ownEnds.push(log.join('').slice(-lastWords));
      isKilled = false;
      again = setTimeout(() => {
        child = start();
      }, 200);
    });
    return bot;
  }
}
