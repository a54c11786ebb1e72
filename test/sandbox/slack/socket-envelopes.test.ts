import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { UiEvent } from '../../../src/sandbox/slack/ui-protocol.ts';
import { createManualClock } from './manual-clock.ts';
import { startBare } from './start-bare.ts';
import { manifest, tokens } from './workspace.ts';

type Started = Awaited<ReturnType<typeof startBare>>;
interface Envelope {
  type: string;
  envelope_id: string;
  retry_attempt?: number;
  retry_reason?: string;
  accepts_response_payload?: boolean;
  payload: Record<string, unknown>;
}

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const slack of open.splice(0)) await slack.close();
});
async function start(overrides: Parameters<typeof startBare>[0] = {}) {
  const clock = createManualClock();
  const started = await startBare({ now: clock.now, schedule: clock.schedule, ...overrides });
  open.push(started.slack);
  return { ...started, clock };
}

/** An app's connection that acknowledges nothing by itself. */
async function connect({ slack, call }: Started) {
  const { body } = await call('apps.connections.open', {}, tokens.app);
  const socket = new WebSocket(body.url);
  const received: Envelope[] = [];
  socket.on('message', (data) => {
    received.push(JSON.parse(data.toString()));
    slack.changes.touch();
  });
  await slack.waitFor(() => received.length > 0, 'hello');
  return {
    url: String(body.url),
    socket,
    received,
    envelopes: () => received.filter(({ envelope_id }) => envelope_id !== undefined),
    ack: (envelope: Envelope | undefined, payload?: object) =>
      socket.send(JSON.stringify({ envelope_id: envelope?.envelope_id, ...(payload ? { payload } : {}) })),
  };
}

describe('a connection', () => {
  it('is greeted as Slack greets', async () => {
    const started = await start();
    const { received } = await connect(started);
    expect(received).toStrictEqual([
      {
        type: 'hello',
        num_connections: 1,
        debug_info: expect.objectContaining({ host: expect.any(String) }),
        connection_info: { app_id: 'A0GW504APP' },
      },
    ]);
    expect(started.slack.socketMode?.isConnected()).toBe(true);
  });

  it('has an address that works once', async () => {
    const started = await start();
    const { url } = await connect(started);
    const again = new WebSocket(url);
    const status = await new Promise((resolve) => {
      again.on('unexpected-response', (_, response) => resolve(response.statusCode));
      again.on('error', () => {});
    });
    expect(status).toBe(401);
  });

  it('answers pings', async () => {
    const { socket } = await connect(await start());
    const answered = new Promise<string>((resolve) =>
      socket.once('pong', (data) => resolve(data.toString())),
    );
    socket.ping('are you there');
    expect(await answered).toBe('are you there');
  });

  it('is one of ten at most', async () => {
    const started = await start();
    for (let count = 0; count < 10; count += 1) await connect(started);
    const eleventh = await started.call('apps.connections.open', {}, tokens.app);
    expect(eleventh.body).toStrictEqual({ ok: false, error: 'too_many_websockets' });
  });

  it('shares the work with others', async () => {
    const started = await start();
    const [one, other] = [await connect(started), await connect(started)];
    for (const text of ['a', 'b', 'c', 'd']) started.slack.say('U0ALICE', 'C0INCIDENT', text);
    await started.slack.waitFor(() => one.envelopes().length + other.envelopes().length === 4);
    expect([one.envelopes().length, other.envelopes().length]).toStrictEqual([2, 2]);
  });

  it('is asked to leave for a fresh one', async () => {
    const started = await start();
    const { received, socket } = await connect(started);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    started.slack.socketMode?.disconnect('refresh_requested');
    await closed;
    expect(received.at(-1)).toMatchObject({ type: 'disconnect', reason: 'refresh_requested' });
  });
});

