import type { AwsAccess } from '../aws/open-aws.ts';
import type { Config } from '../config-schema.ts';
import type { Progress } from '../progress.ts';
import type { Templates } from '../templates.ts';

/** What a live collection is given. */
export interface CollectContext {
  aws: AwsAccess;
  config: Config;
  templates: Templates;
  now: () => number;
  /** How long the collection may take, ms; what is late then counts as unavailable. */
  deadlineMs: number;
  /** Stops the collection and its running queries. */
  signal: AbortSignal;
  onProgress: (progress: Progress) => void;
  /** What may be asked about where the question was asked; an empty list means all. */
  allowed?: { accounts: string[]; apis: string[]; stages: string[] };
  /** Pause before looking again for lines that may still be on their way, ms. */
  lookAgainMs?: number;
}

/** Log lines take several seconds, sometimes longer, to become searchable; our choice between patience and haste. */
export const defaultLookAgainMs = 5_000;

/** Younger than this, missing lines may still be on their way, ms: public measurements saw up to about two minutes. */
export const freshForMs = 120_000;
