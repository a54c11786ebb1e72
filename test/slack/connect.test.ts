import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configSchema } from '../../src/config-schema.ts';
import type { Jobs } from '../../src/jobs/jobs.ts';
import { openJobs } from '../../src/jobs/open-jobs.ts';
import { serve } from '../../src/slack/connect/serve.ts';
import { startBot } from '../../src/slack/start-bot.ts';
import { loadTemplates } from '../../src/templates.ts';
import { atOnce, type Harness, id, startHarness } from './harness.ts';
import { startTinySlack } from './tiny-slack.ts';
import { startWorkspace, type WorkspaceUnderTest } from './workspace.ts';

describe('Socket Mode', () => {
  let bench: Harness;
  const rejections: unknown[] = [];
  const note = (error: unknown) => rejections.push(error);
  beforeAll(async () => {
    process.on('unhandledRejection', note);
    bench = await startHarness();
  });
  afterAll(async () => {
    process.off('unhandledRejection', note);
    await bench.stop();
  });
  const connected = (count: number) => bench.slack.until(() => bench.slack.sockets.size === count);
  const ready = async () => {
    const answer = await fetch(`http://127.0.0.1:${bench.bot.port}/readyz`);
    return { status: answer.status, body: await answer.json() };
  };

  it('is ready, and says so', async () => {
    expect(await ready()).toStrictEqual({ status: 200, body: { slack: true, database: true } });
    const alive = await fetch(`http://127.0.0.1:${bench.bot.port}/healthz`);
    expect(await alive.json()).toStrictEqual({ status: 'ok' });
  });

  it('is back within a moment when Slack refreshes the connection', async () => {
    const opened = () => bench.slack.of('apps.connections.open').length;
    const before = opened();
    const startMs = performance.now();
    const [old] = bench.slack.sockets;
    old?.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }));
    await bench.slack.until(() => opened() > before && !bench.slack.sockets.has(Object(old)));
    await connected(1);
    expect(performance.now() - startMs).toBeLessThan(4_000);
    expect(await bench.command('help')).toMatchObject({ response_type: 'ephemeral' });
  });

  it.each([
    ['is ill', { status: 500 }],
    ['refuses in passing', { ok: false, error: 'internal_error' }],
    ['says that the token is revoked', { ok: false, error: 'token_revoked' }],
  ])('tries on when Slack %s while reconnecting, and nothing is left unhandled', async (_what, reply) => {
    let refusals = 0;
    bench.slack.reply('apps.connections.open', () => {
      refusals += 1;
      return reply;
    });
    for (const socket of bench.slack.sockets) socket.terminate();
    await bench.slack.until(() => refusals >= 1);
    expect(await ready()).toMatchObject({ status: 503, body: { slack: false } });
    bench.slack.reply('apps.connections.open', () => ({ ok: true, url: bench.slack.socketUrl }));
    await connected(1);
    expect(await bench.command('help')).toMatchObject({ response_type: 'ephemeral' });
    expect(rejections).toStrictEqual([]);
  });
});

describe('a call that fails', () => {
  it('is tried five times and no more, though the socket writes a hundred into the options that it is given', async () => {
    const bench = await startHarness();
    bench.slack.reply('views.publish', () => ({ status: 503 }));
    await bench.event({ type: 'app_home_opened', tab: 'home', channel: 'D0001' });
    await expect
      .poll(() => bench.lines.some((line) => line.includes('the home was not published')), {
        timeout: 100_000,
      })
      .toBe(true);
    expect(bench.slack.of('views.publish')).toHaveLength(5);
    await bench.stop();
  });
});

describe('two sockets', () => {
  let bench: Harness;
  beforeAll(async () => {
    bench = await startHarness({}, { secondSocketAfterMs: 0 });
    await bench.slack.until(() => bench.slack.sockets.size === 2);
  });
  afterAll(() => bench.stop());

  it('no command meets a closed door while Slack refreshes either of them', async () => {
    const answered: unknown[] = [];
    for (let refresh = 0; refresh < 2; refresh += 1) {
      const [oldest] = bench.slack.sockets;
      oldest?.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }));
      const isBack = () => bench.slack.sockets.size === 2 && !bench.slack.sockets.has(Object(oldest));
      // Commands come all the while, over the connection that Slack does not close.
      do answered.push(Object(await bench.command('help')).response_type);
      while (!isBack());
    }
    expect(new Set(answered)).toStrictEqual(new Set(['ephemeral']));
    expect(answered.length).toBeGreaterThan(2);
    expect(bench.bot.isConnected()).toBe(true);
  });

  it('a mention in hand when its socket closes is answered once, though it cannot be acknowledged', async () => {
    const ts = '1690000000.000009';
    const event = { type: 'app_mention', ts, text: `<@UBOT> ${id}` };
    let store: () => void = () => undefined;
    const isTaken = new Promise<void>((taken) => {
      bench.port.accept = async (job) => {
        taken();
        await new Promise<void>((resolve) => {
          store = resolve;
        });
        return bench.jobs.accept(job);
      };
    });
    const newest = [...bench.slack.sockets].at(-1);
    void bench.event(event, { event_id: 'Ev909' });
    await isTaken;
    newest?.terminate();
    await bench.slack.until(() => bench.slack.sockets.size === 1);
    store();
    bench.port.accept = bench.jobs.accept;
    await bench.event(event, { event_id: 'Ev909' });
    await bench.slack.until(() => bench.posts({ channel: 'C0001', thread_ts: ts }).length >= 5);
    expect(bench.posts({ channel: 'C0001', thread_ts: ts })).toHaveLength(5);
  });
});

