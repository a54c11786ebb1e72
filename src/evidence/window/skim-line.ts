import { byteAt } from '../../inquiry/stream/native-line.ts';

/** What a line was seen to be: `other` is for a reader that takes its time. */
export type Gist = 'other' | 'quiet' | 'telling';

/** Reads one line at a time; its fields hold what the last line said, for an object a line would cost more than the look. */
export interface LineSkimmer {
  /** `view` is of the same bytes as `buffer`. The line is without its end, and without blanks before that. */
  look(buffer: Buffer, view: DataView, start: number, end: number): Gist;
  atMs: number;
  /** Of a telling line: the id in parentheses, and the first 400 characters behind it. */
  id: string;
  text: string;
}

/** Characters of a line that are kept; what decides stands at its beginning. */
export const mostCharacters = 400;

/** Openings of the lines that tell where a request went and how it ended; bodies and headers tell too little for their size. */
export const telling =
  /^(?:HTTP Method: |Sending request to |Execution failed|Lambda (?:execution|invocation) failed|Received response\. |Gateway response type|WAF |Unauthorized request|Key (?:throttle|quota) limit|API Key (?: ?not |is not )|Authorizer|Method completed with status: )/;

/** Four letters as one number, so that an opening is compared in one step. */
const word = (text: string) => Buffer.from(text, 'latin1').readInt32BE();
/** Openings of which no telling line begins with the same four letters. */
const quietWords = new Set(
  ['Exte', 'Veri', 'Usag', 'Star', 'Endp', 'Succ', 'AWS ', 'X-ra', 'X-Ra', 'Inco', 'Usin'].map(word),
);
const [meth, apiBlank] = [word('Meth'), word('API ')];
const [odRequest, keyColon, keyBlank] = [word('od r'), word('Key:'), word('Key ')];
/** What terminals, browsers and Slack leave in a text: such a line needs the careful reader. */
const needsCare = new RegExp(
  `[\`&<${[0, 13, 27].map((code) => String.fromCharCode(code)).join('')}\\u007f-\\u00ff]`,
);
const [blank, tab, opening, closing, colon, dot, zero, plus, zulu] = [32, 9, 40, 41, 58, 46, 48, 43, 90];

/**
 * Looks at lines of the form `2026-11-20T14:00:00.123Z (id) message`, with a tailed line's stream before the id or without,
 * by their bytes: only what tells is decoded. Whatever is not plainly such a line is `other`.
 */
export function lineSkimmer(): LineSkimmer {
  // The last minute whose sixteen characters were read in full: the next line mostly has the same.
  let [year, day, hour, minute] = [0, 0, 0, 0];
  let minuteMs = Number.NaN;
  const skimmer: LineSkimmer = {
    atMs: 0,
    id: '',
    text: '',
    look(buffer, view, start, end) {
      // The shortest: time, nine characters of id, four of message.
      if (end - start < 40) return 'other';
      if (
        view.getInt32(start + 12) !== minute ||
        view.getInt32(start + 8) !== hour ||
        view.getInt32(start + 4) !== day ||
        view.getInt32(start) !== year
      ) {
        minuteMs = readMinute(buffer, start);
        year = view.getInt32(start);
        day = view.getInt32(start + 4);
        hour = view.getInt32(start + 8);
        minute = view.getInt32(start + 12);
      }
      const tens = byteAt(buffer, start + 17) - zero;
      const ones = byteAt(buffer, start + 18) - zero;
      if (buffer[start + 16] !== colon || tens < 0 || tens > 5 || ones < 0 || ones > 9) return 'other';
      let at = start + 19;
      let ms = 0;
      if (buffer[at] === dot) {
        let weight = 100;
        for (at += 1; at < start + 29; at += 1) {
          const digit = byteAt(buffer, at) - zero;
          if (digit < 0 || digit > 9) break;
          ms += digit * weight;
          weight = Math.floor(weight / 10);
        }
        if (at === start + 20) return 'other';
      }
      const zone = byteAt(buffer, at);
      if (zone === zulu) at += 1;
      else if (zone === plus) {
        if (!isUtc(buffer, at)) return 'other';
        at += 6;
      }
      if (buffer[at] !== blank && buffer[at] !== tab) return 'other';
      at += 1;
      if (buffer[at] !== opening) {
        if (!isStream(buffer, at) || buffer[at + 33] !== opening) return 'other';
        at += 33;
      }
      const close = closeOf(buffer, view, at, end);
      if (close < 0 || Number.isNaN(minuteMs)) return 'other';
      skimmer.atMs = minuteMs + tens * 10_000 + ones * 1_000 + ms;
      const from = close + 2;
      if (end - from >= 10 && isQuiet(buffer, view, from)) return 'quiet';
      const whole = buffer.toString('latin1', at + 1, end);
      if (needsCare.test(whole)) return 'other';
      skimmer.text = buffer.toString('latin1', from, Math.min(end, from + mostCharacters));
      if (!telling.test(skimmer.text)) return 'quiet';
      skimmer.id = buffer.toString('latin1', at + 1, close);
      return 'telling';
    },
  };
  return skimmer;
}

/** Epoch ms of `2026-11-20T14:00`, or NaN where it is none. */
function readMinute(buffer: Buffer, start: number): number {
  const text = buffer.toString('latin1', start, start + 16);
  if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d$/.test(text)) return Number.NaN;
  const atMs = Date.parse(`${text.replace(' ', 'T')}:00Z`);
  // A day that the calendar does not have is taken for the next month's: then it is not written the same.
  return Number.isNaN(atMs) ||
    new Date(atMs).toISOString().slice(0, 13) !== text.replace(' ', 'T').slice(0, 13)
    ? Number.NaN
    : atMs;
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
    const parenthesis = four ^ 0x29292929;
    found |= four | ((four - 0x21212121) & ~four) | ((parenthesis - 0x01010101) & ~parenthesis);
  }
  return (found & 0x80808080) === 0;
}

/** Whether a message surely tells nothing, by its first letters; where it may tell, its text is looked at. */
function isQuiet(buffer: Buffer, view: DataView, at: number): boolean {
  const first = view.getInt32(at);
  if (first === meth) return view.getInt32(at + 4) === odRequest;
  if (first === apiBlank) {
    const second = view.getInt32(at + 4);
    if (second === keyColon) return true;
    // "API Key  authorized because …" and "API Key authorized because …", never "not authorized".
    const next = buffer[at + 8] === blank ? buffer[at + 9] : buffer[at + 8];
    return second === keyBlank && next === 97;
  }
  return quietWords.has(first);
}
