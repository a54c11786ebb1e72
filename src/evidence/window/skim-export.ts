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

/** One skimmer for many parts, since what is compiled for one would not do for the next. */
export interface ExportSkimmer {
  read: ExportReader;
  /** What is read from now on has nothing to do with what was. */
  restart(): void;
}

/**
 * Reads the lines of an export by their bytes, many times faster than by records. A line counts only once the next one
 * shows that the record ended with it; a line that is not plainly native, with the record before it, goes to the careful
 * reader, up to the next native line. So the outcome is the same as of the careful reader alone.
 */
export function exportSkimmer(sink: ExportSink, part?: SkimmedPart): ExportSkimmer {
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
  // Of the block that is read: characters that part lines for the careful reader alone may stand in it; where the next
  // return stands; up to where it is done with; and what has been looked at when it comes again.
  let isParted = false;
  let [nextReturn, done, seen] = [-1, 0, 0];

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
  const takeOther = (block: Buffer, start: number, end: number) => {
    if (careful === undefined) leave();
    if (!isCopied && end - start <= 60 && isLoneTime(block.toString('utf8', start, end))) {
      isCopied = true;
      part?.onCopied();
    }
  };
  /** Apart from what is done once a block: this is compiled many times sooner, and only once. */
  const takeLine = (block: Buffer, start: number, to: number) => {
    let end = to;
    while (end > start && byteAt(block, end - 1) <= blank) end -= 1;
    if (nextReturn >= 0 && nextReturn < start) nextReturn = block.indexOf(carriageReturn, start);
    const isWhole = !isParted && (nextReturn < 0 || nextReturn >= end);
    const gist = isWhole && !isCopied ? look(line, start, end) : 'other';
    if (gist === 'other') {
      if (end > start) takeOther(block, start, end);
      return;
    }
    if (careful === undefined) release();
    else {
      careful(block.subarray(done, start), true);
      careful = undefined;
    }
    [held, line] = [line, held];
    holds = gist;
    done = start;
  };
  const read: ExportReader = (block, isLast) => {
    const view = new DataView(block.buffer, block.byteOffset, block.length);
    for (const each of [held, line]) Object.assign(each, { bytes: block, view });
    isParted = !isAscii(block) && (block.includes('\u2028') || block.includes('\u2029'));
    nextReturn = block.indexOf(carriageReturn, seen);
    done = 0;
    let start = seen;
    for (let to = block.indexOf(newline, start); to >= 0; to = block.indexOf(newline, start)) {
      takeLine(block, start, to);
      start = to + 1;
    }
    if (isLast) {
      takeLine(block, start, block.length);
      start = block.length;
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
  return {
    read,
    restart() {
      holds = 'nothing';
      careful = undefined;
      isCopied = false;
      [quiet, seen] = [0, 0];
    },
  };
}

function emptyLine(): ByteLine {
  const bytes = Buffer.alloc(0);
  return { bytes, view: new DataView(bytes.buffer), atMs: 0.5, idFrom: 0, idTo: 0, from: 0, to: 0 };
}
