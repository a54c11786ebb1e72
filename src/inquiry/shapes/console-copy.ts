import { opensRecord } from '../log-marks.ts';
import { textAt } from '../text-at.ts';
import { continues, follow, nothingOpen } from './continuation.ts';
import { parseJson, scanJson, textOf } from './json-scan.ts';
import type { PasteRecord, PasteText, Shape } from './shape.ts';
import { type Moment, readMoment, readStamp } from './stamp.ts';

/**
 * Text copied out of the console's list of events: the time stands on its own line, the message below it, often twice (as
 * the row and as the opened row). Older consoles write the date once and the time of day before each message.
 */
export const readConsoleCopy: Shape = (text, at) => {
  const line = textAt(text.lines, at);
  if (line.length > 60 || !/^\s*["'[]?\d/.test(line)) return undefined;
  const moment = readMoment(line) ?? clockUnderDate(text, at);
  if (moment === undefined) return isDate(line) && isFollowedByClock(text, at) ? dateAlone(at) : undefined;
  const from = nextLine(text, at + 1);
  const opened = text.lines[from];
  if (opened === undefined || isTime(text, from)) return undefined;
  const { message, end } = readMessage(text, from);
  return {
    shape: 'console copy',
    records: [{ ...moment, message } satisfies PasteRecord],
    end: skipRepeated(text, from, end, message),
  };
};

const isDate = (line: string) => /^\s*\d{4}-\d{2}-\d{2}\s*$/.test(line);
const clock = /^\s*(\d{2}:\d{2}:\d{2}(?:\.\d{3})?)\s*$/;

function isTime(text: PasteText, at: number): boolean {
  const line = textAt(text.lines, at);
  return isDate(line) || clock.test(line) || readMoment(line) !== undefined;
}

function nextLine(text: PasteText, at: number): number {
  let next = at;
  while (next < text.lines.length && next < at + 3 && textAt(text.lines, next).trim() === '') next += 1;
  return next;
}

const isFollowedByClock = (text: PasteText, at: number) =>
  clock.test(textAt(text.lines, nextLine(text, at + 1)));

function dateAlone(at: number) {
  return { shape: 'console copy' as const, records: [], end: at + 1 };
}

/**
 * Whether a line is only a time: the message that it belongs to stands below, even if that bears a time of its own.
 */
export function isLoneTime(line: string): boolean {
  return line.length <= 60 && (clock.test(line) || readMoment(line) !== undefined);
}

/** How far up the date of a time of day is looked for, lines. */
const farthestDate = 2000;

function clockUnderDate(text: PasteText, at: number): Moment | undefined {
  const time = clock.exec(textAt(text.lines, at))?.[1];
  if (time === undefined || text.fuel.left < 0) return undefined;
  for (let above = at - 1; above >= 0 && above > at - farthestDate; above -= 1) {
    text.fuel.left -= 1;
    const line = textAt(text.lines, above);
    if (isDate(line)) return readMoment(`${line.trim()} ${time}`);
    if (readStamp(line) !== undefined) return undefined;
  }
  return undefined;
}

/** A message is its first line and all that goes on with it. */
function readMessage(text: PasteText, from: number): { message: string; end: number } {
  const first = textAt(text.lines, from);
  let open = follow(nothingOpen, first);
  let end = from + 1;
  for (; end < text.lines.length; end += 1) {
    const line = textAt(text.lines, end);
    if (line.trim() === '' || isTime(text, end) || opensRecord(line) || !continues(open, line)) break;
    open = follow(open, line);
  }
  return { message: text.lines.slice(from, end).join('\n').trim(), end };
}

/** The same message again, or the same JSON spread over lines, is the opened row. */
function skipRepeated(text: PasteText, from: number, end: number, message: string): number {
  const again = nextLine(text, end);
  const lines = end - from;
  const repeated = text.lines
    .slice(again, again + lines)
    .join('\n')
    .trim();
  if (repeated === message) return again + lines;
  const first = parseJson(message);
  const next = textAt(text.lines, again);
  if (first === undefined || !/^\s*[{[]/.test(next) || text.fuel.left < 0) return end;
  const { whole, looked } = scanJson(text.lines, again, next.search(/[{[]/));
  text.fuel.left -= looked;
  const second = whole === undefined ? undefined : parseJson(textOf(text.lines, whole));
  const isSame = second !== undefined && JSON.stringify(second.value) === JSON.stringify(first.value);
  return whole !== undefined && isSame ? whole.endLine + 1 : end;
}
