import pLimit, { type LimitFunction } from 'p-limit';
import { createPace, type Pace } from './pace.ts';
import { createSilences, type Silences } from './silences.ts';

/**
 * The brakes of one account and region, shared by all running diagnoses. Each pace is a quarter of AWS's fixed quota,
 * so that dashboards and people keep the rest.
 */
export interface Gates {
  queries: LimitFunction;
  startQuery: Pace;
  getQueryResults: Pace;
  filterLogEvents: Pace;
  describeLogGroups: Pace;
  /** Control plane of API Gateway: account-wide, low, not raisable; no published number for each operation. */
  controlPlane: Pace;
  controlPlaneAtOnce: LimitFunction;
  /** Services that do not answer: nobody waits for them twice in a row. */
  silences: Silences;
}

/**
 * What AWS allows an account in a region, and nobody can raise: calls a second, and Insights queries at once.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
 */
export function logQuotas(region: string) {
  const filterLogEvents = slowRegions.includes(region) ? 5 : region === 'us-east-1' ? 25 : 10;
  return { queriesAtOnce: 100, startQuery: 10, getQueryResults: 10, describeLogGroups: 10, filterLogEvents };
}

const slowRegions = ['eu-central-1', 'ap-northeast-3', 'ap-southeast-3', 'ca-west-1', 'il-central-1'];

/** The share of a quota that one process takes for itself. */
export const quotaShare = 1 / 4;

export function createGates(region: string, queriesAtOnce: number): Gates {
  const quotas = logQuotas(region);
  const share = (quota: number) => createPace({ perSecond: quota * quotaShare, burst: quota < 10 ? 4 : 6 });
  return {
    queries: pLimit(queriesAtOnce),
    startQuery: share(quotas.startQuery),
    getQueryResults: share(quotas.getQueryResults),
    filterLogEvents: share(quotas.filterLogEvents),
    describeLogGroups: share(quotas.describeLogGroups),
    controlPlane: createPace({ perSecond: 5, burst: 20 }),
    controlPlaneAtOnce: pLimit(4),
    silences: createSilences(),
  };
}
