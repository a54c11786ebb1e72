import type { SourceName } from '../evidence/evidence.ts';
import type { UnavailableReason } from '../evidence/observation.ts';

/** Every cause of the contract. A cause without a rule, words or a case fails the parity test. */
export const causes = [
  'integration-timeout',
  'slow-integration',
  'cold-start',
  'slow-dependency',
  'integration-not-invoked',
  'connect-timeout',
  'integration-504',
  'network-error',
  'edge-timeout',
  'lambda-timeout',
  'lambda-error',
  'malformed-response',
  'lambda-throttled',
  'permission-denied',
  'dns-failure',
  'tls-failure',
  'vpc-link-failure',
  'configuration-error',
  'authorizer-failure',
  'request-throttled',
  'waf-failure',
  'backend-error',
  'succeeded',
  'inconclusive',
] as const;
export type Cause = (typeof causes)[number];

export const phases = ['none', 'unknown', 'dns', 'connect', 'tls', 'send', 'wait'] as const;
/** How far the gateway got with the integration when the request failed. `none`: it did not fail there. */
export type Phase = (typeof phases)[number];

export const confidences = ['certain', 'likely', 'possible'] as const;
/**
 * certain: a line of this very request states it, or it follows from such lines by arithmetic.
 * likely: outside evidence tied to the request by trace id or request id, or a completely searched absence.
 * possible: tied by time alone, or one of several readings that the evidence allows.
 */
export type Confidence = (typeof confidences)[number];

/** Values for a sentence's blanks. Numbers keep their unit in the name (`waitedMs`, `timeoutMs`, `atMs`). */
export type FactArgs = Record<string, string | number | boolean>;

/** Something that the evidence states. `fact` names its sentence in templates/messages/facts.yaml. */
export interface Fact {
  fact: string;
  args: FactArgs;
  source: SourceName;
  atMs?: number;
  /** The line that proves it, verbatim (already redacted). */
  quote?: string;
}

/** Something that could not be looked at and might have decided. Sentence and cure: templates/messages/gaps.yaml. */
export interface Gap {
  source: SourceName;
  reason: UnavailableReason;
  args: FactArgs;
}

/** What one rule answers when it matches. */
export interface Match {
  phase: Phase;
  confidence: Confidence;
  because: Fact[];
  /** The phase is surer than the cause: the request was delivered, and what it waited for there is one reading. */
  isDelivered?: true;
}

export interface LedgerSegment {
  /** See segmentNames; "unexplained" is the honest rest. */
  segment: SegmentName;
  startMs: number;
  durationMs: number;
  source: SourceName | 'arithmetic';
}

/**
 * The parts of a request's time. All but those after it lie within the request (arrival to the gateway's answer), do not
 * overlap, and sum to its length exactly; `after-504` and `after-answer` start where the request ends.
 */
export const segmentNames = [
  'waf',
  'authorizer',
  'gateway',
  'hand-over',
  'init',
  'function',
  'downstream',
  'integration', // sent and waiting, with nothing known of the far side
  'response',
  'unexplained',
  'after-504',
  'after-answer', // the same, where the answer was no 504
] as const;
export type SegmentName = (typeof segmentNames)[number];

export interface Ledger {
  segments: LedgerSegment[];
  /** Arrival to the gateway's answer, ms. Missing where the evidence shows neither. */
  lengthMs?: number;
  /** Named faults of the material; sentences in templates/messages/ledger.yaml. */
  flaws: { flaw: string; args: FactArgs }[];
}

export interface Completion {
  answer: 'yes' | 'no' | 'unknown';
  /** When the work finished, epoch ms. */
  atMs?: number;
  /** How long after the gateway's 504, ms. */
  afterMs?: number;
  because?: Fact;
}

export interface Budget {
  gatewayMs?: number;
  functionMs?: number;
  upstreamMs?: number;
  /** Inversions and limits; sentences in templates/messages/budget.yaml. */
  findings: { finding: string; args: FactArgs }[];
}

/** The judgement, as data; every word for people is added by the report. */
export interface Verdict {
  cause: Cause;
  phase: Phase;
  confidence: Confidence;
  because: Fact[];
  isDelivered?: true;
  ruledOut: { cause: Cause; because: Fact }[];
  notChecked: Gap[];
  alsoMatched: Cause[];
  completion: Completion;
  ledger: Ledger;
  budget: Budget;
  /**
   * Is a retry safe, and any use? From the method's idempotency and from what is known of the completion. `needless`: the
   * work was done and can be repeated without harm.
   */
  retry: 'safe' | 'needless' | 'risky' | 'duplicates' | 'useless' | 'unknown';
}
