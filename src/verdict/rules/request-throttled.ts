import { gatewayLogs, statedRule } from './stated-rule.ts';

/** A rate limit or quota stopped the request before the integration. */
export const requestThrottled = statedRule('request-throttled', [...gatewayLogs, 'clientResponse']);
