import type { Change, FailureGroup, WindowEvidence } from '../evidence/window/window-evidence.ts';
import { gatewayTimeouts } from './gateway-timeouts.ts';
import type { Cause } from './verdict.ts';

export interface Share {
  name: string;
  requests: number;
}

/** What a window of failures comes to. Counts are of requests; times epoch ms. */
export interface WindowSummary {
  requests: number;
  causes: { cause: Cause; requests: number }[];
  routes: Share[];
  stages: Share[];
  /** Functions and hosts behind the failing routes. */
  targets: Share[];
  statuses: Share[];
  /** Every minute (or longer stretch of the evidence) from the first failure to the last, also those without one. */
  minutes: { minuteMs: number; requests: number; causes: { cause: Cause; requests: number }[] }[];
  firstBadMinuteMs?: number;
  lastBadMinuteMs?: number;
  /** The latest change of what fails, before the first bad minute, if it was at most a day before. */
  lastChange?: Change & { beforeMs: number };
  /** Weighted by requests over the groups that the queries gave; of the failures only. */
  typicalMs?: number;
  slowestMs?: number;
  trend: 'none' | 'single' | 'rising' | 'falling' | 'steady' | 'over';
  /** Too few minutes are settled to call it steady: it has only begun. */
  hasOnlyBegun: boolean;
  breadth: 'none' | 'one-route' | 'one-target' | 'one-stage' | 'wide';
  /**
   * Invocations that ran on past the gateway's timeout: work that may have been done though the client was told 504.
   * Only of functions on which the gateway gave up; `timedOut` counts those requests.
   */
  finishedLate: (Share & { timedOut: number })[];
  worth: { id: string; cause: Cause; why: 'most-frequent' | 'slowest' | 'latest'; group: FailureGroup }[];
}

const minuteMs = 60_000;
/** A change counts as suspect when it came at most so long before the first failure, ms. Our choice: a day of traffic. */
const suspectForMs = 24 * 60 * minuteMs;
/** No failure for this long before the end of the window: over, ms. Our choice: alarms look at one to five minutes. */
const overAfterMs = 5 * minuteMs;
/** Lines of the latest moments are still on their way, and the last minute is not over, ms. Our choice. */
const arrivingMs = minuteMs;
/** Fewer minutes than these, all read to their end, tell no trend. Our choice. */
const fewestSettled = 3;

/** Sums up the counted groups, each with the cause that the rules gave its sample. Pure. */
export function summariseWindow(
  evidence: WindowEvidence,
  causeOf: (group: FailureGroup) => Cause,
): WindowSummary {
  const judged = evidence.groups.map((group) => ({ ...group, cause: causeOf(group) }));
  const requests = judged.reduce((sum, group) => sum + group.requests, 0);
  // The API is named only where several of them fail.
  const isOneApi = new Set(judged.map(({ apiName }) => apiName)).size === 1;
  const routes = count(
    judged,
    (group) =>
      group.route && (isOneApi || group.apiName === '' ? group.route : `${group.route} (${group.apiName})`),
  );
  const stages = count(judged, (group) =>
    group.apiName === '' ? undefined : `${group.apiName}/${group.stage}`,
  );
  const targets = count(judged, (group) => group.target);
  const firstBad = least(judged.map((group) => group.minuteMs));
  const lastBad = most(judged.map((group) => group.minuteMs));
  const stretchMs = evidence.stretchMs ?? minuteMs;
  const lastChange =
    firstBad === undefined
      ? undefined
      : evidence.changes
          .map((change) => ({ ...change, beforeMs: firstBad + stretchMs - change.atMs }))
          .filter(({ beforeMs }) => beforeMs >= 0 && beforeMs <= suspectForMs)
          .sort((a, b) => a.beforeMs - b.beforeMs)[0];
  const typicalMs = weightedMedian(
    judged.flatMap((group) =>
      group.medianMs === undefined ? [] : [{ value: group.medianMs, weight: group.requests }],
    ),
  );
  const slowestMs = most(judged.flatMap((group) => group.slowestMs ?? []));
  return {
    requests,
    causes: causesOf(judged),
    routes,
    stages,
    targets,
    statuses: count(judged, (group) => String(group.status)),
    minutes: minutesOf(judged, stretchMs, firstBad, lastBad),
    ...(firstBad === undefined ? {} : { firstBadMinuteMs: firstBad }),
    ...(lastBad === undefined ? {} : { lastBadMinuteMs: lastBad }),
    ...(lastChange === undefined ? {} : { lastChange }),
    ...(typicalMs === undefined ? {} : { typicalMs }),
    ...(slowestMs === undefined ? {} : { slowestMs }),
    trend: trendOf(judged, stretchMs, firstBad, lastBad, evidence),
    hasOnlyBegun: firstBad !== undefined && settledStretches(firstBad, stretchMs, evidence) < fewestSettled,
    breadth: breadthOf(requests, routes, targets, stages),
    finishedLate: evidence.late
      .map(({ functionName, requests: late }) => ({
        name: functionName,
        requests: late,
        timedOut: timedOutAt(functionName, judged),
      }))
      .filter(({ timedOut }) => timedOut > 0)
      .sort((a, b) => b.requests - a.requests),
    worth: worthOf(judged),
  };
}

