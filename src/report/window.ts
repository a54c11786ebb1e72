import type { WindowEvidence } from '../evidence/window/window-evidence.ts';
import type { Templates } from '../templates.ts';
import { gatewayTimeouts } from '../verdict/gateway-timeouts.ts';
import type { WindowSummary } from '../verdict/summarise-window.ts';
import type { Cause } from '../verdict/verdict.ts';
import { defined } from './defined.ts';
import { describeQueries } from './describe-queries.ts';
import type { Answer, Finding } from './report.ts';
import type { Window } from './window-output.ts';
import { usualTimeoutMs, wordsOfWindow } from './window-words.ts';

/**
 * How the count of a window calls a request with this verdict: the gateway's own logs cannot tell a late answer from a
 * lost request, so that all of these are timeouts there.
 */
export function countedAs(cause: Cause): Cause {
  return gatewayTimeouts.includes(cause) ? 'integration-timeout' : cause;
}

/** All that is said of a window; every surface renders this. */
export interface WindowAnswer {
  window: Window;
  /** Sentences, most important first: the headline is `window.summary`. */
  lines: string[];
  /** That work may have been done although clients were told 504; apart from the lines, for it is to be seen first. */
  warning?: string;
  /** The request diagnosed in full, if there is one. */
  example: Finding[];
  notes: string[];
}

/** Puts the summary into words and into the public shape. */
export function buildWindow(
  evidence: WindowEvidence,
  summary: WindowSummary,
  example: Answer | undefined,
  templates: Templates,
): WindowAnswer {
  const { headline, lines, warning } = wordsOfWindow(evidence, summary, templates);
  const timeoutMs = usualTimeoutMs(evidence);
  const { queries, bytesScanned } = describeQueries(evidence.searches);
  return {
    window: {
      from: iso(evidence.question.fromMs),
      to: iso(evidence.question.toMs),
      failures: summary.requests,
      complete: evidence.isComplete,
      ...(evidence.isUnknownApi ? { unknownApi: true as const } : {}),
      summary: headline,
      byCause: summary.causes,
      byRoute: summary.routes,
      byStage: summary.stages,
      byTarget: summary.targets,
      byStatus: summary.statuses,
      byMinute: summary.minutes.map((one) => ({
        minute: iso(one.minuteMs),
        requests: one.requests,
        causes: one.causes,
      })),
      ...(summary.firstBadMinuteMs === undefined ? {} : { firstBadMinute: iso(summary.firstBadMinuteMs) }),
      ...(summary.lastChange === undefined
        ? {}
        : {
            lastChange: {
              what: summary.lastChange.what,
              name: summary.lastChange.name,
              at: iso(summary.lastChange.atMs),
              beforeMs: summary.lastChange.beforeMs,
            },
          }),
      latency: {
        ...(summary.typicalMs === undefined ? {} : { typicalMs: summary.typicalMs }),
        ...(summary.slowestMs === undefined ? {} : { slowestMs: summary.slowestMs }),
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
      },
      ...(evidence.traffic === undefined || evidence.traffic.length === 0
        ? {}
        : {
            traffic: evidence.traffic.map(({ apiName, stage, isLogged: _, ...told }) => ({
              stage: `${apiName}/${stage}`,
              ...told,
            })),
          }),
      ...(evidence.clients === undefined
        ? {}
        : { clients: defined({ atLeast: evidence.clients.atLeast, only: evidence.clients.only }) }),
      trend: summary.trend,
      breadth: summary.breadth,
      finishedLate: summary.finishedLate,
      worthDiagnosing: summary.worth.map(({ id, cause, why }) => ({ id, cause, why })),
      receipt: { queries, apiCalls: evidence.apiCalls, bytesScanned },
    },
    lines,
    ...(warning === undefined ? {} : { warning }),
    example: example?.findings ?? [],
    notes: [
      ...evidence.notes.map(({ note, args }) => templates.fill(`messages/notes:${note}`, args)),
      ...(evidence.isComplete || summary.requests === 0
        ? []
        : [templates.fill('messages/window:incomplete', {})]),
    ],
  };
}

/** Not one log could be read to its end: that no failure was counted says nothing. */
export function isUnread({ window: { complete, failures, unknownApi, receipt } }: WindowAnswer): boolean {
  return (
    !complete && failures === 0 && !unknownApi && receipt.queries.every(({ status }) => status !== 'complete')
  );
}

const iso = (ms: number) => new Date(ms).toISOString();
