import { z } from 'zod';
import type { WindowEvidence } from '../evidence/window/window-evidence.ts';
import type { Templates } from '../templates.ts';
import { gatewayTimeouts } from '../verdict/gateway-timeouts.ts';
import type { WindowSummary } from '../verdict/summarise-window.ts';
import { type Cause, causes } from '../verdict/verdict.ts';
import { defined } from './defined.ts';
import { describeQueries } from './describe-queries.ts';
import { type Answer, type Finding, outputSchema, reportSchema } from './report.ts';
import { usualTimeoutMs, wordsOfWindow } from './window-words.ts';

const share = z.strictObject({ name: z.string(), requests: z.int().nonnegative() });
const lateShare = share.extend({
  /** Requests to that function on which the gateway gave up in the window. */
  timedOut: z.int().nonnegative(),
});
const causeShare = z.strictObject({ cause: z.enum(causes), requests: z.int().nonnegative() });
const isoTime = z.iso.datetime();

/** What `gw504 window --json` says of the whole window, beside the report of the request that was diagnosed in full. */
export const windowSchema = z.strictObject({
  from: isoTime,
  to: isoTime,
  /** Requests that ended with a 5xx. */
  failures: z.int().nonnegative(),
  /** False: a log could not be read, or not to its end; there may be more. */
  complete: z.boolean(),
  /** No API or stage of that name is anywhere that was looked. */
  unknownApi: z.literal(true).optional(),
  summary: z.string(),
  byCause: z.array(causeShare),
  byRoute: z.array(share),
  byStage: z.array(share),
  byTarget: z.array(share),
  byStatus: z.array(share),
  /** Every minute from the first failure to the last; of a window over more than a day every ten minutes. */
  byMinute: z.array(
    z.strictObject({ minute: isoTime, requests: z.int().nonnegative(), causes: z.array(causeShare) }),
  ),
  firstBadMinute: isoTime.optional(),
  lastChange: z
    .strictObject({
      what: z.enum(['stage', 'function']),
      name: z.string(),
      at: isoTime,
      beforeMs: z.number(),
    })
    .optional(),
  /** Of the failed requests, and the gateway's timeout on the route that failed most. */
  latency: z.strictObject({
    typicalMs: z.number().optional(),
    slowestMs: z.number().optional(),
    timeoutMs: z.number().optional(),
  }),
  /** All requests of the failing stages, failed or not, as CloudWatch's metrics count them. */
  traffic: z
    .array(
      z.strictObject({
        stage: z.string(),
        requests: z.int().nonnegative(),
        failures: z.int().nonnegative(),
        latency: z.strictObject({ p50Ms: z.number(), p90Ms: z.number(), p99Ms: z.number() }).optional(),
      }),
    )
    .optional(),
  /** Where the failed requests came from, as far as access logs tell. */
  clients: z.strictObject({ atLeast: z.int().positive(), only: z.string().optional() }).optional(),
  trend: z.enum(['none', 'single', 'rising', 'falling', 'steady', 'over']),
  breadth: z.enum(['none', 'one-route', 'one-target', 'one-stage', 'wide']),
  /** Invocations that ran on past the gateway's timeout, by function. */
  finishedLate: z.array(lateShare),
  worthDiagnosing: z.array(z.strictObject({ id: z.string(), cause: z.enum(causes), why: z.string() })),
  receipt: z.strictObject({
    queries: reportSchema.shape.receipt.shape.queries,
    apiCalls: z.int().nonnegative(),
    bytesScanned: z.number().nonnegative(),
  }),
});
export type Window = z.infer<typeof windowSchema>;

export const windowOutputSchema = outputSchema.extend({ window: windowSchema });
export type WindowOutput = z.infer<typeof windowOutputSchema>;

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

/** The public JSON of a window. */
export function toWindowOutput(answer: WindowAnswer): WindowOutput {
  return windowOutputSchema.parse({
    schemaVersion: 1,
    reports: answer.example.map((finding) => finding.report),
    notes: answer.notes,
    window: answer.window,
  });
}

const iso = (ms: number) => new Date(ms).toISOString();
