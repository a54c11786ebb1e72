import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect } from 'vitest';
import { configSchema } from '../../src/config-schema.ts';
import { redactText } from '../../src/evidence/redact.ts';
import { feedbackCases } from '../../src/feedback-cases.ts';
import type { Jobs } from '../../src/jobs/jobs.ts';
import { openJobs } from '../../src/jobs/open-jobs.ts';
import { readManifest } from '../../src/sandbox/slack/manifest.ts';
import type { Seed } from '../../src/sandbox/slack/seed.ts';
import { startSlackStandIn } from '../../src/sandbox/slack/start-slack-stand-in.ts';
import type { AnalyseWindow, Diagnose, Examine, FindAlarm } from '../../src/slack/bot.ts';
import { serve } from '../../src/slack/connect/serve.ts';
import { type BotOptions, startBot } from '../../src/slack/start-bot.ts';
import { loadTemplates } from '../../src/templates.ts';
import { finding } from './finding.ts';
import { atOnce, id } from './harness.ts';

export { id, otherId } from './harness.ts';

const manifest = readManifest(readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8'));

export const bot = { userId: 'U0GW504BOT', botId: 'B0GW504BOT', appId: 'A0GW504APP' };
const seed: Seed = {
  team: { id: 'T0ACME', name: 'Acme', domain: 'acme' },
  bot,
  users: [
    { id: 'U0ALICE', name: 'alice', realName: 'Alice Example' },
    { id: 'U0BOB', name: 'bob' },
    { id: 'U0ADMIN', name: 'ada' },
    { id: 'U0GUEST', name: 'gus', guest: 'multi-channel' },
    { id: 'U0STRANGER', name: 'stella', isStranger: true, teamId: 'T0PARTNER1' },
    { id: 'U0ALARM', name: 'alarms', app: { botId: 'B0ALARM', appId: 'A0ALARM', isClassic: true } },
  ],
  channels: [
    {
      id: 'C0INCIDENT',
      name: 'incidents',
      hasBot: true,
      members: ['U0ALICE', 'U0BOB', 'U0ADMIN', 'U0GUEST', 'U0ALARM'],
    },
    { id: 'C0OTHER', name: 'other', hasBot: true },
    { id: 'C0WITHOUT', name: 'without', hasBot: false },
    { id: 'C0OLD', name: 'old', hasBot: true },
    {
      id: 'C0PARTNER',
      name: 'partner',
      shared: 'external',
      hasBot: true,
      members: ['U0ALICE', 'U0STRANGER'],
    },
    { id: 'G0SECRET', name: 'secret', isPrivate: true, hasBot: true, members: ['U0ALICE'] },
  ],
  messages: [],
  userGroups: [{ id: 'S0ONCALL', handle: 'on-call', name: 'On call', users: ['U0ALICE'] }],
  guide: { notice: 'Sample data', tryThese: [], terminal: [] },
};

const tokens = { bot: 'xoxb-sandbox', app: 'xapp-sandbox' };
const templates = loadTemplates();

export interface WorkspaceOptions {
  mode?: 'socket' | 'http';
  config?: Record<string, unknown>;
  admins?: string[];
  rateLimits?: { isOn: boolean; postBurst: number };
  /** PostgreSQL for the jobs; missing: the embedded database. */
  databaseUrl?: string;
  /** Key of EventBridge's API destination. */
  eventKey?: string;
  /** What the doctor finds; missing: App Home shows none. */
  examine?: Examine;
}

/** The real bot and real jobs in a whole stand-in workspace. */
export async function startWorkspace({
  mode = 'socket',
  config = {},
  admins = ['U0ADMIN'],
  rateLimits,
  databaseUrl,
  eventKey,
  examine,
}: WorkspaceOptions = {}) {
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
  let requestUrl = '';
  const signingSecret = 'signing-secret-of-the-test';
  const slack = await startSlackStandIn({
    manifest,
    seed,
    now: Date.now,
    mode:
      mode === 'socket'
        ? { kind: 'socket' }
        : {
            kind: 'http',
            get requestUrl() {
              return requestUrl;
            },
            signingSecret,
          },
    tokens,
    rateLimits: rateLimits ?? { isOn: false, postBurst: 10 },
  });
  const directory = await mkdtemp(join(tmpdir(), 'gw504-slack-'));
  const port: {
    diagnose: Diagnose;
    analyseWindow: AnalyseWindow;
    findAlarm: FindAlarm;
    fetch: NonNullable<BotOptions['fetch']>;
  } = {
    fetch: () => Promise.reject(new Error('not expected')),
    diagnose: atOnce,
    findAlarm: async ({ name, api = name, region, stage }) => ({
      status: 'gateway',
      scopes: [{ api, ...(region ? { region } : {}), ...(stage ? { stage } : {}) }],
      periodSeconds: 60,
      evaluationPeriods: 1,
      timeoutMs: 29_000,
    }),
    analyseWindow: () => Promise.reject(new Error('not expected')),
  };
  const start = async () => {
    const jobs = await openJobs({
      directory,
      logger,
      retryDelaySeconds: 0,
      ...(databaseUrl ? { databaseUrl } : {}),
    });
    return { jobs, running: await startBot(await botOptions(jobs)) };
  };
  const { redaction } = configSchema.parse({});
  const botOptions = async (jobs: Jobs): Promise<BotOptions> => ({
    served: await serve({ server: { host: '127.0.0.1', port: 0 }, now: Date.now, logger }),
    config: configSchema.parse({
      slack: { apiUrl: slack.apiUrl, mode, admins },
      server: { port: 0 },
      channels: ['C0INCIDENT', 'C0OTHER', 'C0WITHOUT', 'C0OLD', 'C0PARTNER', 'G0SECRET'].map((channel) => ({
        id: channel,
      })),
      ...config,
    }),
    secrets: {
      slackBotToken: tokens.bot,
      ...(eventKey ? { eventKey } : {}),
      ...(mode === 'socket' ? { slackAppToken: tokens.app } : { slackSigningSecret: signingSecret }),
    },
    jobs,
    diagnose: (inquiry, options) => port.diagnose(inquiry, options),
    analyseWindow: (question, options) => port.analyseWindow(question, options),
    findAlarm: (alarm, options) => port.findAlarm(alarm, options),
    fetch: (url, options) => port.fetch(url, options),
    checkHealth: async () => [
      { name: 'account shop in eu-west-1', isHealthy: false, detail: 'Allow logs:StartQuery for the role.' },
    ],
    ...(examine ? { examine } : {}),
    exportFeedback: (votes) => feedbackCases(votes, { templates, redaction }),
    redact: (text) => redactText(text, redaction).text,
    explain: () => ({
      answer: { findings: [finding({ id, summary: 'Judged from the text.' })], notes: [] },
      evidences: [],
      notes: [],
    }),
    templates,
    logger,
    now: Date.now,
  });
  let { jobs, running } = await start();
  requestUrl = `http://127.0.0.1:${running.port}/slack/events`;
  const visible = () => slack.state.messages;
  const inThread = (channel: string, threadTs: string) =>
    visible().filter(
      (message) => message.channel === channel && message.threadTs === threadTs && !message.ephemeralTo,
    );
  const roots = (channel: string) =>
    visible().filter(
      (message) =>
        message.channel === channel &&
        message.user === bot.userId &&
        !message.threadTs &&
        !message.ephemeralTo,
    );
  const whispers = (user: string) =>
    visible()
      .filter((message) => message.ephemeralTo === user)
      .map(({ text }) => text);
  return {
    slack,
    get jobs() {
      return jobs;
    },
    port,
    lines,
    signingSecret,
    requestUrl,
    roots,
    inThread,
    whispers,
    /** Resolves with the root message of the next answer in the channel once its thread is complete, and noted as such. */
    async ask(user: string, channel: string, text: string) {
      const before = roots(channel).length;
      await slack.command(user, channel, `/gw504 ${text}`);
      const answer = await slack.waitFor(() => {
        const root = roots(channel)[before];
        return root && inThread(channel, root.ts).length >= 5 ? root : undefined;
      }, 'an answer');
      const isNoted = (line: string) =>
        line.includes('"decision":"answered"') && line.includes(`"rootTs":"${answer.ts}"`);
      await expect.poll(() => lines.some(isNoted)).toBe(true);
      return answer;
    },
    /** Presses the button (or chooses the option) of a message, by action id. */
    press(
      user: string,
      message: { channel: string; ts: string; blocks?: unknown[] },
      actionId: string,
      selected?: unknown,
    ) {
      const block = (message.blocks ?? []).find((item) => JSON.stringify(item).includes(`"${actionId}"`));
      return slack.click({
        user,
        channel: message.channel,
        ts: message.ts,
        blockId: String(Object(block).block_id),
        actionId,
        ...(selected === undefined ? {} : { selected }),
      });
    },
    /** One more replica of the bot, on the same database. Returns how to stop it. */
    async startReplica() {
      const replica = await start();
      return async () => {
        await replica.running.stop();
        await replica.jobs.stop({ drainMs: 0 });
      };
    },
    /** As a deploy does: what runs is told to stop, the process ends, another one starts with the same folder. */
    async restart() {
      await running.stop();
      await jobs.stop({ drainMs: 0 });
      return async () => {
        ({ jobs, running } = await start());
      };
    },
    async stop() {
      await running.stop();
      await jobs.stop({ drainMs: 1000 });
      await slack.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
export type WorkspaceUnderTest = Awaited<ReturnType<typeof startWorkspace>>;
