import { gatewayLogs, statedRule } from './stated-rule.ts';

/** The endpoint's name could not be resolved. */
export const dnsFailure = statedRule('dns-failure', gatewayLogs);
