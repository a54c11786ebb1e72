import { WebClient } from '@slack/web-api';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { doubtChannel, forgetChannel, justNowMs, lookAtChannel } from '../../../src/slack/ask/directory.ts';
import { startTinySlack, type TinySlack } from '../tiny-slack.ts';

const minute = 60_000;

describe('what Slack says of a channel', () => {
  let slack: TinySlack;
  let nowMs: number;
  beforeAll(async () => {
    slack = await startTinySlack();
  });
  afterAll(() => slack.close());
  beforeEach(() => {
    nowMs = Date.UTC(2026, 10, 21);
    slack.reply('conversations.info', ({ channel }) => ({
      ok: true,
      channel: { id: channel, name: 'incidents' },
    }));
  });
  const newBot = () => ({
    looker: new WebClient('xoxb-test', {
      slackApiUrl: slack.apiUrl,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
    }),
    now: () => nowMs,
    self: { teamId: 'T0001', userId: 'UBOT', botId: 'BBOT' },
  });
  const looks = () => slack.of('conversations.info').length;

  it.each([
    ['asked a moment ago, is believed', 4 * minute, () => undefined, 0],
    ['asked long ago, is asked again', 5 * minute, () => undefined, 1],
    ['about to be posted in, asked just now, is believed', justNowMs - 1, doubtChannel, 0],
    ['about to be posted in, is asked again', justNowMs, doubtChannel, 1],
    ['that became shared, is asked again at once', 1, forgetChannel, 1],
  ])('%s', async (_what, laterMs, before, again) => {
    const bot = newBot();
    await lookAtChannel(bot, 'C0001');
    const first = looks();
    nowMs += laterMs;
    before(bot, 'C0001');
    await lookAtChannel(bot, 'C0001');
    expect(looks() - first).toBe(again);
  });

  it('is asked once for twenty answers that are posted at the same time', async () => {
    const bot = newBot();
    const first = looks();
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        doubtChannel(bot, 'C0001');
        await lookAtChannel(bot, 'C0001');
      }),
    );
    expect(looks() - first).toBe(1);
  });

  it.each([
    ['shared', { is_ext_shared: true }],
    ['about to be shared', { is_pending_ext_shared: true }],
    ['archived', { is_archived: true }],
    ['without us', { is_member: false }],
  ])('is not remembered while it is %s', async (_what, fields) => {
    const bot = newBot();
    slack.reply('conversations.info', () => ({ ok: true, channel: { id: 'C0001', ...fields } }));
    const first = looks();
    await lookAtChannel(bot, 'C0001');
    await lookAtChannel(bot, 'C0001');
    expect(looks() - first).toBe(2);
  });

  it('comes late where Slack asks for patience, and is asked for once more by all who wait', async () => {
    const bot = newBot();
    let refusals = 1;
    slack.reply('conversations.info', ({ channel }) => {
      refusals -= 1;
      return refusals >= 0
        ? { status: 429, headers: { 'retry-after': '0' } }
        : { ok: true, channel: { id: channel, name: 'incidents' } };
    });
    const first = looks();
    const places = await Promise.all([lookAtChannel(bot, 'C0001'), lookAtChannel(bot, 'C0001')]);
    expect(places.map(({ name }) => name)).toStrictEqual(['incidents', 'incidents']);
    expect(looks() - first).toBe(2);
  });

  it('is unknown where Slack asks for more patience than there is', async () => {
    slack.reply('conversations.info', () => ({ status: 429, headers: { 'retry-after': '600' } }));
    await expect(lookAtChannel(newBot(), 'C0001')).rejects.toThrow(/rate-limit/);
  });
});
