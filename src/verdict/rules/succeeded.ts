import { gatewayLogs, statedRule } from './stated-rule.ts';

/** The request was answered with a status below 400. */
export const succeeded = statedRule('succeeded', [...gatewayLogs, 'clientResponse', 'trace']);
