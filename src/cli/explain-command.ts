import { type Command, Option } from 'commander';
import { openExport } from '../evidence/window/skim-ahead.ts';
import type { WindowAnswer } from '../report/window.ts';
import { BadInput } from './bad-input.ts';
import { exportProgress } from './export-progress.ts';
import { type Input, openInput } from './read-input.ts';
import { refuseUnwritable } from './save-bundle.ts';
import { terminalOptions } from './terminal-options.ts';
import { writeJson } from './write-json.ts';

interface ExplainOptions {
  apiType?: 'rest' | 'http' | 'websocket';
  timeoutMs?: number;
  json?: boolean;
  save?: string;
}

export function addExplain(program: Command): Command {
  return program
    .command('explain')
    .description('The verdict offline, from pasted or exported log text. No AWS, no network.')
    .argument('[file]', 'file with log text, or - for standard input')
    .addOption(new Option('--api-type <type>', 'kind of API').choices(['rest', 'http', 'websocket']))
    .option('--timeout-ms <ms>', 'the integration timeout, ms (50 to 900000)', parseTimeout)
    .option('--json', 'print the JSON report')
    .option('--save <bundle>', 'write the evidence bundle to this file')
    .action(async (file: string | undefined, options: ExplainOptions) => {
      if (file === undefined && process.stdin.isTTY)
        throw new BadInput('Name a file with log text, or - for standard input.');
      if (options.save !== undefined) refuseUnwritable(options.save);
      const input = await openInput(file ?? '-');
      if (input.kind !== 'text') {
        if (options.save !== undefined)
          throw new BadInput('--save takes the text of few requests; this one is too large for a bundle.');
        await printExport(input, options);
        return;
      }
      const [{ explain }, { loadTemplates }, { loadRedaction }, { printAnswer }] = await Promise.all([
        import('../explain.ts'),
        import('../templates.ts'),
        import('./load-redaction.ts'),
        import('./print-answer.ts'),
      ]);
      const diagnosis = explain(input.text, {
        nowMs: Date.now(),
        redaction: await loadRedaction(process.env),
        templates: loadTemplates(),
        ...(options.apiType ? { apiType: options.apiType } : {}),
        ...(options.timeoutMs === undefined ? {} : { statedTimeoutMs: options.timeoutMs }),
      });
      // A program gets the report that every text gets; a person the one thing to be said.
      if (input.text.trim() === '' && !options.json && options.save === undefined)
        process.stdout.write(`${diagnosis.answer.notes.join('\n')}\n`);
      else await printAnswer(diagnosis, options);
    });
}

/** The failures of a large export, summed up; how far the reading is goes to a terminal. */
async function printExport(
  input: Exclude<Input, { kind: 'text' }>,
  options: { json?: boolean },
): Promise<void> {
  // The threads begin before this one has loaded what it needs.
  const source = input.kind === 'file' ? openExport(input) : input.chunks;
  try {
    const [{ explainExport }, { loadTemplates }, { loadRedaction }] = await Promise.all([
      import('../explain-export.ts'),
      import('../templates.ts'),
      import('./load-redaction.ts'),
    ]);
    const progress = exportProgress(process.stderr, input.kind === 'file' ? input.bytes : undefined);
    const answer = await explainExport(source, {
      nowMs: Date.now(),
      redaction: await loadRedaction(process.env),
      templates: loadTemplates(),
      withExamples: options.json,
      onProgress: progress.show,
    });
    progress.clear();
    process.stdout.write(await showExport(answer, options));
  } finally {
    if ('file' in source) await source.ahead?.stop();
  }
}

/** What neither form needs of the other is not loaded. */
async function showExport(answer: WindowAnswer, options: { json?: boolean }): Promise<string> {
  if (options.json) return writeJson((await import('../report/window-output.ts')).toWindowOutput(answer));
  const { renderWindow } = await import('../report/terminal-window.ts');
  return renderWindow(answer, terminalOptions(process.stdout));
}

function parseTimeout(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 50 || value > 900_000)
    throw new BadInput(`--timeout-ms takes whole milliseconds from 50 to 900000, not "${text}".`);
  return value;
}
