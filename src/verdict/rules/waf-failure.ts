import { statedFailure } from './stated-failure.ts';

/** The WAF could not be asked. */
export const wafFailure = statedFailure('waf-failure', 'none', (step) => step.kind === 'waf-failure');
