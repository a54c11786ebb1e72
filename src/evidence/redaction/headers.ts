import { type Detector, hiddenMark, hideMatches } from './detector.ts';
import { headerNames, isSensitiveName, isSensitiveParameter } from './sensitive-names.ts';

const names = [...headerNames].sort((a, b) => b.length - a.length).join('|');
/** `Name: value` to the end of the line, the closing quote, or the next `, Name: `. */
const lineForm = new RegExp(
  `(?<![\\w-])(?:${names})["']?[ \\t]?:[ \\t]*(?<secret>[^\\s"'\\\\,{}[](?:[^\\r\\n"'\\\\,]|,(?! ?[A-Za-z][\\w-]{1,40}[:=]))*)`,
  'gi',
);
/** One `Name=` of the gateway's `{Name=value, Name=value}` maps. */
const mapName = /(?<=\{|, |^)([A-Za-z][\w.-]{0,79})=/g;

/** Authorization, cookies, keys and the like, as `Name: value` and in the gateway's `{Name=value, …}` maps. */
export const hideHeaders: Detector = (text, policy, count) => {
  const lines = hideMatches(text, lineForm, count);
  if (!/\{[A-Za-z][\w.-]*=/.test(lines)) return lines;
  let isSensitive = isSensitiveName;
  const found = [...lines.matchAll(mapName)];
  let made = '';
  let from = 0;
  found.forEach((match, index) => {
    const name = match[1] ?? '';
    // What stands before its brace says what a map is of; a line may hold several.
    if (lines[match.index - 1] === '{')
      isSensitive = /query string:? ?$/i.test(lines.slice(Math.max(0, match.index - 20), match.index - 1))
        ? isSensitiveParameter
        : isSensitiveName;
    if (!isSensitive(name, policy)) return;
    const start = match.index + match[0].length;
    const next = found[index + 1];
    const value = lines.slice(start, next === undefined ? lines.length : next.index).replace(/, $/, '');
    const length = next === undefined ? lastLength(value) : value.length;
    const secret = value.slice(0, length);
    if (secret === '' || value.startsWith(hiddenMark)) return;
    count(1);
    made += `${lines.slice(from, start)}${hiddenMark}`;
    from = start + length;
  });
  return made + lines.slice(from);
};

/** The last value of a map ends at its brace, or at the cut. */
function lastLength(value: string): number {
  const brace = value.search(/[}\]\n]/);
  const cut = value.indexOf(' [TRUNCATED]');
  const ends = [brace, cut].filter((at) => at >= 0);
  return ends.length === 0 ? value.length : Math.min(...ends);
}
