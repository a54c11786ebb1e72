import { gatewayLogs, statedRule } from './stated-rule.ts';

/** The function answered in a shape that the proxy integration does not take. */
export const malformedResponse = statedRule('malformed-response', gatewayLogs);
