import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { configSchema } from '../../src/config-schema.ts';
import type { Jobs } from '../../src/jobs/jobs.ts';
import { openJobs } from '../../src/jobs/open-jobs.ts';
import type { Diagnose } from '../../src/slack/bot.ts';
import { serve } from '../../src/slack/connect/serve.ts';
import { startBot } from '../../src/slack/start-bot.ts';
import { loadTemplates } from '../../src/templates.ts';
import { finding } from './finding.ts';
import { startTinySlack } from './tiny-slack.ts';

export const id = 'f4267199-574c-4d30-b6b9-25e26d687255';
export const otherId = '0a1b2c3d-0000-4000-8000-000000000001';

const templates = loadTemplates();

/** One finding for each question, at once. */
export const atOnce: Diagnose = async (inquiry) => ({
  answer: { findings: [finding({ id: inquiry.id.value })], notes: [] },
  evidences: [],
  notes: [],
});

/** The real bot with real jobs against a Slack of a few lines; `port.diagnose` may be set anew by each test. */
export async function startHarness(
  config: Record<string, unknown> = {},
  options: { secondSocketAfterMs?: number } = {},
) {
  const lines: string[] = [];
  const logger = pino(
    { level: 'trace' },
    {
      write(line: string) {
        lines.push(line);
        if (process.env.TEST_LOG) process.stderr.write(line);
      },
    },
  );
  const slack = await startTinySlack();
  const directory = await mkdtemp(join(tmpdir(), 'gw504-slack-'));
  const jobs = await openJobs({ directory, logger, retryDelaySeconds: 0 });
  const port: { diagnose: Diagnose; accept: Jobs['accept']; isStoreAway: boolean } = {
    diagnose: atOnce,
    accept: jobs.accept,
    isStoreAway: false,
  };
  const parsed = configSchema.parse({
    slack: { apiUrl: slack.apiUrl },
    server: { port: 0 },
    channels: [
      { id: 'C0001' },
      { id: 'C0002', pasted: 'on', stages: ['prod'] },
      { id: 'C0003', users: ['U0003'] },
    ],
    ...config,
  });
  const bot = await startBot({
    config: parsed,
    served: await serve({ server: parsed.server, now: Date.now, logger }),
    secrets: { slackBotToken: 'xoxb-test', slackAppToken: 'xapp-test', slackSigningSecret: 'signing-test' },
    jobs: { ...jobs, accept: (job) => port.accept(job), isAway: () => port.isStoreAway },
    diagnose: (inquiry, options) => port.diagnose(inquiry, options),
    explain: () => ({
      answer: { findings: [finding({ id, summary: 'Judged from the text.' })], notes: [] },
      evidences: [],
      notes: [],
    }),
    templates,
    logger,
    now: Date.now,
    ...options,
  });
  let events = 0;
  return {
    slack,
    jobs,
    bot,
    port,
    lines,
    command: (text: string, change: Record<string, string> = {}) =>
      slack.deliver('slash_commands', {
        command: '/gw504',
        text,
        team_id: 'T0001',
        channel_id: 'C0001',
        user_id: 'U0001',
        trigger_id: `t-${Math.random()}`,
        response_url: `${slack.apiUrl}respond`,
        ...change,
      }),
    event: (event: Record<string, unknown>, body: Record<string, unknown> = {}) => {
      events += 1;
      return slack.deliver('events_api', {
        type: 'event_callback',
        team_id: 'T0001',
        api_app_id: 'A0001',
        event_id: `Ev${events}`,
        event: { channel: 'C0001', user: 'U0001', channel_type: 'channel', ...event },
        ...body,
      });
    },
    /** Posts of the bot into one thread (or channel), as they were sent. */
    posts: (where: { channel: string; thread_ts?: string }) =>
      slack
        .of('chat.postMessage')
        .filter((post) => post.channel === where.channel && post.thread_ts === where.thread_ts),
    async stop() {
      await bot.stop();
      await jobs.stop({ drainMs: 1000 });
      await slack.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
export type Harness = Awaited<ReturnType<typeof startHarness>>;
