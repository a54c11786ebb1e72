import { believableTime } from './believable-time.ts';
import { textAt } from './text-at.ts';

const dayMs = 86_400_000;
/** Units of a duration, ms: the short spellings that options take, and the long ones that people write before "ago". */
const units = new Map(
  Object.entries({
    ms: 1,
    s: 1000,
    m: 60_000,
    h: 3_600_000,
    d: dayMs,
    sec: 1000,
    second: 1000,
    min: 60_000,
    minute: 60_000,
    hour: 3_600_000,
    day: dayMs,
  }),
);

/** "30m", "2h", "90s", "1h30m" → ms; undefined for anything else, for zero and for more than 400 days. */
export function parseDuration(text: string): number | undefined {
  if (!/^(?:\d{1,6}(?:ms|s|m|h|d))+$/.test(text)) return undefined;
  return total(text.matchAll(/(\d+)(ms|s|m|h|d)/g));
}

/** Parts of a duration together, where they are more than nothing and less than 400 days. */
function total(parts: Iterable<RegExpMatchArray>): number | undefined {
  let sum = 0;
  for (const part of parts) sum += Number(part[1]) * Number(units.get(textAt(part, 2)));
  return sum > 0 && sum <= 400 * dayMs ? sum : undefined;
}

/** "10m ago", "10 minutes ago", "an hour ago", "1h30m ago". */
function parseAgo(text: string): number | undefined {
  const short = parseDuration(text);
  if (short !== undefined) return short;
  const long = /^(\d{1,6}|an?) ?(sec|second|min|minute|hour|day)s?$/.exec(text);
  return long === null
    ? undefined
    : total([[text, long[1]?.startsWith('a') ? '1' : textAt(long, 1), textAt(long, 2)]]);
}

const zone = '(?: ?(Z|UTC|GMT|[+-]\\d\\d:?\\d\\d))?';
const dateAndTime = new RegExp(
  `^(\\d{4}-\\d\\d-\\d\\d)[T ](\\d\\d:\\d\\d(?::\\d\\d(?:[.,]\\d{1,9})?)?)${zone}$`,
  'i',
);
const clock = new RegExp(
  `^(?:(today|yesterday)(?: at)? )?([01]?\\d|2[0-3]):([0-5]\\d)(?::([0-5]\\d)(\\.\\d{1,3})?)?${zone}$`,
  'i',
);

/**
 * A moment in the spellings that people and AWS use, epoch ms: ISO with or without zone (without: UTC), epoch seconds or ms,
 * "14:42" and "14:42:38" (the latest such moment before now, UTC without a zone), "yesterday 14:42", "10m ago",
 * "2 hours ago", "now". Undefined where it is none of these, or beyond belief.
 */
export function parseTime(text: string, nowMs: number): number | undefined {
  const trimmed = text.trim();
  if (/^now$/i.test(trimmed)) return nowMs;
  if (/^\d{13}$/.test(trimmed)) return believableTime(Number(trimmed));
  if (/^\d{10}$/.test(trimmed)) return believableTime(Number(trimmed) * 1000);
  if (/ ago$/i.test(trimmed)) {
    const duration = parseAgo(trimmed.slice(0, -4).trimEnd().toLowerCase());
    return duration === undefined ? undefined : nowMs - duration;
  }
  const ofDay = clock.exec(trimmed);
  if (ofDay !== null) return clockTime(ofDay, nowMs);
  const whole = dateAndTime.exec(trimmed);
  if (whole === null) return undefined;
  const atMs = Date.parse(`${whole[1]}T${textAt(whole, 2).replace(',', '.')}Z`) - offsetMs(textAt(whole, 3));
  return believableTime(atMs);
}

function clockTime(
  [, day, hours, minutes, seconds, fraction, zoneMark]: RegExpExecArray,
  nowMs: number,
): number {
  const ofDayMs =
    (Number(hours) * 60 + Number(minutes)) * 60_000 +
    (Number(seconds ?? '0') + Number(`0${fraction ?? ''}`)) * 1000;
  const offset = offsetMs(zoneMark ?? '');
  // The day is the one that it is there.
  const today = Math.floor((nowMs + offset) / dayMs) * dayMs;
  const atMs = Math.round(today + ofDayMs - offset);
  if (day !== undefined) return day.toLowerCase() === 'today' ? atMs : atMs - dayMs;
  return atMs > nowMs ? atMs - dayMs : atMs;
}

/** Offset of "+01:00", "-0330" from UTC, ms; 0 for UTC by any name and for none. */
function offsetMs(mark: string): number {
  const found = /^([+-])(\d\d):?(\d\d)$/.exec(mark);
  if (found === null) return 0;
  const size = (Number(found[2]) * 60 + Number(found[3])) * 60_000;
  return found[1] === '-' ? -size : size;
}
