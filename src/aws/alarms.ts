import { type CompositeAlarm, DescribeAlarmsCommand, type MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { type Answer, mapAnswer, success } from './answer.ts';
import type { AwsSession } from './open-aws.ts';
import { readPages } from './read-pages.ts';
import { declareShelf } from './shelf.ts';

/** One metric that an alarm watches. */
export interface AlarmMetric {
  namespace: string;
  name: string;
  dimensions: Record<string, string>;
  /** The account that the metric lives in, where a monitoring account watches another one. */
  account?: string;
}

export interface DescribedAlarm {
  name: string;
  state: string;
  /** What it watches; with metric math, every metric that the mathematics uses. */
  metrics: AlarmMetric[];
  /** Expressions of metric math: a search or a query names its metrics only in its text. */
  expressions: string[];
  /** Rule of a composite alarm over its children. */
  rule?: string;
  periodSeconds?: number;
  evaluationPeriods?: number;
}

/** Most names in one call. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
const mostNames = 100;
/** A storm asks for the same alarms again and again; but which child of a composite alarm is in alarm changes, ms. */
const keepForMs = 10_000;
const shelfOf = declareShelf<DescribedAlarm[]>(keepForMs);

/** The alarms of these names, metric and composite ones; a name that is none is not in the answer. */
export async function describeAlarms(
  session: AwsSession,
  names: readonly string[],
  signal: AbortSignal,
): Promise<Answer<DescribedAlarm[]>> {
  const asked = [...new Set(names)].slice(0, mostNames).sort();
  if (asked.length === 0) return success([]);
  return shelfOf(session).get(asked.join('\n'), signal, async () => {
    return await readPages(mostNames, async (token) => {
      const page = await session.send(
        { action: 'cloudwatch:DescribeAlarms', resource: asked.join(', ').slice(0, 200) },
        (clients, options) =>
          clients.metrics.send(
            new DescribeAlarmsCommand({
              AlarmNames: asked,
              // Without this only metric alarms are told of.
              AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
              ...(token === undefined ? {} : { NextToken: token }),
            }),
            options,
          ),
        signal,
      );
      return mapAnswer(page, ({ MetricAlarms = [], CompositeAlarms = [], NextToken }) => ({
        items: [...MetricAlarms.map(readMetricAlarm), ...CompositeAlarms.map(readCompositeAlarm)],
        token: NextToken,
      }));
    });
  });
}

function readMetricAlarm(alarm: MetricAlarm): DescribedAlarm {
  const stats = (alarm.Metrics ?? []).flatMap(({ MetricStat: stat, AccountId }) =>
    stat ? [{ stat, account: AccountId }] : [],
  );
  const metrics = [
    ...(alarm.MetricName === undefined
      ? []
      : [metricOf(alarm.Namespace, alarm.MetricName, alarm.Dimensions, undefined)]),
    ...stats.map(({ stat, account }) =>
      metricOf(stat.Metric?.Namespace, stat.Metric?.MetricName, stat.Metric?.Dimensions, account),
    ),
  ];
  const periods = [alarm.Period, ...stats.map(({ stat }) => stat.Period)].filter((one) => one !== undefined);
  return {
    name: alarm.AlarmName ?? '',
    state: alarm.StateValue ?? '',
    metrics,
    expressions: (alarm.Metrics ?? []).flatMap(({ Expression }) => Expression ?? []),
    ...(periods.length === 0 ? {} : { periodSeconds: Math.max(...periods) }),
    ...(alarm.EvaluationPeriods === undefined ? {} : { evaluationPeriods: alarm.EvaluationPeriods }),
  };
}

function readCompositeAlarm(alarm: CompositeAlarm): DescribedAlarm {
  return {
    name: alarm.AlarmName ?? '',
    state: alarm.StateValue ?? '',
    metrics: [],
    expressions: [],
    rule: alarm.AlarmRule ?? '',
  };
}

function metricOf(
  namespace: string | undefined,
  name: string | undefined,
  dimensions: { Name?: string | undefined; Value?: string | undefined }[] | undefined,
  account: string | undefined,
): AlarmMetric {
  return {
    namespace: namespace ?? '',
    name: name ?? '',
    dimensions: Object.fromEntries((dimensions ?? []).map(({ Name = '', Value = '' }) => [Name, Value])),
    ...(account === undefined ? {} : { account }),
  };
}
