import { gatewayLogs, statedRule } from './stated-rule.ts';

/** The gateway names its VPC link as the fault, or answers as it does when the link or its targets are. */
export const vpcLinkFailure = statedRule('vpc-link-failure', gatewayLogs);
