import type { Cause, Confidence, Fact, Phase } from '../verdict.ts';

/**
 * How one source says that the request ended. The gateway's own logs say it outright; what the client saw, a trace or the
 * function's log let it be told. `cause` is missing where a source says how it ended and none of the causes fits.
 */
export interface Statement {
  cause?: Cause;
  phase: Phase;
  confidence: Confidence;
  fact: Fact;
  /** What else the same source shows of the same end. */
  besides?: Fact;
  /** When the gateway stopped waiting or answered, epoch ms, as far as this source shows it. */
  atMs?: number;
  /** How long it had waited for the integration by then, ms. */
  waitedMs?: number;
}

/** A statement without the values that are not known. */
export function statement(
  cause: Cause | undefined,
  phase: Phase,
  confidence: Confidence,
  fact: Fact,
  when: { atMs?: number | undefined; waitedMs?: number | undefined } = {},
): Statement {
  return {
    ...(cause === undefined ? {} : { cause }),
    phase,
    confidence,
    fact,
    ...(when.atMs === undefined ? {} : { atMs: when.atMs }),
    ...(when.waitedMs === undefined ? {} : { waitedMs: when.waitedMs }),
  };
}
