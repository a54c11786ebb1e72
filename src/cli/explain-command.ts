import { type Command, Option } from 'commander';
import { BadInput } from './bad-input.ts';
import { loadOrRefuse } from './load-or-refuse.ts';
import { printAnswer } from './print-answer.ts';
import { readInput } from './read-input.ts';

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
      const text = readInput(file ?? '-');
      const [{ explain }, { loadTemplates }] = await Promise.all([
        import('../explain.ts'),
        import('../templates.ts'),
      ]);
      const { config } = loadOrRefuse(process.env);
      const diagnosis = explain(text, {
        nowMs: Date.now(),
        redaction: config.redaction,
        templates: loadTemplates(),
        ...(options.apiType ? { apiType: options.apiType } : {}),
        ...(options.timeoutMs === undefined ? {} : { statedTimeoutMs: options.timeoutMs }),
      });
      printAnswer(diagnosis, options);
    });
}

function parseTimeout(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 50 || value > 900_000)
    throw new BadInput(`--timeout-ms takes whole milliseconds from 50 to 900000, not "${text}".`);
  return value;
}
