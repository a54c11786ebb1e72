import type { Alarm } from '../../src/inquiry/alarms/alarm.ts';
import { readEventAlarm } from '../../src/inquiry/alarms/event-alarm.ts';
import { readMatchedAlarm } from '../../src/inquiry/alarms/matched-alarm.ts';
import { readNotificationAlarm } from '../../src/inquiry/alarms/notification-alarm.ts';
import { readAlarm } from '../../src/inquiry/alarms/read-alarm.ts';
import { certificateUrl, confirmationUrl, readSnsMessage } from '../../src/slack/alarms/sns-message.ts';
import { alarmMessage } from '../../src/slack/blocks/alarm-message.ts';
import { alarmText, calm, failing } from '../slack/alarm-samples.ts';
import { faultsOf } from '../slack/blocks/check-limits.ts';
import { templates } from '../slack/blocks/samples.ts';
import { readJson } from './ask-kinds.ts';
import { type Kind, nowMs } from './kind.ts';
import { mutate, mutateValue } from './mutate.ts';

const reason =
  'Threshold Crossed: 1 datapoint [3.0 (20/11/26 14:42:00)] was greater than or equal to the threshold (1.0).';
const dimensions = [
  { name: 'ApiName', value: 'orders' },
  { name: 'Stage', value: 'prod' },
];
const sns = {
  AlarmName: 'orders-prod-5xx',
  AlarmDescription: null,
  AWSAccountId: '111122223333',
  NewStateValue: 'ALARM',
  NewStateReason: reason,
  StateChangeTime: '2026-11-20T14:44:10.737+0000',
  Region: 'EU (Ireland)',
  OldStateValue: 'OK',
  Trigger: { MetricName: '5XXError', Namespace: 'AWS/ApiGateway', Dimensions: dimensions, Period: 60 },
};
const envelope = {
  Type: 'Notification',
  MessageId: 'c4c1c1c9-6542-4e61-b6ef-8c4d36933a92',
  TopicArn: 'arn:aws:sns:eu-west-1:111122223333:alarms',
  Message: JSON.stringify(sns),
  Timestamp: '2026-11-20T14:44:10.737Z',
  SignatureVersion: '2',
  Signature: 'c2lnbmF0dXJl',
  SigningCertURL: 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0000.pem',
  SubscribeURL: 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=0',
};
const event = {
  version: '0',
  id: 'c4c1c1c9-6542-4e61-b6ef-8c4d36933a92',
  'detail-type': 'CloudWatch Alarm State Change',
  source: 'aws.cloudwatch',
  account: '111122223333',
  time: '2026-11-20T14:44:10Z',
  region: 'eu-west-1',
  detail: {
    alarmName: 'orders-prod-5xx',
    state: { value: 'ALARM', reason, reasonData: '{"queryDate":"2026-11-20T14:44:10.737+0000","period":60}' },
    previousState: { value: 'OK' },
    configuration: {
      metrics: [
        {
          id: 'm1',
          metricStat: {
            metric: {
              namespace: 'AWS/ApiGateway',
              name: '5XXError',
              dimensions: { ApiName: 'orders', Stage: 'prod' },
            },
            period: 60,
            stat: 'Sum',
          },
          returnData: true,
        },
      ],
    },
  },
};
/** As the apps write them into a channel. */
const messages: readonly unknown[] = [
  { text: alarmText('orders-prod-5xx') },
  { text: JSON.stringify(sns) },
  { text: JSON.stringify(event) },
  {
    attachments: [
      {
        title: 'CloudWatch Alarm | orders-prod-5xx | eu-west-1 | Account: 111122223333',
        text: reason,
        color: 'd13212',
        fields: [{ title: 'State Change', value: 'OK -> ALARM' }],
      },
    ],
  },
  { text: '[FIRING:1] orders 5xx (orders prod)\n*Labels*\n - alertname = orders-5xx\n - stage = prod' },
  {
    attachments: [
      {
        title: '[Triggered] orders 5xx',
        title_link: 'https://app.datadoghq.eu/monitors/1',
        text: 'aws.apigateway.5xxerror',
      },
    ],
  },
  {
    text: 'Triggered #1234: ALARM: "orders-prod-5xx" in EU (Ireland)',
    attachments: [{ title_link: 'https://example.pagerduty.com/incidents/Q1' }],
  },
  {
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: 'ALARM: orders-prod-5xx' } },
      { type: 'section', fields: [{ type: 'mrkdwn', text: '*Region*\neu-west-1' }] },
    ],
  },
];
const matchers = [
  {
    pattern: '^(?<state>firing|resolved): (?<name>[\\w-]+)(?: api=(?<api>[\\w-]+))?',
    state: 'ALARM' as const,
  },
];

export const alarm: Kind = {
  name: 'alarm',
  share: 20,
  make(_corpus, random) {
    const value = random.pick<unknown>([...messages, sns, envelope, event]);
    const text = JSON.stringify(mutateValue(value, random)) ?? '';
    return random.chance(0.15) ? mutate(text, JSON.stringify(sns), random) : text;
  },
  check(input) {
    const value = readJson(input);
    const notice = readSnsMessage(input);
    const read = [
      ...(isMessage(value) ? [readAlarm(value), readMatchedAlarm(value, matchers)] : []),
      readAlarm({ text: input }),
      readEventAlarm(value),
      readNotificationAlarm(value),
      notice ? readNotificationAlarm(readJson(notice.Message)) : undefined,
    ];
    const addresses = notice ? [certificateUrl(notice), confirmationUrl(notice)] : [];
    return [
      // Readers that agree would draw the same again.
      ...[...new Map(read.flatMap((one) => (one ? [[one.name, one] as const] : []))).values()].flatMap(
        faultsOfAlarm,
      ),
      ...addresses.flatMap((url) =>
        url === undefined || /^https:\/\/sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\//.test(url)
          ? []
          : [`address ${url}`],
      ),
    ];
  },
};

function isMessage(value: unknown): value is { text?: string; attachments?: unknown[]; blocks?: unknown[] } {
  if (value === null || typeof value !== 'object') return false;
  const { text, attachments, blocks } = {
    text: undefined,
    attachments: undefined,
    blocks: undefined,
    ...value,
  };
  return (
    (text === undefined || typeof text === 'string') &&
    (attachments === undefined || Array.isArray(attachments)) &&
    (blocks === undefined || Array.isArray(blocks))
  );
}

function faultsOfAlarm({ name, region, account, api, stage, atMs }: Alarm): string[] {
  const shown = [failing, calm].map((answer) =>
    alarmMessage(answer, {
      templates,
      answerId: 'a1b2c3',
      scope: {
        ...(account === undefined ? {} : { account }),
        ...(region === undefined ? {} : { region }),
        ...(api === undefined ? {} : { api, apiName: api }),
        ...(stage === undefined ? {} : { stage }),
      },
      alarms: [{ name, times: 1 }],
      more: 0,
      isLatency: false,
      isFirst: true,
      isOver: false,
      lookedMs: nowMs,
      nextMs: undefined,
      muted: undefined,
      whileMuted: 0,
      accounts: {},
    }),
  );
  return [
    ...(atMs === undefined || Number.isFinite(atMs) ? [] : [`time ${atMs}`]),
    ...shown.flatMap(faultsOf),
  ];
}
