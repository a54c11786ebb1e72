import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { Metrics } from '../evidence/evidence.ts';
import { type Answer, success } from './answer.ts';
import type { AwsSession } from './open-aws.ts';

export interface MetricQuestion {
  namespace: string;
  name: string;
  statistic: 'Sum' | 'Average' | 'Minimum' | 'Maximum' | 'p50' | 'p90' | 'p99';
  dimensions: Record<string, string>;
}

/**
 * Values of up to 500 metrics in one call, a minute each or another period of whole minutes. A metric without data gives
 * a series without points.
 */
export async function getMetricData(
  session: AwsSession,
  questions: readonly MetricQuestion[],
  fromMs: number,
  toMs: number,
  signal: AbortSignal,
  periodSeconds: number = 60,
): Promise<Answer<Metrics['series']>> {
  const answer = await session.send(
    {
      action: 'cloudwatch:GetMetricData',
      resource: questions.map((question) => question.name).join(', '),
    },
    (clients, options) =>
      clients.metrics.send(
        new GetMetricDataCommand({
          StartTime: new Date(fromMs),
          EndTime: new Date(toMs),
          ScanBy: 'TimestampAscending',
          MetricDataQueries: questions.map((question, index) => ({
            Id: `m${index}`,
            MetricStat: {
              Metric: {
                Namespace: question.namespace,
                MetricName: question.name,
                Dimensions: Object.entries(question.dimensions).map(([Name, Value]) => ({ Name, Value })),
              },
              Period: periodSeconds,
              Stat: question.statistic,
            },
          })),
        }),
        options,
      ),
    signal,
  );
  if (!answer.ok) return answer;
  const results = answer.value.MetricDataResults ?? [];
  return success(
    questions.map((question, index) => {
      const result = results.find((one) => one.Id === `m${index}`);
      return {
        name: question.name,
        statistic: question.statistic,
        points: (result?.Timestamps ?? []).flatMap((time, position) => {
          const value = result?.Values?.[position];
          return value === undefined ? [] : [{ atMs: time.getTime(), value }];
        }),
      };
    }),
  );
}
