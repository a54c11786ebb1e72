import type { Command } from 'commander';
import { BadInput } from './bad-input.ts';
import { printAnswer } from './print-answer.ts';
import { readInput } from './read-input.ts';

export function addReplay(program: Command): Command {
  return program
    .command('replay')
    .description('Judges a saved evidence bundle again (diagnose --save writes one).')
    .argument('<bundle>', 'bundle file, or - for standard input')
    .option('--json', 'print the JSON report')
    .action(async (file: string, options: { json?: boolean }) => {
      const { readBundle } = await import('../evidence/bundle.ts');
      const read = readBundle(readInput(file));
      if (read.status === 'refused')
        throw new BadInput(`"${file}" is not a bundle that can be replayed: ${read.problem}`);
      const [{ replay }, { loadTemplates }] = await Promise.all([
        import('../explain.ts'),
        import('../templates.ts'),
      ]);
      await printAnswer(replay(read.bundle, loadTemplates()), options);
    });
}
