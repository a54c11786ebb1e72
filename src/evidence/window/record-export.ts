import type { LogEvent } from '../../inquiry/log-event.ts';
import { copyBytes } from './open-requests.ts';
import type { ExportSink } from './skim-export.ts';
import type { ByteLine } from './skim-line.ts';

/** What a stretch of an export told its sink, in that order, as bytes that pass from one thread to another uncopied. */
export interface Recording {
  bytes: ArrayBuffer;
  used: number;
  /** Records that are no native lines, in the order of their entries. */
  events: LogEvent[];
}

const [quiet, telling, event, skipped] = [0, 1, 2, 3];
/** An entry: its kind; then lines and both times, or time, lengths of the id and of all, and all from the id on. A telling line has at most 530 bytes. */
const [quietBytes, lineHead, longestEntry] = [21, 13, 1024];
const firstBytes = 256 * 1024;

/** A sink that writes down what it is told, to be played to another. */
export interface ExportRecorder {
  sink: ExportSink;
  /** Begins a recording; `spare` is room that is no longer needed. */
  begin(spare?: ArrayBuffer): void;
  recording(): Recording;
}

export function exportRecorder(): ExportRecorder {
  let bytes = Buffer.alloc(0);
  let view = new DataView(bytes.buffer);
  let used = 0;
  let events: LogEvent[] = [];
  const open = (kind: number) => {
    if (used + longestEntry > bytes.length) {
      const larger = Buffer.from(new ArrayBuffer(2 * (bytes.length + longestEntry)));
      bytes.copy(larger, 0, 0, used);
      bytes = larger;
      view = new DataView(bytes.buffer);
    }
    view.setUint8(used, kind);
    return used + 1;
  };
  return {
    sink: {
      quiet(lines, fromMs, toMs) {
        const at = open(quiet);
        view.setUint32(at, lines);
        view.setFloat64(at + 4, fromMs);
        view.setFloat64(at + 12, toMs);
        used += quietBytes;
      },
      telling({ view: source, atMs, idFrom, idTo, to }) {
        const at = open(telling);
        view.setFloat64(at, atMs);
        view.setUint16(at + 8, idTo - idFrom);
        view.setUint16(at + 10, to - idFrom);
        used += lineHead;
        copyBytes(source, idFrom, to, view, used);
        used += to - idFrom;
      },
      event(one) {
        used = open(event);
        events.push(one);
      },
      skipped(lines) {
        if (lines === 0) return;
        view.setUint32(open(skipped), lines);
        used += 5;
      },
    },
    begin(spare = new ArrayBuffer(firstBytes)) {
      bytes = Buffer.from(spare);
      view = new DataView(spare);
      used = 0;
      events = [];
    },
    recording: () => ({ bytes: bytes.buffer, used, events }),
  };
}

/** Tells a sink what was recorded. */
export function playRecording({ bytes: buffer, used, events }: Recording, sink: ExportSink): void {
  const bytes = Buffer.from(buffer);
  const view = new DataView(buffer);
  const line: ByteLine = { bytes, view, atMs: 0.5, idFrom: 0, idTo: 0, from: 0, to: 0 };
  let next = 0;
  for (let at = 0; at < used; ) {
    const kind = view.getUint8(at);
    if (kind === telling) {
      line.atMs = view.getFloat64(at + 1);
      line.idFrom = at + lineHead;
      line.idTo = line.idFrom + view.getUint16(at + 9);
      // The parenthesis and a blank stand between.
      line.from = line.idTo + 2;
      line.to = line.idFrom + view.getUint16(at + 11);
      sink.telling(line);
      at = line.to;
    } else if (kind === quiet) {
      sink.quiet(view.getUint32(at + 1), view.getFloat64(at + 5), view.getFloat64(at + 13));
      at += quietBytes;
    } else if (kind === skipped) {
      sink.skipped(view.getUint32(at + 1));
      at += 5;
    } else {
      const one = events[next];
      if (one !== undefined) sink.event(one);
      next += 1;
      at += 1;
    }
  }
}
