import { definedOnly } from './defined-only.ts';

/** The last request before the answer: its marked or unmarked line, a browser's words, or the command that sent it. */
export function readAsked(lines: readonly string[]): { method?: string; url?: string } {
  const last = lines.findLastIndex((line) => requestLine.test(line));
  const [, method, path] = requestLine.exec(lines[last] ?? '') ?? [];
  const host = lines
    .slice(last)
    .map((line) => /^(?:> )?host: ?([\w.:-]+)\s*$/i.exec(line)?.[1])
    .find(Boolean);
  if (method !== undefined && path !== undefined)
    return { method, ...definedOnly({ url: host === undefined ? undefined : `https://${host}${path}` }) };
  const shown = lines.map((line) => /^Request URL: ?(https?:\/\/\S+)/.exec(line)?.[1]).find(Boolean);
  const named = lines.map((line) => /^Request Method: ?([A-Z]{3,7})\b/.exec(line)?.[1]).find(Boolean);
  if (shown !== undefined) return { url: shown, ...definedOnly({ method: named }) };
  const command = lines.findLast((line) => /^\s{0,4}(?:[$%#] )?curl\s/.test(line)) ?? '';
  const url = /https?:\/\/[^\s'"\\]+/.exec(command)?.[0];
  return url === undefined ? {} : { method: commandMethod(command), url };
}

const requestLine = /^(?:> )?([A-Z]{3,7}) (\/\S*) HTTP\/[\d.]{1,3}\s*$/;

/** The method of a curl command: named, or by what it sends. */
function commandMethod(command: string): string {
  const named = /\s(?:-X|--request)[ =]?["']?([A-Za-z]{3,7})\b/.exec(command)?.[1];
  if (named !== undefined) return named.toUpperCase();
  if (/\s(?:-I|--head)\b/.test(command)) return 'HEAD';
  return /\s(?:-d|--data(?:-\w+)?|--json|-F|--form)\b/.test(command) ? 'POST' : 'GET';
}

/** How long the client waited, as `time` or curl measured it, ms. */
export function readTotal(lines: readonly string[]): number | undefined {
  for (const line of lines) {
    const clock = /^real\s+(\d{1,4})m([\d.]{1,8})s/.exec(line);
    const seconds = /^(?:\* )?(?:time_)?total\s?[:=]\s?(\d{1,5}(?:\.\d{1,6})?)s?\s*$/.exec(line)?.[1];
    const total = clock === null ? Number(seconds) : Number(clock[1]) * 60 + Number(clock[2]);
    if (!Number.isNaN(total)) return Math.round(total * 1000);
  }
  return undefined;
}
