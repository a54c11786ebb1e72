import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlarmMessage } from '../../../src/inquiry/alarms/alarm.ts';
import { readAlarm } from '../../../src/inquiry/alarms/read-alarm.ts';

const reason =
  'Threshold Crossed: 1 datapoint [3.0 (20/11/26 14:42:00)] was greater than or equal to the threshold (1.0).';
const datapointMs = Date.parse('2026-11-20T14:42:00Z');
const sns = {
  AlarmName: 'orders-prod-5xx',
  AlarmDescription: null,
  AWSAccountId: '111122223333',
  NewStateValue: 'ALARM',
  NewStateReason: reason,
  StateChangeTime: '2026-11-20T14:44:10.737+0000',
  Region: 'EU (Ireland)',
  OldStateValue: 'OK',
  Trigger: {
    MetricName: '5XXError',
    Namespace: 'AWS/ApiGateway',
    Statistic: 'SUM',
    Dimensions: [
      { name: 'ApiName', value: 'orders' },
      { name: 'Stage', value: 'prod' },
    ],
    Period: 60,
    EvaluationPeriods: 1,
  },
};
const snsAlarm = {
  source: 'sns',
  name: 'orders-prod-5xx',
  state: 'ALARM',
  region: 'eu-west-1',
  account: '111122223333',
  atMs: datapointMs,
  periodSeconds: 60,
  namespace: 'AWS/ApiGateway',
  metric: '5XXError',
  api: 'orders',
  stage: 'prod',
  reason,
};

const metricStat = (name: string, dimensions: Record<string, string>, namespace = 'AWS/ApiGateway') => ({
  id: name.toLowerCase(),
  metricStat: { metric: { namespace, name, dimensions }, period: 60, stat: 'Sum' },
  returnData: true,
});
const orders = { ApiName: 'orders', Stage: 'prod' };
/** As EventBridge sends it, with the reason's data in JSON of its own. */
const event = {
  version: '0',
  id: 'c4c1c1c9-6542-4e61-b6ef-8c4d36933a92',
  'detail-type': 'CloudWatch Alarm State Change',
  source: 'aws.cloudwatch',
  account: '111122223333',
  time: '2026-11-20T14:44:10Z',
  region: 'eu-west-1',
  resources: ['arn:aws:cloudwatch:eu-west-1:111122223333:alarm:orders-prod-5xx'],
  detail: {
    alarmName: 'orders-prod-5xx',
    configuration: { description: 'Failures of {orders}', metrics: [metricStat('5XXError', orders)] },
    previousState: { value: 'OK', reason: 'calm', timestamp: '2026-11-20T14:32:10.123+0000' },
    state: {
      value: 'ALARM',
      reason,
      reasonData: JSON.stringify({ version: '1.0', threshold: 1, recentDatapoints: [3] }),
      timestamp: '2026-11-20T14:44:10.737+0000',
    },
  },
};
const eventAlarm = { ...snsAlarm, source: 'eventbridge' };

