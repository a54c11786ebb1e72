import { describe, expect, it } from 'vitest';
import type { AlarmMessage } from '../../../src/inquiry/alarms/alarm.ts';
import { readLooseAlarm } from '../../../src/inquiry/alarms/loose-alarm.ts';
import { nameFits } from '../../../src/inquiry/alarms/name-fits.ts';

const alarm = (name: string, fields = {}) => ({ source: 'other', name, state: 'ALARM', ...fields });

describe('a message that somebody points at', () => {
  it.each<[string, AlarmMessage, unknown]>([
    [
      'New Relic, by the address of the API',
      {
        attachments: [
          {
            title: 'orders: 5xx over 5 for 5 minutes',
            title_link: 'https://one.newrelic.com/alerts',
            text: 'Monitor of https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/prod/orders',
          },
        ],
      },
      alarm('orders: 5xx over 5 for 5 minutes', { region: 'eu-west-1', api: 'a1b2c3d4e5', stage: 'prod' }),
    ],
    [
      'Splunk, by the log group',
      { text: 'Splunk Alert: gateway errors\nsource=API-Gateway-Execution-Logs_a1b2c3d4e5/prod count=12' },
      alarm('Splunk Alert: gateway errors', { api: 'a1b2c3d4e5', stage: 'prod' }),
    ],
    [
      'a health event, by the ARN of a stage',
      { text: 'Trouble\narn:aws:apigateway:eu-west-2::/restapis/a1b2c3d4e5/stages/live' },
      alarm('Trouble', { region: 'eu-west-2', api: 'a1b2c3d4e5', stage: 'live' }),
    ],
    [
      'an execution ARN without a stage',
      { text: 'arn:aws:execute-api:us-east-1:111122223333:a1b2c3d4e5' },
      alarm('arn:aws:execute-api:us-east-1:111122223333:a1b2c3d4e5', {
        region: 'us-east-1',
        api: 'a1b2c3d4e5',
      }),
    ],
    [
      'labels of any tool',
      { text: 'CRITICAL gateway 5xx\napi_name="orders" stage="prod" region: EU' },
      alarm('CRITICAL gateway 5xx', { api: 'orders', stage: 'prod' }),
    ],
    [
      'a name that the configuration knows',
      { text: 'P1 from the night watch\ncheckout is burning\nstage: prod' },
      alarm('checkout is burning'),
    ],
    ['talk', { text: 'is the orders api slow again?' }, undefined],
    ['nothing', {}, undefined],
    ['a dashboard of another host', { text: 'https://execute-api.example.com/a1b2c3d4e5' }, undefined],
  ])('%s', (_what, message, expected) => {
    expect(readLooseAlarm(message, ['checkout*'])).toEqual(expected);
  });
});

it.each([
  ['orders', 'orders', true],
  ['orders', 'orders-5xx', false],
  ['*-5xx', 'orders-5xx', true],
  ['a*b*c', 'a-b-c', true],
  ['a*b*c', 'a-c', false],
  ['ab*ba', 'aba', false],
  ['*x*y*', 'y-x', false],
  ['*', '', true],
])('%s %s', (pattern, name, expected) => {
  expect(nameFits(pattern, name)).toBe(expected);
});
