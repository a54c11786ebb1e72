import type { RedactionPolicy } from '../redact.ts';
import { redactText } from '../redact.ts';
import { type OpenRequest, openRequests } from './open-requests.ts';
import { type ByteLine, mostCharacters } from './skim-line.ts';
import { type ToldByLine, tellingLines } from './telling-lines.ts';
import type { FailureGroup } from './window-evidence.ts';

/** Requests whose end has not come yet; beyond this the oldest are judged by what is there. Bounds the memory. */
const mostOpen = 250_000;
/** Distinct ways to fail in distinct minutes that are counted; the rest is counted together, without its route. */
const mostGroups = 100_000;
/** Durations of a group that its median is taken from. */
const mostDurations = 101;

interface Tally extends FailureGroup {
  durations: number[];
}

const ended = 'Method completed with status: ';

/** Counts requests by what their telling lines say; what a request wrote is let go as soon as its last line has come. */
export interface RequestTally {
  /** A telling line. */
  add(line: ByteLine): void;
  /** Judges what is still open by what is there. */
  close(): void;
  requests(): number;
  failures(): number;
  groups(): FailureGroup[];
}

export function tallyRequests(redaction: RedactionPolicy): RequestTally {
  const open = openRequests(mostOpen + 1);
  const tallies = new Map<string, Tally>();
  const known = new Map<string, string>();
  const told = tellingLines();
  let requests = 0;
  let failures = 0;

  const end = (request: OpenRequest, status: number) => {
    requests += 1;
    failures += 1;
    count(tallies, request, status, known, told, redaction);
  };
  const closeOldest = (most: number) => {
    for (let left = most; left > 0 && open.size() > 0; left -= 1) {
      const place = open.oldest();
      const request = open.read(place);
      open.remove(place);
      const status = statusOf(request);
      if (status !== undefined) end(request, status);
    }
  };
  return {
    add(line) {
      const place = open.find(line);
      if (!isEnd(line)) {
        open.append(place < 0 ? open.open(line) : place, line);
        // The oldest tenth, so that the search for it is worth its while.
        if (open.size() > mostOpen) closeOldest(Math.ceil(mostOpen / 10));
        return;
      }
      const status = statusAt(line);
      if (status >= 500) {
        const seen = place < 0 ? { id: idOf(line), lines: [], firstMs: line.atMs } : open.read(place);
        end({ ...seen, lastMs: line.atMs }, status);
      } else requests += 1;
      if (place >= 0) open.remove(place);
    },
    close: () => closeOldest(Number.POSITIVE_INFINITY),
    requests: () => requests,
    failures: () => failures,
    groups: () => [...tallies.values()].map(finish),
  };
}

const idOf = ({ bytes, idFrom, idTo }: ByteLine) => bytes.toString('utf8', idFrom, idTo);

/** Of all telling lines only the last begins so. */
const isEnd = ({ bytes, from }: ByteLine) =>
  bytes[from] === 77 && bytes[from + 7] === 99 && bytes[from + 29] === 32;

/** The number behind the last line's opening; NaN where there is none, and then nobody can say that it failed. */
function statusAt({ bytes, from, to }: ByteLine): number {
  let status = Number.NaN;
  for (let at = from + ended.length; at < to; at += 1) {
    const digit = (bytes[at] ?? 0) - 48;
    if (digit < 0 || digit > 9) break;
    status = (Number.isNaN(status) ? 0 : status) * 10 + digit;
  }
  return status;
}

/** The status that a failure line stands for where the request's last line is missing; undefined where none failed. */
function statusOf({ lines }: OpenRequest): number | undefined {
  const failure = lines.find((line) => /^(?:Execution failed|Lambda |WAF )/.test(line));
  if (failure === undefined) return undefined;
  if (/timeout error|network error/.test(failure)) return 504;
  return /Malformed|Lambda execution failed/.test(failure) ? 502 : 500;
}

function count(
  tallies: Map<string, Tally>,
  request: OpenRequest,
  status: number,
  known: Map<string, string>,
  told: (line: string) => ToldByLine,
  redaction: RedactionPolicy,
): void {
  const each = request.lines.map(told);
  const named = each.find((one) => one.route !== undefined)?.route;
  const host = each.find((one) => one.host !== undefined)?.host;
  const functionName = each.find((one) => one.functionName !== undefined)?.functionName;
  const minuteMs = Math.floor(request.lastMs / 60_000) * 60_000;
  const how = request.lines.filter((_, index) => each[index]?.isHow).join('\n');
  const isFull = tallies.size >= mostGroups;
  const route = isFull ? '' : (named ?? '');
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
  const sample = [...request.lines, `${ended}${status}`].map((line) => `(${request.id}) ${line}`).join('\n');
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
    exampleId: request.id,
    durations: [tookMs],
  });
}

/** Lines that differ in numbers and ids only say the same. Remembered, since most requests fail alike. */
function remember(known: Map<string, string>, how: string): string {
  const same = how
    .replace(/(?:Lambda request id: |Integration latency: |after )\S+/g, '#')
    // Times and ids; short numbers stay, for a status tells causes apart.
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z|[0-9a-f]{8}-[0-9a-f-]{27}|\d{4,}/g, '#')
    .slice(0, mostCharacters);
  if (known.size < mostGroups) known.set(how, same);
  return same;
}

function finish({ durations, ...group }: Tally): FailureGroup {
  const sorted = [...durations].sort((a, b) => a - b);
  const medianMs = sorted[Math.floor(sorted.length / 2)];
  return { ...group, ...(medianMs === undefined ? {} : { medianMs }) };
}
