import { type ChildProcess, spawn } from 'node:child_process';
import { openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stringify } from 'yaml';
import { packageFile } from '../package-file.ts';

export interface BotProcess {
  /** Ends the bot as a deploy would (SIGTERM), and by force after `graceMs`. */
  stop(): Promise<void>;
}

/** Longest wait for the bot's own shutdown, ms; its drain is bounded too. */
const graceMs = 25_000;
/** A bot that ends this often within a minute will not get better by starting it again. */
const mostStarts = 5;

/**
 * Runs the production bot (`gw504 start`) as its own process with its own configuration file and a clean environment:
 * nothing of the person's AWS profile, proxies or Slack tokens reaches it. Starts it again when it ends by itself.
 */
export function runBotProcess(options: {
  /** Where gw504.yaml, the job database and the log of the bot live. */
  folder: string;
  config: Record<string, unknown>;
  env: Record<string, string>;
  /** Told once, when starting again makes no sense any more, with the end of the bot's log. */
  onGivenUp: (log: string) => void;
}): BotProcess {
  const { folder, config, env } = options;
  writeFileSync(join(folder, 'gw504.yaml'), stringify(config));
  const logFile = join(folder, 'bot.log');
  const log = openSync(logFile, 'a');
  const starts: number[] = [];
  let isStopping = false;
  let child: ChildProcess = start();

  return {
    async stop() {
      isStopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await ended;
      clearTimeout(force);
    },
  };

  function start(): ChildProcess {
    starts.push(Date.now());
    const bot = spawn(
      process.execPath,
      [
        '--import',
        pathToFileURL(packageFile('dist/end-with-parent.js')).href,
        packageFile('dist/gw504.js'),
        'start',
      ],
      {
        cwd: folder,
        env: {
          PATH: process.env.PATH ?? '',
          HOME: folder,
          GW504_CONFIG: join(folder, 'gw504.yaml'),
          ...env,
        },
        stdio: ['ignore', log, log],
      },
    );
    bot.once('exit', () => {
      if (isStopping) return;
      const recent = starts.filter((at) => at > Date.now() - 60_000);
      if (recent.length >= mostStarts) options.onGivenUp(readFileSync(logFile, 'utf8').slice(-2_000));
      else
        setTimeout(() => {
          if (!isStopping) child = start();
        }, 200 * recent.length).unref();
    });
    return bot;
  }
}
