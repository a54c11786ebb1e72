import type { UiMessage, UiState } from '../../../src/sandbox/slack/ui-protocol.ts';

const text = (of: string) => ({ type: 'plain_text', text: of });
const rich = (...elements: unknown[]) => ({ type: 'rich_text', elements });
const part = (...elements: unknown[]) => ({ type: 'rich_text_section', elements });
const leaf = (of: string, style?: unknown) => ({ type: 'text', text: of, ...(style ? { style } : {}) });
const cell = (of: string) => ({ type: 'raw_text', text: of });

export const requestId = 'f4267199-574c-4d30-b6b9-25e26d687255';
/** 2026-11-21 14:42:38 UTC: where the samples begin. */
const startSeconds = 1795272158;
export const at = (secondsLater: number) => `${startSeconds + secondsLater}.000100`;

export const hostile =
  '<img src=x onerror="document.title=1"> &lt;script&gt;document.title=2&lt;/script&gt; <javascript:alert(1)|click> <https://good.example/path?a=1&amp;b=2|good> <data:text/html,x|data>';

const said = (of: Pick<UiMessage, 'ts' | 'user' | 'userName' | 'text'> & Partial<UiMessage>): UiMessage => ({
  channel: 'C0INC',
  reactions: [],
  edited: false,
  ...of,
});

export const alarm = said({
  ts: at(0),
  user: 'UALARM',
  userName: 'Amazon Q',
  text: '',
  attachments: [
    {
      color: '#d13212',
      title: 'ALARM: orders-api 5xx above 5 in 1 minute',
      title_link:
        'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarmsV2:alarm/orders-5xx',
      text: 'Threshold Crossed: 1 datapoint [9.0 (21/11/26 14:41:00)] was greater than the threshold (5.0).',
      fields: [
        { title: 'Account', value: '`shop-prod` (111122223333)', short: true },
        { title: 'Region', value: 'eu-west-1', short: true },
      ],
      footer: 'CloudWatch alarms',
    },
  ],
  reactions: [{ name: 'eyes', users: ['UMAYA', 'UIVO'] }],
});

export const rootMessage = said({
  ts: at(95),
  user: 'UBOT',
  userName: 'gw504',
  text: 'POST /orders answered 504 after 29.0 s: the integration was reached and answered too late.',
  blocks: [
    { type: 'header', block_id: 'h', text: text(':turtle: 504 on POST /orders: slow integration') },
    {
      type: 'section',
      block_id: 's',
      text: {
        type: 'mrkdwn',
        text: 'The function *orders-create* was reached after 74 ms and needed *31.2 s*. The gateway waits 29 s. _It finished 2.3 s after the client had its 504_, so the order `may exist`.',
      },
    },
    {
      type: 'section',
      block_id: 'f',
      fields: [
        { type: 'mrkdwn', text: '*Sure?*\nCertain' },
        { type: 'mrkdwn', text: '*Phase*\nWaiting for the answer' },
        { type: 'mrkdwn', text: '*API*\norders-api, stage prod' },
        { type: 'mrkdwn', text: '*Request*\n<!date^1795272158^{date_short} {time_secs}|14:42:38 UTC>' },
      ],
    },
    {
      type: 'actions',
      block_id: 'a1',
      elements: [
        {
          type: 'button',
          action_id: 'show_evidence',
          style: 'primary',
          text: text('Show evidence'),
          value: 'r1',
        },
        { type: 'button', action_id: 'show_queries', text: text('Show queries'), value: 'r1' },
        {
          type: 'button',
          action_id: 'run_again',
          text: text('Run again'),
          value: 'r1',
          confirm: {
            title: text('Run it again?'),
            text: { type: 'mrkdwn', text: 'It reads about *2.1 GB* of logs.' },
            confirm: text('Run'),
            deny: text('Leave it'),
          },
        },
        {
          type: 'button',
          action_id: 'open_console',
          text: text('Open in CloudWatch'),
          url: 'https://eu-west-1.console.aws.amazon.com/cloudwatch/home',
        },
        {
          type: 'overflow',
          action_id: 'more',
          options: [
            { text: text('Widen the search'), value: 'widen' },
            { text: text('Delete this answer'), value: 'delete' },
          ],
        },
      ],
    },
    {
      type: 'context',
      block_id: 'c',
      elements: [
        {
          type: 'mrkdwn',
          text: `<@UMAYA> asked · shop-prod · eu-west-1 · \`${requestId}\` · 3 queries, 1.4 MB`,
        },
      ],
    },
  ],
});

const thread = (ts: string, blocks: unknown[], more: Partial<UiMessage> = {}): UiMessage =>
  said({ ts, user: 'UBOT', userName: 'gw504', text: '', threadTs: rootMessage.ts, blocks, ...more });

export const planMessage = (statuses: string[], blockId: string): UiMessage =>
  thread(at(96), [
    {
      type: 'plan',
      block_id: blockId,
      title: 'Investigating the request',
      tasks: ['Find the request', 'Read the execution log', 'Read the function log', 'Read the settings'].map(
        (title, index) => ({
          type: 'task_card',
          task_id: `t${index}`,
          title,
          status: statuses[index] ?? 'pending',
          ...(statuses[index] === 'complete'
            ? { output: rich(part(leaf(`${index + 2} lines in 0.${index + 3} s`))) }
            : {}),
        }),
      ),
    },
  ]);

