import pLimit, { type LimitFunction } from 'p-limit';
import { createPace, type Pace } from './pace.ts';
import { createSilences, type Silences } from './silences.ts';

/**
 * The brakes of one account and region, shared by all running diagnoses. Each pace is a quarter of AWS's fixed quota,
 * so that dashboards and people keep the rest: StartQuery, GetQueryResults and DescribeLogGroups allow 10 a second
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html).
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

/** FilterLogEvents allows 5 a second there, 25 in us-east-1, 10 elsewhere (same quotas page). */
const slowRegions = ['eu-central-1', 'ap-northeast-3', 'ap-southeast-3', 'ca-west-1', 'il-central-1'];

export function createGates(region: string, queriesAtOnce: number): Gates {
  const quarterOfTen = () => createPace({ perSecond: 2.5, burst: 6 });
  return {
    queries: pLimit(queriesAtOnce),
    startQuery: quarterOfTen(),
    getQueryResults: quarterOfTen(),
    filterLogEvents: slowRegions.includes(region)
      ? createPace({ perSecond: 1.25, burst: 4 })
      : region === 'us-east-1'
        ? createPace({ perSecond: 6.25, burst: 6 })
        : quarterOfTen(),
    describeLogGroups: quarterOfTen(),
    controlPlane: createPace({ perSecond: 5, burst: 20 }),
    controlPlaneAtOnce: pLimit(4),
    silences: createSilences(),
  };
}
