import { z } from 'zod';
import { causes } from '../verdict/verdict.ts';
import { outputSchema, reportSchema } from './report.ts';
import type { WindowAnswer } from './window.ts';

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

/** The public JSON of a window. */
export function toWindowOutput(answer: WindowAnswer): WindowOutput {
  return windowOutputSchema.parse({
    schemaVersion: 1,
    reports: answer.example.map((finding) => finding.report),
    notes: answer.notes,
    window: answer.window,
  });
}
