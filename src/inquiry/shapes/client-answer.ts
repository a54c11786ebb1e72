import { isLogLine } from '../log-marks.ts';
import { textAt } from '../text-at.ts';
import { pageEnd } from './error-page.ts';
import { scanJson } from './json-scan.ts';
import type { PasteRecord, PasteText, Shape } from './shape.ts';
import { readStamp } from './stamp.ts';

const status = /^(?:[<*] )?HTTP\/[\d.]{1,3} \d{3}(?:\s|$)/;
const headerLine = /^(?:< )?[A-Za-z][A-Za-z0-9-]{1,60}: ?/;
/** Headers that only an answer of AWS has. */
const telling =
  /^(?:< )?(?:x-amzn-requestid|x-amz-apigw-id|apigw-requestid|x-amzn-errortype|x-amzn-trace-id|x-amzn-remapped-[\w-]+|x-amz-cf-id|x-amz-cf-pop|x-cache)\s?:/i;
const curlLine =
  /^(?:\* (?:Trying|Connected|Host |Could not resolve|connect to|Connection|Closing|Re-using|Using HTTP|ALPN|TCP_NODELAY|TLSv|SSL |Server certificate|Operation timed|Mark bundle|h2 |\[HTTP|Empty reply|upload completely|Request completely|old SSL| {1,3}\S)|> [A-Z]{3,7} \S+ HTTP\/|[{}] \[[\d.]{1,12} ?bytes data\]|curl: \(\d{1,2}\) )/;
/** The command itself, behind a prompt or without one; and how a browser's tools name the request. */
const commandLine = /^\s{0,4}(?:[$%#>] )?curl\s[^\n]{0,2000}https?:\/\//;
const askedLine = /^(?:Request (?:URL|Method)|Status Code|Remote Address|Referrer Policy): ?\S/;
/** Lines that stand around an answer: curl's own, the request's headers, its progress, and what `time` prints of it. */
const aroundLine =
  /^(?:[*>] ?|[{}] \[|curl: \(|\s*% Total|\s+Dload|\s*\d{1,3} {1,3}[\d.]+[kMG]? |\r|(?:real|user|sys)\s+\d{1,4}m[\d.]{1,8}s|(?:time_)?total\s?[:=]\s?\d)/;
/** The request as HTTPie and raw recordings print it, unmarked, before its answer. */
const requestLine = /^[A-Z]{3,7} \/\S* HTTP\/[\d.]{1,3}\s*$/;
/** Most header lines that are looked at for a telling one. */
const longestHead = 60;

/**
 * What a client saw: `curl -v` or `-i`, or headers copied out of a browser. One record for each answer with its headers and
 * body, and one for what stands before it, for a body belongs to its headers.
 */
export const readClientAnswer: Shape = (text, at) => {
  const line = textAt(text.lines, at);
  const asked = requestLine.test(line) ? readRequest(text, at) : undefined;
  const isCommand = commandLine.test(line) || askedLine.test(line);
  if (!status.test(line) && !curlLine.test(line) && !isCommand && asked === undefined && !isHead(text, at))
    return undefined;
  const records: PasteRecord[] = asked === undefined ? [] : [asked.record];
  let end = asked?.end ?? at;
  while (end < text.lines.length) {
    const around = takeWhile(
      text,
      end,
      (each) =>
        (aroundLine.test(each) || commandLine.test(each) || askedLine.test(each)) && !status.test(each),
    );
    const spoken = around.lines.filter((each) => !/^\s*(?:%|Dload|\d)/.test(each));
    if (spoken.length > 0) records.push({ resolutionMs: 1, message: spoken.join('\n') });
    end = around.end;
    const next = textAt(text.lines, end);
    const isAnswer =
      status.test(next) || (isHeadAhead(text, records, end) && headerLine.test(next)) || /^< \S/.test(next);
    if (!isAnswer) break;
    const answer = readAnswer(text, end);
    records.push({ resolutionMs: 1, message: answer.lines.join('\n') });
    end = answer.end;
  }
  return end === at ? undefined : { shape: 'client answer', records, end };
};

/** Headers without a status line: at the region's beginning, or behind what a browser's tools say of the request. */
const isHeadAhead = (text: PasteText, records: readonly PasteRecord[], at: number) =>
  records.length === 0 ||
  (records.length === 1 && askedLine.test(textAt(text.lines, at - 1)) && isHead(text, at));

/** Most lines of a request with its body before the answer. */
const longestRequest = 200;

/** An unmarked request: its line and headers, where an answer stands behind it. Its body is nobody's business. */
function readRequest(text: PasteText, at: number): { record: PasteRecord; end: number } | undefined {
  const head = takeWhile(text, at + 1, (line) => headerLine.test(line));
  if (!text.lines.slice(at + 1, head.end).some((line) => /^host: ?\S/i.test(line))) return undefined;
  for (let line = head.end; line < Math.min(text.lines.length, at + longestRequest); line += 1) {
    const next = textAt(text.lines, line);
    if (requestLine.test(next) || isLogLine(next) !== status.test(next)) return undefined;
    if (!status.test(next)) continue;
    const message = text.lines
      .slice(at, head.end)
      .map((each) => `> ${each}`)
      .join('\n');
    return { record: { resolutionMs: 1, message }, end: line };
  }
  return undefined;
}

/** Whether header lines begin here of which one is AWS's. Those before it are looked at only from the first. */
function isHead(text: PasteText, at: number): boolean {
  if (!/^(?:< )?[A-Za-z][A-Za-z0-9-]{1,60}\s?: ?\S/.test(textAt(text.lines, at))) return false;
  for (let line = at; line < Math.min(text.lines.length, at + longestHead); line += 1) {
    const header = textAt(text.lines, line);
    if (telling.test(header)) return true;
    if (!headerLine.test(header)) return false;
  }
  return false;
}

function takeWhile(
  text: PasteText,
  from: number,
  fits: (line: string) => boolean,
): { lines: string[]; end: number } {
  let end = from;
  while (end < text.lines.length && fits(textAt(text.lines, end))) end += 1;
  return { lines: text.lines.slice(from, end), end };
}

/** Status line, headers, the blank line, the body. */
function readAnswer(text: PasteText, at: number): { lines: string[]; end: number } {
  const isHeader = (line: string) => headerLine.test(line) || /^< \S/.test(line);
  const head = takeWhile(text, status.test(textAt(text.lines, at)) ? at + 1 : at, isHeader);
  const lines = text.lines.slice(at, head.end);
  let end = head.end;
  const separator = (text.lines[end] ?? 'none').trim();
  if (separator !== '' && separator !== '<') return { lines, end };
  end += 1;
  // `curl -v` writes its own lines between headers and body.
  const between = takeWhile(text, end, (line) => aroundLine.test(line) && !status.test(line));
  end = between.end;
  const first = textAt(text.lines, end);
  if (isMarkedBody(first) || isPlainBody(first, lines)) {
    const body = readBody(text, end);
    return { lines: [...lines, separator, ...body.lines], end: body.end };
  }
  return { lines: [...lines, separator, ...between.lines.filter((line) => /^curl: /.test(line))], end };
}

/** JSON or HTML that is no record of a log and no line of curl's. */
function isMarkedBody(line: string): boolean {
  const opens = /^\s*(?:\{|\[\s*(?:[{["]|$)|<(?! ))/.test(line);
  return opens && !isLogLine(line) && readStamp(line) === undefined;
}

/** Any other line behind the headers may be somebody's words: it is the body only where it has the length that they state. */
function isPlainBody(line: string, headers: readonly string[]): boolean {
  const stated = headers
    .map((header) => /^(?:< )?content-length: ?(\d{1,9})\s*$/i.exec(header)?.[1])
    .find(Boolean);
  return stated !== undefined && line !== '' && Number(stated) === Buffer.byteLength(line);
}

function readBody(text: PasteText, at: number): { lines: string[]; end: number } {
  const first = textAt(text.lines, at);
  const column = first.search(/\S/);
  const scan =
    /[{[]/.test(first.charAt(column)) && text.fuel.left >= 0 ? scanJson(text.lines, at, column) : undefined;
  if (scan !== undefined && scan.whole === undefined) text.fuel.left -= scan.looked;
  const whole = scan?.whole;
  if (whole !== undefined) {
    const lines = text.lines.slice(at, whole.endLine + 1);
    const last = lines.length - 1;
    // Without a line end in the body, curl's next line follows on the same one, and zsh marks the end with %.
    lines[last] = textAt(lines, last).slice(0, whole.endColumn);
    return { lines, end: whole.endLine + 1 };
  }
  const end = pageEnd(text, at) ?? at + 1;
  const lines = text.lines
    .slice(at, end)
    .map((line) => line.replace(/\* (?:Connection #\d|Closing connection).*$/, ''));
  return { lines, end };
}
