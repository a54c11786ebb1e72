import { isAscii } from 'node:buffer';
import type { LogEvent } from '../../inquiry/log-event.ts';
import { toPaste } from '../../inquiry/paste.ts';
import type { Regions } from '../../inquiry/read-regions.ts';
import { byteAt } from '../../inquiry/stream/native-line.ts';
import { type BlockReader, lineReader } from '../../inquiry/stream/read-block.ts';
import { lineSkimmer } from './skim-line.ts';

/** Takes what an export holds, in its order. */
export interface ExportSink {
  /** A line that tells nothing but its time. */
  quiet(atMs: number): void;
  /** A line that tells how a request went: its id, and the beginning of what stands behind. */
  telling(id: string, text: string, atMs: number): void;
  /** Any other record, as the careful reader gives it. */
  event(event: LogEvent): void;
  /** Lines that belong to no record. */
  skipped(lines: number): void;
}

/** Reads whole lines of a block; says how many bytes are done with. The rest comes again with what follows. */
export type ExportReader = (block: Buffer, isLast: boolean) => number;

/** Reads by records. */
export function carefulReader(read: BlockReader, sink: ExportSink): ExportReader {
  return (block, isLast) => {
    const regions: Regions = { records: [], counts: new Map(), skipped: { lines: 0, samples: [] } };
    const done = read(block, isLast, regions);
    for (const event of toPaste(regions, 0).events) sink.event(event);
    sink.skipped(regions.skipped.lines);
    return done;
  };
}

const [newline, carriageReturn, blank] = [10, 13, 32];
/** A line longer than this is left to the careful reader, which bounds it. Bytes. */
const longestLine = 1024 * 1024;

/**
 * Reads the lines of an export by their bytes, many times faster than by records. A line counts only once the next one
 * shows that the record ended with it; a line that is not plainly native, with the record before it, goes to the careful
 * reader, up to the next native line. So the outcome is the same as of the careful reader alone.
 */
export function exportSkimmer(sink: ExportSink): ExportReader {
  const skimmer = lineSkimmer();
  let held: 'none' | 'quiet' | 'telling' = 'none';
  let [heldAtMs, heldId, heldText] = [0, '', ''];
  // Set while a stretch goes to the careful reader.
  let careful: ExportReader | undefined;
  let seen = 0;

  const release = () => {
    if (held === 'quiet') sink.quiet(heldAtMs);
    else if (held === 'telling') sink.telling(heldId, heldText, heldAtMs);
    held = 'none';
  };

  return (block, isLast) => {
    const view = new DataView(block.buffer, block.byteOffset, block.length);
    // Characters that part lines for the careful reader alone; it is asked wherever they may stand.
    const isParted = !isAscii(block) && (block.includes('\u2028') || block.includes('\u2029'));
    let nextReturn = block.indexOf(carriageReturn, seen);
    let done = 0;
    let start = seen;
    while (start < block.length) {
      const found = block.indexOf(newline, start);
      if (found < 0 && !isLast) break;
      let end = found < 0 ? block.length : found;
      while (end > start && byteAt(block, end - 1) <= blank) end -= 1;
      if (nextReturn >= 0 && nextReturn < start) nextReturn = block.indexOf(carriageReturn, start);
      const isWhole = !isParted && (nextReturn < 0 || nextReturn >= end);
      const gist = isWhole && end > start ? skimmer.look(block, view, start, end) : 'other';
      if (gist !== 'other') {
        if (careful === undefined) release();
        else {
          careful(block.subarray(done, start), true);
          careful = undefined;
        }
        held = gist;
        heldAtMs = skimmer.atMs;
        if (gist === 'telling') {
          heldId = skimmer.id;
          heldText = skimmer.text;
        }
        done = start;
      } else if (end > start && careful === undefined) {
        careful = carefulReader(lineReader(), sink);
        held = 'none';
      }
      start = found < 0 ? block.length : found + 1;
    }
    if (careful === undefined && block.length - start > longestLine) {
      careful = carefulReader(lineReader(), sink);
      held = 'none';
    }
    if (careful !== undefined) done += careful(block.subarray(done), isLast);
    else if (isLast) release();
    if (isLast) return block.length;
    seen = Math.max(start - done, 0);
    return done;
  };
}
