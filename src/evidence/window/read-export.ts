import { readerFor } from '../../inquiry/stream/read-block.ts';
import { carefulReader, type ExportSink, exportSkimmer } from './skim-export.ts';
import { lineSkimmer } from './skim-line.ts';

/** Bytes that are looked at to see what a text is. */
const firstBytes = 64 * 1024;

/**
 * Reads an export of any size in flat memory: native lines by their bytes, anything else by records. Never throws but what
 * `chunks` throws.
 */
export async function readExport(
  chunks: AsyncIterable<string | Buffer>,
  sink: ExportSink,
  onBlock: () => void,
): Promise<void> {
  let work = Buffer.allocUnsafeSlow(4 * firstBytes);
  let held = 0;
  let read: ReturnType<typeof exportSkimmer> | undefined;
  const take = (isLast: boolean) => {
    const block = work.subarray(0, held);
    read ??= isNative(block) ? exportSkimmer(sink) : carefulReader(readerFor(opening(block)), sink);
    const done = read(block, isLast);
    work.copyWithin(0, done, held);
    held -= done;
    onBlock();
  };
  for await (const chunk of chunks) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    if (held + bytes.length > work.length) {
      const larger = Buffer.allocUnsafeSlow(2 * (held + bytes.length));
      work.copy(larger, 0, 0, held);
      work = larger;
    }
    bytes.copy(work, held);
    held += bytes.length;
    if (read !== undefined || held >= firstBytes) take(false);
  }
  take(true);
}

const opening = (block: Buffer) => block.toString('utf8', 0, firstBytes);

/** Whether the first line that is not blank is a native one: then none of the other forms is meant. */
function isNative(block: Buffer): boolean {
  let start = 0;
  while (start < block.length && (block[start] ?? 0) <= 32) start += 1;
  const found = block.indexOf(10, start);
  const view = new DataView(block.buffer, block.byteOffset, block.length);
  const line = { bytes: block, view, atMs: 0, idFrom: 0, idTo: 0, from: 0, to: 0 };
  return lineSkimmer()(line, start, found < 0 ? block.length : found) !== 'other';
}
