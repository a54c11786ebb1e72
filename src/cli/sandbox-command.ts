import type { Command } from 'commander';

export function addSandbox(program: Command): Command {
  return program
    .command('sandbox')
    .description(
      'The embedded workspace: the real bot against local stand-ins for Slack and AWS, in a browser.',
    )
    .option('--port <port>', 'port of 127.0.0.1; 0 takes any free one', Number)
    .action(({ port }: { port?: number }) => runSandbox(port));
}

/** Opens the sandbox, prints its address and nothing else, and closes it at the first signal. */
export async function runSandbox(port?: number): Promise<void> {
  const { startSandbox } = await import('../sandbox/start-sandbox.ts');
  const sandbox = await startSandbox(port === undefined ? {} : { port });
  process.stdout.write(`${sandbox.url}\n`);
  let isStopping = false;
  const stop = async () => {
    if (isStopping) return;
    isStopping = true;
    await sandbox.stop();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());
}
