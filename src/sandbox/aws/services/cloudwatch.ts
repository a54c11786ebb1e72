import { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import { awsJson } from '../protocols/aws-json.ts';
import { type Call, operation, type Service } from '../service.ts';
import type { Metric } from '../world.ts';
import { describeAlarms, describeAlarmsInput } from './alarms.ts';

const metricStat = z.object({
  Metric: z.object({
    Namespace: z.string(),
    MetricName: z.string(),
    Dimensions: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
  }),
  Period: z.number(),
  Stat: z.string(),
});
const input = z.object({
  StartTime: z.number(),
  EndTime: z.number(),
  ScanBy: z.enum(['TimestampAscending', 'TimestampDescending']).default('TimestampDescending'),
  MetricDataQueries: z.array(
    z.object({
      Id: z.string(),
      MetricStat: metricStat.optional(),
      Expression: z.string().optional(),
      Label: z.string().optional(),
      ReturnData: z.boolean().default(true),
    }),
  ),
});

/** Most metrics in one call. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const mostQueries = 500;

/** CloudWatch: statistics over raw samples. Metric math is refused, not guessed. */
export function createCloudwatch(): Service {
  const operations = {
    GetMetricData: operation(input, getMetricData),
    DescribeAlarms: operation(describeAlarmsInput, describeAlarms),
  };
  return {
    scope: 'monitoring',
    name: 'cloudwatch',
    protocol: awsJson({
      version: '1.0',
      targetPrefix: 'GraniteServiceVersion20100801',
      namespace: 'com.amazonaws.cloudwatch.v2010_08_01',
      operations: Object.keys(operations),
    }),
    operations,
    throttled: () => new AwsError('ThrottlingException', 'Rate exceeded'),
  };
}

function getMetricData(call: Call, asked: z.output<typeof input>) {
  call.allow('cloudwatch:GetMetricData', '*');
  const refuse = (message: string) => new AwsError('ValidationError', message);
  if (asked.MetricDataQueries.length > mostQueries)
    throw refuse(`The collection MetricDataQueries must not have a size greater than ${mostQueries}.`);
  if (asked.StartTime >= asked.EndTime)
    throw refuse('The parameter StartTime must be less than the parameter EndTime.');
  const results = asked.MetricDataQueries.map((query) => {
    const { MetricStat: stat } = query;
    if (!/^[a-z]\w*$/.test(query.Id))
      throw refuse(
        `The value ${query.Id} for parameter MetricDataQueries.member.1.Id is not matching the expected pattern.`,
      );
    if (!stat) throw refuse(`Error in expression '${query.Id}': metric math is not supported here`);
    if (stat.Period < 60 || stat.Period % 60 !== 0)
      throw refuse(`The parameter Period must be a multiple of 60: ${stat.Period}`);
    const dimensions = new Map(stat.Metric.Dimensions.map(({ Name, Value }) => [Name, Value]));
    const found = call.here.metrics.find(
      (metric) =>
        metric.namespace === stat.Metric.Namespace &&
        metric.name === stat.Metric.MetricName &&
        Object.keys(metric.dimensions).length === dimensions.size &&
        Object.entries(metric.dimensions).every(([name, value]) => dimensions.get(name) === value),
    );
    const reduce = statisticOf(stat.Stat);
    if (!reduce)
      throw refuse(
        `The value ${stat.Stat} for parameter MetricDataQueries.member.1.MetricStat.Stat is not a valid statistic.`,
      );
    const points = found ? pointsOf(found, stat.Period, reduce, asked, call.nowMs) : [];
    if (asked.ScanBy === 'TimestampDescending') points.reverse();
    return {
      Id: query.Id,
      Label: query.Label ?? stat.Metric.MetricName,
      Timestamps: points.map(({ atSeconds }) => atSeconds),
      Values: points.map(({ value }) => value),
      StatusCode: 'Complete',
      isReturned: query.ReturnData,
    };
  });
  return {
    MetricDataResults: results.flatMap(({ isReturned, ...result }) => (isReturned ? [result] : [])),
    Messages: [],
  };
}

/** Periods begin with the start, cut to its minute; those without a sample have no point. Start is inclusive, end is not. */
function pointsOf(
  metric: Metric,
  periodSeconds: number,
  reduce: (values: number[]) => number,
  asked: { StartTime: number; EndTime: number },
  nowMs: number,
): { atSeconds: number; value: number }[] {
  const byPeriod = new Map<number, number[]>();
  const first = Math.floor(asked.StartTime / 60) * 60;
  for (const { atMs, value, knownMs = atMs } of metric.samples) {
    const atSeconds = first + Math.floor((atMs / 1000 - first) / periodSeconds) * periodSeconds;
    if (knownMs > nowMs || atSeconds < first || atSeconds >= asked.EndTime) continue;
    byPeriod.set(atSeconds, [...(byPeriod.get(atSeconds) ?? []), value]);
  }
  return [...byPeriod]
    .sort(([a], [b]) => a - b)
    .map(([atSeconds, values]) => ({ atSeconds, value: reduce(values) }));
}

function statisticOf(name: string): ((values: number[]) => number) | undefined {
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  const percentile = name.match(/^p(\d{1,2}(?:\.\d+)?|100)$/)?.[1];
  if (percentile !== undefined)
    return (values) => {
      const sorted = [...values].sort((a, b) => a - b);
      const rank = Math.ceil((Number(percentile) / 100) * sorted.length);
      return sorted[Math.max(0, rank - 1)] ?? 0;
    };
  const statistics = new Map<string, (values: number[]) => number>(
    Object.entries({
      Sum: sum,
      Average: (values: number[]) => sum(values) / values.length,
      Minimum: (values: number[]) => Math.min(...values),
      Maximum: (values: number[]) => Math.max(...values),
      SampleCount: (values: number[]) => values.length,
    }),
  );
  return statistics.get(name);
}
