import { WebClient } from '@slack/web-api';
import { ConstantBackoff } from 'cockatiel';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { boltLogger } from '../../../src/slack/connect/bolt-logger.ts';
import { createSlackCircuit } from '../../../src/slack/connect/slack-circuit.ts';
import { id, startHarness } from '../harness.ts';
import { startTinySlack, type TinySlack } from '../tiny-slack.ts';

describe('the circuit of Slack', () => {
  let slack: TinySlack;
  beforeAll(async () => {
    slack = await startTinySlack();
  });
  afterAll(() => slack.close());
  const guarded = (pauseMs: number) => {
    const lines: string[] = [];
    const circuit = createSlackCircuit(
      pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line).msg) }),
      { call: fetch, pause: new ConstantBackoff(pauseMs) },
    );
    const client = new WebClient('xoxb-test', {
      slackApiUrl: slack.apiUrl,
      retryConfig: { retries: 0 },
      logger: boltLogger(pino({ level: 'silent' })),
      rejectRateLimitedCalls: true,
      fetch: circuit.fetch,
    });
    const call = async (times: number) => {
      const answers: string[] = [];
      for (let time = 0; time < times; time += 1)
        answers.push(
          await client.auth.test().then(
            () => 'answered',
            (error: Error) => error.constructor.name,
          ),
        );
      return answers;
    };
    return { circuit, lines, call };
  };
  const heard = () => slack.of('auth.test').length;

  it('opens after eight calls without an answer, spares Slack the next ones, tries with one, and closes', async () => {
    const { circuit, lines, call } = guarded(60_000);
    slack.reply('auth.test', () => ({ status: 503 }));
    const before = heard();
    expect(await call(8)).toStrictEqual(Array(8).fill('WebAPIHTTPError'));
    expect([circuit.isOpen(), heard() - before]).toStrictEqual([true, 8]);
    expect(await call(5)).toStrictEqual(Array(5).fill('WebAPIRequestError'));
    expect(heard() - before).toBe(8);
    vi.useFakeTimers({ toFake: ['Date'] });
    vi.setSystemTime(Date.now() + 60_001);
    try {
      // Still ill: one call finds out, the others are spared.
      expect(await call(3)).toStrictEqual(['WebAPIHTTPError', 'WebAPIRequestError', 'WebAPIRequestError']);
      expect(heard() - before).toBe(9);
      vi.setSystemTime(Date.now() + 60_001);
      slack.reply('auth.test', () => ({ ok: true }));
      expect(await call(3)).toStrictEqual(['answered', 'answered', 'answered']);
    } finally {
      vi.useRealTimers();
    }
    expect(circuit.isOpen()).toBe(false);
    expect(lines).toStrictEqual([
      'Slack does not answer; its calls are held back',
      'Slack does not answer; its calls are held back',
      'Slack answers again',
    ]);
  });

  it.each([
    ['seven', { status: 503 }, 7],
    ['any number of refusals, which are answers', { ok: false, error: 'channel_not_found' }, 12],
    ['any number of rate limits, which are answers', { status: 429, headers: { 'retry-after': '1' } }, 12],
  ])('stays closed after %s', async (_what, reply, times) => {
    const { circuit, call } = guarded(60_000);
    slack.reply('auth.test', () => reply);
    await call(times);
    expect(circuit.isOpen()).toBe(false);
  });
});

describe('a long outage of Slack', () => {
  it('is told to whoever asks, and ends in the answers of all, once each', async () => {
    const bench = await startHarness();
    const said = (part: string) => bench.lines.some((line) => line.includes(part));
    const question = (first: string) => `${first}${id.slice(1)}`;
    await bench.command(question('1'));
    await bench.slack.until(() => bench.posts({ channel: 'C0001' }).length === 1);
    const methods = ['chat.postMessage', 'chat.update', 'conversations.history', 'conversations.replies'];
    const ill = { status: 503 };
    for (const method of [...methods, 'conversations.info', 'users.info'])
      bench.slack.reply(method, () => ill);
    await bench.command(question('2'));
    await vi.waitFor(() => expect(said('its calls are held back')).toBe(true), 100_000);
    expect(await bench.command(question('3'))).toMatchObject({
      response_type: 'ephemeral',
      text: expect.stringContaining(
        'Slack takes no messages at the moment; the answer comes as soon as it does again.',
      ),
    });
    let last = 0;
    const roots: string[] = [];
    bench.slack.reply('chat.postMessage', ({ thread_ts, text }) => {
      if (!thread_ts) roots.push(String(text));
      last += 1;
      return { ok: true, ts: `1700000001.${String(last).padStart(6, '0')}` };
    });
    for (const method of methods.slice(1)) bench.slack.reply(method, () => ({ ok: true, messages: [] }));
    bench.slack.reply('conversations.info', ({ channel }) => ({
      ok: true,
      channel: { id: channel, name: 'incidents' },
    }));
    bench.slack.reply('users.info', ({ user }) => ({ ok: true, user: { id: user, team_id: 'T0001' } }));
    await bench.slack.until(() => last >= 10);
    expect(roots).toHaveLength(2);
    expect(said('Slack answers again')).toBe(true);
    await bench.stop();
  });
});
