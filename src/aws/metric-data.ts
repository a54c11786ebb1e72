import { GetMetricDataCommand, type MetricDataResult } from '@aws-sdk/client-cloudwatch';
import type { Metrics } from '../evidence/evidence.ts';
import { type Answer, mapAnswer, success } from './answer.ts';
import type { AwsSession } from './open-aws.ts';
import { readPages } from './read-pages.ts';

export interface MetricQuestion {
  namespace: string;
  name: string;
  statistic: 'Sum' | 'Average' | 'Minimum' | 'Maximum' | 'p50' | 'p90' | 'p99';
  dimensions: Record<string, string>;
  /** Of one point, whole minutes; a minute unless said. */
  periodSeconds?: number;
}

/**
 * Values of up to 500 metrics in one call. A metric without data gives a series without points; where CloudWatch failed at
 * one of them nothing is given, for a gap would look like a zero.
 */
export async function getMetricData(
  session: AwsSession,
  questions: readonly MetricQuestion[],
  fromMs: number,
  toMs: number,
  signal: AbortSignal,
): Promise<Answer<Metrics['series']>> {
  const call = {
    action: 'cloudwatch:GetMetricData',
    resource: questions.map((question) => question.name).join(', '),
  };
  const results = await readPages<MetricDataResult>(mostResults, async (token) => {
    const answer = await session.send(
      call,
      (clients, options) =>
        clients.metrics.send(
          new GetMetricDataCommand({
            StartTime: new Date(fromMs),
            EndTime: new Date(toMs),
            ScanBy: 'TimestampAscending',
            ...(token === undefined ? {} : { NextToken: token }),
            MetricDataQueries: questions.map((question, index) => ({
              Id: `m${index}`,
              MetricStat: {
                Metric: {
                  Namespace: question.namespace,
                  MetricName: question.name,
                  Dimensions: Object.entries(question.dimensions).map(([Name, Value]) => ({ Name, Value })),
                },
                Period: question.periodSeconds ?? 60,
                Stat: question.statistic,
              },
            })),
          }),
          options,
        ),
      signal,
    );
    return mapAnswer(answer, ({ MetricDataResults = [], NextToken }) => ({
      items: MetricDataResults,
      token: NextToken,
    }));
  });
  if (!results.ok) return results;
  const failed = results.value.find(({ StatusCode }) => StatusCode !== undefined && failures.has(StatusCode));
  if (failed !== undefined)
    return {
      ok: false,
      reason: failed.StatusCode === 'Forbidden' ? 'access-denied' : 'aws-fault',
      detail: failed.Messages?.[0]?.Value ?? `${failed.Label ?? failed.Id}: ${failed.StatusCode}`,
      args: call,
      code: failed.StatusCode ?? '',
    };
  return success(
    questions.map((question, index) => ({
      name: question.name,
      statistic: question.statistic,
      points: results.value
        .filter(({ Id }) => Id === `m${index}`)
        .flatMap(({ Timestamps = [], Values = [] }) =>
          Timestamps.flatMap((time, position) => {
            const value = Values[position];
            return value === undefined ? [] : [{ atMs: time.getTime(), value }];
          }),
        ),
    })),
  );
}

/** A page gives a part of some series; nothing here asks for more than a few dozen series of a day. */
const mostResults = 5_000;

const failures: ReadonlySet<string> = new Set(['InternalError', 'Forbidden']);
