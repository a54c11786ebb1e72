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
  if (!text.includes('AlarmName')) return undefined;
  for (const object of objectsIn(text)) {
    const alarm = readObject(object);
    if (alarm) return alarm;
  }
  return undefined;
}

function readObject(object: string): Alarm | undefined {
  let value: unknown;
  try {
    value = JSON.parse(object);
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

/** Objects tried; forwarders put the same one into the text and its fallback. */
const mostObjects = 5;

/** The outermost `{…}` of a text, one after the other; braces inside quotes do not count. Walks the text once. */
function objectsIn(text: string): string[] {
  const objects: string[] = [];
  let depth = 0;
  let from = 0;
  let isQuoted = false;
  for (let index = 0; index < text.length && objects.length < mostObjects; index += 1) {
    const character = text[index];
    if (isQuoted) {
      if (character === '\\') index += 1;
      else if (character === '"') isQuoted = false;
    } else if (character === '"') isQuoted = depth > 0;
    else if (character === '{') {
      if (depth === 0) from = index;
      depth += 1;
    } else if (character === '}' && depth > 0) {
      depth -= 1;
      if (depth === 0) objects.push(text.slice(from, index + 1));
    }
  }
  return objects;
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
