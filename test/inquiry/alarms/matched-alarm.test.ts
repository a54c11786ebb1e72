import { expect, it } from 'vitest';
import { readMatchedAlarm } from '../../../src/inquiry/alarms/matched-alarm.ts';

const firing = {
  pattern: '^FIRE (?<name>\\S+)(?: api=(?<api>\\w+))?(?: in (?<region>[a-z0-9-]+))?$',
  state: 'ALARM',
} as const;
const calm = { pattern: '^CALM (?<name>\\S+)$', state: 'OK' } as const;

it.each([
  [
    'in the text',
    { text: 'FIRE orders-5xx api=orders in eu-west-1' },
    { name: 'orders-5xx', state: 'ALARM', api: 'orders', region: 'eu-west-1' },
  ],
  [
    'in an attachment, on a line of its own',
    { text: 'Hello', attachments: [{ text: 'Look:\nFIRE orders-5xx' }] },
    { name: 'orders-5xx', state: 'ALARM' },
  ],
  ['of a turn back', { text: 'CALM orders-5xx' }, { name: 'orders-5xx', state: 'OK' }],
])('reads an alarm by a pattern of the configuration: %s', (_what, message, expected) => {
  expect(readMatchedAlarm(message, [firing, calm])).toStrictEqual({ source: 'configured', ...expected });
});

it.each([
  ['no pattern fits', { text: 'The FIRE orders-5xx' }, [firing]],
  ['there is no pattern', { text: 'FIRE orders-5xx' }, []],
  ['the name is empty', { text: 'FIRE ' }, [{ pattern: '^FIRE(?<name>.*)$', state: 'ALARM' as const }]],
])('leaves a message alone where %s', (_what, message, matchers) => {
  expect(readMatchedAlarm(message, matchers)).toBeUndefined();
});
