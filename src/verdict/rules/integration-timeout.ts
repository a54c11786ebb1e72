import { allTellers, statedRule } from './stated-rule.ts';

/** The timeout line (or INTEGRATION_TIMEOUT) proves the used-up budget and nothing of the phase: facts section 4. */
export const integrationTimeout = statedRule('integration-timeout', allTellers);
