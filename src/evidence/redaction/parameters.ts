import { type Detector, hiddenMark, hideMatches } from './detector.ts';
import { isSensitiveName, isSensitiveParameter } from './sensitive-names.ts';

/** `name=value` of a query string or a form body; the value up to what can't stand in one. */
const parameter =
  /(?<before>[?&]|(?:&amp;)|^)(?<name>[A-Za-z][\w.[\]%-]{0,79})=(?<value>[^&\s"'<>\\,;}\])|]+)/gm;
/** A form body or assignment in the middle of a line: `password=…`, `password: …`, `secret => …`. */
const assignment = /(?<![\w$.-])(?<name>[A-Za-z_][\w.-]{2,79})(?:=>|[=:])[ \t]?(?=[^\s"'<>\\,;&}\])|=:[{(])/g;
const assignedValue = /[^\s"'<>\\,;&}\])|=:[{(][^\s"'<>\\,;&}\])|]*/y;
/** The same with the value in quotes. */
const quotedAssignment =
  /(?<![\w$.-])(?<name>[A-Za-z_][\w.-]{2,79})[ \t]?[=:][ \t]?(?<quote>["'])(?<value>[^"'\\\r\n]{1,4000})\k<quote>/g;
const element = /<(?<name>[A-Za-z][\w:.-]{1,79})>(?<value>[^<]{1,4000})<\//g;
const command =
  /(?<![\w-])(?:--?(?:password|passwd|token|secret|api-key|user)|-u)[ =](?<secret>[^\s"']{3,200})/g;

/** "password is x", "secret was: x": how people say it in an error message. */
const said =
  /\b(?:password|passwd|passphrase|secret|api[ _-]?key|access[ _-]?token|auth[ _-]?token)\s{1,3}(?:is|was|=|:)\s{1,3}["']?(?<secret>[^\s"'<>\\,;]{4,200})/gi;

/** Sensitive parameters in query strings, form bodies, assignments, XML elements and command lines. */
export const hideParameters: Detector = (text, policy, count) => {
  if (!/[=:>]/.test(text) && !text.includes('--') && !/ (?:is|was) /.test(text)) return text;
  const replace = (input: string, pattern: RegExp, isSensitive: (name: string, before: unknown) => boolean) =>
    input.replace(pattern, (whole: string, ...rest: unknown[]) => {
      const groups = rest.at(-1);
      if (groups === null || typeof groups !== 'object' || !('name' in groups) || !('value' in groups))
        return whole;
      const { name, value } = groups;
      if (typeof name !== 'string' || typeof value !== 'string' || value.startsWith(hiddenMark.slice(0, -1)))
        return whole;
      if (!isSensitive(name, 'before' in groups ? groups.before : undefined) || isNoValue(value))
        return whole;
      count(1);
      const at = whole.indexOf(value, whole.indexOf(name) + name.length);
      return `${whole.slice(0, at)}${hiddenMark}${whole.slice(at + value.length)}`;
    });
  // At the start of a line "code=" may be an error code; behind "?" or "&" it is a parameter.
  const isParameter = (name: string, before: unknown) =>
    before === '' ? isSensitiveName(decode(name), policy) : isSensitiveParameter(decode(name), policy);
  const isField = (name: string) => isSensitiveName(name, policy) || isSensitiveName(lastPart(name), policy);
  const inQuery = replace(text, parameter, isParameter);
  const assigned = hideAssigned(replace(inQuery, quotedAssignment, isField), isField, count);
  const inElements = assigned.includes('</') ? replace(assigned, element, isField) : assigned;
  const inCommands = inElements.includes('-')
    ? hideMatches(inElements, command, count, (value) => value.includes(':') || !/^-/.test(value))
    : inElements;
  return hideMatches(inCommands, said, count, (value) => !isOrdinary.test(value));
};

/**
 * Hides what is assigned to sensitive names. A value may be an assignment itself ("body: password=…"), so that behind a
 * harmless name the search goes on at its value, not after it.
 */
function hideAssigned(
  text: string,
  isSensitive: (name: string) => boolean,
  count: Parameters<Detector>[2],
): string {
  let shown = '';
  let doneTo = 0;
  for (const match of text.matchAll(assignment)) {
    const name = match.groups?.name ?? '';
    const valueAt = match.index + match[0].length;
    if (match.index < doneTo || (name !== 'arn' && !isSensitive(name))) continue;
    assignedValue.lastIndex = valueAt;
    const value = assignedValue.exec(text)?.[0] ?? '';
    if (name === 'arn') {
      // The parts of an ARN are names, even where one of them is "secret".
      shown += text.slice(doneTo, valueAt + value.length);
      doneTo = valueAt + value.length;
      continue;
    }
    if (value.startsWith(hiddenMark.slice(0, -1)) || isNoValue(value)) continue;
    count(1);
    shown += `${text.slice(doneTo, valueAt)}${hiddenMark}`;
    doneTo = valueAt + value.length;
  }
  return shown + text.slice(doneTo);
}

/** What follows "password is" in sentences that give none away. */
const isOrdinary =
  /^(?:\[?hidden|wrong|incorrect|invalid|missing|required|empty|expired|correct|valid|too|not|null|undefined|set|unset|needed|weak|changed|reset|rotated|stored|encrypted|ok|the|a|an|in|on|at|for|from|of|to)\b/i;

/** Words that stand where a value would and tell nothing. */
const isNoValue = (value: string) => /^(?:null|nil|none|undefined|true|false|empty|missing|-+)$/i.test(value);

const lastPart = (name: string) => name.slice(Math.max(name.lastIndexOf('.'), name.lastIndexOf(':')) + 1);

function decode(name: string): string {
  return name.replace(/%2D/gi, '-').replace(/%5F/gi, '_');
}
