import { cleanText } from '../clean-text.ts';
import { opensRecord } from '../log-marks.ts';
import { mostSamples, type Regions, readRegions } from '../read-regions.ts';
import { isLoneTime } from '../shapes/console-copy.ts';
import { readCsv } from '../shapes/csv.ts';
import { pasteText } from '../shapes/shape.ts';
import { readStamp } from '../shapes/stamp.ts';
import { textAt } from '../text-at.ts';
import { byteAt, isPlain, nativeLineReader } from './native-line.ts';

/** Bytes of lines without a time that are collected before they are read, and the most that one record may take. */
const [unstampedBytes, longestRecordBytes] = [256 * 1024, 2 * 1024 * 1024];
const [newline, quote, brace] = [10, 34, 125];

/** Reads whole lines of a buffer; says how many bytes are done with. The rest comes again with what follows. */
export type BlockReader = (buffer: Buffer, isLast: boolean, into: Regions) => number;

/**
 * Lines of log text, native or tailed. A record's end shows only where the next begins, so the last record of a block
 * waits for the next block. Native lines are read by their bytes; whatever else stands between them goes to the careful
 * reader, a stretch at a time. Each line is looked at once, however long it waits.
 */
export function lineReader(): BlockReader {
  const readNative = nativeLineReader();
  let pending: ReturnType<typeof readNative>;
  let hasMore = false;
  // Since a line that is only a time, records may bear times of their own and stand twice: a console's copy.
  let isCopied = false;
  let isDocument: boolean | undefined;
  let hasLists = false;
  let seen = 0;
  /** Whether lines without a time may be parted here: where a record begins, or where one has grown beyond all measure. */
  const begins = (buffer: Buffer, start: number, end: number, collected: number) => {
    if (collected > longestRecordBytes) return true;
    const line = buffer.toString('utf8', start, Math.min(end, start + 400));
    if (isCopied) return isLoneTime(line);
    if (isDocument && /^\s*[{[]$/.test(line)) return line.endsWith('[') === hasLists;
    return (
      opensRecord(line) ||
      readStamp(line) !== undefined ||
      (line.startsWith('{') && byteAt(buffer, end - 1) === brace)
    );
  };
  return (buffer, isLast, into) => {
    const plain = isPlain(buffer);
    let done = 0;
    const flush = (end: number) => {
      if (pending !== undefined && !hasMore) push(into, pending);
      else if (end > done) carefully(buffer.toString('utf8', done, end), into);
      pending = undefined;
      hasMore = false;
      isCopied = false;
      done = end;
    };
    let start = seen;
    while (start < buffer.length) {
      const found = buffer.indexOf(newline, start);
      if (found < 0 && !isLast) break;
      const end = trimmedEnd(buffer, start, found < 0 ? buffer.length : found);
      const native = isCopied ? undefined : readNative(buffer, start, end, plain);
      if (native !== undefined) {
        flush(start);
        isDocument = false;
        pending = native;
      } else if (end > start) {
        if (start - done > unstampedBytes && begins(buffer, start, end, start - done)) flush(start);
        hasMore = true;
        isDocument ??= /^(?:[{[]|\{\s*"\w+"\s*:\s*\[)$/.test(
          buffer.toString('latin1', start, Math.min(end, start + 80)),
        );
        // A row of query results is a list of fields: such a document is parted before a list only.
        hasLists ||= end - start < 40 && /^\s+\[$/.test(buffer.toString('latin1', start, end));
        isCopied ||= end - start <= 60 && isLoneTime(buffer.toString('utf8', start, end));
      }
      start = found < 0 ? buffer.length : found + 1;
    }
    if (isLast) flush(buffer.length);
    else if (buffer.length - done > longestRecordBytes) {
      // One line beyond all measure, or a record: what is there is read as it stands.
      start = start > done ? start : buffer.length;
      flush(start);
    }
    seen = start - done;
    return done;
  };
}

const isBlank = (byte: number) => byte === 32 || (byte >= 9 && byte <= 13);

/** Behind the last byte that is no blank. */
function trimmedEnd(buffer: Buffer, start: number, end: number): number {
  let last = end;
  while (last > start && isBlank(byteAt(buffer, last - 1))) last -= 1;
  return last;
}

function push(into: Regions, record: NonNullable<ReturnType<ReturnType<typeof nativeLineReader>>>): void {
  into.records.push(record);
  const shape = record.logStream === undefined ? 'log lines' : 'aws logs tail output';
  into.counts.set(shape, (into.counts.get(shape) ?? 0) + 1);
}

/** The same reading as of a paste. */
function carefully(text: string, into: Regions): void {
  const { records, counts, skipped } = readRegions(pasteText(cleanText(text)));
  for (const record of records) into.records.push(record);
  for (const [shape, count] of counts) into.counts.set(shape, (into.counts.get(shape) ?? 0) + count);
  into.skipped.lines += skipped.lines;
  into.skipped.samples.push(...skipped.samples.slice(0, mostSamples - into.skipped.samples.length));
}

/**
 * Rows of a CSV export: parted only where no quote is open, and each stretch read under the header. A file whose quotes go
 * wrong is parted all the same when a row grows beyond all measure.
 */
function csvReader(header: string): BlockReader {
  let isFirst = true;
  let isOpen = false;
  let seen = 0;
  return (buffer, isLast, into) => {
    let end = 0;
    for (let at = seen; at < buffer.length; at += 1) {
      const byte = buffer[at];
      if (byte === quote) isOpen = !isOpen;
      else if (byte === newline && !isOpen) end = at + 1;
    }
    if (isLast) end = buffer.length;
    else if (end === 0 && buffer.length > longestRecordBytes) {
      end = buffer.lastIndexOf(newline) + 1 || buffer.length;
      isOpen = false;
    }
    seen = buffer.length - end;
    if (end === 0) return 0;
    const text = buffer.toString('utf8', 0, end);
    carefully(isFirst || header === '' ? text : `${header}\n${text}`, into);
    isFirst = false;
    return end;
  };
}

/** The reader for a text that begins so. */
export function readerFor(start: string): BlockReader {
  const first = textAt(cleanText(start.trimStart()), 0);
  const csv = readCsv(pasteText([first]), 0);
  if (csv === undefined) return lineReader();
  return csvReader(csv.records.length === 0 ? first : '');
}
