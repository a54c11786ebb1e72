import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { BadInput } from './bad-input.ts';
import { liveContext } from './live-context.ts';
import { loadOrRefuse } from './load-or-refuse.ts';
import { terminalOptions } from './terminal-options.ts';
import { writeJson } from './write-json.ts';

interface WindowOptions {
  api: string;
  stage?: string;
  from: string;
  to: string;
  account?: string;
  region?: string;
  json?: boolean;
}

/** Longest window, ms: the queries scan all of it. Our choice; an alarm looks at minutes. */
const longestMs = 7 * 24 * 60 * 60_000;

export function addWindow(program: Command): Command {
  return program
    .command('window')
    .description('Every 5xx of a time window: what an alarm reply shows.')
    .requiredOption('--api <api>', 'API id or name')
    .option('--stage <stage>', 'stage')
    .requiredOption(
      '--from <time>',
      'start: ISO time (UTC without a zone), epoch, or 30m for half an hour ago',
    )
    .requiredOption('--to <time>', 'end, like --from; "now" is the present')
    .option('--account <account>', 'account id or alias')
    .option('--region <region>', 'region, like eu-west-1')
    .option('--json', 'print the JSON report')
    .action(async (options: WindowOptions) => {
      const { config } = loadOrRefuse(process.env);
      if (options.api.trim() === '') throw new BadInput('--api needs the id or the name of an API.');
      const { fromMs, toMs } = await readTimes(options);
      const [{ analyseWindow }, { renderWindow }, { isUnread }, { toWindowOutput }, context] =
        await Promise.all([
          import('../analyse-window.ts'),
          import('../report/terminal-window.ts'),
          import('../report/window.ts'),
          import('../report/window-output.ts'),
          liveContext(config, options),
        ]);
      const answer = await analyseWindow(
        {
          scope: {
            api: options.api,
            ...(options.stage ? { stage: options.stage } : {}),
            ...(options.account ? { account: options.account } : {}),
            ...(options.region ? { region: options.region } : {}),
          },
          fromMs,
          toMs,
          askedBy: userInfo().username,
        },
        context,
      );
      if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
      if (context.signal.aborted) throw new Error('interrupted; nothing was counted.');
      if (answer.window.unknownApi) {
        const { refuseUnknownApi } = await import('./refuse-unknown-api.ts');
        await refuseUnknownApi(config, context.aws, options);
      }
      process.stdout.write(
        options.json
          ? writeJson(toWindowOutput(answer))
          : renderWindow(answer, terminalOptions(process.stdout)),
      );
      if (isUnread(answer)) process.exitCode = 1;
    });
}

async function readTimes(options: WindowOptions): Promise<{ fromMs: number; toMs: number }> {
  const { readMoment } = await import('./read-moment.ts');
  const nowMs = Date.now();
  const fromMs = readMoment('--from', options.from, nowMs);
  const toMs = readMoment('--to', options.to, nowMs);
  if (toMs <= fromMs) throw new BadInput('--to must be later than --from.');
  if (toMs - fromMs > longestMs) throw new BadInput('A window is seven days at most; give a later --from.');
  return { fromMs, toMs };
}
