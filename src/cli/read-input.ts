import { readFileSync } from 'node:fs';
import { BadInput } from './bad-input.ts';

/** Text of a file, or of standard input for "-". Refuses what cannot be read, with a sentence. */
export function readInput(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    const why =
      { ENOENT: 'there is no such file', EISDIR: 'it is a folder', EACCES: 'permission denied' }[code] ??
      (cause instanceof Error ? cause.message : String(cause));
    throw new BadInput(`Cannot read "${file}": ${why}. Name a file with log text, or - for standard input.`, {
      cause,
    });
  }
}
