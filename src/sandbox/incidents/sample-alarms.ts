import type { Alarm } from '../aws/world.ts';
import type { AccountName } from './catalogue.ts';

const place = { account: 'shop', region: 'eu-west-1' } as const;
const gateway = 'AWS/ApiGateway';

/** The name of the alarm that the sandbox raises while somebody looks on. */
export const raisedAlarm = 'orders-prod-5xx';

/** CloudWatch's alarms in the sandbox: over one metric, over metric math, over other alarms, and over no API at all. */
export function sampleAlarms(
  nowMs: number,
): { place: { account: AccountName; region: string }; alarm: Alarm }[] {
  const changedMs = nowMs - 60_000;
  const alarm = (name: string, watches: Alarm['watches'], state: Alarm['state'] = 'ALARM') => ({
    place,
    alarm: { name, state, reason: 'Threshold Crossed', changedMs, watches },
  });
  return [
    alarm(raisedAlarm, {
      kind: 'metric',
      namespace: gateway,
      name: '5XXError',
      dimensions: { ApiName: 'orders', Stage: 'prod' },
      statistic: 'Sum',
      periodSeconds: 300,
      evaluationPeriods: 3,
      threshold: 1,
    }),
    alarm('catalog-error-rate', {
      kind: 'math',
      queries: [
        { id: 'rate', expression: '100 * errors / requests', periodSeconds: 300 },
        {
          id: 'errors',
          metric: { namespace: gateway, name: '5XXError', dimensions: { ApiName: 'catalog', Stage: 'prod' } },
          periodSeconds: 300,
        },
        {
          id: 'requests',
          metric: { namespace: gateway, name: 'Count', dimensions: { ApiName: 'catalog', Stage: 'prod' } },
          periodSeconds: 300,
        },
      ],
      evaluationPeriods: 2,
      threshold: 5,
    }),
    alarm('shop-unhealthy', {
      kind: 'composite',
      rule: 'ALARM("orders-prod-5xx") OR ALARM("catalog-error-rate") OR ALARM(orders-queue-depth)',
    }),
    alarm('orders-queue-depth', {
      kind: 'metric',
      namespace: 'AWS/SQS',
      name: 'ApproximateNumberOfMessagesVisible',
      dimensions: { QueueName: 'orders' },
      statistic: 'Maximum',
      periodSeconds: 300,
      evaluationPeriods: 1,
      threshold: 500,
    }),
  ];
}
