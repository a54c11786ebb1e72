import { believableTime } from '../../inquiry/believable-time.ts';
import { byteAt } from '../../inquiry/stream/native-line.ts';

/** What a line was seen to be: `other` is for a reader that takes its time. */
export type Gist = 'other' | 'quiet' | 'telling';

/** Where a line's parts stand in the bytes that it was read from; good as long as those are. Epoch ms. */
export interface ByteLine {
  bytes: Buffer;
  /** Of the same bytes. */
  view: DataView;
  atMs: number;
  /** The id in parentheses. */
  idFrom: number;
  idTo: number;
  /** What stands behind it, its first 400 bytes. */
  from: number;
  to: number;
}

/** Characters of a line that are kept; what decides stands at its beginning. */
export const mostCharacters = 400;

/** Openings of the lines that tell where a request went and how it ended; bodies and headers tell too little for their size. */
export const telling =
  /^(?:HTTP Method: |Sending request to |Execution failed|Lambda (?:execution|invocation) failed|Received response\. |Gateway response type|WAF |Unauthorized request|Key (?:throttle|quota) limit|API Key (?: ?not |is not )|Authorizer|Method completed with status: )/;

/** Four letters as one number, so that an opening is compared in one step. */
const word = (text: string) => Buffer.from(text, 'latin1').readInt32BE();
/** Openings that nearly all lines have; of the quiet ones no telling line begins with as many letters as are given. */
const openings: readonly (readonly [Gist, string])[] = [
  ...['Exte', 'Veri', 'Usag', 'Star', 'Endp', 'Succ', 'AWS ', 'X-ra', 'X-Ra', 'Inco', 'Usin'].map(
    (text) => ['quiet', text] as const,
  ),
  ...['Method re', 'API Key:', 'API Key a', 'API Key  a'].map((text) => ['quiet', text] as const),
  ...['HTTP Method: ', 'Sending request to ', 'Received response. ', 'Method completed with status: '].map(
    (text) => ['telling', text] as const,
  ),
];

/** An opening, four letters at a time; the last four may overlap those before. */
interface Opening {
  gist: Gist;
  length: number;
  offsets: readonly number[];
  words: readonly number[];
}

const [slots, slotShift] = [256, 24];
/** The first four letters of the openings, each in a slot of its own, and what may follow them there. */
const firstWords = new Int32Array(slots);
const inSlot: Opening[][] = Array.from({ length: slots }, () => []);
const slotOf = (first: number) => Math.imul(first, 0x9e3779b1) >>> slotShift;
for (const [gist, text] of openings) {
  const offsets: number[] = [];
  for (let at = 4; at < text.length; at += 4) offsets.push(Math.min(at, text.length - 4));
  const slot = slotOf(word(text));
  // An opening that finds its slot taken is looked at as text, like any other.
  if (firstWords[slot] !== 0 && firstWords[slot] !== word(text)) continue;
  firstWords[slot] = word(text);
  inSlot[slot]?.push({
    gist,
    length: text.length,
    offsets,
    words: offsets.map((at) => word(text.slice(at, at + 4))),
  });
}

/** What terminals, browsers and Slack leave in a text, and controls: such a line needs the careful reader. */
const isTouched = (byte: number) => byte < 32 || byte >= 127 || '`&<'.includes(String.fromCharCode(byte));
/** 1 for each two bytes, as one number, of which one is such. */
const touchedPairs = new Uint8Array(65_536);
for (let pair = 0; pair < touchedPairs.length; pair += 1)
  touchedPairs[pair] = isTouched(pair >> 8) || isTouched(pair & 255) ? 1 : 0;
const [blank, tab, parenthesis, closing, colon, dot, zero, plus, zulu] = [32, 9, 40, 41, 58, 46, 48, 43, 90];

/**
 * Looks at lines of the form `2026-11-20T14:00:00.123Z (id) message`, with a tailed line's stream before the id or without,
 * by their bytes; what it sees goes into the line that it is given, for an object a line would cost more than the look.
 * Whatever is not plainly such a line is `other`. `end` is without the line's end and blanks before it.
 */
export function lineSkimmer(): (line: ByteLine, start: number, end: number) => Gist {
  // The last minute whose sixteen characters were read in full: the next line mostly has the same.
  let [year, day, hour, minute] = [0, 0, 0, 0];
  let minuteMs = Number.NaN;
  return (line, start, end) => {
    const { bytes, view } = line;
    // The shortest: time, nine characters of id, four of message.
    if (end - start < 40) return 'other';
    if (
      view.getInt32(start + 12) !== minute ||
      view.getInt32(start + 8) !== hour ||
      view.getInt32(start + 4) !== day ||
      view.getInt32(start) !== year
    ) {
      minuteMs = readMinute(bytes, start);
      year = view.getInt32(start);
      day = view.getInt32(start + 4);
      hour = view.getInt32(start + 8);
      minute = view.getInt32(start + 12);
    }
    const tens = byteAt(bytes, start + 17) - zero;
    const ones = byteAt(bytes, start + 18) - zero;
    if (bytes[start + 16] !== colon || tens < 0 || tens > 5 || ones < 0 || ones > 9) return 'other';
    let at = start + 25;
    let ms = 0;
    if (bytes[start + 19] === dot && bytes[start + 23] === zulu && bytes[start + 24] === blank) {
      // Nearly all: milliseconds, Z and a blank.
      const first = byteAt(bytes, start + 20) - zero;
      const second = byteAt(bytes, start + 21) - zero;
      const third = byteAt(bytes, start + 22) - zero;
      if (((first | second | third) & ~15) !== 0 || first > 9 || second > 9 || third > 9) return 'other';
      ms = first * 100 + second * 10 + third;
    } else {
      const rest = restOfTime(bytes, start + 19);
      if (rest === undefined) return 'other';
      ms = rest.ms;
      at = rest.end;
    }
    if (bytes[at] !== parenthesis) {
      if (!isStream(bytes, at) || bytes[at + 33] !== parenthesis) return 'other';
      at += 33;
    }
    const close = closeOf(bytes, view, at, end);
    if (close < 0 || Number.isNaN(minuteMs)) return 'other';
    line.atMs = minuteMs + tens * 10_000 + ones * 1_000 + ms;
    const gist = gistOf(view, close + 2, end);
    return gist === 'quiet' ? gist : lookCloser(line, at, close, end, gist);
  };
}