export const everyBlock = thread(at(120), [
  { type: 'header', text: text('Every block') },
  {
    type: 'rich_text',
    block_id: 'rt',
    elements: [
      part(
        leaf('Bold', { bold: true }),
        leaf(' italic', { italic: true }),
        leaf(' struck', { strike: true }),
        leaf(' '),
        leaf('code', { code: true }),
        leaf(' '),
        { type: 'link', url: 'https://docs.aws.amazon.com/apigateway/', text: 'docs' },
        leaf(' '),
        { type: 'user', user_id: 'UMAYA' },
        leaf(' '),
        { type: 'channel', channel_id: 'C0INC' },
        leaf(' '),
        { type: 'emoji', name: 'warning' },
        leaf(' '),
        { type: 'broadcast', range: 'here' },
        leaf(' '),
        { type: 'usergroup', usergroup_id: 'S1' },
        leaf(' '),
        { type: 'date', timestamp: startSeconds, format: '{date_short}' },
        leaf(' '),
        { type: 'color', value: '#1d3557' },
      ),
      {
        type: 'rich_text_list',
        style: 'ordered',
        indent: 0,
        elements: [part(leaf('Check the timeout')), part(leaf('Check the dependency'))],
      },
      { type: 'rich_text_list', style: 'bullet', indent: 1, elements: [part(leaf('its connection pool'))] },
      { type: 'rich_text_quote', elements: [leaf('a quote')] },
      {
        type: 'rich_text_preformatted',
        elements: [leaf(`(${requestId}) Execution failed due to a timeout error <b>not markup</b>`)],
      },
    ],
  },
  { type: 'divider' },
  {
    type: 'section',
    text: { type: 'mrkdwn', text: 'A section with a menu' },
    accessory: {
      type: 'static_select',
      action_id: 'mark_step',
      placeholder: text('Mark a step'),
      options: [
        { text: text('1. Read the log'), value: '1' },
        { text: text('2. Compare timeouts'), value: '2' },
      ],
    },
  },
  {
    type: 'table',
    column_settings: [{}, { align: 'right' }, { align: 'center', is_wrapped: false }],
    rows: [
      [cell('Segment'), cell('ms'), cell('Source')],
      [cell('authorizer'), { type: 'raw_number', value: 61 }, cell('execution log')],
      [
        rich(part(leaf('function', { bold: true }))),
        { type: 'raw_number', value: 31210 },
        cell('function log'),
      ],
    ],
  },
  {
    type: 'data_table',
    caption: 'Requests of the minute',
    page_size: 2,
    row_header_column_index: 0,
    rows: [
      [cell('Request'), cell('ms')],
      [cell('b'), { type: 'raw_number', value: 20 }],
      [cell('a'), { type: 'raw_number', value: 3 }],
      [cell('c'), { type: 'raw_number', value: 100 }],
    ],
  },
  {
    type: 'markdown',
    text: '## Markdown\n\n1. **one** and `code`\n2. two\n\n- [x] done\n\n> quoted\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nfence\n```',
  },
  {
    type: 'image',
    image_url: '/ui/files/F1',
    alt_text: 'Time ledger: 31.2 s in the function',
    title: text('Time ledger'),
  },
  {
    type: 'task_card',
    task_id: 'x',
    title: 'Read the settings',
    status: 'error',
    details: rich(part(leaf('Access denied'))),
    sources: [{ type: 'url', url: 'https://docs.aws.amazon.com/', text: 'Permissions' }],
  },
  { type: 'alert', level: 'warning', text: { type: 'mrkdwn', text: 'The log group keeps *3 days*.' } },
  {
    type: 'container',
    title: text('Evidence'),
    subtitle: text('4 lines'),
    is_collapsible: true,
    default_collapsed: false,
    child_blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'inside the container' } }],
  },
  {
    type: 'card',
    title: text('orders-create'),
    subtitle: text('Lambda function'),
    body: text('Timeout 60 s, memory 512 MB'),
    actions: [{ type: 'button', action_id: 'card_open', text: text('Open') }],
  },
  {
    type: 'carousel',
    elements: [
      { type: 'card', title: text('first card') },
      { type: 'card', title: text('second card') },
    ],
  },
  {
    type: 'data_visualization',
    title: 'Answers over a minute',
    chart: {
      type: 'bar',
      series: [
        {
          name: '504',
          data: [
            { label: '14:41', value: 4 },
            { label: '14:42', value: 9 },
          ],
        },
      ],
      axis_config: { categories: ['14:41', '14:42'], x_label: 'time', y_label: 'answers' },
    },
  },
  {
    type: 'video',
    title: text('A video'),
    video_url: 'https://example.com/v',
    alt_text: 'a video',
    thumbnail_url: 'https://example.com/t.png',
  },
  { type: 'file', external_id: 'E1', source: 'remote' },
  { type: 'hologram' },
  {
    type: 'context_actions',
    block_id: 'ca',
    elements: [
      {
        type: 'feedback_buttons',
        action_id: 'feedback',
        positive_button: {
          text: text('Right'),
          value: 'right',
          accessibility_label: 'The verdict was right',
        },
        negative_button: {
          text: text('Wrong'),
          value: 'wrong',
          accessibility_label: 'The verdict was wrong',
        },
      },
    ],
  },
]);

