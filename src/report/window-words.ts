import type { StageTraffic, WindowEvidence } from '../evidence/window/window-evidence.ts';
import { formatCount, formatSeconds, type Templates } from '../templates.ts';
import type { WindowSummary } from '../verdict/summarise-window.ts';

/** Fewer failures tell nothing of their clients. Our choice. */
const fewestForClients = 5;

interface WindowWords {
  /** One sentence: how many failed, and mostly of what. */
  headline: string;
  /** More of them, most important first. */
  lines: string[];
  warning?: string;
}

/** What is said of a window of failures. */
export function wordsOfWindow(
  evidence: WindowEvidence,
  summary: WindowSummary,
  templates: Templates,
): WindowWords {
  const say = (name: string, values: Record<string, unknown> = {}) =>
    templates.fill(`messages/window:${name}`, values);
  if (summary.requests === 0)
    return {
      headline: calmHeadline(evidence, say),
      lines: evidence.isUnknownApi
        ? []
        : [...silenceOf(evidence, summary, say), ...percentilesOf(evidence, say)],
    };
  const [top] = summary.causes;
  const warning = warningOf(summary, say);
  return {
    headline: say('headline', {
      ...rangeOf(evidence),
      requests: summary.requests,
      count: formatCount(summary.requests),
      title: top ? templates.fill(`messages/causes/${top.cause}:title`, {}) : '',
      share: percent(top?.requests ?? 0, summary.requests),
      isAll: top?.requests === summary.requests,
      others: summary.causes.length - 1,
    }),
    lines: [
      ...whenOf(evidence, summary, say),
      ...whereOf(summary, say),
      ...trafficOf(evidence, summary, say),
      ...clientsOf(evidence, summary, say),
      ...latencyOf(evidence, summary, say),
      ...(summary.causes.some(({ cause }) => cause === 'integration-timeout') ? [say('coarse')] : []),
    ],
    ...(warning === undefined ? {} : { warning }),
  };
}

type Say = (name: string, values?: Record<string, unknown>) => string;

function calmHeadline(
  { question, traffic, isUnknownApi, isComplete, searches }: WindowEvidence,
  say: Say,
): string {
  const range = rangeOf({ question });
  const { api = '', stage = '' } = question.scope;
  if (isUnknownApi) return say('no-api', { ...range, api, stage });
  const failing = traffic?.find(({ failures }) => failures > 0);
  if (failing)
    return say('none-but-counted', {
      ...range,
      ...trafficArgs(failing),
    });
  if (isComplete) return say('none', range);
  return say(searches.some(({ status }) => status === 'complete') ? 'none-known' : 'none-read', range);
}

/** Why no log shows what CloudWatch counted; where it counted nothing either, that it did. */
function silenceOf(evidence: WindowEvidence, summary: WindowSummary, say: Say): string[] {
  const failing = evidence.traffic?.find(({ failures }) => failures > 0);
  if (!failing) return trafficOf(evidence, summary, say);
  const stage = nameOf(failing);
  if (!failing.isLogged) return [say('silent.unlogged', { stage })];
  const isRead = evidence.searches.some(({ status }) => status === 'complete');
  return [say(isRead ? 'silent.logged' : 'silent.unread', { stage })];
}

function whereOf(summary: WindowSummary, say: Say): string[] {
  const [route] = summary.routes;
  const [target] = summary.targets;
  const [stage] = summary.stages;
  const isTold = route !== undefined || target !== undefined;
  return [
    say(`breadth.${isTold ? summary.breadth : 'untold'}`, {
      route: route?.name ?? '',
      target: target?.name ?? '',
      isServedByOne: (target?.requests ?? 0) >= summary.requests * 0.9,
      stage: stage?.name ?? '',
      several: summary.stages.length > 1,
      routes: summary.routes.length,
      targets: summary.targets.length,
    }),
  ];
}

/**
 * All requests of the stage that failed most, so that a dozen failures of a hundred and of a million are told apart; and
 * why that count is another than the one from the logs.
 */
function trafficOf({ traffic }: WindowEvidence, { stages }: WindowSummary, say: Say): string[] {
  const [most] = traffic ?? [];
  if (!most) return [];
  const logged = stages.find(({ name }) => name === nameOf(most))?.requests ?? most.failures;
  const isOther = most.failures > 0 && logged !== most.failures;
  return [
    say('traffic', {
      ...trafficArgs(most),
      logged: isOther ? formatCount(logged) : '',
      isLess: most.failures < logged,
    }),
  ];
}

function trafficArgs(traffic: StageTraffic) {
  const { requests, failures } = traffic;
  return {
    stage: nameOf(traffic),
    requests: formatCount(requests),
    failures,
    count: formatCount(failures),
    share: percent(failures, requests),
  };
}

