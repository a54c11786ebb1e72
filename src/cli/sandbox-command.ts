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

/** Opens the sandbox, prints its address and nothing else, and closes it at the first signal. */
export async function runSandbox(port?: number): Promise<void> {
  const { startSandbox } = await import('../sandbox/start-sandbox.ts');
  const sandbox = await startSandbox(port === undefined ? {} : { port });
  process.stdout.write(`${sandbox.url}\n`);
  if (sandbox.insteadOf !== undefined)
    process.stderr.write(`Port ${sandbox.insteadOf} is taken, so the sandbox is at another one.\n`);
  let isStopping = false;
  const stop = async () => {
    if (isStopping) return;
    isStopping = true;
    await sandbox.stop();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());
}
