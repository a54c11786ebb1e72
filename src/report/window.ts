import { z } from 'zod';
import type { WindowEvidence } from '../evidence/window/window-evidence.ts';
import { formatSeconds, type Templates } from '../templates.ts';
import type { WindowSummary } from '../verdict/summarise-window.ts';
import { type Cause, causes } from '../verdict/verdict.ts';
import { describeQueries } from './describe-queries.ts';
import { gatewayTimeouts } from './gateway-timeouts.ts';
import { type Answer, type Finding, outputSchema, reportSchema } from './report.ts';

const share = z.strictObject({ name: z.string(), requests: z.int().nonnegative() });
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
  summary: z.string(),
  byCause: z.array(causeShare),
  byRoute: z.array(share),
  byStage: z.array(share),
  byTarget: z.array(share),
  byStatus: z.array(share),
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
  latency: z.strictObject({ typicalMs: z.number().optional(), slowestMs: z.number().optional() }),
  trend: z.enum(['none', 'single', 'rising', 'falling', 'steady', 'over']),
  breadth: z.enum(['none', 'one-route', 'one-target', 'one-stage', 'wide']),
  finishedLate: z.array(share),
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
  const say = (name: string, values: Record<string, unknown>) =>
    templates.fill(`messages/window:${name}`, values);
  const [top] = summary.causes;
  const title = top ? templates.fill(`messages/causes/${top.cause}:title`, {}) : '';
  const range = { from: minute(evidence.question.fromMs), to: minute(evidence.question.toMs) };
  const headline =
    summary.requests === 0
      ? say(evidence.isUnknownApi ? 'no-api' : evidence.isComplete ? 'none' : 'none-known', {
          ...range,
          api: evidence.question.scope.api ?? '',
        })
      : say('headline', {
          ...range,
          requests: summary.requests,
          title,
          share: percent(top?.requests ?? 0, summary.requests),
          isAll: top?.requests === summary.requests,
        });
  const { queries, bytesScanned } = describeQueries(evidence.searches);
  return {
    window: {
      from: iso(evidence.question.fromMs),
      to: iso(evidence.question.toMs),
      failures: summary.requests,
      complete: evidence.isComplete,
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
      },
      trend: summary.trend,
      breadth: summary.breadth,
      finishedLate: summary.finishedLate,
      worthDiagnosing: summary.worth.map(({ id, cause, why }) => ({ id, cause, why })),
      receipt: { queries, apiCalls: evidence.apiCalls, bytesScanned },
    },
    lines: linesOf(summary, evidence, say),
    example: example?.findings ?? [],
    notes: [
      ...evidence.notes.map(({ note, args }) => templates.fill(`messages/notes:${note}`, args)),
      ...(evidence.isComplete || summary.requests === 0 ? [] : [say('incomplete', {})]),
    ],
  };
}

function linesOf(
  summary: WindowSummary,
  evidence: WindowEvidence,
  say: (name: string, values: Record<string, unknown>) => string,
): string[] {
  if (summary.requests === 0) return [];
  const isCoarse = summary.causes.some(({ cause }) => cause === 'integration-timeout');
  const late = summary.finishedLate.reduce((sum, one) => sum + one.requests, 0);
  const [route] = summary.routes;
  const [target] = summary.targets;
  const [stage] = summary.stages;
  return [
    say(`breadth.${summary.breadth}`, {
      route: route?.name ?? '',
      target: target?.name ?? '',
      stage: stage?.name ?? '',
      several: summary.stages.length > 1,
      routes: summary.routes.length,
      targets: summary.targets.length,
    }),
    say(`trend.${summary.trend}`, {
      first: minute(summary.firstBadMinuteMs ?? evidence.question.fromMs),
      last: minute(summary.lastBadMinuteMs ?? evidence.question.toMs),
    }),
    ...(summary.lastChange
      ? [
          say(`change.${summary.lastChange.what}`, {
            name: summary.lastChange.name,
            before: formatSeconds(summary.lastChange.beforeMs),
            at: minute(summary.lastChange.atMs),
          }),
        ]
      : []),
    ...(summary.typicalMs === undefined || summary.slowestMs === undefined
      ? []
      : [
          say('latency', {
            typical: formatSeconds(summary.typicalMs),
            slowest: formatSeconds(summary.slowestMs),
          }),
        ]),
    ...(isCoarse ? [say('coarse', {})] : []),
    ...(late > 0
      ? [say('late', { requests: late, names: summary.finishedLate.map((one) => one.name).join(', ') })]
      : []),
  ];
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
/** "2026-11-20 14:42 UTC": windows reach over midnight. */
const minute = (ms: number) => `${iso(ms).slice(0, 16).replace('T', ' ')} UTC`;
const percent = (part: number, whole: number) =>
  whole === 0 ? '0' : String(Math.round((part / whole) * 100));
