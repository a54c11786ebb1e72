import { describe, expect, it } from 'vitest';
import {
  validateAttachments,
  validateBlocks,
  validateView,
} from '../../../src/sandbox/slack/validate-blocks.ts';

const context = { refused: new Set<string>(), isFileUsable: (id: string) => id === 'F0KNOWN01' };
const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const section = (text: string) => ({ type: 'section', text: mrkdwn(text) });
const button = { type: 'button', text: plain('Go'), action_id: 'go', value: 'x' };
const option = (value: string) => ({ text: plain(value), value });
const rich = (text: string) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
});
const cell = (text: string) => ({ type: 'raw_text', text });
const task = { type: 'task_card', task_id: '1', title: 'Read the log', status: 'pending' };
const rows = (count: number) => Array.from({ length: count }, () => [cell('a'), cell('b')]);
const x = (length: number) => 'x'.repeat(length);
const many = <Item>(count: number, item: (index: number) => Item) =>
  Array.from({ length: count }, (_, index) => item(index));

describe('blocks that Slack takes in a message', () => {
  it.each([
    ['section with text', section(x(3000))],
    [
      'section with fields and an accessory',
      { type: 'section', fields: many(10, () => mrkdwn('a')), accessory: button },
    ],
    [
      'section with an overflow menu',
      {
        type: 'section',
        text: plain('a'),
        accessory: { type: 'overflow', options: many(5, (index) => option(`${index}`)) },
      },
    ],
    ['header', { type: 'header', text: plain(x(150)) }],
    ['divider', { type: 'divider', block_id: 'rule' }],
    ['context', { type: 'context', elements: many(10, () => mrkdwn('a')) }],
    ['actions', { type: 'actions', elements: many(25, (index) => ({ ...button, action_id: `go${index}` })) }],
    [
      'feedback',
      {
        type: 'context_actions',
        elements: [
          {
            type: 'feedback_buttons',
            action_id: 'vote',
            positive_button: { text: plain('Right'), value: 'right' },
            negative_button: { text: plain('Wrong'), value: 'wrong' },
          },
        ],
      },
    ],
    ['image by address', { type: 'image', image_url: 'https://example.com/a.png', alt_text: 'a' }],
    ['image by file', { type: 'image', slack_file: { id: 'F0KNOWN01' }, alt_text: 'a' }],
    ['rich text', rich('a')],
    [
      'rich text with code and a list',
      {
        type: 'rich_text',
        elements: [
          { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'a' }], border: 0 },
          {
            type: 'rich_text_list',
            style: 'ordered',
            elements: [
              {
                type: 'rich_text_section',
                elements: [{ type: 'link', url: 'https://example.com', text: 'a', style: { bold: true } }],
              },
            ],
          },
        ],
      },
    ],
    ['markdown', { type: 'markdown', text: x(11_000) }],
    ['table', { type: 'table', rows: rows(100), column_settings: [{ align: 'right' }, null] }],
    [
      'table of rich cells and numbers',
      { type: 'table', rows: [[cell('ms'), rich('a'), { type: 'raw_number', value: 2, text: '2' }]] },
    ],
    ['data table', { type: 'data_table', caption: 'Latency', rows: rows(101) }],
    [
      'chart',
      {
        type: 'data_visualization',
        title: 'Latency',
        chart: {
          type: 'bar',
          series: [{ name: 'p99', data: [{ label: 'Mon', value: 1 }] }],
          axis_config: { categories: ['Mon'] },
        },
      },
    ],
    [
      'plan',
      {
        type: 'plan',
        title: 'Investigating',
        tasks: many(12, () => ({
          ...task,
          details: rich('a'),
          sources: [{ type: 'url', url: 'https://example.com', text: 'log' }],
        })),
      },
    ],
    ['task card', task],
    ['card', { type: 'card', title: mrkdwn('a'), actions: [button] }],
    ['carousel', { type: 'carousel', elements: [{ type: 'card', body: mrkdwn('a') }] }],
    [
      'container',
      {
        type: 'container',
        title: plain('More'),
        child_blocks: [section('a'), { type: 'divider' }],
        is_collapsible: true,
      },
    ],
    ['input', { type: 'input', label: plain('Id'), element: { type: 'plain_text_input', action_id: 'id' } }],
  ])('%s', (_, block) => {
    expect(validateBlocks([block], context)).toStrictEqual({ messages: [] });
  });
});

