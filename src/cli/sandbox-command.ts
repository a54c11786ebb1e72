import type { Command } from 'commander';

export function addSandbox(program: Command): Command {
  return program
    .command('sandbox')
    .description(
      'The embedded workspace: the real bot against local stand-ins for Slack and AWS, in a browser.',
    )
    .action(async () => {
      const { startSandbox } = await import('../sandbox/start-sandbox.ts');
      await startSandbox();
    });
}
