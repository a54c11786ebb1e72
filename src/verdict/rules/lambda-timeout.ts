import { statedFailure } from './stated-failure.ts';

/** The function's own timeout ended it. */
export const lambdaTimeout = statedFailure(
  'lambda-timeout',
  'wait',
  (step) => step.kind === 'function-error' && step.timedOutAfterMs !== undefined,
);
