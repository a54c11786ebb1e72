import { configurationDetail, statedFailure } from './stated-failure.ts';

/** The endpoint's name could not be resolved. */
export const dnsFailure = statedFailure('dns-failure', 'dns', (step) =>
  configurationDetail(step).startsWith('Invalid endpoint address'),
);
