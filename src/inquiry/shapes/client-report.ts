import { textAt } from '../text-at.ts';
import type { Shape } from './shape.ts';
import { readWriteOut } from './write-out.ts';

/** What a client's report says, in the words that curl has for it, and the line that says so. */
export interface ClientReport {
  lines: string[];
  written: string;
  end: number;
}

/** Hosts of APIs: what a client says of any other host may be a backend speaking of what it calls. */
const apiHost =
  '[a-z0-9]{8,12}(?:-vpce-[0-9a-f]+)?\\.execute-api\\.[a-z0-9-]{5,30}\\.amazonaws\\.com(?:\\.cn)?';
const pool = new RegExp(
  `^[\\w.]{0,60}(?:ReadTimeout|ConnectTimeout|ReadTimeoutError|ConnectTimeoutError|ConnectionError): HTTPS?ConnectionPool\\(host='(${apiHost})', port=\\d+\\): (.{1,2000})$`,
);
const readTimeout = /\(read timeout=(\d{1,5}(?:\.\d{1,6})?)\)/;
const connectTimeout = /\(connect timeout=(\d{1,5}(?:\.\d{1,6})?)\)/;
const pathOf = /with url: (\/[^\s)]{0,400})/;
const serverError = new RegExp(
  `^[\\w.]{0,60}HTTPError: ([45]\\d\\d) (?:Server|Client) Error: [\\w -]{1,60} for url: (https://${apiHost}\\S{0,400})$`,
);
const wgetStart = new RegExp(
  `^--\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d--\\s+(https?://${apiHost}\\S{0,400})`,
);
/** Most lines of wget's report. */
const longestWget = 12;

/**
 * What a client printed of its own failure or of the answer's status: Python's requests, wget, the figures of `curl -w`.
 * Only of an API's own address, and never in a text with a function's log, for functions call APIs as well.
 */
export const readClientReport: Shape = (text, at) => {
  if (text.lastInvocationEnd >= 0) return undefined;
  const line = textAt(text.lines, at);
  const report =
    readPython(line, at) ??
    (wgetStart.test(line) ? readWget(text.lines, at) : undefined) ??
    readWriteOut(text.lines, at);
  if (report === undefined) return undefined;
  const { lines, written, end } = report;
  return { shape: 'client answer', records: [{ resolutionMs: 1, message: lines.join('\n'), written }], end };
};

function readPython(line: string, at: number): ClientReport | undefined {
  const failed = serverError.exec(line);
  if (failed !== null)
    return { lines: [`Request URL: ${failed[2]}`, `HTTP/1.1 ${failed[1]}`], written: line, end: at + 1 };
  const [, host, words] = pool.exec(line) ?? [];
  if (words === undefined) return undefined;
  const waited = readTimeout.exec(words)?.[1];
  const connecting = connectTimeout.exec(words)?.[1];
  const seconds = waited ?? connecting;
  if (seconds === undefined) return undefined;
  const error = `curl: (28) ${waited === undefined ? 'Connection' : 'Operation'} timed out after ${Math.round(Number(seconds) * 1000)} milliseconds`;
  return {
    lines: [`Request URL: https://${host}${pathOf.exec(words)?.[1] ?? ''}`, error],
    written: line,
    end: at + 1,
  };
}

function readWget(lines: readonly string[], at: number): ClientReport | undefined {
  const url = wgetStart.exec(textAt(lines, at))?.[1];
  for (let line = at + 1; line < Math.min(lines.length, at + longestWget); line += 1) {
    const written = textAt(lines, line);
    const status = /^HTTP request sent, awaiting response\.\.\. (\d{3})\b/.exec(written)?.[1];
    const hasGivenUp = /^HTTP request sent, awaiting response\.\.\. Read error \(Connection timed out\)/.test(
      written,
    );
    if (status === undefined && !hasGivenUp) continue;
    const said = status === undefined ? 'curl: (28) Operation timed out' : `HTTP/1.1 ${status}`;
    const isRepeated = /^\d{4}-\d\d-\d\d [\d:]{8} ERROR \d{3}: /.test(textAt(lines, line + 1));
    return { lines: [`Request URL: ${url}`, said], written, end: line + (isRepeated ? 2 : 1) };
  }
  return undefined;
}
