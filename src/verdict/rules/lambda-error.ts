import { gatewayLogs, statedRule } from './stated-rule.ts';

/** The function failed. */
export const lambdaError = statedRule('lambda-error', [...gatewayLogs, 'functionLog']);
