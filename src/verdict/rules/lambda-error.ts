import { statedFailure } from './stated-failure.ts';

/** The function failed. */
export const lambdaError = statedFailure('lambda-error', 'none', (step) => step.kind === 'function-error');
