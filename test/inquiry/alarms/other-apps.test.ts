import { describe, expect, it } from 'vitest';
import type { AlarmMessage } from '../../../src/inquiry/alarms/alarm.ts';
import { readAlarm } from '../../../src/inquiry/alarms/read-alarm.ts';

const attached = (attachment: Record<string, unknown>): AlarmMessage => ({
  text: '',
  attachments: [attachment],
});
const labels = (of: Record<string, string>) =>
  Object.entries(of)
    .map(([key, value]) => ` - ${key} = ${value}`)
    .join('\n');
const unified = (title: string, text: string) =>
  attached({ color: '#D63232', title, fallback: title, text, footer: 'Grafana v11.2.0' });
const legacy = (title: string, color = '#D63232') =>
  attached({
    color,
    fallback: title,
    title,
    title_link: 'https://grafana.example.com/d/orders?tab=alert',
    text: 'More than five requests failed',
    fields: [{ title: 'orders 5xx', value: '12', short: true }],
    footer: 'Grafana v7.5.17',
  });
const datadog = (title: string, link = 'https://app.datadoghq.eu/monitors/107666844?event_id=86') =>
  attached({
    title,
    title_link: link,
    text: '@slack-alarms\n\nMore than five requests failed.',
    fields: [{ title: 'Tags', value: 'apiname:orders, stage:prod, region:eu-west-1' }],
  });
const told = { api: 'orders', stage: 'prod', region: 'eu-west-1' };
const opsgenie = (title: string, words: string, host = 'https://eu.opsg.in') =>
  attached({
    color: '#F4511E',
    title,
    title_link: `${host}/a/i/example/0b6d1f2a-1f0e-4a57-9b64-17f0e0c1a2b3-1763650000000`,
    text: words,
    fallback: `New alert: ${words} <${host}/a/i/example/0b6d1f2a|46353>\nTags: orders`,
    fields: [
      { title: 'Priority', value: 'P2', short: true },
      { title: 'Routed Teams', value: 'checkout', short: true },
    ],
  });

