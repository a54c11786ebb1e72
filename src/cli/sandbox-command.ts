import type { Command } from 'commander';
import { BadInput } from './bad-input.ts';

export function addSandbox(program: Command): Command {
  return program
    .command('sandbox')
    .description(
      'The embedded workspace: the real bot against local stand-ins for Slack and AWS, in a browser.',
    )
    .option('--port <port>', 'port of 127.0.0.1; 0 takes any free one', parsePort)
    .action(({ port }: { port?: number }) => runSandbox(port));
}

function parsePort(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new BadInput(`--port takes a whole number from 0 to 65535, not "${text.slice(0, 40)}".`);
  return Number(text);
}

/** Opens the sandbox, prints its address (and at a terminal what it is), and closes it at the first signal. */
export async function runSandbox(port?: number): Promise<void> {
  const { startSandbox } = await import('../sandbox/start-sandbox.ts');
  const sandbox = await startSandbox(port === undefined ? {} : { port });
  tellWhere(sandbox, process);
  let isStopping = false;
  const stop = async () => {
    if (isStopping) return;
    isStopping = true;
    await sandbox.stop();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());
}

interface Stream {
  isTTY?: boolean;
  write(text: string): unknown;
}

/** The address alone on standard output; what it is, for whoever sits at a terminal, and that the port is another one. */
export function tellWhere(
  { url, insteadOf }: { url: string; insteadOf?: number },
  { stdout, stderr }: { stdout: Stream; stderr: Stream },
): void {
  stdout.write(`${url}\n`);
  if (stderr.isTTY)
    stderr.write(
      'This is the sandbox: open it in a browser. All data is sample data; no Slack and no AWS is asked. Ctrl-C ends it.\nFor the bot in your workspace, set SLACK_BOT_TOKEN and SLACK_APP_TOKEN and run "gw504 start".\n',
    );
  if (insteadOf !== undefined)
    stderr.write(`Port ${insteadOf} is taken, so the sandbox is at another one.\n`);
}