describe('an event', () => {
  it('carries all that Slack’s envelope and body carry', async () => {
    const started = await start();
    const app = await connect(started);
    const said = started.slack.say('U0STRANGER', 'C0PARTNER', 'hello & <goodbye> https://example.com/a?b=1.');
    await started.slack.waitFor(() => app.envelopes().length === 1);
    expect(app.envelopes()[0]).toStrictEqual({
      envelope_id: expect.any(String),
      type: 'events_api',
      accepts_response_payload: false,
      retry_attempt: 0,
      retry_reason: '',
      payload: {
        token: 'verification',
        team_id: 'T0SANDBOX',
        context_team_id: 'T0SANDBOX',
        context_enterprise_id: null,
        api_app_id: 'A0GW504APP',
        type: 'event_callback',
        event_id: expect.stringMatching(/^Ev/),
        event_time: Math.floor(started.clock.now() / 1000),
        event_context: expect.any(String),
        is_ext_shared_channel: true,
        authorizations: [
          {
            enterprise_id: null,
            team_id: 'T0SANDBOX',
            user_id: 'U0GW504BOT',
            is_bot: true,
            is_enterprise_install: false,
          },
        ],
        event: {
          type: 'message',
          user: 'U0STRANGER',
          ts: said?.ts,
          event_ts: said?.ts,
          client_msg_id: expect.any(String),
          text: 'hello &amp; &lt;goodbye&gt; <https://example.com/a?b=1>.',
          team: 'T0SANDBOX',
          user_team: 'T0PARTNER1',
          source_team: 'T0PARTNER1',
          channel: 'C0PARTNER',
          channel_type: 'channel',
          blocks: [
            {
              type: 'rich_text',
              block_id: expect.any(String),
              elements: [
                {
                  type: 'rich_text_section',
                  elements: [
                    { type: 'text', text: 'hello & <goodbye> ' },
                    { type: 'link', url: 'https://example.com/a?b=1' },
                    { type: 'text', text: '.' },
                  ],
                },
              ],
            },
          ],
        },
      },
    });
  });

  it('is tried again at once, after a minute and after five, and then no more', async () => {
    const started = await start();
    const { slack, clock } = started;
    const app = await connect(started);
    slack.say('U0ALICE', 'C0INCIDENT', 'anybody?');
    for (const [count, waitMs] of [
      [1, 0],
      [2, 60_000],
      [3, 300_000],
      [4, 0],
    ] as const) {
      await slack.waitFor(() => app.envelopes().length === count, `try ${count}`);
      clock.advance(3000);
      await slack.waitFor(() => slack.deliveries.filter(({ outcome }) => outcome).length === count);
      if (waitMs > 0) {
        await slack.waitFor(() => clock.pending().includes(waitMs), `waiting ${waitMs}`);
        clock.advance(waitMs);
      }
    }
    expect(clock.pending()).toStrictEqual([]);
    expect(
      app.envelopes().map(({ retry_attempt, retry_reason }) => [retry_attempt, retry_reason]),
    ).toStrictEqual([
      [0, ''],
      [1, 'timeout'],
      [2, 'timeout'],
      [3, 'timeout'],
    ]);
    expect(new Set(app.envelopes().map(({ payload }) => payload.event_id)).size).toBe(1);
  });

  it('is not tried again once acknowledged', async () => {
    const started = await start();
    const { slack, clock } = started;
    const app = await connect(started);
    slack.say('U0ALICE', 'C0INCIDENT', 'hello');
    await slack.waitFor(() => app.envelopes().length === 1);
    app.ack(app.envelopes()[0]);
    await slack.waitFor(() => slack.deliveries[0]?.outcome?.status === 'acked');
    expect(clock.pending()).toStrictEqual([]);
  });

  it.each<[string, (slack: Started['slack']) => unknown]>([
    ['a channel that the bot is not in', (slack) => slack.say('U0ALICE', 'C0RANDOM', 'hello')],
    [
      'a kind that the manifest does not subscribe to',
      (slack) => slack.react('U0ALICE', 'C0INCIDENT', slack.state.messages[0]?.ts ?? '', 'eyes'),
    ],
    ['somebody who joins', (slack) => slack.invite('U0GUEST', 'C0INCIDENT')],
  ])('does not tell of %s', async (_, happen) => {
    const { slack } = await start();
    happen(slack);
    expect(slack.deliveries).toStrictEqual([]);
  });

  it.each<[string, (slack: Started['slack']) => unknown, object]>([
    [
      'another app’s alarm, without a user',
      (slack) =>
        slack.postAs('U0ALARM', { channel: 'C0INCIDENT', text: '', attachments: [{ title: 'ALARM' }] }),
      {
        type: 'message',
        subtype: 'bot_message',
        bot_id: 'B0ALARM',
        username: 'alarms',
        attachments: [{ title: 'ALARM' }],
      },
    ],
    [
      'a private channel',
      (slack) => slack.say('U0ALICE', 'G0SECRET', 'hello'),
      { type: 'message', channel_type: 'group' },
    ],
    [
      'a channel that becomes shared',
      (slack) => slack.share('C0INCIDENT', 'external'),
      { type: 'channel_shared', channel: 'C0INCIDENT' },
    ],
    [
      'the Home that is opened',
      (slack) => slack.openHome('U0ALICE'),
      { type: 'app_home_opened', user: 'U0ALICE', tab: 'home' },
    ],
    ['the token that is revoked', (slack) => slack.revokeToken(), { type: 'tokens_revoked' }],
    ['the app that is thrown out', (slack) => slack.uninstall(), { type: 'app_uninstalled' }],
  ])('tells of %s', async (_, happen, event) => {
    const { slack } = await start();
    happen(slack);
    expect(slack.deliveries.map(({ payload }) => payload.event)).toMatchObject([event]);
  });
});

