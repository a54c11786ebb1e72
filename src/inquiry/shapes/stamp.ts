import { believableTime } from '../believable-time.ts';
import { textAt } from '../text-at.ts';

/** A moment that a text states. */
export interface Moment {
  /** Epoch ms. */
  atMs: number;
  /** 1 where the text gives milliseconds, 1000 where it gives seconds. */
  resolutionMs: number;
}

/** A time stamp at the start of a line, and what stands behind it. */
export interface Stamp {
  /** Missing where the stamp's zone can mean several, or its year is beyond belief: the line keeps its text and has no time. */
  moment?: Moment;
  rest: string;
}

/**
 * Zones that mean one offset wherever they are written, hours. IST, BST and CST are left out on purpose: each is used for
 * several, and a guess would move a request by hours.
 */
const hoursOf: Record<string, number> = {
  WET: 0,
  WEST: 1,
  CET: 1,
  CEST: 2,
  EET: 2,
  EEST: 3,
  EST: -5,
  EDT: -4,
  CDT: -5,
  MDT: -6,
  PST: -8,
  PDT: -7,
  JST: 9,
  AEST: 10,
  AEDT: 11,
  NZST: 12,
  NZDT: 13,
};
const severalMeanings = ['IST', 'BST', 'CST', 'MST', 'AST', 'SST'];

/** A zone mark: attached or behind a blank, in parentheses as `serverless logs` writes it, or by name. */
const zone = `(?:(?: ?(?:(Z|UTC|GMT)|\\((?:UTC|GMT)?([+-]\\d{2}):?(\\d{2})?\\)|(?:UTC|GMT)([+-]\\d{1,2})(?::?(\\d{2}))?|([+-]\\d{2}):?(\\d{2})|(${[...Object.keys(hoursOf), ...severalMeanings].join('|')})))|([+-]\\d{2}))?`;
const numeric = new RegExp(
  `^["'[]?(\\d{4})([-/])(\\d{2})\\2(\\d{2})[T ](\\d{2}):(\\d{2}):(\\d{2})(?:[.,](\\d{1,9}))?${zone}["'\\]]?(?=$|[\\s,|:;])`,
);
const spelledOut =
  /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d{2}):(\d{2}):(\d{2}) (?:UTC|GMT) (\d{4})(?=$|[\s:])/;
const epoch = /^"?(\d{13})"?(?=$|[\s,|:;])/;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * The time stamp that a line begins with: ISO and its relatives with or without a zone (then UTC), the console test's
 * spelled-out one, or epoch ms. Undefined where the line begins with none.
 */
export function readStamp(line: string): Stamp | undefined {
  const iso = numeric.exec(line);
  if (iso !== null) {
    const moment = fromNumeric(iso);
    return moment === 'impossible' ? undefined : behind(line, iso[0], moment);
  }
  const spelled = spelledOut.exec(line);
  if (spelled !== null) {
    const [, month, day, hour, minute, second, year] = spelled;
    const index = months.indexOf(String(month));
    if (index < 0) return undefined;
    const atMs = Date.UTC(Number(year), index, Number(day), Number(hour), Number(minute), Number(second));
    return behind(line, spelled[0], momentAt(atMs, 1000));
  }
  const ms = epoch.exec(line);
  return ms === null ? undefined : behind(line, ms[0], readMoment(ms[1]));
}

/** No moment where the time is none, or beyond belief. */
function momentAt(ms: number, resolutionMs: number): Moment | undefined {
  const atMs = believableTime(ms);
  return atMs === undefined ? undefined : { atMs, resolutionMs };
}

function fromNumeric(found: RegExpExecArray): Moment | undefined | 'impossible' {
  const [, year, , month, day, hour, minute, second, , ...zoneParts] = found;
  const local = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(local)) return 'impossible';
  const offset = offsetMs(zoneParts);
  if (offset === undefined) return undefined;
  const digits = textAt(found, 8).slice(0, 3);
  return momentAt(local - offset + Number(digits.padEnd(3, '0')), 10 ** (3 - digits.length));
}

/** Offset of a zone mark from UTC, ms; 0 without one. Undefined for a name that means several. */
function offsetMs(parts: readonly (string | undefined)[]): number | undefined {
  const [, inHours, inMinutes, afterHours, afterMinutes, plainHours, plainMinutes, name, bareHours] = parts;
  if (name !== undefined) {
    const known = hoursOf[name];
    return known === undefined ? undefined : known * 3_600_000;
  }
  const hours = inHours ?? afterHours ?? plainHours ?? bareHours ?? '+00';
  const minutes = Math.abs(Number(hours)) * 60 + Number(inMinutes ?? afterMinutes ?? plainMinutes ?? '0');
  return (hours.startsWith('-') ? -minutes : minutes) * 60_000;
}

function behind(line: string, stamp: string, moment: Moment | undefined): Stamp {
  const rest = line.slice(stamp.length).replace(/^\s{0,8}(?:[:|,;]|-(?= ))?\s{0,8}/, '');
  return moment === undefined ? { rest } : { moment, rest };
}

/** Years in which a bare number counts as a time, so that ids and amounts do not: 2001 to 2100, epoch seconds. */
const [earliest, latest] = [978_307_200, 4_102_444_800];

/** The moment that a whole cell or JSON value states: epoch ms or seconds, ISO; undefined for anything else. */
export function readMoment(value: unknown): Moment | undefined {
  if (typeof value === 'number') {
    if (value >= earliest * 1000 && value <= latest * 1000)
      return { atMs: Math.trunc(value), resolutionMs: 1 };
    if (value < earliest || value > latest) return undefined;
    return { atMs: Math.round(value * 1000), resolutionMs: Number.isInteger(value) ? 1000 : 1 };
  }
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (/^\d{10}(?:\d{3}|\.\d{1,6})?$/.test(text)) return readMoment(Number(text));
  const stamp = text.length > 60 ? undefined : readStamp(text);
  return stamp?.rest === '' ? stamp.moment : undefined;
}

/**
 * The moment in a cell or member whose name says that it is a time: as readMoment, and epoch µs and ns (Loki, journald,
 * OpenTelemetry), which anywhere else are numbers of something else. No unit's range meets another's.
 */
export function readTime(value: unknown): Moment | undefined {
  if (typeof value === 'string') return readMoment(value.replace(/^\s*(\d{13})(?:\d{3}|\d{6})\s*$/, '$1'));
  if (typeof value !== 'number') return undefined;
  // A number of ns has lost its last digits, so it is made µs first.
  const micros = value > latest * 1_000_000 ? Math.round(value / 1000) : value;
  return micros > latest * 1000 ? readMoment(Math.trunc(micros / 1000)) : readMoment(value);
}

const common = /\[(\d{2})\/([A-Z][a-z]{2})\/(\d{4}):(\d{2}:\d{2}:\d{2}) ([+-]\d{2})(\d{2})\]/;

/** The time in brackets of a common-log-format row (`[21/Nov/2026:10:00:00 +0000]`), within its first 400 characters. */
export function readCommonTime(line: string): Moment | undefined {
  const found = common.exec(line.slice(0, 400));
  if (found === null) return undefined;
  const [, day, name, year, time, hours, minutes] = found;
  const month = String(months.indexOf(String(name)) + 1).padStart(2, '0');
  const atMs = Date.parse(`${year}-${month}-${day}T${time}${hours}:${minutes}`);
  return momentAt(atMs, 1000);
}