describe('blocks that Slack refuses in a message', () => {
  it.each<[string, object, string[]]>([
    ['an unknown type', { type: 'nonsense' }, ['unsupported type: nonsense [json-pointer:/blocks/0/type]']],
    ['no type', { text: plain('a') }, ['missing required field: type [json-pointer:/blocks/0]']],
    [
      'an alert, which only modals show',
      { type: 'alert', text: plain('a') },
      ['unsupported type: alert [json-pointer:/blocks/0/type]'],
    ],
    [
      'a section that is too long',
      section(x(3001)),
      [
        'failed to match all allowed schemas [json-pointer:/blocks/0/text]',
        'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
      ],
    ],
    [
      'an empty section',
      section(''),
      [
        'failed to match all allowed schemas [json-pointer:/blocks/0/text]',
        'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
      ],
    ],
    [
      'a section of nothing',
      { type: 'section' },
      ['must define either `text` or `fields` [json-pointer:/blocks/0/type]'],
    ],
    [
      'eleven fields',
      { type: 'section', fields: many(11, () => mrkdwn('a')) },
      ['no more than 10 items allowed [json-pointer:/blocks/0/fields]'],
    ],
    [
      'a field that is too long',
      { type: 'section', fields: [mrkdwn(x(2001))] },
      [
        'failed to match all allowed schemas [json-pointer:/blocks/0/fields/0]',
        'must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]',
      ],
    ],
    [
      'a property that no section has',
      { ...section('a'), colour: 'red' },
      ['invalid additional property: colour [json-pointer:/blocks/0]'],
    ],
    [
      'a header in mrkdwn',
      { type: 'header', text: mrkdwn('a') },
      ['unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]'],
    ],
    [
      'a header that is too long',
      { type: 'header', text: plain(x(151)) },
      [
        'failed to match all allowed schemas [json-pointer:/blocks/0/text]',
        'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
      ],
    ],
    [
      'eleven elements in a context',
      { type: 'context', elements: many(11, () => mrkdwn('a')) },
      ['no more than 10 items allowed [json-pointer:/blocks/0/elements]'],
    ],
    [
      'a button in a context',
      { type: 'context', elements: [button] },
      ['unsupported type: button [json-pointer:/blocks/0/elements/0/type]'],
    ],
    [
      'no elements in actions',
      { type: 'actions', elements: [] },
      ['must provide at least 1 items [json-pointer:/blocks/0/elements]'],
    ],
    [
      '26 elements in actions',
      { type: 'actions', elements: many(26, (index) => ({ ...button, action_id: `go${index}` })) },
      ['no more than 25 items allowed [json-pointer:/blocks/0/elements]'],
    ],
    [
      'two buttons of one action_id',
      { type: 'actions', elements: [button, button] },
      ['`action_id` go already exists [json-pointer:/blocks/0/elements/1/action_id]'],
    ],
    [
      'a value that is too long',
      { type: 'actions', elements: [{ ...button, value: x(2001) }] },
      ['must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]'],
    ],
    [
      'an action_id that is too long',
      { type: 'actions', elements: [{ ...button, action_id: x(256) }] },
      ['must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]'],
    ],
    [
      'a button’s label that is too long',
      { type: 'actions', elements: [{ ...button, text: plain(x(76)) }] },
      [
        'failed to match all allowed schemas [json-pointer:/blocks/0/elements/0/text]',
        'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
      ],
    ],
    [
      'a button that runs a script',
      { type: 'actions', elements: [{ ...button, url: 'javascript:alert(1)' }] },
      ['invalid url [json-pointer:/blocks/0/elements/0/url]'],
    ],
    [
      'a third style',
      { type: 'actions', elements: [{ ...button, style: 'green' }] },
      ['must be a valid enum value: primary, danger [json-pointer:/blocks/0/elements/0/style]'],
    ],
    [
      'a confirmation that is too long',
      { type: 'actions', elements: [{ ...button, confirm: { title: plain('Sure?'), text: plain(x(301)) } }] },
      [
        'failed to match all allowed schemas [json-pointer:/blocks/0/elements/0/confirm/text]',
        'must be less than 301 characters [json-pointer:/blocks/0/elements/0/confirm/text/text]',
      ],
    ],
    [
      'six entries in an overflow menu',
      { type: 'actions', elements: [{ type: 'overflow', options: many(6, (index) => option(`${index}`)) }] },
      ['no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]'],
    ],
    [
      'a select with options and groups',
      {
        type: 'actions',
        elements: [
          {
            type: 'static_select',
            options: [option('a')],
            option_groups: [{ label: plain('g'), options: [option('a')] }],
          },
        ],
      },
      ['must define only one of `options` or `option_groups` [json-pointer:/blocks/0/elements/0]'],
    ],
    [
      'a first choice that is no option',
      {
        type: 'actions',
        elements: [{ type: 'static_select', options: [option('a')], initial_option: option('b') }],
      },
      ['must match an option exactly [json-pointer:/blocks/0/elements/0/initial_option]'],
    ],
    [
      'an image without words',
      { type: 'image', image_url: 'https://example.com/a.png' },
      ['missing required field: alt_text [json-pointer:/blocks/0]'],
    ],
    [
      'an image that Slack cannot fetch',
      { type: 'image', image_url: 'http://127.0.0.1:1/a.png', alt_text: 'a' },
      ['downloading image failed [json-pointer:/blocks/0/image_url]'],
    ],
    [
      'a file that is not ready',
      { type: 'image', slack_file: { id: 'F0UNKNOWN' }, alt_text: 'a' },
      ['invalid slack file [json-pointer:/blocks/0/slack_file]'],
    ],
    [
      'an empty piece of rich text',
      rich(''),
      ['must be more than 0 characters [json-pointer:/blocks/0/elements/0/elements/0/text]'],
    ],
    [
      'a mention in code',
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'user', user_id: 'U1' }] }],
      },
      ['unsupported type: user [json-pointer:/blocks/0/elements/0/elements/0/type]'],
    ],
    [
      'a language on a section of rich text',
      { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [], language: 'sql' }] },
      ['invalid additional property: language [json-pointer:/blocks/0/elements/0]'],
    ],
    [
      '101 rows',
      { type: 'table', rows: rows(101) },
      ['no more than 100 items allowed [json-pointer:/blocks/0/rows]'],
    ],
    [
      '21 columns',
      { type: 'table', rows: [many(21, () => cell('a'))] },
      ['no more than 20 items allowed [json-pointer:/blocks/0/rows/0]'],
    ],
    [
      'an empty cell',
      { type: 'table', rows: [[cell('')]] },
      ['must be more than 0 characters [json-pointer:/blocks/0/rows/0/0/text]'],
    ],
    [
      'a table of too many characters',
      { type: 'table', rows: [[cell(x(5001)), cell(x(5000))]] },
      ['must be less than 10001 characters [json-pointer:/blocks/0/rows]'],
    ],
    [
      'a data table without a caption',
      { type: 'data_table', rows: rows(2) },
      ['missing required field: caption [json-pointer:/blocks/0]'],
    ],
    [
      'a ragged data table',
      { type: 'data_table', caption: 'a', rows: [[cell('a')], [cell('a'), cell('b')]] },
      ['must have as many cells as the header [json-pointer:/blocks/0/rows/1]'],
    ],
    [
      'a chart that misses a point',
      {
        type: 'data_visualization',
        title: 'a',
        chart: {
          type: 'line',
          series: [{ name: 'p99', data: [{ label: 'Mon', value: 1 }] }],
          axis_config: { categories: ['Mon', 'Tue'] },
        },
      },
      ['must have one point for each category [json-pointer:/blocks/0/chart/series/0/data]'],
    ],
    [
      'thirteen tasks',
      { type: 'plan', title: 'a', tasks: many(13, () => task) },
      ['no more than 12 items allowed [json-pointer:/blocks/0/tasks]'],
    ],
    [
      'a task in another state',
      { ...task, status: 'done' },
      ['must be a valid enum value: pending, in_progress, complete, error [json-pointer:/blocks/0/status]'],
    ],
    [
      'rich text in a container',
      { type: 'container', title: plain('a'), child_blocks: [rich('a')] },
      ['unsupported type: rich_text [json-pointer:/blocks/0/child_blocks/0/type]'],
    ],
    [
      'a block_id that is too long',
      { type: 'divider', block_id: x(256) },
      ['must be less than 256 characters [json-pointer:/blocks/0/block_id]'],
    ],
  ])('%s', (_, block, messages) => {
    expect(validateBlocks([block], context)).toStrictEqual({ error: 'invalid_blocks', messages });
  });

  it('51 of them', () => {
    expect(
      validateBlocks(
        many(51, () => ({ type: 'divider' })),
        context,
      ),
    ).toStrictEqual({
      error: 'invalid_blocks',
      messages: ['no more than 50 items allowed [json-pointer:/blocks]'],
    });
    expect(
      validateBlocks(
        many(50, () => ({ type: 'divider' })),
        context,
      ),
    ).toStrictEqual({ messages: [] });
  });

  it('two of one block_id', () => {
    const rule = { type: 'divider', block_id: 'rule' };
    expect(validateBlocks([rule, rule], context)).toStrictEqual({
      error: 'invalid_blocks',
      messages: ['`block_id` rule already exists [json-pointer:/blocks/1/block_id]'],
    });
  });

  it('two tables', () => {
    const table = { type: 'table', rows: rows(1) };
    expect(validateBlocks([table, table], context)).toStrictEqual({
      error: 'invalid_attachments',
      messages: ['only_one_table_allowed'],
    });
  });

  it('more characters than a message holds, however they are spread', () => {
    expect(
      validateBlocks([section(x(3000)), section(x(3000)), section(x(3000)), section(x(2340))], context),
    ).toStrictEqual({ messages: [] });
    expect(
      validateBlocks([section(x(3000)), section(x(3000)), section(x(3000)), section(x(2341))], context),
    ).toStrictEqual({ error: 'msg_blocks_too_long', messages: [] });
  });

  it('a type that this workspace does not know', () => {
    expect(
      validateBlocks([section('a'), { type: 'plan', title: 'a' }], {
        ...context,
        refused: new Set(['plan']),
      }),
    ).toStrictEqual({
      error: 'invalid_blocks',
      messages: ['unsupported type: plan [json-pointer:/blocks/1/type]'],
    });
  });
});