describe('signed HTTP', () => {
  let at: WorkspaceUnderTest;
  beforeAll(async () => {
    at = await startWorkspace({ mode: 'http' });
  });
  afterAll(() => at.stop());
  const send = (options: { skewSeconds?: number; secret?: string; body?: string; path?: string }) => {
    const {
      skewSeconds = 0,
      secret = at.signingSecret,
      body = '{"type":"url_verification","challenge":"c"}',
    } = options;
    const stamp = String(Math.floor(Date.now() / 1000) + skewSeconds);
    const signature = createHmac('sha256', secret).update(`v0:${stamp}:${body}`).digest('hex');
    return fetch(at.requestUrl.replace('/slack/events', options.path ?? '/slack/events'), {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'x-slack-request-timestamp': stamp,
        'x-slack-signature': `v0=${signature}`,
      },
    });
  };

  it('answers a command from end to end, and its buttons', async () => {
    const root = await at.ask('U0ALICE', 'C0INCIDENT', id);
    await at.press('U0BOB', root, 'gw504_show_queries');
    await at.slack.waitFor(() => at.inThread('C0INCIDENT', root.ts).length === 6);
  });

  it('answers a mention that Slack delivers again and again, once', async () => {
    const said = at.slack.say('U0BOB', 'C0INCIDENT', `@gw504 ${id.replace(/^f/, 'e')}`);
    await at.slack.waitFor(() => at.inThread('C0INCIDENT', said?.ts ?? '').length === 6);
    expect(at.inThread('C0INCIDENT', said?.ts ?? '')).toHaveLength(6);
  });

  it.each([
    ['a good request', {}, 200],
    ['another secret', { secret: 'somebody-else' }, 401],
    ['a request of long ago', { skewSeconds: -301 }, 401],
    ['a request of the future', { skewSeconds: 400 }, 401],
    ['clocks that differ a little', { skewSeconds: 60 }, 200],
    ['a body that is no JSON', { body: 'what?' }, 400],
    ['a body beyond all measure', { body: `{"a":"${'a'.repeat(1_100_000)}"}` }, 413],
    ['another path', { path: '/slack/else' }, 404],
  ])('%s', async (_what, request, status) => {
    expect((await send(request)).status).toBe(status);
  });
});

describe('a start that cannot succeed says what to do', () => {
  const logger = pino({ level: 'silent' });
  const templates = loadTemplates();
  let directory: string;
  let jobs: Jobs;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'gw504-slack-'));
    jobs = await openJobs({ directory, logger });
  });
  afterAll(async () => {
    await jobs.stop({ drainMs: 0 });
    await rm(directory, { recursive: true, force: true });
  });
  const start = async (
    slack: Awaited<ReturnType<typeof startTinySlack>>,
    changed: Record<string, unknown> = {},
  ) => {
    const config = configSchema.parse({ slack: { apiUrl: slack.apiUrl }, server: { port: 0 }, ...changed });
    return startBot({
      config,
      secrets: { slackBotToken: 'xoxb-test', slackAppToken: 'xapp-test' },
      jobs,
      served: await serve({ server: config.server, now: Date.now, logger }),
      diagnose: atOnce,
      explain: () => ({ answer: { findings: [], notes: [] }, evidences: [], notes: [] }),
      templates,
      logger,
      now: Date.now,
    });
  };

  it('a refused bot token, another workspace, a refused app token, a taken port', async () => {
    const slack = await startTinySlack();
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    await expect(start(slack, { server: { port } })).rejects.toThrow(/Set server\.port in gw504\.yaml/);
    await expect(start(slack, { slack: { apiUrl: slack.apiUrl, team: 'T0002' } })).rejects.toThrow(
      /belongs to workspace T0001 \(acme\), but slack\.team in gw504\.yaml is T0002/,
    );
    slack.reply('apps.connections.open', () => ({ ok: false, error: 'not_allowed_token_type' }));
    await expect(start(slack)).rejects.toThrow(/Check SLACK_APP_TOKEN/);
    slack.reply('auth.test', () => ({ ok: false, error: 'invalid_auth' }));
    await expect(start(slack)).rejects.toThrow(/Slack refuses SLACK_BOT_TOKEN \(invalid_auth\)/);
    await new Promise((resolve) => taken.close(resolve));
    await slack.close();
  });
});
