import { writeFileSync } from 'node:fs';
import type { Diagnosis } from '../diagnose.ts';
import { renderTerminal } from '../report/terminal.ts';
import { BadInput } from './bad-input.ts';
import { terminalOptions } from './terminal-options.ts';
import { writeJson } from './write-json.ts';

/**
 * Prints the result, and nothing else, on standard output; saves the bundle where one was asked for. What checks either is
 * loaded only then.
 */
export async function printAnswer(
  diagnosis: Diagnosis,
  options: { json?: boolean; save?: string },
): Promise<void> {
  if (options.save !== undefined) await saveBundle(options.save, diagnosis);
  const { stdout } = process;
  const text = options.json
    ? writeJson((await import('../report/output.ts')).toOutput(diagnosis.answer))
    : renderTerminal(diagnosis.answer, terminalOptions(stdout));
  stdout.write(text);
}

async function saveBundle(path: string, { evidences, notes, receipt }: Diagnosis): Promise<void> {
  const { writeBundle } = await import('../evidence/bundle.ts');
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
