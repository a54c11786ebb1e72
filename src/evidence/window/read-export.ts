import { lineReader, readerFor } from '../../inquiry/stream/read-block.ts';
import { readPieces } from './read-pieces.ts';
import { playRecording } from './record-export.ts';
import type { SkimmedAhead } from './skim-ahead.ts';
import { carefulReader, type ExportReader, type ExportSink, exportSkimmer } from './skim-export.ts';
import { lineSkimmer } from './skim-line.ts';

/** An export in an open file, with the threads that skim it where there are any. */
export interface OpenedExport {
  file: number;
  ahead?: SkimmedAhead;
}

/** Bytes that are looked at to see what a text is. */
const firstBytes = 64 * 1024;

/**
 * Reads an export of any size in flat memory: native lines by their bytes, anything else by records. `onRead` is told how
 * many bytes have been read so far. Never throws but what reading throws.
 */
export async function readExport(
  source: AsyncIterable<string | Buffer> | OpenedExport,
  sink: ExportSink,
  onRead: (bytes: number) => void,
): Promise<void> {
  const feed = feedReader(
    (opening) =>
      isNative(opening)
        ? exportSkimmer(sink).read
        : carefulReader(readerFor(opening.toString('utf8', 0, firstBytes)), sink),
    onRead,
  );
  if (Symbol.asyncIterator in source)
    for await (const chunk of source) feed.add(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  else {
    const from =
      source.ahead === undefined ? 0 : await takeSkimmed(source.file, source.ahead, sink, feed, onRead);
    for (const piece of readPieces(source.file, from)) feed.add(piece);
  }
  feed.end();
}

interface Feed {
  add(bytes: Uint8Array): void;
  end(): void;
}

/** Holds bytes until a reader is done with them; which reader it is shows in the first of them. */
function feedReader(readerOf: (opening: Buffer) => ExportReader, onRead: (bytes: number) => void): Feed {
  let work = Buffer.allocUnsafeSlow(4 * firstBytes);
  let held = 0;
  let all = 0;
  let read: ExportReader | undefined;
  const take = (isLast: boolean) => {
    const block = work.subarray(0, held);
    read ??= readerOf(block);
    const done = read(block, isLast);
    work.copyWithin(0, done, held);
    held -= done;
    onRead(all);
  };
  return {
    add(bytes) {
      if (held + bytes.length > work.length) {
        const larger = Buffer.allocUnsafeSlow(2 * (held + bytes.length));
        work.copy(larger, 0, 0, held);
        work = larger;
      }
      work.set(bytes, held);
      held += bytes.length;
      all += bytes.length;
      if (read !== undefined || held >= firstBytes) take(false);
    },
    end: () => take(true),
  };
}

/**
 * Takes stretch after stretch from the threads that skim. A record that lies across two is put together here, and read as
 * though it stood alone: a plainly native line begins behind it. Gives where the rest begins, with what came before it fed.
 */
async function takeSkimmed(
  file: number,
  ahead: SkimmedAhead,
  sink: ExportSink,
  feed: Feed,
  onRead: (bytes: number) => void,
): Promise<number> {
  const [opening] = readPieces(file);
  let end = 0;
  let open: Uint8Array = Buffer.alloc(0);
  if (opening !== undefined && isNative(opening.subarray(0, firstBytes)))
    for (let next = await ahead.next(); next !== undefined; next = await ahead.next()) {
      carefulReader(lineReader(), sink)(Buffer.concat([open, next.head]), true);
      playRecording(next.recording, sink);
      ahead.giveBack(next.recording.bytes);
      ({ end, tail: open } = next);
      onRead(end);
    }
  await ahead.stop();
  feed.add(open);
  return end;
}

/** Whether the first line that is not blank is a native one: then none of the other forms is meant. */
function isNative(block: Buffer): boolean {
  let start = 0;
  while (start < block.length && (block[start] ?? 0) <= 32) start += 1;
  const found = block.indexOf(10, start);
  const view = new DataView(block.buffer, block.byteOffset, block.length);
  const line = { bytes: block, view, atMs: 0, idFrom: 0, idTo: 0, from: 0, to: 0 };
  return lineSkimmer()(line, start, found < 0 ? block.length : found) !== 'other';
}