type Judged = FailureGroup & { cause: Cause };

function timedOutAt(functionName: string, groups: readonly Judged[]): number {
  return groups
    .filter(({ target, cause }) => target === functionName && gatewayTimeouts.includes(cause))
    .reduce((sum, group) => sum + group.requests, 0);
}

function count<Group extends FailureGroup>(
  groups: readonly Group[],
  nameOf: (group: Group) => string | undefined,
): Share[] {
  const counts = new Map<string, number>();
  for (const group of groups) {
    const name = nameOf(group);
    if (name) counts.set(name, (counts.get(name) ?? 0) + group.requests);
  }
  return [...counts]
    .map(([name, requests]) => ({ name, requests }))
    .sort((a, b) => b.requests - a.requests || (a.name < b.name ? -1 : 1));
}

function causesOf(groups: readonly Judged[]): WindowSummary['causes'] {
  const counts = new Map<Cause, number>();
  for (const { cause, requests } of groups) counts.set(cause, (counts.get(cause) ?? 0) + requests);
  return [...counts]
    .map(([cause, requests]) => ({ cause, requests }))
    .sort((a, b) => b.requests - a.requests || (a.cause < b.cause ? -1 : 1));
}

/** The least of them, however many; undefined of none. */
const least = (values: readonly number[]) =>
  values.length === 0 ? undefined : values.reduce((a, b) => Math.min(a, b));
const most = (values: readonly number[]) =>
  values.length === 0 ? undefined : values.reduce((a, b) => Math.max(a, b));

/** Most minutes or longer stretches that are spelled out, from the first bad one; a day has 1440 minutes. */
const mostMinutes = 1_440;

function minutesOf(
  groups: readonly Judged[],
  stretchMs: number,
  firstMs: number | undefined,
  lastMs: number | undefined,
): WindowSummary['minutes'] {
  if (firstMs === undefined || lastMs === undefined) return [];
  const byMinute = new Map<number, Judged[]>();
  for (const group of groups) {
    const members = byMinute.get(group.minuteMs);
    if (members) members.push(group);
    else byMinute.set(group.minuteMs, [group]);
  }
  const length = Math.min(mostMinutes, Math.round((lastMs - firstMs) / stretchMs) + 1);
  return Array.from({ length }, (_, index) => {
    const at = firstMs + index * stretchMs;
    const members = byMinute.get(at) ?? [];
    return { minuteMs: at, requests: sumOf(members), causes: causesOf(members) };
  });
}

const sumOf = (groups: readonly Judged[]) => groups.reduce((sum, { requests }) => sum + requests, 0);

function weightedMedian(values: { value: number; weight: number }[]): number | undefined {
  const sorted = [...values].sort((a, b) => a.value - b.value);
  const half = sorted.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let seen = 0;
  for (const { value, weight } of sorted) {
    seen += weight;
    if (seen >= half) return value;
  }
  return undefined;
}

