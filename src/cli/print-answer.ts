import type { Diagnosis } from '../diagnose.ts';
import { renderTerminal } from '../report/terminal.ts';
import { saveBundle } from './save-bundle.ts';
import { terminalOptions } from './terminal-options.ts';
import { writeJson } from './write-json.ts';

/**
 * Prints the result, and nothing else, on standard output; then saves the bundle where one was asked for, so that a disk
 * that is full takes no verdict from anybody. What checks either is loaded only then.
 */
export async function printAnswer(
  { answer, evidences, notes, receipt }: Diagnosis,
  options: { json?: boolean; save?: string },
): Promise<void> {
  const { stdout } = process;
  const text = options.json
    ? writeJson((await import('../report/output.ts')).toOutput(answer))
    : renderTerminal(answer, terminalOptions(stdout));
  const bundle =
    options.save === undefined
      ? undefined
      : (await import('../evidence/bundle.ts')).writeBundle(evidences, notes, receipt);
  stdout.write(text);
  // At once: a reader of the output that leaves early (`| head`) ends the process.
  if (options.save !== undefined && bundle !== undefined) saveBundle(options.save, bundle);
}
