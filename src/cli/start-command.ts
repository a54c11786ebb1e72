import type { Command } from 'commander';
import { slackReadiness, wantsTraces } from '../config.ts';
import { BadInput } from './bad-input.ts';
import { endWithNpm } from './end-with-npm.ts';
import { loadOrRefuse } from './load-or-refuse.ts';
import { runSandbox } from './sandbox-command.ts';

export function addStart(program: Command): Command {
  return program
    .command('start')
    .description('The bot. With no Slack configuration it starts the sandbox.')
    .action(async () => {
      endWithNpm(process.env);
      const { config, secrets, path } = loadOrRefuse(process.env);
      const readiness = slackReadiness(config, secrets);
      if (readiness.status === 'incomplete')
        throw new BadInput(
          `Slack is configured by half: set ${readiness.missing.join(' and ')}, or unset the others to start the sandbox.`,
        );
      if (readiness.status === 'absent') {
        await runSandbox();
        return;
      }
      const { runBot } = await import('../main.ts');
      await runBot(config, secrets, { path, hasTraces: wantsTraces(process.env) });
    });
}
