import { isAscii } from 'node:buffer';
import type { LogEvent } from '../../inquiry/log-event.ts';
import { toPaste } from '../../inquiry/paste.ts';
import type { Regions } from '../../inquiry/read-regions.ts';
import { isLoneTime } from '../../inquiry/shapes/console-copy.ts';
import { byteAt } from '../../inquiry/stream/native-line.ts';
import { type BlockReader, lineReader } from '../../inquiry/stream/read-block.ts';
import { type ByteLine, lineSkimmer } from './skim-line.ts';

/** Takes what an export holds, in its order. */
export interface ExportSink {
  /** So many lines that tell nothing but their times, epoch ms. */
  quiet(lines: number, fromMs: number, toMs: number): void;
  /** A line that tells how a request went; its bytes are good for the moment only. */
  telling(line: ByteLine): void;
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

/** For a reader that is given a part of an export and hands its last record on: that one is left as it stands. */
export interface SkimmedPart {
  /** Told when a console's copy may have begun, so that what follows the part is not for skimming either. */
  onCopied(): void;
}

/**
 * Reads the lines of an export by their bytes, many times faster than by records. A line counts only once the next one
 * shows that the record ended with it; a line that is not plainly native, with the record before it, goes to the careful
 * reader, up to the next native line. So the outcome is the same as of the careful reader alone.
 */
export function exportSkimmer(sink: ExportSink, part?: SkimmedPart): ExportReader {
  const look = lineSkimmer();
  // Two lines, used in turn: the one that is held, and the one that is looked at.
  let [held, line] = [emptyLine(), emptyLine()];
  let holds: 'nothing' | 'quiet' | 'telling' = 'nothing';
  let quiet = 0;
  const span = new Float64Array(2);
  // Set while a stretch goes to the careful reader.
  let careful: ExportReader | undefined;
  // Since a line that is only a time, what looks like a line may be part of a console's copy: that is not for skimming.
  let isCopied = false;
  let seen = 0;

  const release = () => {
    if (holds === 'telling') sink.telling(held);
    else if (holds === 'quiet') {
      const { atMs } = held;
      if (quiet === 0 || atMs < (span[0] ?? 0)) span[0] = atMs;
      if (quiet === 0 || atMs > (span[1] ?? 0)) span[1] = atMs;
      quiet += 1;
    }
    holds = 'nothing';
  };
  const tellQuiet = () => {
    if (quiet > 0) sink.quiet(quiet, span[0] ?? 0, span[1] ?? 0);
    quiet = 0;
  };
  const leave = () => {
    tellQuiet();
    holds = 'nothing';
    careful = carefulReader(lineReader(), sink);
  };

  return (block, isLast) => {
    const view = new DataView(block.buffer, block.byteOffset, block.length);
    for (const each of [held, line]) Object.assign(each, { bytes: block, view });
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
      const gist = isWhole && !isCopied ? look(line, start, end) : 'other';
      if (gist !== 'other') {
        if (careful === undefined) release();
        else {
          careful(block.subarray(done, start), true);
          careful = undefined;
        }
        [held, line] = [line, held];
        holds = gist;
        done = start;
      } else if (end > start) {
        if (careful === undefined) leave();
        if (!isCopied && end - start <= 60 && isLoneTime(block.toString('utf8', start, end))) {
          isCopied = true;
          part?.onCopied();
        }
      }
      start = found < 0 ? block.length : found + 1;
    }
    if (careful === undefined && block.length - start > longestLine) leave();
    if (careful === undefined) {
      if (isLast) release();
    } else if (isLast || part === undefined) done += careful(block.subarray(done), isLast);
    tellQuiet();
    if (isLast) return block.length;
    // The bytes that come again stand at the beginning then.
    for (const at of ['idFrom', 'idTo', 'from', 'to'] as const) held[at] -= done;
    seen = Math.max(start - done, 0);
    return done;
  };
}

function emptyLine(): ByteLine {
  const bytes = Buffer.alloc(0);
  return { bytes, view: new DataView(bytes.buffer), atMs: 0.5, idFrom: 0, idTo: 0, from: 0, to: 0 };
}