const cases: [string, AlarmMessage, unknown][] = [
  ['an event of EventBridge', { text: JSON.stringify(event) }, eventAlarm],
  [
    'an event of EventBridge in an envelope of SNS',
    { text: JSON.stringify({ Type: 'Notification', Message: JSON.stringify(event) }) },
    eventAlarm,
  ],
  [
    'an event over metric math, by the metric that counts failures',
    {
      text: JSON.stringify({
        ...event,
        detail: {
          ...event.detail,
          configuration: {
            metrics: [
              { id: 'rate', expression: 'errors / requests', returnData: true },
              metricStat('Count', orders),
              metricStat('5XXError', orders),
            ],
          },
        },
      }),
    },
    eventAlarm,
  ],
  [
    'an event of a composite alarm, without a datapoint',
    {
      text: JSON.stringify({
        ...event,
        detail: {
          ...event.detail,
          configuration: { alarmRule: 'ALARM(a) OR ALARM(b)' },
          state: { value: 'ALARM', timestamp: '2026-11-20T14:44:10.737+0000' },
        },
      }),
    },
    {
      source: 'eventbridge',
      name: 'orders-prod-5xx',
      state: 'ALARM',
      region: 'eu-west-1',
      account: '111122223333',
      atMs: Date.parse('2026-11-20T14:44:10.737Z'),
    },
  ],
  [
    'an event that only reminds',
    {
      text: JSON.stringify({
        ...event,
        detail: { ...event.detail, previousState: { value: 'ALARM' } },
      }),
    },
    { ...eventAlarm, isRepeat: true },
  ],
  [
    'a notification that only reminds',
    { text: JSON.stringify({ ...sns, OldStateValue: 'ALARM' }) },
    { ...snsAlarm, isRepeat: true },
  ],
  ['raw SNS JSON', { text: JSON.stringify(sns) }, snsAlarm],
  [
    'the same JSON in the text and as its fallback',
    {
      text: '',
      attachments: [{ text: `\`\`\`${JSON.stringify(sns)}\`\`\``, fallback: JSON.stringify(sns) }],
    },
    snsAlarm,
  ],
  ['JSON between braces of other text', { text: `{not json} ${JSON.stringify(sns)} {}` }, snsAlarm],
  [
    'SNS JSON as Slack mangles it, in a code block',
    { text: `\`\`\`${JSON.stringify(sns).replaceAll('>', '&gt;')}\`\`\`` },
    snsAlarm,
  ],
  [
    'SNS JSON in its envelope, behind a subject',
    {
      text: `*Subject: ALARM*\nMessage: ${JSON.stringify({ Type: 'Notification', Message: JSON.stringify(sns) })}`,
    },
    snsAlarm,
  ],
  [
    'metric math, with the region from the ARN',
    {
      text: JSON.stringify({
        ...sns,
        Region: undefined,
        AlarmArn: 'arn:aws:cloudwatch:eu-west-2:111122223333:alarm:orders-prod-5xx',
        Trigger: {
          Period: 300,
          Metrics: [
            { Expression: 'a/b', Id: 'e' },
            {
              Id: 'b',
              MetricStat: { Metric: { Namespace: 'AWS/ApiGateway', MetricName: 'Count' }, Period: 300 },
            },
            {
              Id: 'a',
              MetricStat: {
                Metric: {
                  Namespace: 'AWS/ApiGateway',
                  MetricName: '5XXError',
                  Dimensions: [{ name: 'ApiId', value: 'a1b2c3d4e5' }],
                },
                Period: 60,
              },
            },
          ],
        },
      }),
    },
    { ...snsAlarm, region: 'eu-west-2', api: 'a1b2c3d4e5', stage: undefined },
  ],
  [
    'a composite alarm without a trigger',
    { text: JSON.stringify({ ...sns, Trigger: undefined, AlarmRule: 'ALARM(a) OR ALARM(b)' }) },
    {
      ...snsAlarm,
      periodSeconds: undefined,
      namespace: undefined,
      metric: undefined,
      api: undefined,
      stage: undefined,
    },
  ],
  [
    'Amazon Q Developer, by its title',
    {
      text: '',
      attachments: [
        {
          title:
            ':rotating_light: <https://console.aws.amazon.com/cloudwatch/home?region=eu-west-1|CloudWatch Alarm | orders-prod-5xx | eu-west-1 | Account: 111122223333>',
          text: reason,
        },
      ],
    },
    {
      source: 'cloudwatch',
      name: 'orders-prod-5xx',
      state: 'ALARM',
      region: 'eu-west-1',
      account: '111122223333',
      atMs: datapointMs,
      reason,
    },
  ],
  [
    'a text and a console link',
    {
      text: 'The alarm orders-prod-5xx changed state to ALARM: Threshold Crossed. <https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarmsV2:alarm/orders-prod-5xx>',
    },
    {
      source: 'cloudwatch',
      name: 'orders-prod-5xx',
      state: 'ALARM',
      region: 'eu-west-1',
      reason: expect.stringContaining('Threshold Crossed'),
    },
  ],
  [
    'terraform-aws-notify-slack',
    {
      text: 'AWS CloudWatch notification - orders-prod-5xx',
      attachments: [
        {
          color: 'danger',
          fallback: 'Alarm orders-prod-5xx triggered',
          fields: [
            { title: 'Alarm Name', value: '`orders-prod-5xx`' },
            { title: 'Alarm reason', value: `\`${reason}\`` },
            { title: 'Old State', value: '`OK`' },
            { title: 'Current State', value: '`ALARM`' },
            {
              title: 'Link to Alarm',
              value:
                'https://console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarm:alarmFilter=ANY;name=orders-prod-5xx',
            },
          ],
        },
      ],
    },
    {
      source: 'cloudwatch',
      name: 'orders-prod-5xx',
      state: 'ALARM',
      region: 'eu-west-1',
      atMs: datapointMs,
      reason,
    },
  ],
  [
    'lambda-cloudwatch-slack',
    {
      text: '*AWS CloudWatch Notification*',
      attachments: [
        {
          fields: [
            { title: 'Alarm Name', value: 'orders-prod-5xx' },
            {
              title: 'Trigger',
              value: 'SUM 5XXError GreaterThanOrEqualToThreshold 1 for 1 period(s) of 60 seconds.',
            },
            { title: 'Old State', value: 'OK' },
            { title: 'Current State', value: 'ALARM' },
          ],
        },
      ],
    },
    { source: 'cloudwatch', name: 'orders-prod-5xx', state: 'ALARM', periodSeconds: 60, metric: '5XXError' },
  ],
  [
    'aws-to-slack',
    {
      attachments: [
        {
          fallback: `orders-prod-5xx state is now ALARM:\n${reason}`,
          author_name: 'AWS CloudWatch Alarm (111122223333)',
          title: 'orders-prod-5xx',
          title_link:
            'https://console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarm:name=orders-prod-5xx',
          text: reason,
          fields: [
            { title: 'State Change', value: 'OK → ALARM' },
            { title: 'Region', value: 'EU (Ireland)' },
          ],
        },
      ],
    },
    {
      source: 'cloudwatch',
      name: 'orders-prod-5xx',
      state: 'ALARM',
      region: 'eu-west-1',
      account: '111122223333',
      atMs: datapointMs,
      reason,
    },
  ],
  [
    'the subject of the mail',
    { text: 'ALARM: "orders prod 5xx" in EU (London)' },
    { source: 'cloudwatch', name: 'orders prod 5xx', state: 'ALARM', region: 'eu-west-2' },
  ],
  [
    'Grafana',
    {
      attachments: [
        {
          color: '#D63232',
          title: '[FIRING:1] orders 5xx (prod)',
          text: '**Firing**\n\nValue: A=5\nLabels:\n - alertname = orders 5xx\n - ApiName = orders\n - Stage = prod\n - region = eu-west-1\nSource: https://grafana.example.com',
        },
      ],
    },
    {
      source: 'grafana',
      name: 'orders 5xx',
      state: 'ALARM',
      api: 'orders',
      stage: 'prod',
      region: 'eu-west-1',
    },
  ],
  [
    'Datadog',
    {
      attachments: [
        {
          title: '[Triggered on {apiname:orders}] API Gateway 5xx',
          title_link: 'https://app.datadoghq.eu/monitors/1',
          text: 'tags apiname:orders, stage:prod, region:eu-west-1',
        },
      ],
    },
    {
      source: 'datadog',
      name: 'API Gateway 5xx',
      state: 'ALARM',
      api: 'orders',
      stage: 'prod',
      region: 'eu-west-1',
    },
  ],
  [
    'Datadog, which reminds',
    { text: '[Re-Triggered] API Gateway 5xx https://app.datadoghq.com/monitors/1' },
    {
      source: 'datadog',
      name: expect.stringContaining('API Gateway 5xx'),
      state: 'ALARM',
      isRepeat: true,
    },
  ],
  [
    'aws-to-slack, which reminds',
    {
      attachments: [
        {
          title: 'orders-prod-5xx',
          title_link:
            'https://console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarm:name=orders-prod-5xx',
          fields: [{ title: 'State Change', value: 'ALARM → ALARM' }],
        },
      ],
    },
    { source: 'cloudwatch', name: 'orders-prod-5xx', state: 'ALARM', region: 'eu-west-1', isRepeat: true },
  ],
  [
    'PagerDuty, quoting the alarm',
    {
      text: 'Triggered #4711: <https://example.pagerduty.com/incidents/PT4KHLK|ALARM: "orders-prod-5xx" in EU (Ireland)>',
    },
    { source: 'pagerduty', name: 'orders-prod-5xx', state: 'ALARM', region: 'eu-west-1' },
  ],
  [
    'Opsgenie',
    { text: '[Opsgenie] https://example.app.opsgenie.com/alert/detail/1\nAlert #12: orders-prod-5xx' },
    { source: 'opsgenie', name: 'orders-prod-5xx', state: 'ALARM' },
  ],
];