/** Whole stretches since the first failure whose lines have all arrived. */
function settledStretches(
  firstMs: number,
  stretchMs: number,
  { question, collectedAtMs }: Pick<WindowEvidence, 'question' | 'collectedAtMs'>,
): number {
  const settledMs = Math.min(question.toMs, collectedAtMs - arrivingMs);
  return Math.max(0, Math.floor((settledMs - firstMs) / stretchMs));
}

/**
 * Compares the second half of the bad minutes with the first; a third more or less is a change. Lines still to come can
 * only add to the latest minutes: they may show a rise already, but never a fall.
 */
function trendOf(
  groups: readonly Judged[],
  stretchMs: number,
  firstMs: number | undefined,
  lastMs: number | undefined,
  evidence: Pick<WindowEvidence, 'question' | 'collectedAtMs'>,
): WindowSummary['trend'] {
  if (firstMs === undefined || lastMs === undefined) return 'none';
  const endMs = Math.min(evidence.question.toMs, evidence.collectedAtMs);
  if (endMs - (lastMs + stretchMs) >= overAfterMs) return 'over';
  if (firstMs === lastMs) return 'single';
  const change = (stretches: number) => {
    const half = Math.floor(stretches / 2);
    const middleMs = firstMs + half * stretchMs;
    const stopMs = firstMs + stretches * stretchMs;
    const before = sumOf(groups.filter(({ minuteMs: at }) => at < middleMs)) / half;
    const after = sumOf(groups.filter(({ minuteMs: at }) => at >= middleMs && at < stopMs));
    return after / (stretches - half) / before;
  };
  if (change(Math.round((lastMs - firstMs) / stretchMs) + 1) > 1.33) return 'rising';
  const settled = settledStretches(firstMs, stretchMs, evidence);
  return settled > 1 && change(settled) < 0.67 ? 'falling' : 'steady';
}

/** What the failures have in common: at least nine in ten share it. */
function breadthOf(
  requests: number,
  routes: Share[],
  targets: Share[],
  stages: Share[],
): WindowSummary['breadth'] {
  if (requests === 0) return 'none';
  const isMost = (shares: Share[]) => (shares[0]?.requests ?? 0) >= requests * 0.9;
  if (isMost(routes)) return 'one-route';
  if (isMost(targets)) return 'one-target';
  return isMost(stages) ? 'one-stage' : 'wide';
}

/** One of the most frequent cause, the slowest, and the latest; each request once. */
function worthOf(groups: readonly Judged[]): WindowSummary['worth'] {
  const known = groups.filter((group) => group.exampleId !== '');
  const [frequent] = causesOf(known);
  const ofMost = known.filter((group) => group.cause === frequent?.cause);
  // A group is one minute of one route: the route that failed most goes first, and of it the fullest minute.
  const routeOf = ({ route, target }: Judged) => `${route}\n${target}`;
  const onRoute = new Map<string, number>();
  for (const group of ofMost)
    onRoute.set(routeOf(group), (onRoute.get(routeOf(group)) ?? 0) + group.requests);
  const picks: { why: WindowSummary['worth'][number]['why']; group: Judged | undefined }[] = [
    {
      why: 'most-frequent',
      group: first(
        ofMost,
        (group) => onRoute.get(routeOf(group)),
        (group) => group.requests,
      ),
    },
    { why: 'slowest', group: first(known, (group) => group.slowestMs) },
    { why: 'latest', group: first(known, (group) => group.lastMs) },
  ];
  const seen = new Set<string>();
  return picks.flatMap(({ why, group }) => {
    if (!group || seen.has(group.exampleId)) return [];
    seen.add(group.exampleId);
    return [{ id: group.exampleId, cause: group.cause, why, group }];
  });
}

/** The first of those with the highest of the first measure, and of these of the next. What has no measure comes last. */
function first(
  groups: readonly Judged[],
  ...measures: ((group: Judged) => number | undefined)[]
): Judged | undefined {
  let those = groups;
  for (const measure of measures) {
    const highest = most(those.map((group) => measure(group) ?? 0));
    those = those.filter((group) => (measure(group) ?? 0) === highest);
  }
  return those[0];
}
