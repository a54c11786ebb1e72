import { gatewayLogs, statedRule } from './stated-rule.ts';

/** Any other configuration error that the gateway states. */
export const configurationError = statedRule('configuration-error', gatewayLogs);
