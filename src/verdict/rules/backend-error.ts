import { gatewayLogs, statedRule } from './stated-rule.ts';

/** The integration's own error, other than 504, passed on. */
export const backendError = statedRule('backend-error', [...gatewayLogs, 'clientResponse']);
