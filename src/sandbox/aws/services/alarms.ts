import { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import { pageOf } from '../page-of.ts';
import type { Call } from '../service.ts';
import type { Alarm } from '../world.ts';

export const describeAlarmsInput = z.object({
  AlarmNames: z.array(z.string().min(1).max(255)).optional(),
  AlarmNamePrefix: z.string().optional(),
  AlarmTypes: z.array(z.enum(['MetricAlarm', 'CompositeAlarm'])).optional(),
  StateValue: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']).optional(),
  MaxRecords: z.number().int().min(1).max(100).default(50),
  NextToken: z.string().optional(),
});

/** DescribeAlarms: metric alarms only where no type is named, as AWS does. Names that are none are left out. */
export function describeAlarms(call: Call, asked: z.output<typeof describeAlarmsInput>) {
  call.allow('cloudwatch:DescribeAlarms', '*');
  const { AlarmNames: names, AlarmNamePrefix: prefix, AlarmTypes: types = ['MetricAlarm'] } = asked;
  if (names !== undefined && prefix !== undefined)
    throw new AwsError('ValidationError', 'AlarmNames and AlarmNamePrefix cannot be used together.');
  if (names !== undefined && names.length > 100)
    throw new AwsError('ValidationError', 'The collection AlarmNames must not have a size greater than 100.');
  const found = call.here.alarms.filter(
    (alarm) =>
      (names === undefined || names.includes(alarm.name)) &&
      (prefix === undefined || alarm.name.startsWith(prefix)) &&
      (asked.StateValue === undefined || alarm.state === asked.StateValue) &&
      types.includes(alarm.watches.kind === 'composite' ? 'CompositeAlarm' : 'MetricAlarm'),
  );
  const refuse = () => new AwsError('InvalidNextToken', 'The next token is invalid.');
  const { items, next } = pageOf(found, asked.MaxRecords, 100, asked.NextToken, refuse);
  const shown = (isComposite: boolean) =>
    items
      .filter(({ watches }) => (watches.kind === 'composite') === isComposite)
      .map((alarm) => ({
        AlarmArn: `arn:aws:cloudwatch:${call.region}:${call.account}:alarm:${alarm.name}`,
        ...show(alarm),
      }));
  return {
    MetricAlarms: shown(false),
    CompositeAlarms: shown(true),
    ...(next === undefined ? {} : { NextToken: next }),
  };
}

function show(alarm: Alarm): Record<string, unknown> {
  const { watches } = alarm;
  const told = {
    AlarmName: alarm.name,
    ActionsEnabled: true,
    StateValue: alarm.state,
    StateReason: alarm.reason,
    StateUpdatedTimestamp: alarm.changedMs / 1000,
  };
  switch (watches.kind) {
    case 'composite':
      return { ...told, AlarmRule: watches.rule };
    case 'metric':
      return {
        ...told,
        Namespace: watches.namespace,
        MetricName: watches.name,
        Dimensions: dimensionsOf(watches.dimensions),
        Statistic: watches.statistic,
        Period: watches.periodSeconds,
        EvaluationPeriods: watches.evaluationPeriods,
        Threshold: watches.threshold,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        TreatMissingData: 'notBreaching',
      };
    case 'math':
      return {
        ...told,
        Metrics: watches.queries.map(({ id, expression, metric, periodSeconds }, index) => ({
          Id: id,
          ReturnData: index === 0,
          ...(expression === undefined ? {} : { Expression: expression, Period: periodSeconds }),
          ...(metric === undefined
            ? {}
            : {
                MetricStat: {
                  Metric: {
                    Namespace: metric.namespace,
                    MetricName: metric.name,
                    Dimensions: dimensionsOf(metric.dimensions),
                  },
                  Period: periodSeconds,
                  Stat: 'Sum',
                },
              }),
        })),
        EvaluationPeriods: watches.evaluationPeriods,
        Threshold: watches.threshold,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      };
  }
}

function dimensionsOf(dimensions: Record<string, string>): { Name: string; Value: string }[] {
  return Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
}
