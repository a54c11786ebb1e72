import { statedFailure } from './stated-failure.ts';

/** Any other configuration error that the log states. */
export const configurationError = statedFailure(
  'configuration-error',
  'none',
  (step) => step.kind === 'configuration-error',
);