describe('alarms of other apps, in the shapes that they really have', () => {
  it.each<[string, AlarmMessage, unknown]>([
    [
      'Grafana before version 9',
      legacy('[Alerting] orders 5xx alert'),
      { source: 'grafana', name: 'orders 5xx alert', state: 'ALARM' },
    ],
    [
      'Grafana before version 9, over',
      legacy('[OK] orders 5xx alert', '#36a64f'),
      { source: 'grafana', name: 'orders 5xx alert', state: 'OK' },
    ],
    [
      'Grafana before version 9, without data',
      legacy('[No Data] orders 5xx alert', '#888888'),
      { source: 'grafana', name: 'orders 5xx alert', state: 'INSUFFICIENT_DATA' },
    ],
    [
      'Grafana, firing beside another API whose alert is over',
      unified(
        '[FIRING:1, RESOLVED:1] orders 5xx (shop)',
        `**Firing**\n\nValue: A=5\nLabels:\n${labels({ alertname: 'orders 5xx', ApiName: 'orders', Stage: 'prod' })}\nAnnotations:\nSource: https://grafana.example.com/alerting\n\n**Resolved**\n\nValue: A=0\nLabels:\n${labels({ alertname: 'orders 5xx', ApiName: 'catalog', Stage: 'live' })}`,
      ),
      { source: 'grafana', name: 'orders 5xx', state: 'ALARM', api: 'orders', stage: 'prod' },
    ],
    [
      'Grafana, firing for two APIs at once',
      unified(
        '[FIRING:2] orders 5xx (shop)',
        `**Firing**\n\nLabels:\n${labels({ alertname: 'gateway 5xx', ApiName: 'orders', Stage: 'prod' })}\n\nLabels:\n${labels({ alertname: 'gateway 5xx', ApiName: 'catalog', Stage: 'live' })}\n\nLabels:\n${labels({ alertname: 'gateway 5xx', ApiName: 'orders', Stage: 'prod' })}`,
      ),
      {
        source: 'grafana',
        name: 'gateway 5xx',
        state: 'ALARM',
        api: 'orders',
        stage: 'prod',
        others: [{ api: 'catalog', stage: 'live' }],
      },
    ],
    [
      'Grafana, an API without a stage',
      unified('[FIRING:1] orders 5xx', `**Firing**\nLabels:\n${labels({ ApiId: 'a1b2c3d4e5' })}`),
      { source: 'grafana', name: 'orders 5xx', state: 'ALARM', api: 'a1b2c3d4e5' },
    ],
    [
      'Grafana, whose own data source is what fails',
      unified(
        '[FIRING:1] DatasourceError (shop)',
        `**Firing**\nLabels:\n${labels({ alertname: 'DatasourceError', rulename: 'orders 5xx' })}`,
      ),
      { source: 'grafana', name: 'orders 5xx', state: 'INSUFFICIENT_DATA' },
    ],
    [
      'Alertmanager, with nothing but its title',
      attached({
        color: 'danger',
        fallback: '[FIRING:1] OrdersFailing orders (prod critical) | https://alertmanager.example.com',
        title: '[FIRING:1] OrdersFailing orders (prod critical)',
        title_link: 'https://alertmanager.example.com/#/alerts?receiver=slack',
      }),
      { source: 'grafana', name: 'OrdersFailing orders', state: 'ALARM' },
    ],
    [
      'Alertmanager, with labels as bullets',
      attached({
        title: '[FIRING:1] OrdersFailing',
        text: '*Alert:* Orders fail - `critical`\n*Details:*\n • *alertname:* `OrdersFailing`\n • *apiname:* `orders`\n • *stage:* `prod`\n • *region:* `eu-west-1`',
      }),
      { source: 'grafana', name: 'OrdersFailing', state: 'ALARM', ...told },
    ],
    [
      'Datadog by its word',
      datadog('Triggered: orders 5xx'),
      { source: 'datadog', name: 'orders 5xx', state: 'ALARM', ...told },
    ],
    [
      'Datadog with a priority and a scope',
      datadog('[P2] [Triggered on {apiname:orders,stage:prod}] orders 5xx'),
      { source: 'datadog', name: 'orders 5xx', state: 'ALARM', ...told },
    ],
    [
      'Datadog of another site, with a sign before its word',
      datadog('🚨 Triggered: orders 5xx', 'https://us5.datadoghq.com/monitors/1'),
      { source: 'datadog', name: 'orders 5xx', state: 'ALARM', ...told },
    ],
    [
      'Datadog for governments',
      datadog('[Triggered] orders 5xx', 'https://app.ddog-gov.com/monitors/1'),
      { source: 'datadog', name: 'orders 5xx', state: 'ALARM', ...told },
    ],
    [
      'Datadog, which reminds, with a priority',
      datadog('[P2] [Re-Triggered on {apiname:orders}] orders 5xx'),
      { source: 'datadog', name: 'orders 5xx', state: 'ALARM', isRepeat: true, ...told },
    ],
    [
      'Datadog, over, with a priority',
      datadog('[P2] [Recovered on {apiname:orders}] orders 5xx'),
      { source: 'datadog', name: 'orders 5xx', state: 'OK', ...told },
    ],
    [
      'Opsgenie, a title with its number and the alarm in quotes',
      opsgenie('New alert: #46353', '"ALARM: "orders-prod-5xx" in EU (Ireland)"'),
      { source: 'opsgenie', name: 'orders-prod-5xx', state: 'ALARM', region: 'eu-west-1' },
    ],
    [
      'Opsgenie, an alarm in words of its own',
      opsgenie('New alert: #46354', '"[CloudWatch] orders 5xx"'),
      { source: 'opsgenie', name: '[CloudWatch] orders 5xx', state: 'ALARM' },
    ],
    [
      'Opsgenie, closed',
      opsgenie('Closed alert: #46354', '"[CloudWatch] orders 5xx"'),
      { source: 'opsgenie', name: '[CloudWatch] orders 5xx', state: 'OK' },
    ],
    [
      'Opsgenie, acknowledged by somebody',
      opsgenie('ana@example.com acknowledged alert: #46354', '"[CloudWatch] orders 5xx"'),
      { source: 'opsgenie', name: '[CloudWatch] orders 5xx', state: 'OK' },
    ],
    [
      'PagerDuty in blocks, with its number in brackets',
      {
        text: 'Triggered #4711: orders-prod-5xx',
        attachments: [
          {
            color: '#C0392B',
            blocks: [
              {
                type: 'section',
                text: {
                  type: 'mrkdwn',
                  text: '*Triggered:* <https://example.pagerduty.com/incidents/Q2AB3CD4EF5GH6|[#4711] orders-prod-5xx>',
                },
              },
              {
                type: 'section',
                fields: [
                  { type: 'mrkdwn', text: '*Urgency*\nHigh' },
                  { type: 'mrkdwn', text: '*Assigned*\nAna' },
                  {
                    type: 'mrkdwn',
                    text: '*Service*\n<https://example.pagerduty.com/services/P1|orders>',
                  },
                ],
              },
            ],
          },
        ],
      },
      { source: 'pagerduty', name: 'orders-prod-5xx', state: 'ALARM' },
    ],
    [
      'PagerDuty, resolved, in blocks',
      {
        blocks: [
          {
            type: 'section',
            text: {
              type: 'mrkdwn',
              text: '*Resolved:* <https://example.pagerduty.com/incidents/Q2AB3CD4EF5GH6|[#4711] orders-prod-5xx>',
            },
          },
        ],
      },
      { source: 'pagerduty', name: 'orders-prod-5xx', state: 'OK' },
    ],
  ])('%s', (_name, message, expected) => {
    expect(readAlarm(message)).toEqual(expected);
  });

  it.each<[string, AlarmMessage]>([
    ['a person in brackets', { text: '[Alerting] is a nice word' }],
    ['a pager’s word without a name', { text: 'https://example.pagerduty.com/incidents/P1\nTriggered #12:' }],
    ['a pager’s talk', { text: 'See https://example.pagerduty.com for who is on call' }],
    ['New Relic', attached({ title: 'orders 5xx', text: 'CRITICAL · Policy: shop' })],
    ['Splunk', { text: 'Splunk Alert: orders 5xx\nhttps://splunk.example.com/app/search' }],
  ])('leaves alone what it cannot be sure of: %s', (_name, message) => {
    expect(readAlarm(message)).toBeUndefined();
  });
});
