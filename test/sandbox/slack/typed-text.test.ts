import { describe, expect, it } from 'vitest';
import { messagePayload } from '../../../src/sandbox/slack/delivery/message-payload.ts';
import { storedText } from '../../../src/sandbox/slack/people/typed-text.ts';
import { createWorkspace } from '../../../src/sandbox/slack/workspace.ts';
import { manifest, seed } from './workspace.ts';

const workspace = createWorkspace(seed, manifest, Date.UTC(2026, 10, 21));

describe('what people type, as Slack stores it', () => {
  it.each([
    ['plain words', 'hello there', 'hello there'],
    ['markup characters', 'a < b & c > d', 'a &lt; b &amp; c &gt; d'],
    ['a mention at the start', '@gw504 look', '<@U0GW504BOT> look'],
    ['a mention in any case', 'ask @Alice.', 'ask <@U0ALICE>.'],
    ['a mention that the page made', '<@U0BOB> look', '<@U0BOB> look'],
    ['somebody who is not here', '@nobody look', '@nobody look'],
    ['an address of mail', 'mail bob@alice.example', 'mail bob@alice.example'],
    ['a channel', 'see #random', 'see <#C0RANDOM|random>'],
    [
      'a link, and the full stop after it',
      'see https://example.com/a?b=1&c=2.',
      'see <https://example.com/a?b=1&amp;c=2>.',
    ],
    ['code, where nothing is a mention', '`@gw504 <b>`', '`@gw504 &lt;b&gt;`'],
    [
      'a block of code, where nothing is a link',
      '```https://example.com\n@gw504```',
      '```https://example.com\n@gw504```',
    ],
  ])('%s', (_, typed, stored) => {
    expect(storedText(workspace, typed)).toBe(stored);
  });
});

describe('what people say, as rich text', () => {
  it('keeps mentions, links, code and blocks of code apart', () => {
    const payload = messagePayload(workspace, {
      channel: 'C0INCIDENT',
      ts: '1790000000.000001',
      user: 'U0ALICE',
      text: '<@U0GW504BOT> see <https://example.com|this &amp; that> in <#C0RANDOM> `a&lt;b`\n```(id) Timeout\n```<!here>',
      files: [],
      reactions: [],
    });
    expect(payload.blocks).toStrictEqual([
      {
        type: 'rich_text',
        block_id: 'p00001',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'user', user_id: 'U0GW504BOT' },
              { type: 'text', text: ' see ' },
              { type: 'link', url: 'https://example.com', text: 'this & that' },
              { type: 'text', text: ' in ' },
              { type: 'channel', channel_id: 'C0RANDOM' },
              { type: 'text', text: ' ' },
              { type: 'text', text: 'a<b', style: { code: true } },
              { type: 'text', text: '\n' },
            ],
          },
          { type: 'rich_text_preformatted', border: 0, elements: [{ type: 'text', text: '(id) Timeout' }] },
          { type: 'rich_text_section', elements: [{ type: 'broadcast', range: 'here' }] },
        ],
      },
    ]);
  });
});