describe('events of another manifest', () => {
  const { oauth_config, settings } = manifest;
  const curious = {
    ...manifest,
    oauth_config: { scopes: { bot: [...oauth_config.scopes.bot, 'reactions:read'] } },
    settings: {
      ...settings,
      event_subscriptions: { bot_events: ['reaction_added', 'member_joined_channel', 'channel_archive'] },
    },
  };

  it.each<[string, (slack: Started['slack']) => unknown, object]>([
    [
      'a reaction',
      (slack) => slack.react('U0ALICE', 'C0INCIDENT', slack.state.messages[0]?.ts ?? '', 'eyes'),
      {
        type: 'reaction_added',
        user: 'U0ALICE',
        reaction: 'eyes',
        item: { type: 'message', channel: 'C0INCIDENT' },
        item_user: 'U0ALARM',
      },
    ],
    [
      'somebody who joins',
      (slack) => slack.invite('U0GUEST', 'C0INCIDENT'),
      { type: 'member_joined_channel', user: 'U0GUEST', channel: 'C0INCIDENT', channel_type: 'C' },
    ],
    [
      'a channel that is archived',
      (slack) => slack.archive('C0INCIDENT'),
      { type: 'channel_archive', channel: 'C0INCIDENT' },
    ],
  ])('tell of %s', async (_, happen, event) => {
    const { slack } = await start({ manifest: curious });
    happen(slack);
    expect(slack.deliveries.map(({ payload }) => payload.event)).toMatchObject([event]);
  });

  it('do not come without their scope', async () => {
    const silent = { ...manifest, oauth_config: { scopes: { bot: ['chat:write', 'app_mentions:read'] } } };
    const { slack } = await start({ manifest: silent });
    slack.say('U0ALICE', 'C0INCIDENT', 'hello @gw504');
    expect(slack.deliveries.map(({ payload }) => payload.event)).toMatchObject([{ type: 'app_mention' }]);
  });
});

describe('what people change', () => {
  it('is told with what was there before', async () => {
    const { slack } = await start();
    const said = slack.say('U0ALICE', 'C0INCIDENT', 'one');
    const ts = said?.ts ?? '';
    slack.edit('U0ALICE', 'C0INCIDENT', ts, 'two');
    slack.unsay('U0ALICE', 'C0INCIDENT', ts);
    expect(slack.deliveries.map(({ payload }) => payload.event)).toMatchObject([
      { type: 'message', text: 'one', ts },
      {
        type: 'message',
        subtype: 'message_changed',
        hidden: true,
        message: { text: 'two', ts, edited: { user: 'U0ALICE' } },
        previous_message: { text: 'one' },
      },
      { type: 'message', subtype: 'message_deleted', deleted_ts: ts, previous_message: { text: 'two' } },
    ]);
    expect(() => slack.edit('U0BOB', 'C0INCIDENT', ts, 'three')).toThrow('No message');
  });
});

