import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { FeedbackCase } from '../feedback-cases.ts';
import { BadInput } from './bad-input.ts';
import { loadOrRefuse } from './load-or-refuse.ts';

/** Most votes that are read, newest first. Our choice: more would not fit into memory with their evidence. */
const mostVotes = 5_000;

export function addFeedback(program: Command): Command {
  return program
    .command('feedback')
    .description('Writes the feedback given in Slack as test cases, a folder each (verdict and evidence).')
    .requiredOption('--out <dir>', 'folder to write to; cases that stand there already are left as they are')
    .action(async ({ out }: { out: string }) => {
      const { config, secrets } = loadOrRefuse(process.env);
      const { openState } = await import('../jobs/open-state.ts');
      const opened = await openState({
        databaseUrl: secrets.databaseUrl,
        directory: config.jobs.directory,
      });
      if (opened.status === 'refused')
        throw new Error(
          `${opened.problem} While the bot runs on the embedded database, an administrator gets the same cases in Slack: App Home, “Send me the test cases”.`,
        );
      if (opened.status === 'empty') return report([], 0, 0);
      try {
        const votes = await opened.state.list('feedback', { limit: mostVotes });
        const [{ feedbackCases }, { loadTemplates }] = await Promise.all([
          import('../feedback-cases.ts'),
          import('../templates.ts'),
        ]);
        const { cases, unreadable } = feedbackCases(
          votes.map(({ value }) => value),
          { templates: loadTemplates(), redaction: config.redaction },
        );
        const fresh = cases.filter(({ folder }) => !existsSync(join(out, folder)));
        for (const made of fresh) write(out, made);
        report(fresh, cases.length - fresh.length, unreadable);
      } finally {
        await opened.close();
      }
    });
}

function write(out: string, { folder, files }: FeedbackCase): void {
  try {
    mkdirSync(join(out, folder), { recursive: true });
    for (const { name, text } of files) writeFileSync(join(out, folder, name), text, { mode: 0o600 });
  } catch (cause) {
    throw new BadInput(
      `Cannot write to "${join(out, folder)}": ${cause instanceof Error ? cause.message : String(cause)}.`,
      { cause },
    );
  }
}

/** The folders that were written, one a line; what was left out, or that there is nothing, goes to standard error. */
function report(fresh: FeedbackCase[], known: number, unreadable: number): void {
  for (const { folder } of fresh) process.stdout.write(`${folder}\n`);
  const left = [
    ...(known > 0 ? [`${known} that ${known === 1 ? 'stands' : 'stand'} there already`] : []),
    ...(unreadable > 0 ? [`${unreadable} without evidence that can be read`] : []),
  ];
  if (left.length > 0) process.stderr.write(`gw504: Left out: ${left.join(', ')}.\n`);
  else if (fresh.length === 0) process.stderr.write('gw504: There is no feedback yet.\n');
}