/** What a line that may tell comes to, and where its parts stand. */
function lookCloser(line: ByteLine, at: number, close: number, end: number, gist: Gist | undefined): Gist {
  const { bytes, view } = line;
  if (!isUntouched(view, at, end)) return 'other';
  line.idFrom = at + 1;
  line.idTo = close;
  line.from = close + 2;
  line.to = Math.min(end, line.from + mostCharacters);
  return gist ?? (telling.test(bytes.toString('latin1', line.from, line.to)) ? 'telling' : 'quiet');
}

/** Epoch ms of `2026-11-20T14:00`, or NaN where it is none. */
function readMinute(buffer: Buffer, start: number): number {
  const text = buffer.toString('latin1', start, start + 16);
  if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d$/.test(text)) return Number.NaN;
  const atMs = Date.parse(`${text.replace(' ', 'T')}:00Z`);
  // A day that the calendar does not have is taken for the next month's: then it is not written the same.
  return believableTime(atMs) === undefined ||
    new Date(atMs).toISOString().slice(0, 13) !== text.replace(' ', 'T').slice(0, 13)
    ? Number.NaN
    : atMs;
}

/** What stands behind a time's seconds: a fraction, a zone that is UTC, a blank or tab, each as native and tailed lines have it. */
function restOfTime(bytes: Buffer, from: number): { ms: number; end: number } | undefined {
  let at = from;
  let ms = 0;
  if (bytes[at] === dot) {
    let weight = 100;
    for (at += 1; at < from + 10; at += 1) {
      const digit = byteAt(bytes, at) - zero;
      if (digit < 0 || digit > 9) break;
      ms += digit * weight;
      weight = Math.floor(weight / 10);
    }
    if (at === from + 1) return undefined;
  }
  if (bytes[at] === zulu) at += 1;
  else if (bytes[at] === plus) {
    if (!isUtc(bytes, at)) return undefined;
    at += 6;
  }
  return bytes[at] === blank || bytes[at] === tab ? { ms, end: at + 1 } : undefined;
}

function isUtc(buffer: Buffer, at: number): boolean {
  return buffer.toString('latin1', at, at + 6) === '+00:00';
}

/** A log stream's 32 hex digits and its blank. */
function isStream(buffer: Buffer, at: number): boolean {
  for (let index = at; index < at + 32; index += 1) {
    const byte = byteAt(buffer, index);
    if (!((byte >= 48 && byte <= 57) || (byte >= 97 && byte <= 102))) return false;
  }
  return buffer[at + 32] === blank;
}

/** Where the id's parenthesis closes; -1 where none of 9 to 129 plain characters stands in it. */
function closeOf(buffer: Buffer, view: DataView, at: number, end: number): number {
  if (at + 39 < end && buffer[at + 37] === closing && buffer[at + 38] === blank && isPlainId(view, at + 1))
    return at + 37;
  const close = buffer.indexOf(closing, at);
  if (close < 0 || close + 2 >= end || close - at < 9 || close - at > 130) return -1;
  if (buffer[close + 1] !== blank) return -1;
  for (let index = at + 1; index < close; index += 1) {
    const byte = byteAt(buffer, index);
    if (byte <= blank || byte >= 127) return -1;
  }
  return close;
}

/**
 * Whether the 36 bytes of an id hold no closing parenthesis, no blank or control and nothing beyond ASCII. Four bytes in a
 * step, as in "Bit Twiddling Hacks" (determine if a word has a zero byte, or one less than n).
 */
function isPlainId(view: DataView, from: number): boolean {
  let found = 0;
  for (let at = from; at < from + 36; at += 4) {
    const four = view.getInt32(at);
    const end = four ^ 0x29292929;
    found |= four | ((four - 0x21212121) & ~four) | ((end - 0x01010101) & ~end);
  }
  return (found & 0x80808080) === 0;
}

/** At least two bytes; the last two may overlap those before. */
function isUntouched(view: DataView, from: number, to: number): boolean {
  let found = touchedPairs[view.getUint16(to - 2)] ?? 1;
  for (let at = from; at + 2 <= to; at += 2) found |= touchedPairs[view.getUint16(at)] ?? 1;
  return found === 0;
}

/** What a message surely is by its opening, which nearly all lines show; else its text is looked at. */
function gistOf(view: DataView, at: number, end: number): Gist | undefined {
  if (end - at < 4) return undefined;
  const first = view.getInt32(at);
  const slot = slotOf(first);
  const those = inSlot[slot];
  if (firstWords[slot] !== first || those === undefined) return undefined;
  for (let each = 0; each < those.length; each += 1) {
    const one = those[each];
    if (one !== undefined && one.length <= end - at && isOpening(view, at, one)) return one.gist;
  }
  return undefined;
}

function isOpening(view: DataView, at: number, { offsets, words }: Opening): boolean {
  for (let index = 0; index < words.length; index += 1)
    if (view.getInt32(at + (offsets[index] ?? 0)) !== words[index]) return false;
  return true;
}