describe('attachments', () => {
  it('may hold blocks, checked in their own place', () => {
    expect(validateAttachments([{ color: 'danger', blocks: [section('a')] }], context)).toStrictEqual({
      messages: [],
    });
    expect(validateAttachments([{ blocks: [{ type: 'nonsense' }] }], context)).toStrictEqual({
      error: 'invalid_attachments',
      messages: ['unsupported type: nonsense [json-pointer:/attachments/0/blocks/0/type]'],
    });
  });
  it('have no keys of their own invention', () => {
    expect(validateAttachments([{ colour: 'red' }], context)).toStrictEqual({
      error: 'invalid_attachments',
      messages: ['invalid_keys'],
    });
  });
});

describe('views', () => {
  const modal = { type: 'modal', title: plain('Investigate'), blocks: [] };
  const input = { type: 'input', label: plain('Id'), element: { type: 'plain_text_input', action_id: 'id' } };
  it.each<[string, 'modal' | 'home', object, string[]]>([
    ['a modal', 'modal', modal, []],
    [
      'a modal with an input and a button for it',
      'modal',
      { ...modal, submit: plain('Go'), blocks: [input] },
      [],
    ],
    [
      'an alert in a modal',
      'modal',
      { ...modal, blocks: [{ type: 'alert', text: plain('a'), level: 'warning' }] },
      [],
    ],
    ['a Home with 100 blocks', 'home', { type: 'home', blocks: many(100, () => ({ type: 'divider' })) }, []],
    [
      '101 blocks',
      'home',
      { type: 'home', blocks: many(101, () => ({ type: 'divider' })) },
      ['no more than 100 items allowed [json-pointer:/view/blocks]'],
    ],
    [
      'a title that is too long',
      'modal',
      { ...modal, title: plain(x(25)) },
      [
        'failed to match all allowed schemas [json-pointer:/view/title]',
        'must be less than 25 characters [json-pointer:/view/title/text]',
      ],
    ],
    [
      'an input without a button',
      'modal',
      { ...modal, blocks: [input] },
      ['must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/0/input]'],
    ],
    [
      'private metadata that is too long',
      'modal',
      { ...modal, private_metadata: x(3001) },
      ['must be less than 3001 characters [json-pointer:/view/private_metadata]'],
    ],
    [
      'a plan, which only messages show',
      'modal',
      { ...modal, blocks: [{ type: 'plan', title: 'a' }] },
      ['unsupported type: plan [json-pointer:/view/blocks/0/type]'],
    ],
    [
      'a title on a Home',
      'home',
      { type: 'home', title: plain('a'), blocks: [] },
      ['invalid additional property: title [json-pointer:/view]'],
    ],
    [
      'a Home where a modal is meant',
      'modal',
      { ...modal, type: 'home' },
      ['unsupported type: home [json-pointer:/view/type]'],
    ],
  ])('%s', (_, type, view, messages) => {
    expect(validateView({ ...view }, type, context)).toStrictEqual(messages);
  });
});
