import { z } from 'zod';
import type { Alarm } from './alarm.ts';
import { readChangeMs, readDatapointMs } from './datapoint.ts';
import { readRegion } from './regions.ts';
import { mostTelling } from './telling-metrics.ts';

const dimension = z
  .object({
    name: z.string().optional(),
    Name: z.string().optional(),
    value: z.string().optional(),
    Value: z.string().optional(),
  })
  .loose();
const metric = z
  .object({
    Namespace: z.string().optional(),
    MetricName: z.string().optional(),
    Dimensions: z.array(dimension).optional(),
  })
  .loose();
const notification = z
  .object({
    AlarmName: z.string().min(1),
    NewStateValue: z.enum(['ALARM', 'OK', 'INSUFFICIENT_DATA']),
    OldStateValue: z.string().optional(),
    NewStateReason: z.string().optional(),
    StateChangeTime: z.string().optional(),
    AWSAccountId: z.string().optional(),
    Region: z.string().optional(),
    AlarmArn: z.string().optional(),
    Trigger: metric
      .extend({
        Period: z.number().optional(),
        Metrics: z
          .array(
            z
              .object({
                MetricStat: z.object({ Metric: metric, Period: z.number().optional() }).loose().optional(),
              })
              .loose(),
          )
          .optional(),
      })
      .optional(),
  })
  .loose();

/** A CloudWatch alarm as its notification by SNS tells of it; undefined for any other value. */
export function readNotificationAlarm(value: unknown): Alarm | undefined {
  const read = notification.safeParse(value);
  return read.success ? toAlarm(read.data) : undefined;
}

function toAlarm(told: z.infer<typeof notification>): Alarm {
  const { Trigger: trigger } = told;
  const stats = (trigger?.Metrics ?? []).flatMap(({ MetricStat: stat }) => stat ?? []);
  const stat = mostTelling(stats, ({ Metric: { Namespace: namespace, MetricName: name } }) => ({
    namespace,
    name,
  }));
  const about = stat?.Metric ?? trigger;
  const dimensions = new Map(
    (about?.Dimensions ?? []).map((one) => [one.name ?? one.Name ?? '', one.value ?? one.Value ?? '']),
  );
  const region = readRegion(told.AlarmArn?.split(':')[3] ?? '') ?? readRegion(told.Region ?? '');
  const atMs = readDatapointMs(told.NewStateReason ?? '') ?? readChangeMs(told.StateChangeTime);
  const period = stat?.Period ?? trigger?.Period;
  const api = dimensions.get('ApiId') ?? dimensions.get('ApiName');
  const stage = dimensions.get('Stage');
  return {
    source: 'sns',
    name: told.AlarmName,
    state: told.NewStateValue,
    ...(told.NewStateValue === 'ALARM' && told.OldStateValue === 'ALARM' ? { isRepeat: true } : {}),
    ...(region === undefined ? {} : { region }),
    ...(/^\d{12}$/.test(told.AWSAccountId ?? '') ? { account: told.AWSAccountId } : {}),
    ...(atMs === undefined ? {} : { atMs }),
    ...(period === undefined ? {} : { periodSeconds: period }),
    ...(about?.Namespace === undefined ? {} : { namespace: about.Namespace }),
    ...(about?.MetricName === undefined ? {} : { metric: about.MetricName }),
    ...(api === undefined ? {} : { api }),
    ...(stage === undefined ? {} : { stage }),
    ...(told.NewStateReason === undefined ? {} : { reason: told.NewStateReason }),
  };
}
