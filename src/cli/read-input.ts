import { closeSync, createReadStream, fstatSync, openSync, readFileSync } from 'node:fs';
import { BadInput } from './bad-input.ts';

/** Text up to this size gets one report a request; a larger one is an export, and is summed up. Our choice, bytes. */
export const largestText = 16 * 1024 * 1024;

/** A text to be read at once; or one that is too large for that, as an open file of so many bytes or in pieces. */
export type Input =
  | { kind: 'text'; text: string }
  | { kind: 'file'; file: number; bytes: number }
  | { kind: 'pieces'; chunks: AsyncIterable<Buffer> };

/** A bundle's text, of a file or of standard input for "-". Refuses what cannot be read, with a sentence. */
export function readInput(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (cause) {
    throw refusal(file, cause, 'a bundle that diagnose --save wrote');
  }
}

/** As readInput, for what may be larger than memory. */
export async function openInput(file: string): Promise<Input> {
  try {
    if (file === '-') return await sized(process.stdin);
    const opened = openSync(file, 'r');
    const about = fstatSync(opened);
    // A pipe under a name, as a shell's `<(…)` gives it, has no size.
    if (!about.isFile()) return await sized(createReadStream(file, { fd: opened }));
    if (about.size > largestText) return { kind: 'file', file: opened, bytes: about.size };
    const text = readFileSync(opened, 'utf8');
    closeSync(opened);
    return { kind: 'text', text };
  } catch (cause) {
    throw refusal(file, cause);
  }
}

/** Reads on until the input ends or turns out to be an export. */
async function sized(source: AsyncIterable<Buffer>): Promise<Input> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  const iterator = source[Symbol.asyncIterator]();
  while (bytes <= largestText) {
    const { value, done } = await iterator.next();
    if (done) return { kind: 'text', text: Buffer.concat(pieces).toString('utf8') };
    pieces.push(value);
    bytes += value.length;
  }
  return { kind: 'pieces', chunks: chained(pieces, iterator) };
}

async function* chained(pieces: Buffer[], rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer, void> {
  for (let piece = pieces.shift(); piece; piece = pieces.shift()) yield piece;
  for (;;) {
    const { value, done } = await rest.next();
    if (done) return;
    yield value;
  }
}

function refusal(file: string, cause: unknown, wanted = 'a file with log text'): BadInput {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const why =
    { ENOENT: 'there is no such file', EISDIR: 'it is a folder', EACCES: 'permission denied' }[code] ??
    (cause instanceof Error ? cause.message : String(cause));
  return new BadInput(`Cannot read "${file}": ${why}. Name ${wanted}, or - for standard input.`, {
    cause,
  });
}
