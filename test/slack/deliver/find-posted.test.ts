import { WebClient } from '@slack/web-api';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPosted } from '../../../src/slack/deliver/find-posted.ts';
import { startTinySlack, type TinySlack } from '../tiny-slack.ts';

const sinceMs = 1_795_185_729_000;
const search = { answerId: 'answer', part: 'latency', sinceMs };

describe('a message that may stand already', () => {
  let slack: TinySlack;
  let client: WebClient;
  const logger = pino({ level: 'silent' });
  beforeAll(async () => {
    slack = await startTinySlack();
    client = new WebClient('xoxb-test', { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } });
  });
  afterAll(() => slack.close());

  const ours = (answer: string, part: string, ts: string) => ({
    ts,
    metadata: { event_type: 'gw504_answer', event_payload: { answer, part } },
  });
  const somebodys = (count: number) => Array.from({ length: count }, (_, index) => ({ ts: `${index}.1` }));
  /** Slack with these pages of messages; page n is asked for with cursor "n". */
  const holding = (...pages: object[][]) => {
    for (const method of ['conversations.history', 'conversations.replies'])
      slack.reply(method, ({ cursor = '0' }) => ({
        ok: true,
        messages: pages[Number(cursor)] ?? [],
        response_metadata: { next_cursor: pages[Number(cursor) + 1] ? String(Number(cursor) + 1) : '' },
      }));
  };

  it.each([
    ['on the first page', [[...somebodys(10), ours('answer', 'latency', '7.7')]], '7.7'],
    [
      'behind four hundred other messages',
      [somebodys(200), somebodys(200), [ours('answer', 'latency', '7.7')]],
      '7.7',
    ],
    ['only another part of it', [[ours('answer', 'evidence', '7.7')]], undefined],
    ['only the part of another answer', [[ours('other', 'latency', '7.7')]], undefined],
    ['nothing', [[]], undefined],
  ])('%s', async (_where, pages, found) => {
    holding(...pages);
    expect(await findPosted({ client, logger }, search, { channel: 'C0001' })).toBe(found);
    expect(await findPosted({ client, logger }, search, { channel: 'C0001', threadTs: '5.5' })).toBe(found);
  });

  it('is looked for since it was about to be posted, in the thread it belongs in', async () => {
    holding([]);
    await findPosted({ client, logger }, search, { channel: 'C0001' });
    await findPosted({ client, logger }, search, { channel: 'C0001', threadTs: '5.5' });
    const asked = {
      channel: 'C0001',
      oldest: '1795185669.000000',
      include_all_metadata: 'true',
      limit: '200',
    };
    expect(slack.of('conversations.history').at(-1)).toStrictEqual(asked);
    expect(slack.of('conversations.replies').at(-1)).toStrictEqual({ ...asked, ts: '5.5' });
  });

  it('is not found where nobody may look', async () => {
    slack.reply('conversations.history', () => ({ ok: false, error: 'missing_scope' }));
    expect(await findPosted({ client, logger }, search, { channel: 'C0001' })).toBeUndefined();
  });
});
