import { z } from 'zod';
import type { Alarm } from './alarm.ts';
import { readDatapointMs } from './datapoint.ts';
import { readRegion } from './regions.ts';

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

/** A CloudWatch alarm notification as SNS delivers it, bare or in SNS's own envelope, wherever in the text it stands. */
export function readSnsAlarm(text: string): Alarm | undefined {
  const open = text.indexOf('{');
  const close = text.lastIndexOf('}');
  if (open === -1 || close < open || !text.includes('AlarmName')) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text.slice(open, close + 1));
  } catch {
    return undefined;
  }
  const inner: unknown =
    value !== null && typeof value === 'object' && !Reflect.has(value, 'AlarmName')
      ? Reflect.get(value, 'Message')
      : undefined;
  if (typeof inner === 'string') return readSnsAlarm(inner);
  const read = notification.safeParse(inner ?? value);
  return read.success ? toAlarm(read.data) : undefined;
}

function toAlarm(told: z.infer<typeof notification>): Alarm {
  const { Trigger: trigger } = told;
  const stat = trigger?.Metrics?.find((one) => one.MetricStat)?.MetricStat;
  const about = stat?.Metric ?? trigger;
  const dimensions = new Map(
    (about?.Dimensions ?? []).map((one) => [one.name ?? one.Name ?? '', one.value ?? one.Value ?? '']),
  );
  const region = readRegion(told.AlarmArn?.split(':')[3] ?? '') ?? readRegion(told.Region ?? '');
  const changedMs = Date.parse((told.StateChangeTime ?? '').replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  const atMs =
    readDatapointMs(told.NewStateReason ?? '') ?? (Number.isNaN(changedMs) ? undefined : changedMs);
  const period = stat?.Period ?? trigger?.Period;
  const api = dimensions.get('ApiId') ?? dimensions.get('ApiName');
  const stage = dimensions.get('Stage');
  return {
    source: 'sns',
    name: told.AlarmName,
    state: told.NewStateValue,
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
