import { opensRecord } from '../log-marks.ts';
import { textAt } from '../text-at.ts';
import { continues, follow, nothingOpen } from './continuation.ts';
import { parseJson } from './json-scan.ts';
import { type LogLine, readLogLine } from './log-line.ts';
import { nameLine } from './name-line.ts';
import type { PasteRecord, PasteText, Region, Shape } from './shape.ts';
import { readCommonTime, readStamp } from './stamp.ts';
import { wrapped } from './tool-prefix.ts';
import { unwrapJson } from './unwrap-json.ts';

/**
 * One record written as text, with the lines that go on with it (bodies over several lines, HTML, stack traces). A line
 * without a time counts only where it looks like a log's: what people write about a log is left aside, for a person's
 * sentence that names a request must never be taken for a backend's.
 */
export const readLogLines: Shape = (text, at) => {
  const line = textAt(text.lines, at);
  const read = readLogLine(line);
  const shape = nameLine(line, read) ?? (isInsideInvocation(text, at) ? 'Lambda log' : undefined);
  if (shape === undefined) return undefined;
  const { record } = read;
  const inner = readWrapped(record);
  if (inner !== undefined) return { shape: 'JSON records', records: inner, end: at + 1 };
  const spread = /^\S+$/.test(record.message) && read.isStamped && /^\{/.test(textAt(text.lines, at + 1));
  if (spread) return readSpread(text, at, read);
  const end = /^<request\b/.test(record.message) ? rowEnd(text, at) : goesOnTo(text, at, record.message);
  const message = [record.message, ...text.lines.slice(at + 1, end)].join('\n').trimEnd();
  if (message === '') return undefined;
  return { shape, records: [{ ...withCommonTime(record), message }], end } satisfies Region;
};

/** JSON that a tool wrote behind its own prefix: the times in it are the records', the prefix's is that of their arrival. */
function readWrapped({ message, ...outer }: PasteRecord): PasteRecord[] | undefined {
  const parsed = wrapped.test(message) ? parseJson(message) : undefined;
  return parsed === undefined
    ? undefined
    : unwrapJson(parsed.value, message).records.map((each) => ({ ...outer, ...each }));
}

function withCommonTime(record: PasteRecord): PasteRecord {
  return record.atMs === undefined ? { ...record, ...readCommonTime(record.message) } : record;
}

/** `aws logs tail --format json`: time and stream on a line, the record as JSON on the next ones. */
function readSpread(text: PasteText, at: number, { record }: LogLine): Region {
  const end = goesOnTo(text, at + 1, textAt(text.lines, at + 1));
  const message = text.lines.slice(at + 1, end).join('\n');
  return {
    shape: 'aws logs tail output',
    records: [{ ...record, logStream: record.message, message }],
    end,
  };
}

/** The line behind a record whose first line is given. Blank lines inside a body belong to it, at its end they do not. */
function goesOnTo({ lines }: PasteText, at: number, first: string): number {
  // Most records are one line: the next one begins with its own time, and nothing more need be looked at.
  if (beginsRecord(textAt(lines, at + 1))) return at + 1;
  let open = follow(nothingOpen, first);
  let end = at + 1;
  for (let line = end; line < lines.length; line += 1) {
    const next = textAt(lines, line);
    if (next.trim() === '') {
      if (open.depth === 0 && !open.inPage) break;
      continue;
    }
    if (beginsRecord(next) || !continues(open, next)) break;
    open = follow(open, next);
    end = line + 1;
  }
  return end;
}

const beginsRecord = (line: string) => readStamp(line) !== undefined || opensRecord(line);

/** Most lines of an access-log row in XML. */
const longestRow = 60;

function rowEnd({ lines }: PasteText, at: number): number {
  for (let line = at; line < Math.min(lines.length, at + longestRow); line += 1) {
    if (textAt(lines, line).includes('</request>')) return line + 1;
  }
  return at + 1;
}

/** How far up the line that opened an invocation is looked for. */
const longestInvocation = 300;

/**
 * Between START and END of a function's log stand lines of the function's own that may look like anything; they have no
 * time where the console's text was copied without it.
 */
function isInsideInvocation(text: PasteText, at: number): boolean {
  if (at >= text.lastInvocationEnd) return false;
  for (let line = at - 1; line >= 0 && line > at - longestInvocation && text.fuel.left >= 0; line -= 1) {
    text.fuel.left -= 1;
    const above = textAt(text.lines, line);
    if (above.startsWith('START RequestId: ')) return true;
    if (/^(?:END|REPORT) RequestId: /.test(above)) return false;
  }
  return false;
}
