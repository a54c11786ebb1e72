import { accessSync, constants, existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { BadInput } from './bad-input.ts';

/** Refuses a file that could not be written, before anybody waits for what belongs into it. Makes nothing. */
export function refuseUnwritable(path: string): void {
  try {
    const isThere = existsSync(path);
    if (path.trim() === '') throw new Error('the name is empty');
    if (!isThere && !existsSync(dirname(path))) throw new Error(`there is no folder "${dirname(path)}"`);
    if (isThere && statSync(path).isDirectory()) throw new Error('it is a folder');
    accessSync(isThere ? path : dirname(path), constants.W_OK);
  } catch (cause) {
    throw refusal(path, cause);
  }
}

/** The text of a bundle in a file that its owner alone may read; refuses with a sentence where it cannot be written. */
export function saveBundle(path: string, text: string): void {
  try {
    writeFileSync(path, text, { mode: 0o600 });
  } catch (cause) {
    throw refusal(path, cause);
  }
}

function refusal(path: string, cause: unknown): BadInput {
  return new BadInput(
    `Cannot write the bundle to "${path}": ${cause instanceof Error ? cause.message : String(cause)}.`,
    { cause },
  );
}
