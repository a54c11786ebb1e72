import { z } from 'zod';
import { stepStatuses } from '../guide/guide.ts';
import { causes, confidences, phases } from '../verdict/verdict.ts';

const isoTime = z.iso.datetime();
const optionalText = z.string().optional();

/** The public report (shared contract, schemaVersion 1). Times are ISO 8601 in UTC; durations ms; sizes bytes. */
export const reportSchema = z.strictObject({
  request: z.strictObject({
    id: z.string(),
    extendedRequestId: optionalText,
    traceId: optionalText,
    apiType: z.enum(['rest', 'http', 'websocket', 'unknown']),
    apiId: optionalText,
    stage: optionalText,
    method: optionalText,
    path: optionalText,
    status: z.int().optional(),
    account: optionalText,
    region: optionalText,
    at: isoTime.optional(),
  }),
  verdict: z.strictObject({
    cause: z.enum(causes),
    phase: z.enum(phases),
    confidence: z.enum(confidences),
    summary: z.string(),
    because: z.array(
      z.strictObject({
        fact: z.string(),
        source: z.string(),
        at: isoTime.optional(),
        quote: optionalText,
        link: optionalText,
      }),
    ),
    ruledOut: z.array(z.strictObject({ cause: z.enum(causes), because: z.string() })),
    notChecked: z.array(z.strictObject({ what: z.string(), why: z.string(), fix: z.string() })),
    alsoMatched: z.array(z.enum(causes)),
  }),
  completedAfterTimeout: z.enum(['yes', 'no', 'unknown']),
  latency: z.array(
    z.strictObject({
      segment: z.string(),
      startMs: z.number(),
      durationMs: z.number().nonnegative(),
      source: z.string(),
    }),
  ),
  budget: z.strictObject({
    gatewayMs: z.number().optional(),
    functionMs: z.number().optional(),
    upstreamMs: z.number().optional(),
    findings: z.array(z.string()),
  }),
  checklist: z.array(
    z.strictObject({
      step: z.int().min(1).max(15),
      title: z.string(),
      status: z.enum(stepStatuses),
      note: z.string(),
      commands: z.array(z.string()).optional(),
    }),
  ),
  receipt: z.strictObject({
    queries: z.array(
      z.strictObject({
        language: z.string(),
        text: z.string(),
        target: z.string(),
        from: isoTime.optional(),
        to: isoTime.optional(),
        status: z.string(),
        bytesScanned: z.number().nonnegative().optional(),
        recordsScanned: z.number().nonnegative().optional(),
        ms: z.number().nonnegative().optional(),
        link: optionalText,
      }),
    ),
    apiCalls: z.int().nonnegative(),
    bytesScanned: z.number().nonnegative(),
    estimatedUsd: z.number().nonnegative(),
    roleSession: optionalText,
    rulesVersion: z.string(),
  }),
});
export type Report = z.infer<typeof reportSchema>;

export const outputSchema = z.strictObject({
  schemaVersion: z.literal(1),
  reports: z.array(reportSchema),
  notes: z.array(z.string()),
});
export type Output = z.infer<typeof outputSchema>;

/** One request's report with all the words and lines that any surface shows beside it. Plain data, already redacted. */
export interface Finding {
  report: Report;
  words: {
    /** The cause in a few words: "Integration answered too late". */
    title: string;
    /** One emoji and one word for the header; never colour or emoji alone. */
    mark: string;
    /** "The gateway gave up after 29.0 s" */
    whoGaveUp: string;
    /** What the phase means here, in a sentence: connection never made, or delivered and late, or cannot be told. */
    phase: string;
    /** Why that confidence. */
    confidence: string;
    /** What to do first, most likely first. */
    doFirst: string[];
    /** Whether to retry, and why (or why not). */
    retry: string;
    /** The loud warning when the work finished after the client had its 504. */
    warning?: string;
  };
  /** A row a source: what was looked at and what it said, with its lines. */
  evidence: EvidenceSection[];
  hiddenValues: number;
}

export interface EvidenceSection {
  source: string;
  title: string;
  status: 'found' | 'absent' | 'unavailable';
  /** Why it could not be looked at: the code of a gap. */
  reason?: string;
  detail: string;
  lines: { at?: string; text: string }[];
  link?: string;
}

/** All that is said in answer to one question; every surface (Slack, terminal, JSON) renders this and nothing else. */
export interface Answer {
  /** Oldest first; one for each distinct request. Never empty. */
  findings: Finding[];
  /** What was recognised and skipped in pasted text, searches widened, and the like. */
  notes: string[];
}
