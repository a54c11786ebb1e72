import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { readBundle } from '../../src/evidence/bundle.ts';
import type { Evidence } from '../../src/evidence/evidence.ts';
import { evidenceFromText } from '../../src/evidence/evidence-from-text.ts';
import { causes, confidences, phases } from '../../src/verdict/verdict.ts';

const own = fileURLToPath(new URL('../cases/', import.meta.url));
const sources = z.array(z.string()).optional();

/** What is true of one request of a case, written from the story and not from the output. */
const expectation = z.strictObject({
  /** Which request of the input, where there are several. */
  request: z.string().optional(),
  cause: z.enum(causes),
  phase: z.enum(phases),
  confidence: z.enum(confidences),
  completedAfterTimeout: z.enum(['yes', 'no', 'unknown']),
  /** Stands in a line that the verdict quotes. */
  quote: z.string().optional(),
  /** What is known of the request itself, beside its id. */
  status: z.number().optional(),
  apiId: z.string().optional(),
  traceId: z.string().optional(),
  stage: z.string().optional(),
  method: z.string().optional(),
  path: z.string().optional(),
  /** Fact codes that are among the reasons. */
  facts: z.array(z.string()).optional(),
  retry: z.enum(['safe', 'needless', 'risky', 'duplicates', 'useless', 'unknown']).optional(),
  /** The ledger's segments, all of them, in order. */
  ledger: z.array(z.string()).optional(),
  lengthMs: z.number().optional(),
  /** Sources that have to be among the gaps, and those that may not. */
  notChecked: sources,
  notMissed: sources,
  ruledOut: z.array(z.enum(causes)).optional(),
  /** Causes that may not be among those. */
  notRuledOut: z.array(z.enum(causes)).optional(),
  alsoMatched: z.array(z.enum(causes)).optional(),
  /** What the gateway waits, ms, as the evidence shows it. */
  gatewayMs: z.number().optional(),
  /** Budget findings that have to be there. */
  budget: z.array(z.string()).optional(),
});

const caseSchema = z.strictObject({
  about: z.string(),
  family: z.enum(['cause', 'healthy', 'red-herring', 'missing-log', 'two-faults', 'contradiction']),
  kind: z.enum(['plain', 'odd', 'near']),
  /** The cause that the case is about; a near miss has another verdict. */
  of: z.enum(causes),
  options: z
    .strictObject({
      apiType: z.enum(['rest', 'http', 'websocket']).optional(),
      timeoutMs: z.number().optional(),
      accessLogFormat: z.string().optional(),
    })
    .optional(),
  expect: z.array(expectation).min(1),
});

export type Case = z.infer<typeof caseSchema> & { name: string; evidences: Evidence[] };

/** When the person asks, epoch ms: ten minutes after the requests of the cases. */
export const askedAtMs = Date.UTC(2026, 10, 20, 14, 52);

/** Every case folder (those of this project, or of another folder with a slash at its end): case.yaml with what is true, input.log (pasted text) or bundle.json (collected evidence). */
export function readCases(folder = own): Case[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const read = caseSchema.parse(parse(readFileSync(`${folder}${name}/case.yaml`, 'utf8')));
      return { ...read, name, evidences: readEvidences(`${folder}${name}`, read.options ?? {}) };
    });
}

function readEvidences(path: string, options: NonNullable<Case['options']>): Evidence[] {
  const bundle = `${path}/bundle.json`;
  if (existsSync(bundle)) {
    const read = readBundle(readFileSync(bundle, 'utf8'));
    if (read.status === 'refused') throw new Error(`${path}: ${read.problem}`);
    return read.bundle.evidences;
  }
  return evidenceFromText(readFileSync(`${path}/input.log`, 'utf8'), {
    nowMs: askedAtMs,
    redaction: { emails: true, ipAddresses: false, phoneNumbers: true, cardNumbers: true, fields: [] },
    ...(options.apiType === undefined ? {} : { apiType: options.apiType }),
    ...(options.timeoutMs === undefined ? {} : { statedTimeoutMs: options.timeoutMs }),
    ...(options.accessLogFormat === undefined ? {} : { accessLogFormat: options.accessLogFormat }),
  }).evidences;
}
