import { writeFileSync } from 'node:fs';
import type { Diagnosis } from '../diagnose.ts';
import { writeBundle } from '../evidence/bundle.ts';
import { toOutput } from '../report/output.ts';
import { renderTerminal } from '../report/terminal.ts';
import { BadInput } from './bad-input.ts';
import { terminalOptions } from './terminal-options.ts';
import { writeJson } from './write-json.ts';

/** Prints the result, and nothing else, on standard output; saves the bundle where one was asked for. */
export function printAnswer(diagnosis: Diagnosis, options: { json?: boolean; save?: string }): void {
  if (options.save !== undefined) saveBundle(options.save, diagnosis);
  const { stdout } = process;
  const text = options.json
    ? writeJson(toOutput(diagnosis.answer))
    : renderTerminal(diagnosis.answer, terminalOptions(stdout));
  stdout.write(text);
}

function saveBundle(path: string, { evidences, notes, receipt }: Diagnosis): void {
  try {
    writeFileSync(path, writeBundle(evidences, notes, receipt), { mode: 0o600 });
  } catch (cause) {
    throw new BadInput(
      `Cannot write the bundle to "${path}": ${cause instanceof Error ? cause.message : String(cause)}.`,
      {
        cause,
      },
    );
  }
}
