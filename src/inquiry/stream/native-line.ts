import { isAscii } from 'node:buffer';
import { believableTime } from '../believable-time.ts';

/** What stands in one native or tailed line, read from its bytes; the message is not decoded twice. */
export interface NativeLine {
  atMs: number;
  resolutionMs: number;
  message: string;
  logStream?: string;
}

/** What a browser, a terminal or Slack leaves in a text; a line with any of it needs the careful reader. */
/** NUL of UTF-16, a return that parts lines, the escape of colours. */
const controls = [0, 13, 27].map((code) => String.fromCharCode(code));
const leftovers = ['`', '&', '<http', '<mailto:', '<tel:', ...controls];
const handled = new RegExp(
  `\`|&(?:lt|gt|amp);|<(?:https?:|mailto:|tel:)|[${controls.join('')}\\u007f-\\uffff]`,
);

/** Whether nothing in these bytes can need the careful reader; a look at a whole block costs less than one at each line. */
export function isPlain(buffer: Buffer): boolean {
  return isAscii(buffer) && leftovers.every((each) => !buffer.includes(each));
}

const [zero, nine, minus, colon, dot, blank, tab] = [48, 57, 45, 58, 46, 32, 9];

/** A byte, or -1 behind the end. */
export const byteAt = (bytes: Uint8Array, at: number) => bytes[at] ?? -1;
const isDigit = (byte: number) => byte >= zero && byte <= nine;

/** Reads whole numbers of fixed width out of bytes; NaN where a byte is no digit. */
function number(bytes: Uint8Array, at: number, digits: number): number {
  let value = 0;
  for (let index = at; index < at + digits; index += 1) {
    const byte = byteAt(bytes, index);
    if (!isDigit(byte)) return Number.NaN;
    value = value * 10 + byte - zero;
  }
  return value;
}

/** Reads one line of a buffer; `plain` says that nothing in the buffer needs the careful reader. */
export type NativeLineReader = (
  buffer: Buffer,
  start: number,
  end: number,
  plain: boolean,
) => NativeLine | undefined;

/** Reads native lines by their bytes, for exports too large for the careful reader. Remembers the last day that it saw. */
export function nativeLineReader(): NativeLineReader {
  let day = Number.NaN;
  let dayMs = 0;
  return (buffer, start, end, plain) => {
    const year = number(buffer, start, 4);
    const month = number(buffer, start + 5, 2);
    const date = number(buffer, start + 8, 2);
    const time =
      number(buffer, start + 11, 2) * 3600 +
      number(buffer, start + 14, 2) * 60 +
      number(buffer, start + 17, 2);
    const separators =
      buffer[start + 4] === minus && buffer[start + 7] === minus && buffer[start + 13] === colon;
    if (!separators || buffer[start + 16] !== colon || Number.isNaN(year + month + date + time))
      return undefined;
    const between = buffer[start + 10];
    if (between !== 84 && between !== blank) return undefined;
    const key = year * 10_000 + month * 100 + date;
    if (key !== day) {
      day = key;
      dayMs = Date.UTC(year, month - 1, date);
      // Anything that is no day of the calendar, or beyond belief, is the careful reader's to judge.
      const isDay = new Date(dayMs).getUTCDate() === date && month >= 1 && month <= 12;
      if (!isDay || believableTime(dayMs) === undefined) day = Number.NaN;
    }
    if (Number.isNaN(day) || time >= 86_400) return undefined;
    const fraction = fractionAt(buffer, start + 19);
    const behind = zoneEnd(buffer, fraction.end);
    if (behind === undefined || (buffer[behind] !== blank && buffer[behind] !== tab)) return undefined;
    const place = streamEnd(buffer, behind + 1);
    const from = place ?? behind + 1;
    if (from >= end || !opensMessage(byteAt(buffer, from))) return undefined;
    const message = plain ? buffer.toString('latin1', from, end) : buffer.toString('utf8', from, end);
    // One word alone may be a stream whose record stands on the next lines.
    if (!message.includes(' ')) return undefined;
    if (
      (!plain && handled.test(message)) ||
      (place === undefined && message.startsWith('API-Gateway-Execution-Logs_'))
    )
      return undefined;
    const read = { atMs: dayMs + time * 1000 + fraction.ms, resolutionMs: fraction.resolutionMs, message };
    return place === undefined
      ? read
      : { ...read, logStream: buffer.toString('latin1', behind + 1, place - 1) };
  };
}

function fractionAt(buffer: Buffer, at: number): { ms: number; resolutionMs: number; end: number } {
  if (buffer[at] !== dot || !isDigit(byteAt(buffer, at + 1))) return { ms: 0, resolutionMs: 1000, end: at };
  const three = number(buffer, at + 1, 3);
  if (!Number.isNaN(three) && !isDigit(byteAt(buffer, at + 4)))
    return { ms: three, resolutionMs: 1, end: at + 4 };
  let [ms, resolutionMs, end] = [0, 1000, at + 1];
  for (; isDigit(byteAt(buffer, end)) && end < at + 10; end += 1) {
    if (resolutionMs === 1) continue;
    ms = ms * 10 + number(buffer, end, 1);
    resolutionMs /= 10;
  }
  return { ms: ms * resolutionMs, resolutionMs, end };
}

/** Behind `Z`, `+00:00` or nothing; other zones are the careful reader's. */
function zoneEnd(buffer: Buffer, at: number): number | undefined {
  if (buffer[at] === 90) return at + 1;
  if (buffer[at] !== 43) return at;
  const isUtc =
    number(buffer, at + 1, 2) === 0 && buffer[at + 3] === colon && number(buffer, at + 4, 2) === 0;
  return isUtc ? at + 6 : undefined;
}

/** Behind a log stream's 32 hex digits and its blank. */
function streamEnd(buffer: Buffer, at: number): number | undefined {
  for (let index = at; index < at + 32; index += 1) {
    const byte = byteAt(buffer, index);
    if (!(isDigit(byte) || (byte >= 97 && byte <= 102))) return undefined;
  }
  return buffer[at + 32] === blank ? at + 33 : undefined;
}

/** A parenthesis, a brace, a bracket or a letter; before anything else stand separators and places. */
function opensMessage(byte: number): boolean {
  return byte === 40 || byte === 123 || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122);
}
