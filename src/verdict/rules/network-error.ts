import { statedFailure } from './stated-failure.ts';

/** The connection was closed, reset or refused; which of them the line does not say. */
export const networkError = statedFailure(
  'network-error',
  'unknown',
  (step) => step.kind === 'network-error',
);
