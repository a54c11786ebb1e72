import { gatewayLogs, statedRule } from './stated-rule.ts';

/** The gateway may not invoke the function or assume its role. */
export const permissionDenied = statedRule('permission-denied', gatewayLogs);
