import type { ExecutionStep } from '../../evidence/readings/execution-log.ts';
import type { ArgsOf, FactCode } from '../fact-codes.ts';
import { lineFact } from '../state-fact.ts';
import type { Cause, Phase } from '../verdict.ts';
import { defineRule, type Rule } from './rule.ts';

/** Causes with a fact "stated-<cause>" of their own, without values. */
type StatedCause = {
  [Each in Cause]: `stated-${Each}` extends FactCode
    ? keyof ArgsOf<`stated-${Each}`> extends never
      ? Each
      : never
    : never;
}[Cause];

/** A rule for a cause that one failure line of this very request states outright. */
export function statedFailure(
  cause: StatedCause,
  phase: Phase,
  states: (step: ExecutionStep) => boolean,
): Rule {
  return defineRule({
    cause,
    needsAny: ['executionLog'],
    match(_sources, { failure }) {
      if (failure === undefined || !states(failure.step)) return undefined;
      return {
        phase,
        confidence: 'certain',
        because: [lineFact(`stated-${cause}`, failure, {})],
      };
    },
  });
}

/** The text of a configuration error, where the step is one. */
export const configurationDetail = (step: ExecutionStep) =>
  step.kind === 'configuration-error' ? step.detail : '';
