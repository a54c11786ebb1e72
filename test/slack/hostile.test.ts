import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageText } from '../../src/slack/ask/message-text.ts';
import { readMessageEvent } from '../../src/slack/listeners/message-event.ts';

describe('whatever Slack delivers', () => {
  it('a message of any shape is read without a throw, and within its bound', () => {
    fc.assert(
      fc.property(fc.anything({ maxDepth: 5, withNullPrototype: true }), (message) => {
        expect(messageText(message).length).toBeLessThanOrEqual(200_000);
        expect(() => readMessageEvent({ team_id: 'T1', event: message })).not.toThrow();
      }),
      { numRuns: 2_000 },
    );
  });

  it('nothing is nothing, whether it is left out or null', () => {
    const said = { type: 'message', channel: 'C1', ts: '1.1', user: 'U1' };
    const nothing = { text: null, subtype: null, thread_ts: null, bot_id: null, app_id: null, files: null };
    const read = readMessageEvent({ team_id: 'T1', event: said });
    expect(read).toMatchObject({ team: 'T1', user: 'U1', hasFiles: false });
    expect(
      readMessageEvent({ team_id: 'T1', event: { ...said, ...nothing, team: null, user_team: null } }),
    ).toStrictEqual(read);
  });

  it('blocks that are nested beyond all measure are read as far as they matter', () => {
    let blocks: unknown = { type: 'text', text: 'deep' };
    for (let depth = 0; depth < 5_000; depth += 1) blocks = { elements: [blocks] };
    expect(messageText({ text: '', blocks: [blocks] })).toBe('');
  });

  it.each([
    ['the text, and not the blocks that say the same', { text: 'a', blocks: [{ text: { text: 'a' } }] }, 'a'],
    [
      'attachments of an app without a text',
      {
        text: '',
        attachments: [
          {
            fallback: 'ALARM',
            pretext: 'before',
            title: 'Alarm',
            text: 'crossed',
            fields: [{ title: 'Api', value: 'orders' }],
          },
        ],
      },
      'before\nAlarm\ncrossed\nApi\norders',
    ],
    [
      'a fallback where there is nothing else',
      { attachments: [{ fallback: 'ALARM: orders' }] },
      'ALARM: orders',
    ],
    [
      'rich text and table cells',
      {
        blocks: [
          {
            type: 'rich_text',
            elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'x' }] }],
          },
          { type: 'table', rows: [[{ type: 'raw_text', text: 'y' }]] },
        ],
      },
      'x\ny',
    ],
  ])('reads %s', (_what, message, text) => {
    expect(messageText(message)).toBe(text);
  });
});
