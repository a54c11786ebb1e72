import { describe, expect, it } from 'vitest';
import type { AlarmMessage } from '../../../src/inquiry/alarms/alarm.ts';
import { readAmazonQTitle } from '../../../src/inquiry/alarms/amazon-q-title.ts';
import { readAlarm } from '../../../src/inquiry/alarms/read-alarm.ts';

/**
 * No recorded message of Amazon Q Developer is public. These are the layouts that a Slack app can give the title, reason
 * and fields that its screenshots show; each has to be read in all three states.
 */
const title = 'CloudWatch Alarm | orders-prod-5xx | eu-west-1 | Account: 111122223333';
const url =
  'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarmsV2:alarm/orders-prod-5xx';
const states = {
  ALARM: {
    sign: '🚨',
    emoji: 'rotating_light',
    colour: 'd92b2b',
    reason:
      'Threshold Crossed: 1 datapoint [3.0 (20/11/26 14:42:00)] was greater than or equal to the threshold (1.0).',
  },
  OK: {
    sign: '✅',
    emoji: 'white_check_mark',
    colour: '2eb67d',
    reason:
      'Threshold Crossed: 1 datapoint [0.0 (20/11/26 14:42:00)] was not greater than or equal to the threshold (1.0).',
  },
  INSUFFICIENT_DATA: {
    sign: '❔',
    emoji: 'grey_question',
    colour: 'dddddd',
    reason: 'Insufficient Data: 1 datapoint was unknown.',
  },
} as const;
type Said = (typeof states)[keyof typeof states];

const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const section = (text: string) => ({ type: 'section', text: mrkdwn(text) });
const piece = (text: string) => ({ type: 'text', text });

const layouts: [string, (said: Said) => AlarmMessage][] = [
  [
    'a header and a section',
    ({ sign, reason }) => ({
      text: '',
      blocks: [
        { type: 'header', text: { type: 'plain_text', text: `${sign} ${title}`, emoji: true } },
        section(reason),
      ],
    }),
  ],
  [
    'a header alone, with its sign by name',
    ({ emoji }) => ({
      blocks: [{ type: 'header', text: { type: 'plain_text', text: `:${emoji}: ${title}` } }],
    }),
  ],
  [
    'a section whose title is bold and a link',
    ({ emoji, reason }) => ({
      blocks: [section(`:${emoji}: *<${url}|${title}>*`), section(reason), { type: 'image', image_url: url }],
    }),
  ],
  [
    'a section without a sign: the reason tells the state',
    ({ reason }) => ({ blocks: [section(`*<${url}|${title}>*\n${reason}`)] }),
  ],
  [
    'an attachment of blocks with a colour and a fallback',
    ({ emoji, colour, reason }) => ({
      attachments: [
        {
          color: colour,
          fallback: `:${emoji}: ${title}`,
          blocks: [section(`:${emoji}: *<${url}|${title}>*`), section(reason)],
        },
      ],
    }),
  ],
  [
    'an attachment of the old kind, with fields',
    ({ sign, colour, reason }) => ({
      text: '',
      attachments: [
        {
          color: colour,
          title: `${sign} ${title}`,
          title_link: url,
          text: reason,
          fields: [
            { title: 'Metric', value: '5XXError', short: true },
            { title: 'Period', value: '60 seconds', short: true },
          ],
        },
      ],
    }),
  ],
  [
    'an attachment of the old kind, its title in the pretext and nothing but a fallback besides',
    ({ emoji, reason }) => ({
      attachments: [{ pretext: `:${emoji}: *${title}*`, fallback: reason }],
    }),
  ],
  [
    'a rich text in pieces',
    ({ emoji, reason }) => ({
      blocks: [
        {
          type: 'rich_text',
          elements: [
            {
              type: 'rich_text_section',
              elements: [
                { type: 'emoji', name: emoji },
                piece(' CloudWatch Alarm | '),
                { type: 'link', url, text: 'orders-prod-5xx', style: { bold: true } },
                piece(' | eu-west-1 | Account: 111122223333'),
              ],
            },
            { type: 'rich_text_quote', elements: [piece(reason)] },
          ],
        },
      ],
    }),
  ],
  [
    'a rich text of one link, its sign by its emoji alone',
    ({ emoji }) => ({
      blocks: [
        {
          type: 'rich_text',
          elements: [
            {
              type: 'rich_text_section',
              elements: [
                { type: 'emoji', name: emoji },
                { type: 'link', url, text: title },
              ],
            },
          ],
        },
      ],
    }),
  ],
  [
    'fields of a section, each a bold title above its value',
    ({ sign, reason }) => ({
      text: `${sign} ${title}`,
      blocks: [
        {
          type: 'section',
          fields: [
            mrkdwn('*Alarm name*\norders-prod-5xx'),
            mrkdwn('*Region:*\neu-west-1'),
            mrkdwn('*Account*\n111122223333'),
            mrkdwn(`*State reason*\n${reason}`),
          ],
        },
      ],
    }),
  ],
  ['a text alone', ({ sign, reason }) => ({ text: `${sign} *${title}*\n${reason}` })],
];

describe('Amazon Q Developer', () => {
  describe.each(layouts)('as %s', (_layout, layout) => {
    it.each(Object.entries(states))('tells %s', (state, said) => {
      expect(readAlarm(layout(said))).toMatchObject({
        source: 'cloudwatch',
        name: 'orders-prod-5xx',
        state,
        region: 'eu-west-1',
        account: '111122223333',
      });
    });
  });

  it.each([
    ['a word for the state before any sign', { text: `🚨 ${title}\n*State:* OK` }, 'OK'],
    [
      'a field with the state',
      { text: title, attachments: [{ fields: [{ title: 'Alarm State', value: 'In alarm' }] }] },
      'ALARM',
    ],
    ['the colour of the bar', { attachments: [{ color: '#2eb886', title }] }, 'OK'],
    ['a red bar', { attachments: [{ color: '#e01e5a', title }] }, 'ALARM'],
    ['a title and nothing else', { text: title }, 'ALARM'],
    [
      'data that are missing and count as good',
      {
        text: `${title}\nThreshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching].`,
      },
      'OK',
    ],
    [
      'data that are missing and count as bad',
      {
        text: `${title}\nThreshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [Breaching].`,
      },
      'ALARM',
    ],
    [
      'some that are missing beside those that cross',
      {
        text: `${title}\nThreshold Crossed: 2 datapoints [5.0, 4.0] were greater than the threshold (1.0) and 1 missing datapoint was treated as [NonBreaching].`,
      },
      'ALARM',
    ],
  ])('is read by %s', (_what, message, state) => {
    expect(readAlarm(message)?.state).toBe(state);
  });
});

it.each<[string, ReturnType<typeof readAmazonQTitle>]>([
  [`🚨 ${title}`, { name: 'orders-prod-5xx', region: 'eu-west-1', account: '111122223333' }],
  ['CloudWatch alarm | a | b | eu-west-1', { name: 'a | b', region: 'eu-west-1' }],
  [
    '*CloudWatch Alarm | a 5xx | EU (Ireland) | Account: shop (111122223333)*',
    { name: 'a 5xx', region: 'eu-west-1', account: '111122223333' },
  ],
  ['CloudWatch Alarm | a', { name: 'a' }],
  ['CloudWatch Alarm | eu-west-1', { name: 'eu-west-1' }],
  ['CloudWatch Alarm | Account: 111122223333', undefined],
  ['CloudWatch Alarms are quiet', undefined],
])('takes the title %s apart', (line, expected) => {
  expect(readAmazonQTitle(line)).toStrictEqual(expected);
});
