import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError } from 'commander';
import { z } from 'zod';
import { clean } from '../report/terminal-text.ts';
import { BadInput } from './bad-input.ts';
import { addDiagnose } from './diagnose-command.ts';
import { addDoctor } from './doctor-command.ts';
import { addExplain } from './explain-command.ts';
import { addPolicy } from './policy-command.ts';
import { addReplay } from './replay-command.ts';
import { addSandbox } from './sandbox-command.ts';
import { addStart } from './start-command.ts';
import { addWindow } from './window-command.ts';

/** A message may quote what was typed: no control or bidirectional character of it reaches the terminal. */
const safeLines = (text: string) => text.split('\n').map(clean).join('\n');

/** The version of package.json. */
function version(): string {
  const text = readFileSync(fileURLToPath(new URL('../../package.json', import.meta.url)), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
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
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'gw504: ')) });
  for (const add of [
    addDiagnose,
    addExplain,
    addWindow,
    addReplay,
    addDoctor,
    addPolicy,
    addStart,
    addSandbox,
  ]) {
    const command = add(program);
    command.exitOverride().copyInheritedSettings(program);
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
