import type { UnavailableReason } from '../evidence/observation.ts';

/** Why a call to AWS gave nothing, in the words of observations. Expected failures are values; nothing here is thrown. */
export interface Failure {
  ok: false;
  reason: UnavailableReason;
  /** AWS's own message, cleaned of credentials. */
  detail: string;
  /** Blanks of the cure's sentence: { action, resource, account, region, … }. */
  args: Record<string, string | number>;
  /** The exception's name as AWS gave it: "AccessDeniedException". */
  code: string;
}

export type Answer<Value> = { ok: true; value: Value } | Failure;

export const success = <Value>(value: Value): Answer<Value> => ({
  ok: true,
  value,
});

/** The answer with its value read anew; a failure stays what it is. */
export const mapAnswer = <From, To>(answer: Answer<From>, read: (value: From) => To): Answer<To> =>
  answer.ok ? success(read(answer.value)) : answer;
