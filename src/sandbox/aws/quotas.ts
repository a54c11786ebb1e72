/**
 * Calls a second that AWS takes of one account in one region; not adjustable. Log queries and searches:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
 * API Gateway's control plane, all reads together, with its burst:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
 */
const perSecond: Record<string, { rate: number; burst: number }> = {
  'logs:StartQuery': { rate: 10, burst: 10 },
  'logs:GetQueryResults': { rate: 10, burst: 10 },
  'logs:DescribeLogGroups': { rate: 10, burst: 10 },
  apigateway: { rate: 10, burst: 40 },
};

/** Regions where FilterLogEvents takes only five calls a second. */
const slowSearchRegions = ['eu-central-1', 'ap-northeast-3', 'ap-southeast-3', 'ca-west-1', 'il-central-1'];

export interface Quotas {
  /** Counts one call; true where it is one too many. */
  isExceeded(call: { operation: string; account: string; region: string; clockMs: number }): boolean;
}

/** Token buckets, one for each account, region and quota. */
export function createQuotas(): Quotas {
  const buckets = new Map<string, { tokens: number; atMs: number }>();
  return {
    isExceeded({ operation, account, region, clockMs }) {
      const quota = quotaOf(operation, region);
      if (!quota) return false;
      const key = `${account}/${region}/${quota.name}`;
      const last = buckets.get(key) ?? { tokens: quota.burst, atMs: clockMs };
      const refilled = last.tokens + ((clockMs - last.atMs) / 1000) * quota.rate;
      const tokens = Math.min(quota.burst, refilled);
      const isExceeded = tokens < 1;
      buckets.set(key, { tokens: isExceeded ? tokens : tokens - 1, atMs: clockMs });
      return isExceeded;
    },
  };
}

function quotaOf(operation: string, region: string) {
  if (operation === 'logs:FilterLogEvents') {
    const rate = region === 'us-east-1' ? 25 : slowSearchRegions.includes(region) ? 5 : 10;
    return { name: operation, rate, burst: rate };
  }
  const name = [operation, operation.split(':')[0] ?? ''].find((one) => perSecond[one] !== undefined);
  const quota = name === undefined ? undefined : perSecond[name];
  return quota && name !== undefined ? { name, ...quota } : undefined;
}