describe('readAlarm', () => {
  it.each(cases)('reads %s', (_, message, expected) => {
    expect(readAlarm(message)).toEqual(expected);
  });

  it.each([
    ['SNS', { text: JSON.stringify({ ...sns, NewStateValue: 'OK' }) }],
    [
      'EventBridge',
      { text: JSON.stringify({ ...event, detail: { ...event.detail, state: { value: 'OK' } } }) },
    ],
    ['a mail subject', { text: 'OK: "orders-prod-5xx" in EU (London)' }],
    ['Grafana', { text: '[RESOLVED] orders 5xx (prod)' }],
    ['PagerDuty', { text: 'Resolved #4711: https://example.pagerduty.com/incidents/PT4KHLK' }],
    ['Datadog', { text: '[Recovered] API Gateway 5xx https://app.datadoghq.com/monitors/1' }],
  ])('tells the end of an alarm from its beginning: %s', (_, message) => {
    expect(readAlarm(message)?.state).toBe('OK');
  });

  it.each([
    ['people', { text: 'the alarm went off again, is that the orders api?' }],
    [
      'a link to a dashboard',
      { text: 'https://console.aws.amazon.com/cloudwatch/home?region=eu-west-1#dashboards' },
    ],
    ['JSON of another kind', { text: '{"AlarmName": 5}' }],
    [
      'an event of another kind',
      { text: JSON.stringify({ ...event, 'detail-type': 'CloudWatch Alarm Configuration Change' }) },
    ],
    ['cut JSON', { text: JSON.stringify(sns).slice(0, 200) }],
    ['nothing', {}],
  ])('is silent about %s', (_, message) => {
    expect(readAlarm(message)).toBeUndefined();
  });

  it('never throws and takes no more than linear time, whatever the message', () => {
    fc.assert(
      fc.property(fc.anything({ maxDepth: 6 }), fc.string(), (value, text) => {
        readAlarm({ text, attachments: [value], blocks: [value] });
      }),
      { numRuns: 300 },
    );
    const long = 'Alarm Name: '.repeat(20_000);
    readAlarm({ text: long, attachments: [{ title: `CloudWatch Alarm | ${'x'.repeat(100_000)}` }] });
  });
});
