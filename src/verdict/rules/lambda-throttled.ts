import { gatewayLogs, statedRule } from './stated-rule.ts';

/** Lambda refused the invocation for want of concurrency. */
export const lambdaThrottled = statedRule('lambda-throttled', gatewayLogs);
