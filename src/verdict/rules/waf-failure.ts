import { gatewayLogs, statedRule } from './stated-rule.ts';

/** WAF stopped the request or could not be asked. A WAF that was passed by is no cause. */
export const wafFailure = statedRule('waf-failure', gatewayLogs);
