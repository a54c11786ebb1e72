import { gatewayLogs, statedRule } from './stated-rule.ts';

/** The connection was closed, reset or refused; which of them the line does not say. */
export const networkError = statedRule('network-error', [...gatewayLogs, 'clientResponse']);
