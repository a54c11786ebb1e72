import { gatewayLogs, statedRule } from './stated-rule.ts';

/** The authorizer failed, refused, or was never got past. */
export const authorizerFailure = statedRule('authorizer-failure', [...gatewayLogs, 'clientResponse']);
