import { z } from 'zod';
import type { Alarm } from './alarm.ts';
import { readChangeMs, readDatapointMs } from './datapoint.ts';
import { readRegion } from './regions.ts';
import { mostTelling } from './telling-metrics.ts';

const state = z.looseObject({
  value: z.enum(['ALARM', 'OK', 'INSUFFICIENT_DATA']),
  reason: z.string().optional(),
  timestamp: z.string().optional(),
});
const metricStat = z.looseObject({
  metric: z.looseObject({
    namespace: z.string().optional(),
    name: z.string().optional(),
    dimensions: z.record(z.string(), z.string()).optional(),
  }),
  period: z.number().optional(),
});

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html */
const event = z.looseObject({
  'detail-type': z.literal('CloudWatch Alarm State Change'),
  account: z.string().optional(),
  region: z.string().optional(),
  detail: z.looseObject({
    alarmName: z.string().min(1),
    state,
    previousState: z.looseObject({ value: z.string().optional() }).optional(),
    configuration: z
      .looseObject({ metrics: z.array(z.looseObject({ metricStat: metricStat.optional() })).optional() })
      .optional(),
  }),
});

/** A CloudWatch alarm as EventBridge tells of its change of state; undefined for any other value. */
export function readEventAlarm(value: unknown): Alarm | undefined {
  const read = event.safeParse(value);
  if (!read.success) return undefined;
  const { account, region: toldRegion, detail } = read.data;
  const { state: now, previousState: before } = detail;
  // A composite alarm has none.
  const stats = (detail.configuration?.metrics ?? []).flatMap((one) => one.metricStat ?? []);
  const stat = mostTelling(stats, ({ metric }) => metric);
  const dimensions = stat?.metric.dimensions ?? {};
  const region = readRegion(toldRegion ?? '');
  const atMs = readDatapointMs(now.reason ?? '') ?? readChangeMs(now.timestamp);
  const api = dimensions.ApiId ?? dimensions.ApiName;
  return {
    source: 'eventbridge',
    name: detail.alarmName,
    state: now.value,
    ...(now.value === 'ALARM' && before?.value === 'ALARM' ? { isRepeat: true } : {}),
    ...(region === undefined ? {} : { region }),
    ...(/^\d{12}$/.test(account ?? '') ? { account } : {}),
    ...(atMs === undefined ? {} : { atMs }),
    ...(stat?.period === undefined ? {} : { periodSeconds: stat.period }),
    ...(stat?.metric.namespace === undefined ? {} : { namespace: stat.metric.namespace }),
    ...(stat?.metric.name === undefined ? {} : { metric: stat.metric.name }),
    ...(api === undefined ? {} : { api }),
    ...(dimensions.Stage === undefined ? {} : { stage: dimensions.Stage }),
    ...(now.reason === undefined ? {} : { reason: now.reason }),
  };
}
