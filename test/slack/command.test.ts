import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configSchema } from '../../src/config-schema.ts';
import type { Jobs } from '../../src/jobs/jobs.ts';
import { openJobs } from '../../src/jobs/open-jobs.ts';
import { type RunningBot, startBot } from '../../src/slack/start-bot.ts';
import { loadTemplates } from '../../src/templates.ts';
import { finding } from './finding.ts';
import { startTinySlack, type TinySlack } from './tiny-slack.ts';

const logger = pino({ level: process.env.TEST_LOG ?? 'silent' });
const id = 'f4267199-574c-4d30-b6b9-25e26d687255';

describe('/gw504', () => {
  let slack: TinySlack;
  let jobs: Jobs;
  let bot: RunningBot;
  let directory: string;
  beforeAll(async () => {
    slack = await startTinySlack();
    directory = await mkdtemp(join(tmpdir(), 'gw504-slack-'));
    jobs = await openJobs({ directory, logger });
    bot = await startBot({
      config: configSchema.parse({
        slack: { apiUrl: slack.apiUrl },
        server: { port: 0 },
        channels: [{ id: 'C0001' }],
      }),
      secrets: { slackBotToken: 'xoxb-test', slackAppToken: 'xapp-test' },
      jobs,
      diagnose: async (inquiry) => ({
        answer: { findings: [finding({ id: inquiry.id.value })], notes: [] },
        evidences: [],
        notes: [],
      }),
      explain: () => ({ answer: { findings: [finding()], notes: [] }, evidences: [], notes: [] }),
      templates: loadTemplates(),
      logger,
      now: Date.now,
    });
  });
  afterAll(async () => {
    await bot.stop();
    await jobs.stop({ drainMs: 1000 });
    await slack.close();
    await rm(directory, { recursive: true, force: true });
  });
  const command = (text: string, change: Record<string, string> = {}) =>
    slack.deliver('slash_commands', {
      command: '/gw504',
      text,
      team_id: 'T0001',
      channel_id: 'C0001',
      user_id: 'U0001',
      trigger_id: `t-${Math.random()}`,
      response_url: `${slack.apiUrl}respond`,
      ...change,
    });

  it('answers with the verdict in the root and the details in its thread', async () => {
    const ack = await command(id);
    expect(ack).toMatchObject({
      response_type: 'ephemeral',
      text: `On it. Looking for \`${id}\`; the answer comes in this channel.`,
    });
    await slack.until(() => slack.of('chat.postMessage').length > 1);
    const [root, details] = slack.of('chat.postMessage');
    expect(root).toMatchObject({ channel: 'C0001', unfurl_links: 'false', unfurl_media: 'false' });
    expect(root).not.toHaveProperty('thread_ts');
    expect(details).toMatchObject({ channel: 'C0001', thread_ts: '1700000000.000001' });
    const verdict = slack.of('chat.update').at(-1);
    expect(verdict).toMatchObject({ ts: '1700000000.000001', text: finding().report.verdict.summary });
  });

  it.each([
    ['a word that is no id', 'orders', {}, /is not a request id/],
    ['an unknown channel', id, { channel_id: 'C0009' }, /not set up for gw504/],
    ['another workspace', id, { team_id: 'T0009' }, /one workspace only/],
  ])('tells only the asker what is wrong: %s', async (_what, text, change, words) => {
    const posts = slack.of('chat.postMessage').length;
    const ack = await command(text, change);
    expect(ack).toMatchObject({ response_type: 'ephemeral', text: expect.stringMatching(words) });
    expect(slack.of('chat.postMessage')).toHaveLength(posts);
  });
});
