import type { ExecutionEvent } from '../../evidence/readings/execution-log.ts';
import { readOwnTimeout } from '../../evidence/readings/own-timeout.ts';
import type { factArgs } from '../fact-codes.ts';
import { lineFact } from '../state-fact.ts';
import type { Cause, Phase } from '../verdict.ts';
import { type Statement, statement } from './statement.ts';

/** When the gateway stopped, and how long it had waited by then; as far as it is known. */
export interface When {
  atMs: number | undefined;
  waitedMs?: number | undefined;
}

/** Facts whose sentence has no blanks. */
type BareFact = {
  [Code in keyof typeof factArgs]: (typeof factArgs)[Code] extends readonly [] ? Code : never;
}[keyof typeof factArgs];

/** A cause that one line of the execution log states outright. */
export function statedByLine(
  cause: Cause,
  fact: BareFact,
  event: ExecutionEvent,
  when: When,
  phase: Phase = 'none',
): Statement {
  return statement(cause, phase, 'certain', lineFact(fact, event, {}), when);
}

/**
 * A function's failure that only the answer's lines tell: the header names it, the body says whether it was the function's
 * own timeout. Undefined where no header does. `when` is the gateway's own line, where there is one.
 */
export function statedByAnswer(events: readonly ExecutionEvent[], when?: When): Statement | undefined {
  const header = events.findLast(
    ({ step }) => step.kind === 'endpoint-response-headers' && step.functionError !== undefined,
  );
  if (header === undefined) return undefined;
  const body = events.findLast(
    ({ step, line }) =>
      step.kind === 'endpoint-response-body' &&
      readOwnTimeout(line.slice(Math.max(0, line.indexOf('{')))) !== undefined,
  );
  return body === undefined
    ? statedByLine('lambda-error', 'stated-lambda-error', header, when ?? { atMs: header.atMs })
    : statedByLine('lambda-timeout', 'stated-lambda-timeout', body, when ?? { atMs: body.atMs }, 'wait');
}
