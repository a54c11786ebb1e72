import { readFileSync, statSync } from 'node:fs';
import { BadInput } from './bad-input.ts';
import { readPieces } from './read-pieces.ts';

/** Text up to this size gets one report a request; a larger one is an export, and is summed up. Our choice, bytes. */
export const largestText = 16 * 1024 * 1024;

/** A text to be read at once, or the pieces of one that is too large for that: each good until the next is asked for. */
export type Input =
  | { kind: 'text'; text: string }
  | { kind: 'export'; chunks: AsyncIterable<Buffer>; bytes?: number };

/** Text of a file, or of standard input for "-". Refuses what cannot be read, with a sentence. */
export function readInput(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (cause) {
    throw refusal(file, cause);
  }
}

/** As readInput, for what may be larger than memory. */
export async function openInput(file: string): Promise<Input> {
  try {
    if (file === '-') return await sized(process.stdin);
    const { size } = statSync(file);
    if (size <= largestText) return { kind: 'text', text: readFileSync(file, 'utf8') };
    return { kind: 'export', chunks: readPieces(file), bytes: size };
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
  return { kind: 'export', chunks: chained(pieces, iterator) };
}

async function* chained(pieces: Buffer[], rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer, void> {
  for (let piece = pieces.shift(); piece; piece = pieces.shift()) yield piece;
  for (;;) {
    const { value, done } = await rest.next();
    if (done) return;
    yield value;
  }
}

function refusal(file: string, cause: unknown): BadInput {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const why =
    { ENOENT: 'there is no such file', EISDIR: 'it is a folder', EACCES: 'permission denied' }[code] ??
    (cause instanceof Error ? cause.message : String(cause));
  return new BadInput(`Cannot read "${file}": ${why}. Name a file with log text, or - for standard input.`, {
    cause,
  });
}
