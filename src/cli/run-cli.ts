import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { packageFile } from '../package-file.ts';
import { clean } from '../report/terminal-text.ts';
import { BadInput } from './bad-input.ts';

/** A message may quote what was typed: no control or bidirectional character of it reaches the terminal. */
const safeLines = (text: string) => text.split('\n').map(clean).join('\n');

/** What adds each command: a command line loads its own alone, for all of them take ten times as long. */
const commands = {
  diagnose: async () => (await import('./diagnose-command.ts')).addDiagnose,
  explain: async () => (await import('./explain-command.ts')).addExplain,
  window: async () => (await import('./window-command.ts')).addWindow,
  replay: async () => (await import('./replay-command.ts')).addReplay,
  doctor: async () => (await import('./doctor-command.ts')).addDoctor,
  policy: async () => (await import('./policy-command.ts')).addPolicy,
  feedback: async () => (await import('./feedback-command.ts')).addFeedback,
  start: async () => (await import('./start-command.ts')).addStart,
  sandbox: async () => (await import('./sandbox-command.ts')).addSandbox,
};

/** The version of package.json. */
function version(): string {
  const text = readFileSync(packageFile('package.json'), 'utf8');
  return /"version": "([^"]+)"/.exec(text)?.[1] ?? '';
}

/** Runs one command line. Returns the exit code: 0 a verdict, 2 bad input or configuration, 1 anything else. */
export async function runCli(argv: string[]): Promise<number> {
  const program = new Command('gw504')
    .description(
      'Explains API Gateway HTTP 504s: from a request id (live), from log text (offline), or in Slack.',
    )
    .version(version(), '-V, --version', 'print the version')
    .showHelpAfterError(false)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(safeLines(text.replace(/^error: /, 'gw504: '))) });
  const named = Object.entries(commands).filter(([name]) => name === argv[0]);
  for (const [, load] of named.length > 0 ? named : Object.entries(commands)) {
    const add = await load();
    add(program).exitOverride().copyInheritedSettings(program);
  }
  try {
    if (argv.length === 0) {
      program.outputHelp({ error: true });
      return 2;
    }
    await program.parseAsync(argv, { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof BadInput) {
      process.stderr.write(`gw504: ${safeLines(error.message)}\n`);
      return 2;
    }
    process.stderr.write(`gw504: ${safeLines(error instanceof Error ? error.message : String(error))}\n`);
    return 1;
  }
}