export function sampleState(): UiState {
  return {
    team: { id: 'T0SHOP', name: 'Shop Engineering' },
    users: [
      { id: 'UMAYA', name: 'Maya Okafor', isBot: false, isGuest: false },
      { id: 'UIVO', name: 'Ivo Lindqvist', isBot: false, isGuest: false },
      { id: 'UGUEST', name: 'Sam Contractor', isBot: false, isGuest: true },
      { id: 'UBOT', name: 'gw504', isBot: true, isGuest: false },
      { id: 'UALARM', name: 'Amazon Q', isBot: true, isGuest: false },
    ],
    channels: [
      channel('C0INC', 'incident-checkout', 'Checkout answers 504 since 14:40', {}),
      channel('C0ALARM', 'alarms-prod', 'CloudWatch alarms of shop-prod', {}),
      channel('C0PRIV', 'security-review', '', { isPrivate: true }),
      channel('C0EXT', 'partner-acme', 'Shared with Acme', { isShared: true }),
      channel('C0NEW', 'general', '', { hasBot: false }),
      channel('C0OLD', 'incident-2025', '', { isArchived: true }),
    ],
    messages: [
      alarm,
      said({
        ts: at(30),
        user: 'UMAYA',
        userName: 'Maya Okafor',
        text: 'Customers see 504 on checkout. Not all of them: about one in ten.',
      }),
      said({
        ts: at(45),
        user: 'UMAYA',
        userName: 'Maya Okafor',
        text: `One of them:\n\`\`\`x-amzn-requestid: ${requestId}\nHTTP/2 504\n{"message": "Endpoint request timed out"}\`\`\``,
      }),
      said({ ts: at(70), user: 'UIVO', userName: 'Ivo Lindqvist', text: hostile, edited: true }),
      said({
        ts: at(94),
        user: 'UBOT',
        userName: 'gw504',
        text: `On it. Looking for \`${requestId}\`; the answer comes in this channel.`,
        ephemeralTo: 'UMAYA',
      }),
      rootMessage,
      planMessage(['complete', 'complete', 'in_progress'], 'p1'),
      thread(at(110), [], {
        text: 'The time ledger as a picture',
        files: [
          {
            id: 'F1',
            name: 'ledger.png',
            altText: 'Time ledger: authorizer 61 ms, function 31.2 s, of it 2.3 s after the 504',
            mimeType: 'image/png',
            url: '/ui/files/F1',
          },
          { id: 'F2', name: 'queries.txt', mimeType: 'text/plain', url: '/ui/files/F2' },
        ],
      }),
      everyBlock,
      said({ ts: at(50), user: 'UIVO', userName: 'Ivo Lindqvist', text: 'elsewhere', channel: 'C0ALARM' }),
    ],
    homes: {
      UMAYA: {
        id: 'VHOME',
        type: 'home',
        blocks: [
          { type: 'header', text: text('Ready') },
          { type: 'section', text: { type: 'mrkdwn', text: 'gw504 reads *2 accounts* in 2 regions.' } },
          {
            type: 'actions',
            block_id: 'ha',
            elements: [
              { type: 'button', action_id: 'home_ask', style: 'primary', text: text('Ask about a request') },
            ],
          },
        ],
      },
    },
    commands: [
      {
        command: '/gw504',
        description: 'Investigate one API Gateway request',
        usageHint: '<request-id> [api-id] [stage]',
      },
    ],
    shortcuts: [
      { name: 'Explain this 504', type: 'message', callbackId: 'gw504_explain_message' },
      { name: 'Investigate a request', type: 'global', callbackId: 'gw504_open_form' },
    ],
    botConnected: true,
    guide: {
      notice:
        'Sample data. Every account, person, request and log line here is invented; nothing leaves this machine.',
      tryThese: [
        { id: requestId, about: 'The function answers two seconds too late' },
        { id: 'JKJaXmPLvHcESHA=', about: 'An HTTP API; its function was cold' },
        { id: '0b1d7a3e-55aa-4f0c-9c1d-2f6f6f1f9f11', about: 'Nobody knows this id' },
      ],
      terminal: [
        'curl -s http://127.0.0.1:3504/gw504.yaml -o sandbox.yaml',
        `AWS_ENDPOINT_URL=http://127.0.0.1:3504/aws npx gw504 diagnose ${requestId}`,
      ],
    },
  };
}

function channel(id: string, name: string, topic: string, more: Partial<UiState['channels'][number]>) {
  return {
    id,
    name,
    topic,
    isPrivate: false,
    isShared: false,
    isArchived: false,
    hasBot: true,
    ...more,
  };
}
