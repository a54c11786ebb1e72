import { existsSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createAwsStandIn } from '../src/sandbox/aws/create-aws-stand-in.ts';
import { sampleWorld } from '../src/sandbox/incidents/sample-world.ts';
import { beginBot, secrets, soon } from './begin-bot.ts';
import { startTinySlack, type TinySlack } from './slack/tiny-slack.ts';

const id = 'f4267199-574c-4d30-b6b9-25e26d687255';
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function begin(slack: TinySlack, env: Record<string, string> = {}, port = 0) {
  const bot = await beginBot({ apiUrl: slack.apiUrl, env, port });
  closers.push(bot.close);
  return bot;
}

async function openSlack(): Promise<TinySlack> {
  const slack = await startTinySlack();
  closers.push(slack.close);
  return slack;
}

/** Its port, any free one. */
async function openServer(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const never = () => new Promise<never>(() => undefined);

describe('a signal while the bot starts', () => {
  it.each(['auth.test', 'apps.connections.open'])(
    'before Slack has answered %s: it ends by itself, cleanly, and leaves its folder free',
    async (method) => {
      const slack = await openSlack();
      slack.reply(method, never);
      const bot = await begin(slack);
      await expect.poll(() => slack.of(method).length, soon).toBe(1);
      bot.kill('SIGTERM');
      expect(await bot.ended).toBe(0);
      expect(bot.said().filter((words) => /^stop/.test(words))).toStrictEqual(['stopping', 'stopped']);
      expect(existsSync(join(bot.folder, '.gw504', 'jobs', 'lock'))).toBe(false);
    },
  );

  it('while it waits for the database: it ends at once', async () => {
    const bot = await begin(await openSlack(), {
      DATABASE_URL: 'postgres://gw504:hunter22hunter@127.0.0.1:1/gw504',
    });
    const waits = await bot.hears('the database does not answer; waiting for it');
    expect(waits.error).toContain('ECONNREFUSED');
    bot.kill('SIGINT');
    expect(await bot.ended).toBe(0);
    expect(bot.written()).not.toContain('hunter22');
  });
});

describe('a start that has to wait', () => {
  const nobody = 'http://127.0.0.1:2/api/';
  const forSlack = 'Slack does not answer; waiting for it, and trying again after the delay';

  it.each([
    ['Slack, over a socket', 'socket', {}, forSlack, { slack: false, database: true, aws: false }],
    ['Slack, over http', 'http', {}, forSlack, { slack: false, database: true, aws: false }],
    [
      'the database',
      'socket',
      { DATABASE_URL: 'postgres://gw504:hunter22hunter@127.0.0.1:1/gw504' },
      'the database does not answer; waiting for it',
      { slack: false, database: false },
    ],
  ] as const)(
    'for %s: answers its probes meanwhile, and says what it waits for',
    async (_what, mode, env, words, checks) => {
      const bot = await beginBot({ apiUrl: nobody, env, mode });
      closers.push(bot.close);
      const { port } = await bot.hears('health checks are answered; starting');
      const waits = await bot.hears(words);
      expect(waits).toMatchObject({ attempt: 1, delayMs: expect.any(Number) });
      expect(waits.error).toContain('ECONNREFUSED');
      const ask = (path: string, method = 'GET') => fetch(`http://127.0.0.1:${port}${path}`, { method });
      expect((await ask('/healthz')).status).toBe(200);
      const ready = await ask('/readyz');
      expect([ready.status, await ready.json()]).toStrictEqual([503, checks]);
      expect((await ask('/metrics')).status).toBe(200);
      // Whoever delivers comes again.
      expect((await ask('/slack/events', 'POST')).status).toBe(503);
      expect((await ask('/aws/sns', 'POST')).status).toBe(503);
      bot.kill('SIGTERM');
      expect(await bot.ended).toBe(0);
    },
  );
});

describe('a signal while the bot runs', () => {
  it('twice, with a request that never ends and a collector of traces that says nothing: it ends once, in time', async () => {
    const port = await openServer(createServer(() => undefined));
    const slack = await openSlack();
    const bot = await begin(slack, { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` });
    const { port: own } = await bot.hears('the bot is connected');
    const slow = connect(own, '127.0.0.1');
    closers.push(() => slow.destroy());
    slow.on('error', () => undefined);
    await new Promise<void>((resolve) =>
      slow.write('POST /slack/events HTTP/1.1\r\nhost: x\r\n', () => resolve()),
    );
    expect((await fetch(`http://127.0.0.1:${own}/healthz`)).status).toBe(200);
    bot.kill('SIGTERM');
    await bot.hears('stopping');
    bot.kill('SIGTERM');
    expect(await bot.ended).toBe(0);
    expect(bot.said().filter((words) => /^stop|the stop/.test(words))).toStrictEqual(['stopping', 'stopped']);
  });
});

describe('a process that cannot go on', () => {
  it('because its database refuses it: ends with one sentence, and keeps no port open', async () => {
    const bot = await begin(await openSlack(), { DATABASE_URL: 'postgres://gw504@127.0.0.1:99999/gw504' });
    expect(await bot.ended).toBe(1);
    expect(bot.written()).toContain('gw504: Cannot use the database that DATABASE_URL names: ');
  });

  it('because its port is taken: ends with one sentence, and leaves its folder free', async () => {
    const slack = await openSlack();
    const port = Number(new URL(slack.apiUrl).port);
    const bot = await begin(slack, {}, port);
    expect(await bot.ended).toBe(1);
    expect(bot.written()).toContain(`gw504: Cannot listen on 127.0.0.1:${port} for health checks: `);
    expect(existsSync(join(bot.folder, '.gw504', 'jobs', 'lock'))).toBe(false);
  });

  it.each([
    ['an exception that nobody catches', 'throw error', 'uncaught exception'],
    ['a rejection that nobody handles', 'Promise.reject(error)', 'unhandled rejection'],
  ])('because of %s: says so in its log, without a secret, and ends', async (_what, fail, words) => {
    const script = `const error = new Error("refused: ${secrets.SLACK_SIGNING_SECRET}");
      const timer = setInterval(() => { if (process.listenerCount("uncaughtException") > 0) { clearInterval(timer); ${fail} } }, 10);`;
    const bot = await begin(await openSlack(), {
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}`,
    });
    expect(await bot.ended).toBe(1);
    const line = await bot.hears(`${words}; ending, a supervisor starts it again`);
    expect(line).toMatchObject({ level: 60, error: 'Error: refused: [hidden]' });
    expect(bot.written()).not.toContain(secrets.SLACK_SIGNING_SECRET);
  });
});

describe('a question, in the process that people run', () => {
  it('is answered though its configuration file is gone and nobody collects traces; counted; and no secret is in its log', async () => {
    const standIn = createAwsStandIn(sampleWorld(Date.now()), { now: Date.now });
    const port = await openServer(
      createServer((request, response) => void standIn.handle(request, response)),
    );
    const slack = await openSlack();
    const bot = await begin(slack, {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'AKIASANDBOX504ONCALL',
      AWS_SECRET_ACCESS_KEY: 'sandbox-only-not-a-secret',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
    });
    const { port: own } = await bot.hears('the bot is connected');
    rmSync(join(bot.folder, 'gw504.yaml'));
    const command = (text: string, channel: string) =>
      slack.deliver('slash_commands', {
        command: '/gw504',
        text,
        team_id: 'T0001',
        channel_id: channel,
        user_id: 'U0001',
        trigger_id: 't',
        response_url: `${slack.apiUrl}respond`,
      });
    await command(id, 'C0001');
    await command(id, 'C0009');
    await bot.hears('audit answered');
    const scraped = await (await fetch(`http://127.0.0.1:${own}/metrics`)).text();
    const counted = new Map(
      scraped
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('#'))
        .map((line): [string, number] => [
          line.slice(0, line.lastIndexOf(' ')),
          Number(line.slice(line.lastIndexOf(' '))),
        ]),
    );
    expect(counted.get('gw504_decisions_total{decision="accepted",entry="command"}')).toBe(1);
    expect(counted.get('gw504_decisions_total{decision="answered",entry="command"}')).toBe(1);
    expect(counted.get('gw504_denials_total{why="channel"}')).toBe(1);
    const verdicts = [...counted].filter(([name]) => name.startsWith('gw504_verdicts_total'));
    expect(verdicts).toStrictEqual([
      ['gw504_verdicts_total{cause="slow-integration",confidence="likely"}', 1],
    ]);
    expect(counted.get('gw504_queries_total{status="complete"}')).toBeGreaterThan(0);
    expect(counted.get('gw504_scanned_bytes_total')).toBeGreaterThan(0);
    expect(counted.get('gw504_estimated_usd_total')).toBeGreaterThan(0);
    expect(counted.get('gw504_aws_calls_total')).toBeGreaterThan(5);
    expect(counted.get('gw504_query_seconds_count')).toBe(
      counted.get('gw504_queries_total{status="complete"}'),
    );
    expect(counted.get('gw504_diagnosis_seconds_count')).toBe(1);
    expect(counted.get('gw504_queue_depth')).toBe(0);
    expect(counted.get('gw504_retries_total')).toBeUndefined();
    for (const stage of [
      'question',
      'diagnose',
      'locate',
      'collect executionLog',
      'judge',
      'report',
      'deliver',
    ])
      expect([stage, counted.get(`gw504_stage_seconds_count{stage="${stage}"}`)]).toStrictEqual([stage, 1]);
    bot.kill('SIGTERM');
    expect(await bot.ended).toBe(0);
    const planted = [...Object.values(secrets), 'sandbox-only-not-a-secret'];
    expect(planted.filter((secret) => bot.written().includes(secret))).toStrictEqual([]);
    expect(bot.written()).not.toContain('Sending request to');
  });
});