describe('a command', () => {
  async function ask(started: Awaited<ReturnType<typeof start>>, text: string, channel = 'C0INCIDENT') {
    const notices: UiEvent[] = [];
    started.slack.changes.listen((event) => event?.type === 'notice' && notices.push(event));
    return { notices, outcome: started.slack.command('U0ALICE', channel, text) };
  }

  it('carries who, where, and the rights to answer', async () => {
    const started = await start();
    const app = await connect(started);
    const { outcome } = await ask(started, '/gw504  a <b> & @bob ');
    await started.slack.waitFor(() => app.envelopes().length === 1);
    expect(app.envelopes()[0]).toMatchObject({
      type: 'slash_commands',
      accepts_response_payload: true,
      payload: {
        command: '/gw504',
        text: 'a <b> & @bob',
        user_id: 'U0ALICE',
        user_name: 'alice',
        channel_id: 'C0INCIDENT',
        channel_name: 'incidents',
        team_id: 'T0SANDBOX',
        team_domain: 'sandbox',
        api_app_id: 'A0GW504APP',
        is_enterprise_install: 'false',
        response_url: expect.stringContaining(`${started.slack.url}/response/`),
        trigger_id: expect.any(String),
      },
    });
    app.ack(app.envelopes()[0], { response_type: 'in_channel', text: 'Here' });
    await outcome;
    expect(started.slack.state.messages.at(-1)).toMatchObject({ text: 'Here', user: 'U0GW504BOT' });
    expect(started.slack.state.messages.at(-1)?.ephemeralTo).toBeUndefined();
  });

  it('that nobody acknowledges in time', async () => {
    const started = await start();
    const app = await connect(started);
    const { notices, outcome } = await ask(started, '/gw504 a');
    await started.slack.waitFor(() => app.envelopes().length === 1);
    started.clock.advance(2999);
    expect(notices).toStrictEqual([]);
    started.clock.advance(1);
    await outcome;
    expect(notices).toStrictEqual([
      {
        type: 'notice',
        user: 'U0ALICE',
        channel: 'C0INCIDENT',
        text: '/gw504 failed with the error "operation_timeout"',
      },
    ]);
  });

  it('that nobody listens for', async () => {
    const { notices, outcome } = await ask(await start(), '/gw504 a');
    await outcome;
    expect(notices).toMatchObject([{ text: '/gw504 failed with the error "dispatch_failed"' }]);
  });

  it('that the app answers with blocks that Slack does not take', async () => {
    const started = await start();
    const app = await connect(started);
    const { notices, outcome } = await ask(started, '/gw504 a');
    await started.slack.waitFor(() => app.envelopes().length === 1);
    app.ack(app.envelopes()[0], { text: 'a', blocks: [{ type: 'nonsense' }] });
    await outcome;
    expect(notices).toMatchObject([{ text: '/gw504 failed with the error "dispatch_failed"' }]);
  });

  it.each([
    ['that the manifest does not know', '/other a', 'C0INCIDENT', '/other is not a valid command.'],
    ['in an archived channel', '/gw504 a', 'C0OLD', 'This channel is archived'],
  ])('%s', async (_, text, channel, words) => {
    const started = await start();
    const { notices, outcome } = await ask(started, text, channel);
    await outcome;
    expect(notices).toMatchObject([{ text: expect.stringContaining(words) }]);
    expect(started.slack.deliveries).toStrictEqual([]);
  });

  it('in a thread is refused by Slack itself', async () => {
    const { slack } = await start();
    const notices: UiEvent[] = [];
    slack.changes.listen((event) => event && notices.push(event));
    await slack.send({
      user: 'U0ALICE',
      channel: 'C0INCIDENT',
      threadTs: slack.state.messages[0]?.ts ?? '',
      text: '/gw504 a',
    });
    expect(notices).toMatchObject([{ type: 'notice', text: '/gw504 is not supported in threads. Sorry!' }]);
  });
});
