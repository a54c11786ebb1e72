import type { Command } from 'commander';
import type { Diagnosed } from '../doctor/run-doctor.ts';
import { abortAfter } from '../evidence/abort-after.ts';
import { clean } from '../report/terminal-text.ts';
import { loadOrRefuse } from './load-or-refuse.ts';
import { writeJson } from './write-json.ts';

/** Longest time for all checks, ms: they run side by side, and nobody waits longer at a terminal. */
const deadlineMs = 60_000;

export function addDoctor(program: Command): Command {
  return program
    .command('doctor')
    .description('Checks configuration, tokens, scopes, roles, log groups and logging settings.')
    .option('--json', 'print the findings as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const { config, secrets, path } = loadOrRefuse(process.env);
      const [{ examineSetup }, { openAws }, { loadTemplates }] = await Promise.all([
        import('../examine-setup.ts'),
        import('../aws/open-aws.ts'),
        import('../templates.ts'),
      ]);
      const aws = openAws(config);
      const findings = await examineSetup({
        config,
        secrets,
        path,
        aws,
        templates: loadTemplates(),
        signal: abortAfter(deadlineMs, []),
      });
      aws.close();
      process.stdout.write(json ? writeJson({ findings }) : printFindings(findings));
      // What could not be looked at is no good news.
      if (findings.some(({ status }) => status === 'problem' || status === 'unknown')) process.exitCode = 1;
    });
}

const marks = { ok: '[ok]     ', advice: '[advice] ', problem: '[PROBLEM]', unknown: '[unknown]' };

/** Plain text, a finding each; control characters in names from AWS or Slack never reach the terminal. */
export function printFindings(findings: Diagnosed[]): string {
  return findings
    .map((finding) =>
      [
        `${marks[finding.status]} ${clean(finding.subject)}: ${clean(finding.says)}`,
        ...(finding.fix ? [`          ${clean(finding.fix)}`] : []),
        ...(finding.commands ?? []).map((command) => `          $ ${clean(command)}`),
        ...(finding.paste ?? '')
          .split('\n')
          .flatMap((line) => (line === '' ? [] : [`          ${clean(line)}`])),
        '',
      ].join('\n'),
    )
    .join('');
}
