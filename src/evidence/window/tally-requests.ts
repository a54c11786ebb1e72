import type { RedactionPolicy } from '../redact.ts';
import { redactText } from '../redact.ts';
import { mostCharacters } from './skim-line.ts';
import type { FailureGroup } from './window-evidence.ts';

/** Requests whose end has not come yet; beyond this the oldest are judged by what is there. Bounds the memory. */
const mostOpen = 250_000;
/** Telling lines of one request that are kept: a request writes about a dozen. */
const mostLines = 16;
/** Distinct ways to fail in distinct minutes that are counted; the rest is counted together, without its route. */
const mostGroups = 100_000;
/** Durations of a group that its median is taken from. */
const mostDurations = 101;

interface Open {
  lines: string[];
  firstMs: number;
  lastMs: number;
}

interface Tally extends FailureGroup {
  durations: number[];
}

const ended = 'Method completed with status: ';

/** Counts requests by what their telling lines say; what a request wrote is let go as soon as its last line has come. */
export interface RequestTally {
  /** A telling line: the id in parentheses, and the beginning of what stands behind it. Epoch ms. */
  add(id: string, text: string, atMs: number): void;
  /** Judges what is still open by what is there. */
  close(): void;
  requests(): number;
  failures(): number;
  groups(): FailureGroup[];
}

export function tallyRequests(redaction: RedactionPolicy): RequestTally {
  const open = new Map<string, Open>();
  const tallies = new Map<string, Tally>();
  const known = new Map<string, string>();
  let requests = 0;
  let failures = 0;

  const close = (id: string, request: Open, status: number) => {
    open.delete(id);
    requests += 1;
    if (status < 500) return;
    failures += 1;
    count(tallies, id, request, status, known, redaction);
  };
  return {
    add(id, text, atMs) {
      const there = open.get(id);
      if (text.startsWith(ended)) {
        const request = there ?? { lines: [], firstMs: atMs, lastMs: atMs };
        request.lastMs = atMs;
        close(id, request, Number.parseInt(text.slice(ended.length), 10));
      } else if (there === undefined) {
        open.set(id, { lines: [text], firstMs: atMs, lastMs: atMs });
        if (open.size > mostOpen) closeOldest(open, close);
      } else {
        there.lastMs = atMs;
        if (there.lines.length < mostLines) there.lines.push(text);
      }
    },
    close() {
      for (const [id, request] of open) {
        const status = statusOf(request);
        if (status === undefined) open.delete(id);
        else close(id, request, status);
      }
    },
    requests: () => requests,
    failures: () => failures,
    groups: () => [...tallies.values()].map(finish),
  };
}

/** The oldest tenth, so that the search for it is worth its while. */
function closeOldest(
  open: Map<string, Open>,
  close: (id: string, request: Open, status: number) => void,
): void {
  let left = Math.ceil(open.size / 10);
  for (const [id, request] of open) {
    if (left-- <= 0) return;
    const status = statusOf(request);
    if (status === undefined) open.delete(id);
    else close(id, request, status);
  }
}

/** The status that a failure line stands for where the request's last line is missing; undefined where none failed. */
function statusOf({ lines }: Open): number | undefined {
  const failure = lines.find((line) => /^(?:Execution failed|Lambda |WAF )/.test(line));
  if (failure === undefined) return undefined;
  if (/timeout error|network error/.test(failure)) return 504;
  return /Malformed|Lambda execution failed/.test(failure) ? 502 : 500;
}

function count(
  tallies: Map<string, Tally>,
  id: string,
  request: Open,
  status: number,
  known: Map<string, string>,
  redaction: RedactionPolicy,
): void {
  const [, method, path] = match(request.lines, /^HTTP Method: (\S+), Resource Path: (\S+)/) ?? [];
  const [, host] = match(request.lines, /^Sending request to https?:\/\/([^/?\s]+)/) ?? [];
  const [, functionName] = match(request.lines, /^Sending request to \S+function:([^:/\s]+)/) ?? [];
  const minuteMs = Math.floor(request.lastMs / 60_000) * 60_000;
  const how = request.lines.filter((line) => !/^(?:HTTP Method|Sending)/.test(line)).join('\n');
  const isFull = tallies.size >= mostGroups;
  const route = method && path && !isFull ? `${method} ${path}` : '';
  const target = isFull ? '' : (functionName ?? host ?? '');
  const key = `${minuteMs} ${status} ${route} ${target} ${known.get(how) ?? remember(known, how)}`;
  const tookMs = request.lastMs - request.firstMs;
  const there = tallies.get(key);
  if (there) {
    there.requests += 1;
    there.firstMs = Math.min(there.firstMs, request.firstMs);
    there.lastMs = Math.max(there.lastMs, request.lastMs);
    there.slowestMs = Math.max(there.slowestMs ?? 0, tookMs);
    if (there.durations.length < mostDurations) there.durations.push(tookMs);
    return;
  }
  const sample = [...request.lines, `${ended}${status}`].map((line) => `(${id}) ${line}`).join('\n');
  tallies.set(key, {
    region: '',
    apiId: '',
    apiName: '',
    apiType: 'rest',
    stage: '',
    ...(route === '' ? {} : { route: redactText(route, redaction).text }),
    ...(target === '' ? {} : { target: redactText(target, redaction).text }),
    status,
    sample,
    minuteMs,
    requests: 1,
    firstMs: request.firstMs,
    lastMs: request.lastMs,
    slowestMs: tookMs,
    exampleId: id,
    durations: [tookMs],
  });
}

/** Lines that differ in numbers and ids only say the same. Remembered, since most requests fail alike. */
function remember(known: Map<string, string>, how: string): string {
  const same = how
    .replace(/(?:Lambda request id: |Integration latency: |after )\S+/g, '#')
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '#')
    .slice(0, mostCharacters);
  if (known.size < mostGroups) known.set(how, same);
  return same;
}

function match(lines: readonly string[], pattern: RegExp): RegExpExecArray | undefined {
  for (const line of lines) {
    const found = pattern.exec(line);
    if (found) return found;
  }
  return undefined;
}

function finish({ durations, ...group }: Tally): FailureGroup {
  const sorted = [...durations].sort((a, b) => a - b);
  const medianMs = sorted[Math.floor(sorted.length / 2)];
  return { ...group, ...(medianMs === undefined ? {} : { medianMs }) };
}
