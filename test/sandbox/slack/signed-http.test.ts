import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import { afterEach, describe, expect, it } from 'vitest';
import { startSlackStandIn } from '../../../src/sandbox/slack/start-slack-stand-in.ts';
import { createManualClock } from './manual-clock.ts';
import { manifest, seed, tokens } from './workspace.ts';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** The stand-in, and a real Bolt App that it reaches by signed HTTP. */
async function start(listen: (app: App) => void = () => {}, signingSecret = 'shared secret') {
  const clock = createManualClock(Date.now());
  let requestUrl = '';
  const slack = await startSlackStandIn({
    manifest,
    seed,
    now: clock.now,
    schedule: clock.schedule,
    mode: {
      kind: 'http',
      get requestUrl() {
        return requestUrl;
      },
      signingSecret,
    },
    tokens: { bot: tokens.bot },
  });
  open.push(() => slack.close());
  const receiver = new HTTPReceiver({ signingSecret: 'shared secret', logLevel: LogLevel.ERROR });
  const app = new App({
    token: tokens.bot,
    receiver,
    clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } },
    logLevel: LogLevel.ERROR,
    convoStore: false,
  });
  listen(app);
  const server = await app.start(0);
  open.push(async () => app.stop());
  const address = 'address' in server ? server.address() : undefined;
  requestUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/slack/events`;
  return { slack, clock, app };
}

describe('signed HTTP with the real Bolt App', () => {
  it('verifies the address', async () => {
    const { slack } = await start();
    expect(slack.signedHttp?.isConnected()).toBe(false);
    expect(await slack.signedHttp?.verify()).toBe(true);
    expect(slack.signedHttp?.isConnected()).toBe(true);
  });

  it('tells the page that the bot answers, as soon as somebody looks', async () => {
    const { slack } = await start();
    const heard: unknown[] = [];
    slack.changes.listen((event) => event && heard.push(event));
    const before = await (await fetch(`${slack.url}/ui/state`)).json();
    expect(before.botConnected).toBe(false);
    await slack.waitFor(() => heard.length > 0);
    expect(heard).toStrictEqual([{ type: 'bot-connection', connected: true }]);
    const after = await (await fetch(`${slack.url}/ui/state`)).json();
    expect(after.botConnected).toBe(true);
  });

  it('brings a command and shows the words of its acknowledgement, bare or as JSON', async () => {
    const { slack } = await start((app) => {
      app.command('/gw504', async ({ ack, command }) =>
        command.text === 'bare' ? ack('bare words') : ack({ text: `On it: ${command.text}` }),
      );
    });
    await slack.command('U0ALICE', 'C0INCIDENT', '/gw504 a&b=c é');
    expect(slack.state.messages.at(-1)).toMatchObject({ ephemeralTo: 'U0ALICE', text: 'On it: a&b=c é' });
    await slack.command('U0ALICE', 'C0INCIDENT', '/gw504 bare');
    expect(slack.state.messages.at(-1)).toMatchObject({ ephemeralTo: 'U0ALICE', text: 'bare words' });
  });

  it('brings events, clicks and shortcuts', async () => {
    const heard: string[] = [];
    const { slack } = await start((app) => {
      app.event('app_mention', async ({ event, client }) => {
        heard.push('app_mention');
        await client.chat.postMessage({
          channel: event.channel,
          text: 'here',
          blocks: [
            {
              type: 'actions',
              block_id: 'row',
              elements: [{ type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } }],
            },
          ],
        });
      });
      app.action('go', async ({ ack }) => {
        heard.push('block_actions');
        await ack();
      });
      app.shortcut(
        { type: 'message_action', callback_id: 'gw504_explain_message' },
        async ({ ack, shortcut }) => {
          heard.push(`${shortcut.type} ${'message' in shortcut ? shortcut.message.text : ''}`);
          await ack();
        },
      );
      app.shortcut({ type: 'shortcut', callback_id: 'gw504_open_form' }, async ({ ack }) => {
        heard.push('shortcut');
        await ack();
      });
    });
    slack.say('U0ALICE', 'C0INCIDENT', '@gw504 look');
    const posted = await slack.waitFor(() => slack.state.messages.find(({ text }) => text === 'here'));
    const click = { user: 'U0ALICE', channel: 'C0INCIDENT', ts: posted.ts, blockId: 'row', actionId: 'go' };
    expect(await slack.click(click)).toStrictEqual({ status: 'acked' });
    await slack.shortcut({
      user: 'U0ALICE',
      callbackId: 'gw504_explain_message',
      channel: 'C0INCIDENT',
      ts: posted.ts,
    });
    await slack.shortcut({ user: 'U0ALICE', callbackId: 'gw504_open_form' });
    expect(heard).toStrictEqual(['app_mention', 'block_actions', 'message_action here', 'shortcut']);
  });

  it('tries an event again, and says so in its headers', async () => {
    const tries: (number | undefined)[] = [];
    const reasons: (string | undefined)[] = [];
    const { slack, clock } = await start((app) => {
      app.use(async ({ context, next }) => {
        tries.push(context.retryNum);
        reasons.push(context.retryReason);
        await next();
      });
    });
    slack.signedHttp?.refuse(2);
    slack.say('U0ALICE', 'C0INCIDENT', 'hello');
    await slack.waitFor(() => clock.pending().includes(60_000));
    expect(tries).toStrictEqual([]);
    clock.advance(60_000);
    await slack.waitFor(() => slack.deliveries.length === 3 && slack.deliveries[2]?.outcome);
    expect(slack.deliveries.map(({ outcome }) => outcome?.status)).toStrictEqual([
      'failed',
      'failed',
      'acked',
    ]);
    expect([tries, reasons]).toStrictEqual([[2], ['http_error']]);
  });

  it('fails a command that nobody acknowledges', async () => {
    const { slack, clock } = await start((app) => {
      app.command('/gw504', async () => {});
    });
    const notice = slack.waitFor(() => slack.deliveries.length === 1);
    const outcome = slack.command('U0ALICE', 'C0INCIDENT', '/gw504 a');
    await notice;
    clock.advance(3000);
    expect(await outcome).toStrictEqual({ status: 'failed', reason: 'http_timeout' });
  });
});

describe('what a Bolt App thinks of a signature', () => {
  const body = JSON.stringify({ type: 'event_callback', event: { type: 'message' } });
  const json = { 'content-type': 'application/json' };

  it.each<
    [
      string,
      (sign: (text: string, atMs?: number) => Record<string, string>) => Record<string, string>,
      number,
    ]
  >([
    ['the right one', (sign) => sign(body), 200],
    ['none', () => ({}), 401],
    ['one of another body', (sign) => sign('{}'), 401],
    ['one that is six minutes old', (sign) => sign(body, Date.now() - 6 * 60_000), 401],
  ])('%s', async (_, headers, status) => {
    const { slack } = await start();
    const http = slack.signedHttp;
    expect(await http?.sendRaw(body, { ...json, ...headers(http.sign) })).toBe(status);
  });

  it('one made with another secret', async () => {
    const { slack } = await start(() => {}, 'another secret');
    expect(await slack.command('U0ALICE', 'C0INCIDENT', '/gw504 a')).toStrictEqual({
      status: 'failed',
      reason: 'http_error',
    });
  });
});
