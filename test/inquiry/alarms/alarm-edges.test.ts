import { describe, expect, it } from 'vitest';
import type { AlarmMessage } from '../../../src/inquiry/alarms/alarm.ts';
import { readDatapointMs } from '../../../src/inquiry/alarms/datapoint.ts';
import { readMatchedAlarm } from '../../../src/inquiry/alarms/matched-alarm.ts';
import { readAlarm } from '../../../src/inquiry/alarms/read-alarm.ts';

const json = (value: unknown): AlarmMessage => ({ text: JSON.stringify(value) });
const event = (fields: object) => ({
  'detail-type': 'CloudWatch Alarm State Change',
  detail: { alarmName: 'orders-5xx', state: { value: 'ALARM' } },
  ...fields,
});
const notification = (fields: object) => ({ AlarmName: 'orders-5xx', NewStateValue: 'ALARM', ...fields });
const dimensions = (...list: object[]) => notification({ Trigger: { Dimensions: list } });
const raised = (source: string, fields = {}) => ({ source, name: 'orders-5xx', state: 'ALARM', ...fields });
const datadog = (title: string) => ({ text: `${title}\nhttps://app.datadoghq.com/monitors/1` });
const coloured = (color: string) => ({
  text: 'CloudWatch Alarm | orders-5xx | eu-west-1 | Account: 111122223333',
  attachments: [{ color }],
});
const titled = { source: 'cloudwatch', name: 'orders-5xx', region: 'eu-west-1', account: '111122223333' };
const pieces = (...elements: unknown[]) => ({
  blocks: [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }],
});

describe('what an alarm does not tell is left out', () => {
  it.each<[string, AlarmMessage, unknown]>([
    ['an event with nothing but a name', json(event({})), raised('eventbridge')],
    ['an event of no account', json(event({ account: 'mine', region: 'nowhere' })), raised('eventbridge')],
    ['a notification with nothing but a name', json(notification({})), raised('sns')],
    [
      'a notification of no account, in a region that only its words name',
      json(notification({ AWSAccountId: 'mine', AlarmArn: 'no-arn', Region: 'EU (Ireland)' })),
      raised('sns', { region: 'eu-west-1' }),
    ],
    [
      'dimensions in capitals',
      json(dimensions({ Name: 'ApiId', Value: 'a1b2c3d4e5' }, { Name: 'Stage', Value: 'prod' })),
      raised('sns', { api: 'a1b2c3d4e5', stage: 'prod' }),
    ],
    [
      'dimensions without names or values',
      json(dimensions({ value: 'a' }, { name: 'Other' })),
      raised('sns'),
    ],
    [
      'a title of Amazon Q without a region',
      { text: 'CloudWatch Alarm | orders-5xx' },
      { source: 'cloudwatch', name: 'orders-5xx', state: 'ALARM' },
    ],
    [
      'a title of Amazon Q whose name is a region',
      { text: 'CloudWatch Alarm | eu-west-1' },
      { source: 'cloudwatch', name: 'eu-west-1', state: 'ALARM' },
    ],
    ['a title of Grafana without a name', { text: '[FIRING:1] (labels only)' }, undefined],
    ['Datadog without a title', { text: 'see https://app.datadoghq.com/monitors/1' }, undefined],
    [
      'Datadog without data',
      datadog('[No data on {apiname:orders}] orders-5xx'),
      { source: 'datadog', name: 'orders-5xx', state: 'INSUFFICIENT_DATA', api: 'orders' },
    ],
    ['Datadog again', datadog('Re-Triggered: orders-5xx'), raised('datadog', { isRepeat: true })],
    ['Datadog, over, by its sign alone', datadog('✅ orders-5xx'), { ...raised('datadog'), state: 'OK' }],
    ['a pager’s link alone', { text: 'https://example.pagerduty.com/incidents/PT4KHLK' }, undefined],
    [
      'a pager that quotes an alarm',
      { text: 'Triggered #12: ALARM: "orders-5xx" in EU (Ireland) [Opsgenie]' },
      raised('opsgenie'),
    ],
  ])('%s', (_name, message, expected) => {
    expect(readAlarm(message)).toEqual(expected);
  });
});

describe('the colour of a message without a word for its state', () => {
  it.each([
    ['good', 'OK'],
    ['#2eb886', 'OK'],
    ['d92b2b', 'ALARM'],
    ['danger', 'ALARM'],
    ['808080', 'ALARM'],
  ])('%s', (color, state) => {
    expect(readAlarm(coloured(color))).toEqual({ ...titled, state });
  });
});

describe('the pieces of a rich text', () => {
  it('are put together in one line, a link by its address where it has no label', () => {
    const message = pieces(
      { type: 'emoji', name: 'rotating_light' },
      { type: 'text', text: ' CloudWatch Alarm | orders-5xx | ' },
      { type: 'link', url: 'https://example.com/eu-west-1' },
      { type: 'user', user_id: 'U1' },
    );
    expect(readAlarm(message)).toEqual({
      source: 'cloudwatch',
      name: 'orders-5xx',
      state: 'ALARM',
      region: 'eu-west-1',
    });
  });

  it('that are no list say nothing', () => {
    expect(readAlarm({ blocks: [{ type: 'rich_text_section', elements: 'none' }] })).toBe(undefined);
  });
});

describe('the name in a link to the console', () => {
  const link = (name: string) => ({
    text: `ALARM\nhttps://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarmsV2:alarm/${name}\nThreshold Crossed: it`,
  });
  it.each([
    ['orders%205xx', 'orders 5xx'],
    ['orders+5xx', 'orders 5xx'],
    ['100%25', '100%'],
    ['100%', '100%'],
  ])('%s', (name, expected) => {
    expect(readAlarm(link(name))).toMatchObject({ source: 'cloudwatch', name: expected });
  });
});

describe('the datapoint that a reason names', () => {
  it.each([
    ['[1.0 (20/11/26 14:42:00)]', '2026-11-20T14:42:00Z'],
    ['[2.0 (20/11/26 14:43:00), 1.0 (20/11/26 14:42:00)]', '2026-11-20T14:42:00Z'],
    ['[1.0 (99/99/26 14:42:00), 1.0 (20/11/26 14:42:00)]', '2026-11-20T14:42:00Z'],
    ['[1.0 (99/99/26 14:42:00)]', undefined],
    ['no datapoint', undefined],
  ])('%s', (reason, expected) => {
    expect(readDatapointMs(reason)).toBe(expected === undefined ? undefined : Date.parse(expected));
  });
});

describe('an alarm by a pattern of the configuration', () => {
  it('keeps what the pattern names', () => {
    const pattern = '^(?<name>\\S+) at (?<api>\\S+)/(?<stage>\\S+) in (?<region>\\S+)$';
    const text = 'orders-5xx at orders/prod in eu-west-1';
    expect(readMatchedAlarm({ text }, [{ pattern, state: 'ALARM' }])).toEqual({
      source: 'configured',
      name: 'orders-5xx',
      state: 'ALARM',
      api: 'orders',
      stage: 'prod',
      region: 'eu-west-1',
    });
  });
});
