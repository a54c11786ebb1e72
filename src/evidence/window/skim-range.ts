import { readSync } from 'node:fs';
import { isLoneTime } from '../../inquiry/shapes/console-copy.ts';
import { byteAt } from '../../inquiry/stream/native-line.ts';
import { exportRecorder, type Recording } from './record-export.ts';
import { exportSkimmer } from './skim-export.ts';
import { lineSkimmer } from './skim-line.ts';

/** A stretch of a file: the lines that begin in it behind its first byte; the first stretch also holds the line at 0. */
export interface FileRange {
  from: number;
  bytes: number;
}

/** What such a stretch held. What its first record may belong to and what its last record may go on with, others know. */
export interface SkimmedRange {
  /** Where the next stretch goes on. */
  end: number;
  /** Lines before the first that is plainly native: the end of a record that began earlier, or nothing. */
  head: Uint8Array;
  /** The records between. */
  recording: Recording;
  /** The last record, as far as it stands in this stretch. */
  tail: Uint8Array;
}

const [newline, carriageReturn] = [10, 13];
/** Read behind a stretch for the end of its last line, bytes: first so many, then up to the most; a longer line is not for skimming. */
const [spareBytes, mostSpareBytes] = [16 * 1024, 1024 * 1024];
/** A large buffer begins 16 bytes behind a page's start, where copying takes three times as long; see readPieces. */
const offset = 64;

/**
 * Skims stretches of a file that opens with native lines, each without the others. Undefined where that cannot be told of a
 * stretch alone: then it, and what follows, is for a reader of the whole. Throws what reading the file throws.
 */
export function rangeSkimmer(file: number) {
  let room = Buffer.alloc(0);
  let isCopied = false;
  const look = lineSkimmer();
  const recorder = exportRecorder();
  const skimmer = exportSkimmer(recorder.sink, {
    onCopied: () => {
      isCopied = true;
    },
  });
  /** How many bytes of a stretch and behind it stand in the room; undefined where its last line does not end in them. */
  const readWith = (from: number, bytes: number, behind: number) => {
    if (room.length < bytes + behind) room = Buffer.allocUnsafeSlow(offset + bytes + behind).subarray(offset);
    const held = readAt(file, room.subarray(0, bytes + behind), from);
    return held <= bytes || room.subarray(0, held).includes(newline, bytes) ? held : undefined;
  };
  return ({ from, bytes }: FileRange, spare?: ArrayBuffer): SkimmedRange | undefined => {
    const held = readWith(from, bytes, spareBytes) ?? readWith(from, bytes, mostSpareBytes);
    if (held === undefined) return undefined;
    const start = from === 0 ? 0 : room.indexOf(newline) + 1;
    const end = held <= bytes ? held : room.indexOf(newline, bytes) + 1;
    if ((from > 0 && start === 0) || end <= start) return undefined;
    const first = firstNative(look, room, start, end);
    if (first === undefined) return undefined;
    isCopied = false;
    recorder.begin(spare);
    skimmer.restart();
    const done = first + skimmer.read(room.subarray(first, end), false);
    if (isCopied) return undefined;
    return {
      end: from + end,
      // The next stretch is read to the same room.
      head: new Uint8Array(room.subarray(start, first)),
      recording: recorder.recording(),
      tail: new Uint8Array(room.subarray(done, end)),
    };
  };
}

/** Fills a buffer from a place in a file on, as far as there is anything. */
function readAt(file: number, buffer: Buffer, from: number): number {
  let held = 0;
  for (;;) {
    const length = readSync(file, buffer, held, buffer.length - held, from + held);
    held += length;
    if (length === 0 || held === buffer.length) return held;
  }
}

/** Where the first plainly native line begins; undefined where there is none, or where a console's copy may come before it. */
function firstNative(
  look: ReturnType<typeof lineSkimmer>,
  room: Buffer,
  from: number,
  end: number,
): number | undefined {
  const view = new DataView(room.buffer, room.byteOffset, room.length);
  const line = { bytes: room, view, atMs: 0.5, idFrom: 0, idTo: 0, from: 0, to: 0 };
  for (let start = from; start < end; ) {
    const found = room.indexOf(newline, start);
    const next = found < 0 || found >= end ? end : found + 1;
    let last = next;
    while (last > start && byteAt(room, last - 1) <= 32) last -= 1;
    const bytes = room.subarray(start, last);
    const isPlain = bytes.every((byte) => byte < 127 && byte !== carriageReturn);
    if (isPlain && look(line, start, last) !== 'other') return start;
    if (last - start <= 60 && last > start && isLoneTime(bytes.toString())) return undefined;
    start = next;
  }
  return undefined;
}
