import type { Paste } from '../../inquiry/paste.ts';
import type { RedactionPolicy } from '../redact.ts';
import { redactText } from '../redact.ts';
import { otherRows } from './other-rows.ts';
import type { FailureGroup, WindowEvidence } from './window-evidence.ts';

/** Requests whose end has not come yet; beyond this the oldest are judged by what is there. Bounds the memory. */
const mostOpen = 250_000;
/** Telling lines of one request that are kept: a request writes about a dozen. */
const mostLines = 16;
/** Characters of a line that are kept; what decides stands at its beginning. */
const mostCharacters = 400;
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

/** Openings of the lines that tell where a request went and how it ended; bodies and headers tell too little for their size. */
const telling =
  /^(?:HTTP Method: |Sending request to |Execution failed|Lambda (?:execution|invocation) failed|Received response\. |Gateway response type|WAF |Unauthorized request|Key (?:throttle|quota) limit|API Key (?: ?not |is not )|Authorizer)/;
const ended = 'Method completed with status: ';

/**
 * Counts the failed requests of an export of any size by how they failed, route and minute, in flat memory: what a
 * request wrote is let go as soon as its last line has come. Hands on the same groups as the set queries give live.
 */
export async function tallyExport(
  pastes: AsyncIterable<Paste>,
  options: {
    nowMs: number;
    redaction: RedactionPolicy;
    onProgress?: (lines: number, failures: number) => void;
  },
): Promise<WindowEvidence> {
  const open = new Map<string, Open>();
  const tallies = new Map<string, Tally>();
  const rows = otherRows();
  const known = new Map<string, string>();
  let requests = 0;
  let failures = 0;
  let lines = 0;
  let skipped = 0;
  let fromMs = Number.POSITIVE_INFINITY;
  let toMs = Number.NEGATIVE_INFINITY;

  const close = (id: string, request: Open, status: number) => {
    open.delete(id);
    requests += 1;
    if (status < 500) return;
    failures += 1;
    count(tallies, id, request, status, known, options.redaction);
  };
  for await (const paste of pastes) {
    lines += paste.events.length;
    skipped += paste.skipped.lines;
    for (const { message, atMs } of paste.events) {
      const at = atMs ?? (Number.isFinite(toMs) ? toMs : 0);
      if (atMs !== undefined) {
        if (atMs < fromMs) fromMs = atMs;
        if (atMs > toMs) toMs = atMs;
      }
      const idEnd = message.charCodeAt(0) === 40 ? message.indexOf(') ') : -1;
      if (idEnd < 9 || idEnd > 130) {
        rows.add(message, at);
        continue;
      }
      const start = idEnd + 2;
      if (message.startsWith(ended, start)) {
        const id = message.slice(1, idEnd);
        const request = open.get(id) ?? { lines: [], firstMs: at, lastMs: at };
        request.lastMs = at;
        close(id, request, Number.parseInt(message.slice(start + ended.length), 10));
        continue;
      }
      const text = message.slice(start, start + mostCharacters);
      if (!telling.test(text)) continue;
      const id = message.slice(1, idEnd);
      const there = open.get(id);
      if (there === undefined) {
        open.set(id, { lines: [text], firstMs: at, lastMs: at });
        if (open.size > mostOpen) closeOldest(open, close);
      } else {
        there.lastMs = at;
        if (there.lines.length < mostLines) there.lines.push(text);
      }
    }
    options.onProgress?.(lines, Math.max(failures, rows.failures()));
  }
  for (const [id, request] of open) {
    const status = statusOf(request);
    if (status === undefined) open.delete(id);
    else close(id, request, status);
  }
  // An export of both logs holds each request twice; the one that saw more failures speaks.
  const fromRows = rows.groups();
  const groups = rows.failures() > failures ? fromRows : [...tallies.values()].map(finish);
  return {
    question: {
      scope: {},
      fromMs: Number.isFinite(fromMs) ? fromMs : options.nowMs,
      toMs: Number.isFinite(toMs) ? toMs : options.nowMs,
    },
    groups: groups.sort((a, b) => a.firstMs - b.firstMs),
    late: [],
    changes: [],
    isComplete: true,
    searches: [],
    notes: [
      { note: 'export-read', args: { lines, requests: Math.max(requests, rows.requests()) } },
      ...(skipped > 0 ? [{ note: 'skipped', args: { lines: skipped } }] : []),
    ],
    apiCalls: 0,
    collectedAtMs: Math.max(options.nowMs, Number.isFinite(toMs) ? toMs : 0),
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