function whenOf(
  { question, stretchMs = 60_000, collectedAtMs }: WindowEvidence,
  summary: WindowSummary,
  say: Say,
): string[] {
  const { lastChange: change, lastBadMinuteMs = question.toMs } = summary;
  const minute = (ms: number) => (dayOf(ms) === dayOf(question.toMs) ? `${clock(ms)} UTC` : stamp(ms));
  return [
    say(`trend.${summary.trend === 'steady' && summary.hasOnlyBegun ? 'begun' : summary.trend}`, {
      first: minute(summary.firstBadMinuteMs ?? question.fromMs),
      last: minute(lastBadMinuteMs),
      quiet: span(Math.min(question.toMs, collectedAtMs) - lastBadMinuteMs - stretchMs),
      minutes: stretchMs / 60_000,
      isStretch: stretchMs > 60_000,
    }),
    ...(change
      ? [
          say(`change.${change.what}`, {
            name: change.name,
            before: span(change.beforeMs),
            at: minute(change.atMs),
          }),
        ]
      : []),
  ];
}

function clientsOf({ clients }: WindowEvidence, { requests }: WindowSummary, say: Say): string[] {
  // Access logs may tell of a part only, and that part is not the whole.
  if (!clients || clients.requests < fewestForClients || clients.requests < requests * 0.9) return [];
  return [
    clients.atLeast === 1
      ? say('clients.one', { only: clients.only ?? '' })
      : say('clients.several', { atLeast: formatCount(clients.atLeast) }),
  ];
}

function latencyOf(evidence: WindowEvidence, summary: WindowSummary, say: Say): string[] {
  const { typicalMs, slowestMs } = summary;
  const timeoutMs = usualTimeoutMs(evidence);
  return [
    ...(typicalMs === undefined || slowestMs === undefined
      ? []
      : [
          say('latency', {
            typical: formatSeconds(typicalMs),
            slowest: formatSeconds(slowestMs),
            timeout: timeoutMs === undefined ? '' : formatSeconds(timeoutMs),
          }),
        ]),
    ...percentilesOf(evidence, say),
  ];
}

/** How long all requests took, failed or not. */
function percentilesOf({ traffic }: WindowEvidence, say: Say): string[] {
  const [most] = traffic ?? [];
  return most?.latency
    ? [
        say('percentiles', {
          stage: nameOf(most),
          p50: formatSeconds(most.latency.p50Ms),
          p90: formatSeconds(most.latency.p90Ms),
          p99: formatSeconds(most.latency.p99Ms),
        }),
      ]
    : [];
}

/** The gateway's timeout on the routes of most failures, ms. */
export function usualTimeoutMs({ groups }: WindowEvidence): number | undefined {
  const counts = new Map<number, number>();
  for (const { timeoutMs, requests } of groups)
    if (timeoutMs !== undefined) counts.set(timeoutMs, (counts.get(timeoutMs) ?? 0) + requests);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

function warningOf({ finishedLate }: WindowSummary, say: Say): string | undefined {
  const sum = (of: 'requests' | 'timedOut') => finishedLate.reduce((total, one) => total + one[of], 0);
  const late = sum('requests');
  if (late === 0) return undefined;
  const timedOut = sum('timedOut');
  return say('late', {
    requests: late,
    count: formatCount(late),
    timedOut,
    timedOutCount: formatCount(timedOut),
    // More ran on than timed out: others than the gateway call the function too, and a share would mean nothing.
    share: late > timedOut ? '' : percent(late, timedOut),
    names: finishedLate.map((one) => one.name).join(', '),
  });
}

const nameOf = ({ apiName, stage }: StageTraffic) => `${apiName}/${stage}`;
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const clock = (ms: number) => new Date(ms).toISOString().slice(11, 16);
/** "40 s", "3 min", "5 h": a minute is as sharp as the first bad one is known. */
function span(ms: number): string {
  if (ms < 120_000) return `${Math.round(ms / 1000)} s`;
  return ms < 2 * 3_600_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 3_600_000)} h`;
}
/** "2026-11-20 14:42 UTC" */
const stamp = (ms: number) => `${dayOf(ms)} ${clock(ms)} UTC`;

/** The day only once, where a window does not reach over midnight. */
function rangeOf({ question: { fromMs, toMs } }: Pick<WindowEvidence, 'question'>): {
  from: string;
  to: string;
} {
  return dayOf(fromMs) === dayOf(toMs)
    ? { from: `${dayOf(fromMs)} ${clock(fromMs)}`, to: `${clock(toMs)} UTC` }
    : { from: stamp(fromMs), to: stamp(toMs) };
}

/** "82"; a part of the whole is never 100, and something is never 0. */
function percent(part: number, whole: number): string {
  if (part === 0 || whole === 0) return '0';
  if (part >= whole) return '100';
  const share = (part / whole) * 100;
  return share < 1 ? (share < 0.1 ? '<0.1' : share.toFixed(1)) : String(Math.min(99, Math.round(share)));
}
