/**
 * Every IAM action that the product ever uses, with the resources it needs. The narrowing session policy is made from
 * this list; nothing in it writes. logs:Unmask is left out on purpose: masked data stays masked.
 */
export const permissions = [
  {
    id: 'ReadLogs',
    actions: ['logs:StartQuery', 'logs:FilterLogEvents'],
    resources: ['arn:aws*:logs:*:*:log-group:*'],
  },
  {
    // AWS defines no resource for these, or accepts "*" only in practice (GetQueryResults).
    id: 'ReadLogQueries',
    actions: [
      'logs:GetQueryResults',
      'logs:StopQuery',
      'logs:DescribeLogGroups',
      'logs:DescribeDeliveries',
      'logs:DescribeDeliverySources',
      'logs:DescribeDeliveryDestinations',
    ],
    resources: ['*'],
  },
  {
    id: 'ReadApis',
    actions: ['apigateway:GET'],
    resources: [
      'arn:aws*:apigateway:*::/restapis',
      'arn:aws*:apigateway:*::/restapis/*',
      'arn:aws*:apigateway:*::/apis',
      'arn:aws*:apigateway:*::/apis/*',
    ],
  },
  {
    id: 'ReadFunctions',
    actions: ['lambda:GetFunctionConfiguration', 'lambda:GetFunctionConcurrency'],
    resources: ['arn:aws*:lambda:*:*:function:*'],
  },
  {
    id: 'ReadTraces',
    actions: ['xray:BatchGetTraces', 'cloudwatch:GetMetricData', 'cloudwatch:DescribeAlarms'],
    resources: ['*'],
  },
] as const satisfies readonly {
  id: string;
  actions: readonly string[];
  resources: readonly string[];
}[];

/** AWS's limit for inline session policies, characters. */
export const longestSessionPolicy = 2048;

/**
 * The policy that narrows every session to what gw504 uses, whatever else the role may do, and to the regions that
 * the configuration names as long as they fit. API Gateway's ARNs hold no account, so the partition is a wildcard
 * that IAM cannot take in an ARN's second field; `partition` fills it in.
 */
export function sessionPolicy(regions: readonly string[], partition: string): string {
  const build = (narrowRegions: boolean) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: permissions.map((permission) => ({
        Effect: 'Allow',
        Action: permission.actions,
        Resource: permission.resources.map((resource) => resource.replace('arn:aws*:', `arn:${partition}:`)),
        ...(narrowRegions ? { Condition: { StringEquals: { 'aws:RequestedRegion': regions } } } : {}),
      })),
    });
  const narrow = build(true);
  return narrow.length <= longestSessionPolicy ? narrow : build(false);
}
