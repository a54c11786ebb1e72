import { type Detector, hiddenMark } from './detector.ts';
import { isSensitiveName } from './sensitive-names.ts';

/** `"name":`, also escaped (`\"name\":`), escaped again, and with single quotes. */
const member =
  /(?<slashes>\\{0,31})(?<quote>["'])(?<name>[A-Za-z_$][\w.$ -]{0,79})\k<slashes>\k<quote>\s{0,8}[:=]>?\s{0,8}/g;

/**
 * Values of sensitive fields in JSON: whole, escaped inside a string, or cut anywhere (a cut value is hidden to the end).
 * Numbers, lists and objects become a hidden string, so that what was JSON still is. Each value is walked once.
 */
export const hideJsonFields: Detector = (text, policy, count) => {
  let made = '';
  let from = 0;
  member.lastIndex = 0;
  for (let found = member.exec(text); found !== null; found = member.exec(text)) {
    const { slashes = '', quote = '"', name = '' } = found.groups ?? {};
    if (!isSensitiveName(name, policy)) continue;
    const start = found.index + found[0].length;
    const mark = slashes + quote;
    const end = endOfValue(text, start, mark);
    const value = text.slice(start, end);
    member.lastIndex = Math.max(end, member.lastIndex);
    const hidden = `${mark}${hiddenMark}${mark}`;
    if (/^(?:null|true|false|)$/.test(value) || value === hidden || value === mark + mark) continue;
    if (value.startsWith(mark) && value.slice(mark.length) === hiddenMark) continue;
    count(1);
    made += text.slice(from, start) + hidden;
    from = end;
  }
  return made + text.slice(from);
};

/** Where a value ends: behind its closing quote, behind a flat list, or before what ends a number. */
function endOfValue(text: string, start: number, mark: string): number {
  if (text.startsWith(mark, start)) return endOfString(text, start + mark.length, mark);
  if (text[start] === '[' || text[start] === '{') return endOfNested(text, start, mark);
  let at = start;
  while (at < text.length && !/[\s,}\]\\"']/.test(text[at] ?? '')) at += 1;
  return at;
}

/** Behind the bracket that closes the list or object; brackets inside its strings do not count. */
function endOfNested(text: string, start: number, mark: string): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const char = text[at];
    if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') {
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (text.startsWith(mark, at)) at = endOfString(text, at + mark.length, mark) - 1;
  }
  return endOfText(text);
}

/** The first quote that is escaped no deeper than the one that opened the value. */
function endOfString(text: string, start: number, mark: string): number {
  const quote = mark.at(-1) ?? '"';
  for (let at = text.indexOf(quote, start); at >= 0; at = text.indexOf(quote, at + 1)) {
    let slashes = 0;
    while (slashes < mark.length && at - slashes - 1 >= start && text[at - slashes - 1] === '\\')
      slashes += 1;
    if (slashes === mark.length - 1) return at + 1;
    if (slashes < mark.length - 1) return at - slashes;
  }
  return endOfText(text);
}

/** A cut text ends before its mark, which stays. */
function endOfText(text: string): number {
  const cut = text.lastIndexOf(' [TRUNCATED]');
  return cut < 0 ? text.length : cut;
}
