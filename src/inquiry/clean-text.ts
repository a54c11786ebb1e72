import { isLogLine } from './log-marks.ts';
import { readStamp } from './shapes/stamp.ts';
import { decodeEntities, unwrapLinks } from './slack-text.ts';
import { textAt } from './text-at.ts';
import { withoutUnseen } from './without-unseen.ts';

const escapeCharacter = String.fromCharCode(27);
/** Colours that a terminal's log keeps. */
const colours = new RegExp(`${escapeCharacter}\\[[\\d;?]{0,20}[A-Za-z]`, 'g');

/**
 * The lines of a text as they were before terminals, browsers and Slack handled them: no colours, nothing that nobody
 * sees, no marks of direction; links, `&lt;`, code fences, quotation marks and bullets of Slack undone, line by line, for
 * one text may hold both. Lines stay lines, so that what is left aside can be counted.
 */
export function cleanText(text: string): string[] {
  // A text in UTF-16 that was read as UTF-8: PowerShell writes its files so.
  const read = text.includes('\u0000') ? text.replaceAll('\u0000', '').replace(/^\uFFFD{1,2}/, '') : text;
  const plain = withoutUnseen(read)
    .replace(/[\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '')
    .replace(/\u00A0/g, ' ')
    .replace(/[\u2010\u2011]/g, '-')
    .replace(colours, '');
  return unquote(
    parted(plain)
      .split(/\r\n|[\n\r\u2028\u2029]/)
      .map(cleanLine),
  );
}

/** People type a word and a fence, and paste: a fence before a record begins a line of its own. */
function parted(text: string): string {
  if (!text.includes('```')) return text;
  return text.replace(/(\S[^\S\n]{0,8})```(?=[^\n]{1,400})/g, (fence, before: string, at: number) => {
    const rest = textAt(text.slice(at + fence.length, at + fence.length + 400).split('\n', 1), 0);
    return isLogLine(rest) || readStamp(rest) !== undefined ? `${before}\n\`\`\`` : fence;
  });
}

function cleanLine(line: string): string {
  let clean = withoutOpenLink(line);
  if (/<(?:https?:|mailto:|tel:)/.test(clean)) clean = unwrapLinks(clean);
  if (isEscaped(clean)) clean = decodeEntities(clean);
  if (clean.includes('`')) clean = withoutFence(clean);
  else if (/^\s{0,8}[{<]/.test(clean)) clean = withoutBlockMark(clean);
  if (/[“”]/.test(clean)) clean = withStraightQuotes(clean);
  return withoutBullet(clean);
}

/** A link of Slack's that was cut: its bracket opens behind an execution log's own words and closes nowhere. */
function withoutOpenLink(line: string): string {
  if (!line.includes('<http') || line.includes('>')) return line;
  return line.replace(/(Sending request to |Endpoint request URI: )<(?=https?:\/\/)/, '$1');
}

/** Slack escapes every `<`, `>` and `&`: a line that still has a bare one was never escaped. */
function isEscaped(line: string): boolean {
  return /&(?:lt|gt|amp);/.test(line) && !/[<>]|&(?!lt;|gt;|amp;)/.test(line);
}

/** Backticks around a whole line; a fence and its language alone leave nothing. */
function withoutFence(line: string): string {
  if (/^\s*`{3,}[a-z]{0,12}\s*$/.test(line)) return '';
  const inner = line.replace(/^(\s*)`{3,}/, '$1').replace(/`{3,}\s{0,20}$/, '');
  return /^`[^`]+`$/.test(inner.trim()) ? inner.trim().slice(1, -1) : inner;
}

/** Jira's and HTML's marks around a block, alone or before a record; behind one they may be a path's own `{code}`. */
function withoutBlockMark(line: string): string {
  const mark =
    /^\s{0,8}(?:\{(?:code|noformat)(?::[^}]{0,60})?\}|<pre>(?:<code>)?|(?:<\/code>)?<\/pre>)\s{0,20}/.exec(
      line,
    );
  if (mark === null) return line;
  const rest = line.slice(mark[0].length);
  return rest === '' || isLogLine(rest) || readStamp(rest) !== undefined ? rest : line;
}

/** Typographic quotes that a keyboard made of JSON's and the access log's straight ones. */
function withStraightQuotes(line: string): string {
  if (line.includes('"') || !/[{[,]\s{0,8}[“”]|[“”]\s{0,8}[:,}]|[“”][A-Z]{3,7} \S/.test(line)) return line;
  return line.replace(/[“”]/g, '"').replace(/[‘’]/g, "'");
}

/** A bullet or a folding arrow before a record. */
function withoutBullet(line: string): string {
  const found = /^\s{0,8}(?:[•◦▪▶▼►▾▸*-]\s{0,4}){1,4}/.exec(line);
  if (found === null) return line;
  const rest = line.slice(found[0].length);
  return /^\s*[▶▼►▾▸]/.test(line) || isLogLine(rest) ? rest : line;
}

/**
 * Takes the quotation marks off lines that stand together, if one of them is a record: in `curl -v` output `>` marks what
 * was sent, and no record is among it.
 */
function unquote(lines: string[]): string[] {
  const plain: string[] = [];
  for (let at = 0; at < lines.length; ) {
    let end = at;
    while (end < lines.length && /^\s{0,3}>/.test(textAt(lines, end))) end += 1;
    if (end === at) {
      plain.push(textAt(lines, at));
      at += 1;
      continue;
    }
    const quoted = lines.slice(at, end);
    const inner = withoutQuotation(quoted);
    const isQuoted = inner.some((line) => isLogLine(line) || readStamp(line) !== undefined);
    for (const line of isQuoted ? inner : quoted) plain.push(line);
    at = end;
  }
  return plain;
}

/** Most marks before a line. */
const deepest = 6;

/** Lines without the marks that all of them have: what was quoted twice has two, and marks of curl's own may stand behind. */
function withoutQuotation(lines: readonly string[]): string[] {
  const depthOf = (line: string) =>
    line
      .slice(0, 40)
      .replace(/[^>\s].*$/s, '')
      .split('>').length - 1;
  const depth = lines.reduce((least, line) => Math.min(least, depthOf(line)), deepest);
  const marks = new RegExp(`^\\s{0,3}(?:> ?){${depth}}`);
  return lines.map((line) => line.replace(marks, ''));
}
