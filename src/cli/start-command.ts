import type { Command } from 'commander';
import { faultsOfSecrets, slackReadiness, wantsTraces } from '../config.ts';
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
      if (readiness.status === 'absent') {
        await runSandbox();
        return;
      }
      const faults = [
        ...(readiness.status === 'incomplete' ? sayMissing(readiness.missing) : []),
        ...faultsOfSecrets(secrets),
      ];
      if (faults.length > 0) throw new BadInput(faults.join('\n'));
      const { runBot } = await import('../main.ts');
      await runBot(config, secrets, { path, hasTraces: wantsTraces(process.env) });
    });
}

/** Without its key only the way of EventBridge is missing, and Slack may be configured as it should be. */
function sayMissing(missing: string[]): string[] {
  const [keys, tokens] = [true, false].map((isKey) =>
    missing.filter((name) => name.startsWith('GW504_EVENT_KEY') === isKey),
  );
  return [
    ...(tokens && tokens.length > 0
      ? [
          `Slack is configured by half: set ${tokens.join(' and ')}, or unset the others to start the sandbox.`,
        ]
      : []),
    ...(keys ?? []).map(
      (key) =>
        `The environment has no ${key}. Set it, or take events out of alarmReplies in the configuration.`,
    ),
  ];
}
