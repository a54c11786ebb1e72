import { isLogLine, opensRecord } from './log-marks.ts';
import { parseJson } from './shapes/json-scan.ts';
import { readLogLine } from './shapes/log-line.ts';
import { nameLine } from './shapes/name-line.ts';
import { readStamp } from './shapes/stamp.ts';
import { textAt } from './text-at.ts';

/** Widths that a terminal's window has, characters. Our choice: narrower, and sentences break at any place. */
const [narrowest, widest] = [40, 600];
/** Most lines that one record is looked for on. A record of 1 KB takes thirteen at 80 characters. */
const mostPieces = 200;

/** Ids and times, of which no line end is a part. */
const tokens =
  /(?<![\w-])(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?: [\w-]{15}=)?|1-[0-9a-f]{8}-[0-9a-f]{24}|[0-9a-f]{32}|\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{1,6})?)(?![\w-])/g;
/** What the gateway and Lambda write on one line, always in these words. */
const phrases =
  /Extended Request Id: \S|Execution failed due to (?:a timeout error|a network error communicating with endpoint|an vpc link error|configuration error: )|Method completed with status: \d{3}|Starting execution for request: |Verifying Usage Plan for request: |\. API Key: .{0,60}?API Stage: |API Key authorized because method '|does not require API Key\. Request will not contribute to throttle or quota limits|Usage Plan check succeeded for API Key and API Stage |HTTP Method: [A-Z]{3,7}, Resource Path: \/|Method (?:request|response) (?:path|query string|headers|body (?:before|after) transformations): |Endpoint (?:request|response) (?:URI|headers|body (?:before|after) transformations): |Sending request to https?:\/\/|Received response\. Status: \d{3}, Integration latency: \d{1,6} ms|Successfully completed (?:authorizer )?execution|AWS Integration Endpoint RequestId ?: |X-ray Tracing ID ?: |Gateway response type: \w{1,60} with status code: \d{3}|Lambda (?:execution|invocation) failed with status:? |Task timed out after \d{1,3}\.\d\d seconds|(?:START|END|REPORT) RequestId: |(?:Billed |Init |Restore )?Duration: [\d.]{1,12} ms|(?:Max )?Memory (?:Size|Used): \d{1,5} MB|Version: \$LATEST|"[A-Z]{3,7} \/\S{0,60} HTTP\/[\d.]{1,3}" \d{3} /g;
const longestPhrase = 90;
/** Records that end so are over, whatever their length. */
const over =
  /(?:Execution failed due to a timeout error|Method completed with status: \d{3}|Successfully completed (?:authorizer )?execution|Integration latency: \d{1,6} ms|Extended Request Id: [\w-]{15}=|RequestId: [0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/**
 * Lines that a terminal broke at its width, as a copy out of tmux or an old console gives them, whole again. The width has
 * to be proven: a record's line of just that length ends inside an id, a time, a fixed phrase or a JSON text that its next
 * lines complete, no record's line is longer, and no other width is proven. Then each line of that width (or one less, where
 * the blank at the break was cut) goes on in the next one, unless that begins a record, is blank, or the first is over.
 * Without proof the lines stay as they are. Linear.
 */
export function rejoinWrapped(lines: readonly string[]): readonly string[] {
  const width = provenWidth(lines);
  return width === undefined ? lines : rejoin(lines, width);
}

/** The same of a message, in which a code fence begins a line; as it is without proof. */
export function rejoinText(text: string): string {
  const lines = text.split(/\n|`{3}/);
  const whole = rejoinWrapped(lines);
  return whole === lines ? text : whole.join('\n');
}

function provenWidth(lines: readonly string[]): number | undefined {
  const proven = new Set<number>();
  let longest = 0;
  for (const [at, line] of lines.entries()) {
    if (!begins(line)) continue;
    const piece = line.trimEnd();
    longest = Math.max(longest, piece.length);
    const next = textAt(lines, at + 1);
    if (piece.length < narrowest || piece.length > widest || next.trim() === '' || begins(next)) continue;
    if (isCut(piece, '', next) || isCutJson(lines, at)) proven.add(piece.length);
    else if (isCut(piece, ' ', next)) proven.add(piece.length + 1);
  }
  const width = Math.max(...proven);
  // JSON does not tell whether a blank was cut: a line of 99 in a window of 100 is whole without it too.
  const isOne = proven.size > 0 && [...proven].every((each) => each >= width - 1);
  return isOne && longest <= width ? width : undefined;
}

/**
 * Whether a line is the first of its record. The middle of a row in JSON may look like one, for it begins with a quote;
 * and so may a phrase behind a break and its blank.
 */
function begins(line: string): boolean {
  if (readStamp(line) !== undefined || opensRecord(line) || /^\s{0,8}(?:\{"|\([\w=-]{8,80}\) )/.test(line))
    return true;
  if (/^(?:\s{0,8}"| [A-Z])/.test(line)) return false;
  return isLogLine(line) || /^[|<>*$] /.test(line) || nameLine(line, readLogLine(line)) !== undefined;
}

/** Whether two pieces with this between them hold an id or a phrase that lies over the break. */
function isCut(piece: string, between: string, next: string): boolean {
  const before = piece.slice(-longestPhrase);
  const text = `${before}${between}${next.slice(0, longestPhrase)}`;
  const isOver = ({ index, 0: found }: RegExpExecArray) =>
    index < before.length && index + found.length > before.length + between.length;
  return (
    (between === '' && [...text.matchAll(tokens)].some(isOver)) || [...text.matchAll(phrases)].some(isOver)
  );
}

/** Whether a record in JSON is one only without the line ends in it. */
function isCutJson(lines: readonly string[], at: number): boolean {
  const first = textAt(lines, at).trimEnd();
  const { message } = readLogLine(first).record;
  if (!message.startsWith('{"') || message.endsWith('}')) return false;
  let whole = message;
  for (let line = at + 1; line < at + mostPieces; line += 1) {
    const gap = gapBehind(textAt(lines, line - 1).trimEnd(), first.length);
    const piece = textAt(lines, line).trimEnd();
    if (gap === undefined || piece === '' || begins(piece)) return false;
    whole += gap + piece;
    if (gapBehind(piece, first.length) === undefined) return parseJson(whole) !== undefined;
  }
  return false;
}

/** What stood at the break behind a piece; undefined where the line ended by itself. */
function gapBehind(piece: string, width: number): '' | ' ' | undefined {
  if (over.test(piece.slice(-longestPhrase))) return undefined;
  return piece.length === width ? '' : piece.length === width - 1 ? ' ' : undefined;
}

function rejoin(lines: readonly string[], width: number): string[] {
  const whole: string[] = [];
  let pieces: string[] = [];
  // What people write above a record is no part of one.
  let isRecord = false;
  for (const line of lines) {
    const gap = isRecord ? gapBehind(textAt(pieces, pieces.length - 1).trimEnd(), width) : undefined;
    const isFirst = begins(line);
    if (gap !== undefined && line.trim() !== '' && !isFirst) {
      pieces.push(`${pieces.pop()?.trimEnd()}${gap}`, line);
      continue;
    }
    if (pieces.length > 0) whole.push(pieces.join(''));
    pieces = [line];
    isRecord = isFirst || (isRecord && line.trim() !== '');
  }
  whole.push(pieces.join(''));
  return whole;
}
