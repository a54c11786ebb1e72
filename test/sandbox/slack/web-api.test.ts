import { afterEach, describe, expect, it } from 'vitest';
import { createManualClock } from './manual-clock.ts';
import { startBare } from './start-bare.ts';
import { manifest } from './workspace.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const slack of open.splice(0)) await slack.close();
});
async function start(overrides: Parameters<typeof startBare>[0] = {}) {
  const started = await startBare(overrides);
  open.push(started.slack);
  return started;
}
const incident = 'C0INCIDENT';

describe('who may call', () => {
  it.each<[string, string, string | undefined, object]>([
    ['no token', 'auth.test', '', { ok: false, error: 'not_authed' }],
    ['a token of nobody', 'auth.test', 'xoxb-other', { ok: false, error: 'invalid_auth' }],
    [
      'the app’s token where the bot’s is meant',
      'auth.test',
      'xapp-sandbox',
      { ok: false, error: 'not_allowed_token_type' },
    ],
    [
      'the bot’s token where the app’s is meant',
      'apps.connections.open',
      undefined,
      { ok: false, error: 'not_allowed_token_type' },
    ],
    [
      'a method that there is not',
      'chat.shout',
      undefined,
      { ok: false, error: 'unknown_method', req_method: 'chat.shout' },
    ],
    [
      'a scope that the manifest does not ask for',
      'conversations.join',
      undefined,
      {
        ok: false,
        error: 'missing_scope',
        needed: 'channels:join',
        provided: manifest.oauth_config.scopes.bot.join(','),
      },
    ],
  ])('%s', async (_, method, token, answer) => {
    const { call } = await start();
    expect((await call(method, { channel: incident }, token)).body).toStrictEqual(answer);
  });

  it('asks for another scope in a private channel than in a public one', async () => {
    const { call } = await start({
      manifest: { ...manifest, oauth_config: { scopes: { bot: ['channels:read', 'chat:write'] } } },
    });
    expect((await call('conversations.info', { channel: incident })).body).toMatchObject({ ok: true });
    expect((await call('conversations.info', { channel: 'G0SECRET' })).body).toMatchObject({
      error: 'missing_scope',
      needed: 'groups:read',
    });
  });

  it('nobody, once the token is revoked', async () => {
    const { slack, call } = await start();
    slack.revokeToken();
    expect((await call('auth.test')).body).toStrictEqual({ ok: false, error: 'token_revoked' });
  });
});

describe('chat.postMessage', () => {
  it.each<[string, object, string]>([
    ['a channel that there is not', { channel: 'C0NONE', text: 'a' }, 'channel_not_found'],
    ['a public channel without the bot', { channel: 'C0RANDOM', text: 'a' }, 'not_in_channel'],
    ['a private channel without the bot', { channel: 'G0CLOSED', text: 'a' }, 'channel_not_found'],
    ['an archived channel', { channel: 'C0OLD', text: 'a' }, 'is_archived'],
    ['nothing to say', { channel: incident }, 'no_text'],
    ['blocks that are no list', { channel: incident, blocks: '{oops' }, 'invalid_blocks_format'],
    ['attachments that are no list', { channel: incident, attachments: 'oops' }, 'invalid_attachments'],
    ['markdown and text', { channel: incident, text: 'a', markdown_text: 'a' }, 'markdown_text_conflict'],
    ['a thread that is no ts', { channel: incident, text: 'a', thread_ts: 'yesterday' }, 'invalid_thread_ts'],
    [
      'a thread that there is not',
      { channel: incident, text: 'a', thread_ts: '1700000000.000001' },
      'thread_not_found',
    ],
    [
      'metadata without a type',
      { channel: incident, text: 'a', metadata: { event_payload: {} } },
      'invalid_metadata_schema',
    ],
  ])('refuses %s', async (_, args, error) => {
    const { slack, call } = await start();
    const before = slack.state.messages.length;
    expect((await call('chat.postMessage', { ...args })).body).toMatchObject({ ok: false, error });
    expect(slack.state.messages).toHaveLength(before);
  });

  it('says where blocks are wrong, in both of Slack’s forms', async () => {
    const { call } = await start();
    const { body } = await call('chat.postMessage', {
      channel: incident,
      text: 'a',
      blocks: [{ type: 'nonsense' }],
    });
    expect(body).toStrictEqual({
      ok: false,
      error: 'invalid_blocks',
      errors: ['unsupported type: nonsense [json-pointer:/blocks/0/type]'],
      response_metadata: { messages: ['[ERROR] unsupported type: nonsense [json-pointer:/blocks/0/type]'] },
    });
  });

  it('keeps all that was sent, and gives blocks and elements their ids', async () => {
    const { slack, call } = await start();
    const { body } = await call('chat.postMessage', {
      channel: incident,
      text: 'a',
      unfurl_links: false,
      unfurl_media: false,
      metadata: { event_type: 'answer', event_payload: { id: '1' } },
      blocks: [
        { type: 'section', text: { type: 'mrkdwn', text: 'a' } },
        {
          type: 'actions',
          block_id: 'mine',
          elements: [{ type: 'button', text: { type: 'plain_text', text: 'a' } }],
        },
      ],
    });
    const message = slack.state.messages.at(-1);
    expect(message).toMatchObject({
      ts: body.ts,
      user: 'U0GW504BOT',
      unfurlLinks: false,
      unfurlMedia: false,
      metadata: { event_type: 'answer', event_payload: { id: '1' } },
      blocks: [
        { type: 'section', block_id: expect.any(String) },
        { type: 'actions', block_id: 'mine', elements: [{ action_id: expect.any(String) }] },
      ],
    });
    expect(body).toMatchObject({ ok: true, channel: incident, message: { bot_id: 'B0GW504BOT', text: 'a' } });
  });

  it('cuts a text that is too long for one message', async () => {
    const { slack, call } = await start();
    await call('chat.postMessage', { channel: incident, text: 'x'.repeat(40_001) });
    expect(slack.state.messages.at(-1)?.text).toHaveLength(40_000);
  });

  it('writes to a person directly', async () => {
    const { slack, call } = await start();
    const { body } = await call('chat.postMessage', { channel: 'U0ALICE', text: 'a' });
    expect(body).toMatchObject({ ok: true });
    expect(slack.state.channels.get(body.channel)).toMatchObject({ directWith: 'U0ALICE' });
  });

  it('takes JSON bodies as well', async () => {
    const { slack } = await start();
    const response = await fetch(`${slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: 'Bearer xoxb-sandbox', 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ channel: incident, text: 'a', blocks: [{ type: 'divider' }] }),
    });
    expect(await response.json()).toMatchObject({ ok: true });
  });

  it('replies to a message that begins a thread, and to no reply', async () => {
    const { slack, call } = await start();
    const root = slack.state.messages[0];
    const { body } = await call('chat.postMessage', {
      channel: incident,
      text: 'a',
      thread_ts: root?.ts ?? '',
    });
    expect(body).toMatchObject({ ok: true, message: { thread_ts: root?.ts, parent_user_id: 'U0ALARM' } });
    const again = await call('chat.postMessage', { channel: incident, text: 'b', thread_ts: body.ts });
    expect(again.body).toMatchObject({ ok: false, error: 'cannot_reply_to_message' });
  });
});

describe('chat.update, chat.delete and chat.postEphemeral', () => {
  it.each<[string, string, object, string]>([
    ['an edit of somebody else’s message', 'chat.update', { ts: 'theirs', text: 'a' }, 'cant_update_message'],
    ['an edit of no message', 'chat.update', { ts: '1700000000.000001', text: 'a' }, 'message_not_found'],
    ['an edit that is too long', 'chat.update', { ts: 'ours', text: 'x'.repeat(4001) }, 'msg_too_long'],
    ['an edit to nothing', 'chat.update', { ts: 'ours' }, 'no_text'],
    ['an edit of a private message', 'chat.update', { ts: 'private', text: 'a' }, 'message_not_found'],
    ['deleting somebody else’s message', 'chat.delete', { ts: 'theirs' }, 'cant_delete_message'],
    [
      'a private word to somebody who is not there',
      'chat.postEphemeral',
      { user: 'U0STRANGER', text: 'a' },
      'user_not_in_channel',
    ],
    ['a private word without words', 'chat.postEphemeral', { user: 'U0ALICE' }, 'no_text'],
    [
      'a private word that is too long',
      'chat.postEphemeral',
      { user: 'U0ALICE', text: 'x'.repeat(4001) },
      'msg_too_long',
    ],
  ])('refuses %s', async (_, method, args, error) => {
    const { slack, call } = await start();
    const ours = await call('chat.postMessage', { channel: incident, text: 'a' });
    const whispered = await call('chat.postEphemeral', { channel: incident, user: 'U0ALICE', text: 'a' });
    const known: Record<string, string> = {
      ours: ours.body.ts,
      theirs: slack.state.messages[0]?.ts ?? '',
      private: whispered.body.message_ts,
    };
    const named = 'ts' in args && typeof args.ts === 'string' ? { ts: known[args.ts] ?? args.ts } : {};
    expect((await call(method, { channel: incident, ...args, ...named })).body).toMatchObject({
      ok: false,
      error,
    });
  });

  it('takes the blocks away when an edit brings text alone, and marks only such an edit', async () => {
    const { slack, call } = await start();
    const blocks = [{ type: 'divider' }];
    const { body } = await call('chat.postMessage', { channel: incident, text: 'a', blocks });
    await call('chat.update', { channel: incident, ts: body.ts, text: 'b', blocks });
    expect(slack.state.messages.at(-1)).toMatchObject({
      text: 'b',
      blocks: [{ type: 'divider' }],
      edited: undefined,
    });
    await call('chat.update', { channel: incident, ts: body.ts, text: 'c' });
    expect(slack.state.messages.at(-1)).toMatchObject({
      text: 'c',
      blocks: undefined,
      edited: { user: 'U0GW504BOT' },
    });
  });

  it('deletes its own message', async () => {
    const { slack, call } = await start();
    const { body } = await call('chat.postMessage', { channel: incident, text: 'a' });
    expect((await call('chat.delete', { channel: incident, ts: body.ts })).body).toMatchObject({ ok: true });
    expect(slack.state.messages.some(({ ts }) => ts === body.ts)).toBe(false);
  });

  it('leaves a stone where a thread began, until the last reply is gone', async () => {
    const { slack, call } = await start();
    const root = await call('chat.postMessage', { channel: incident, text: 'root' });
    const reply = await call('chat.postMessage', {
      channel: incident,
      text: 'reply',
      thread_ts: root.body.ts,
    });
    const remove = async (ts: string) => (await call('chat.delete', { channel: incident, ts })).body;
    expect(await remove(root.body.ts)).toMatchObject({ ok: true });
    expect(slack.state.messages.find(({ ts }) => ts === root.body.ts)).toMatchObject({
      subtype: 'tombstone',
      user: 'USLACKBOT',
      text: 'This message was deleted.',
    });
    expect(await remove(root.body.ts)).toMatchObject({ error: 'message_not_found' });
    expect(await remove(reply.body.ts)).toMatchObject({ ok: true });
    expect(slack.state.messages.some(({ ts }) => ts === root.body.ts)).toBe(false);
  });

  it('gives a link to a message, also in a thread', async () => {
    const { slack, call } = await start();
    const reply = slack.state.messages[1];
    const { body } = await call('chat.getPermalink', { channel: incident, message_ts: reply?.ts ?? '' });
    expect(body.permalink).toBe(
      `https://sandbox.slack.com/archives/${incident}/p${reply?.ts.replace('.', '')}?thread_ts=${reply?.threadTs}&cid=${incident}`,
    );
  });
});

describe('reading the workspace', () => {
  it.each<[string, string, object, object]>([
    [
      'a channel shared with others',
      'conversations.info',
      { channel: 'C0PARTNER' },
      { channel: { is_ext_shared: true, is_shared: true, is_private: false } },
    ],
    [
      'a channel of our own',
      'conversations.info',
      { channel: incident },
      { channel: { name: 'incidents', is_ext_shared: false, is_member: true, is_archived: false } },
    ],
    [
      'a private channel',
      'conversations.info',
      { channel: 'G0SECRET' },
      { channel: { is_private: true, is_member: true } },
    ],
    [
      'members',
      'conversations.members',
      { channel: 'C0PARTNER' },
      { members: ['U0ALICE', 'U0STRANGER', 'U0GW504BOT'] },
    ],
    [
      'a thread',
      'conversations.replies',
      { channel: incident, ts: 'root' },
      { messages: [{ reply_count: 1 }, { text: 'looking', user: 'U0BOB' }], has_more: false },
    ],
    [
      'history',
      'conversations.history',
      { channel: incident },
      { messages: [{ subtype: 'bot_message', username: 'alarms', bot_id: 'B0ALARM' }] },
    ],
    [
      'a person',
      'users.info',
      { user: 'U0ALICE' },
      { user: { id: 'U0ALICE', team_id: 'T0SANDBOX', is_restricted: false, is_admin: true } },
    ],
    [
      'a guest',
      'users.info',
      { user: 'U0GUEST' },
      { user: { is_restricted: true, is_ultra_restricted: true } },
    ],
    [
      'a stranger',
      'users.info',
      { user: 'U0STRANGER' },
      { user: { is_stranger: true, team_id: 'T0PARTNER1' } },
    ],
    ['a group', 'usergroups.users.list', { usergroup: 'S0ONCALL' }, { users: ['U0ALICE'] }],
  ])('%s', async (_, method, args, answer) => {
    const { slack, call } = await start();
    const named = 'ts' in args ? { ts: slack.state.messages[0]?.ts } : {};
    expect((await call(method, { ...args, ...named })).body).toMatchObject({ ok: true, ...answer });
  });

  it.each<[string, string, object, string]>([
    ['nobody', 'users.info', { user: 'U0NONE' }, 'user_not_found'],
    ['no group', 'usergroups.users.list', { usergroup: 'S0NONE' }, 'no_such_subteam'],
    ['no thread', 'conversations.replies', { channel: incident, ts: '1.1' }, 'thread_not_found'],
    ['a channel that the bot is not in', 'conversations.history', { channel: 'C0RANDOM' }, 'not_in_channel'],
  ])('%s', async (_, method, args, error) => {
    const { call } = await start();
    expect((await call(method, { ...args })).body).toMatchObject({ ok: false, error });
  });

  it('gives history by pages, newest first', async () => {
    const { slack, call } = await start();
    for (const text of ['one', 'two', 'three']) slack.say('U0BOB', incident, text);
    const first = await call('conversations.history', { channel: incident, limit: '2' });
    expect(first.body).toMatchObject({ messages: [{ text: 'three' }, { text: 'two' }], has_more: true });
    const second = await call('conversations.history', {
      channel: incident,
      limit: '2',
      cursor: first.body.response_metadata.next_cursor,
    });
    expect(second.body).toMatchObject({
      messages: [{ text: 'one' }, { username: 'alarms' }],
      has_more: false,
    });
  });
});

describe('methods that the shipped manifest has no scope for', () => {
  const broad = {
    ...manifest,
    oauth_config: {
      scopes: {
        bot: [...manifest.oauth_config.scopes.bot, 'channels:join', 'im:write', 'team:read', 'im:read'],
      },
    },
  };

  it.each<[string, string, object, object]>([
    [
      'joins a public channel',
      'conversations.join',
      { channel: 'C0RANDOM' },
      { ok: true, channel: { id: 'C0RANDOM', is_member: true } },
    ],
    ['joins no archived channel', 'conversations.join', { channel: 'C0OLD' }, { error: 'is_archived' }],
    [
      'joins no private channel',
      'conversations.join',
      { channel: 'G0SECRET' },
      { error: 'method_not_supported_for_channel_type' },
    ],
    [
      'opens a direct conversation',
      'conversations.open',
      { users: 'U0ALICE' },
      { ok: true, channel: { id: expect.stringMatching(/^D/) } },
    ],
    ['opens none with nobody', 'conversations.open', { users: 'U0NONE' }, { error: 'user_not_found' }],
    [
      'names the team',
      'team.info',
      {},
      { ok: true, team: { id: 'T0SANDBOX', name: 'Sandbox', domain: 'sandbox' } },
    ],
    [
      'names an app',
      'bots.info',
      { bot: 'B0ALARM' },
      { ok: true, bot: { app_id: 'A0ALARM', name: 'alarms' } },
    ],
    ['names no app', 'bots.info', { bot: 'B0NONE' }, { error: 'bot_not_found' }],
    ['lists groups', 'usergroups.list', {}, { usergroups: [{ handle: 'on-call', user_count: 1 }] }],
  ])('%s', async (_, method, args, answer) => {
    const { call } = await start({ manifest: broad });
    expect((await call(method, { ...args })).body).toMatchObject(answer);
  });

  it('lists the channels that the bot can know of', async () => {
    const { call } = await start({ manifest: broad });
    const names = async (args: object) =>
      (await call('conversations.list', { ...args })).body.channels.map(({ name }: { name: string }) => name);
    expect(await names({})).toStrictEqual(['incidents', 'random', 'old', 'partner']);
    expect(await names({ types: 'public_channel,private_channel', exclude_archived: 'true' })).toStrictEqual([
      'incidents',
      'random',
      'partner',
      'secret',
    ]);
  });
});

describe('reactions', () => {
  it('come once and go once', async () => {
    const { slack, call } = await start();
    const timestamp = slack.state.messages[0]?.ts;
    const eyes = { channel: incident, timestamp, name: 'eyes' };
    expect((await call('reactions.add', eyes)).body).toStrictEqual({ ok: true });
    expect((await call('reactions.add', eyes)).body).toMatchObject({ error: 'already_reacted' });
    expect(slack.state.messages[0]?.reactions).toStrictEqual([{ name: 'eyes', users: ['U0GW504BOT'] }]);
    expect((await call('reactions.remove', eyes)).body).toStrictEqual({ ok: true });
    expect((await call('reactions.remove', eyes)).body).toMatchObject({ error: 'no_reaction' });
    expect((await call('reactions.add', { ...eyes, timestamp: '1.1' })).body).toMatchObject({
      error: 'message_not_found',
    });
    expect((await call('reactions.add', { ...eyes, name: ':eyes:' })).body).toMatchObject({
      error: 'invalid_name',
    });
  });
});

describe('rate limits', () => {
  it('let a burst pass, then one message a second, in each channel for itself', async () => {
    const clock = createManualClock();
    const { call } = await start({ now: clock.now, rateLimits: { isOn: true, postBurst: 2 } });
    const post = (channel: string) => call('chat.postMessage', { channel, text: 'a' });
    expect((await post(incident)).status).toBe(200);
    expect((await post(incident)).status).toBe(200);
    const refused = await post(incident);
    expect([refused.status, refused.headers.get('retry-after'), refused.body]).toStrictEqual([
      429,
      '1',
      { ok: false, error: 'ratelimited' },
    ]);
    expect((await post('C0PARTNER')).status).toBe(200);
    clock.advance(1000);
    expect((await post(incident)).status).toBe(200);
    expect((await post(incident)).status).toBe(429);
  });

  it('hold edits to about fifty a minute', async () => {
    const clock = createManualClock();
    const { call } = await start({ now: clock.now });
    const { body } = await call('chat.postMessage', { channel: incident, text: 'a' });
    const statuses: number[] = [];
    for (let edit = 0; edit < 51; edit += 1)
      statuses.push((await call('chat.update', { channel: incident, ts: body.ts, text: `${edit}` })).status);
    expect(statuses.indexOf(429)).toBe(50);
  });

  it('can be switched off', async () => {
    const { call } = await start({ rateLimits: { isOn: false, postBurst: 1 } });
    for (let post = 0; post < 5; post += 1)
      expect((await call('chat.postMessage', { channel: incident, text: 'a' })).status).toBe(200);
  });
});

describe('faults', () => {
  it('an illness of Slack, for as many calls as asked', async () => {
    const { slack, call } = await start();
    slack.faults.inject('chat.postMessage', { kind: 'http-error', status: 503 }, 1);
    expect((await call('auth.test')).status).toBe(200);
    expect((await call('chat.postMessage', { channel: incident, text: 'a' })).status).toBe(503);
    expect((await call('chat.postMessage', { channel: incident, text: 'a' })).status).toBe(200);
  });

  it('a lost answer: the message stands, the caller knows nothing', async () => {
    const { slack, call } = await start();
    slack.faults.inject('chat.postMessage', { kind: 'lost-answer' }, 1);
    await expect(call('chat.postMessage', { channel: incident, text: 'lost' })).rejects.toThrow();
    expect(slack.state.messages.at(-1)?.text).toBe('lost');
    expect(slack.requests.at(-1)).toMatchObject({ method: 'chat.postMessage', arguments: { text: 'lost' } });
    expect(slack.requests.at(-1)?.answer).toBeUndefined();
  });

  it('silence: nothing done, nothing said', async () => {
    const { slack } = await start();
    slack.faults.inject('*', { kind: 'hang' }, 1);
    const abort = new AbortController();
    const calling = fetch(`${slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      body: new URLSearchParams({ channel: incident, text: 'silent', token: 'xoxb-sandbox' }),
      signal: abort.signal,
    });
    await slack.waitFor(() => slack.requests.length === 1);
    abort.abort();
    await expect(calling).rejects.toThrow();
    expect(slack.state.messages.some(({ text }) => text === 'silent')).toBe(false);
  });

  it.each<
    [string, Parameters<Awaited<ReturnType<typeof start>>['slack']['faults']['inject']>[1], number, object]
  >([
    [
      'a refusal',
      { kind: 'refused', error: 'restricted_action' },
      200,
      { ok: false, error: 'restricted_action' },
    ],
    [
      'too many calls',
      { kind: 'rate-limited', retryAfterSeconds: 30 },
      429,
      { ok: false, error: 'ratelimited' },
    ],
  ])('%s', async (_, fault, status, body) => {
    const { slack, call } = await start();
    slack.faults.inject('chat.postMessage', fault, 1);
    const answer = await call('chat.postMessage', { channel: incident, text: 'a' });
    expect([answer.status, answer.body]).toStrictEqual([status, body]);
  });

  it('a block that this workspace does not know yet', async () => {
    const { slack, call } = await start();
    slack.faults.refuseBlock('plan');
    const plan = { channel: incident, text: 'a', blocks: [{ type: 'plan', title: 'a' }] };
    expect((await call('chat.postMessage', plan)).body).toMatchObject({
      error: 'invalid_blocks',
      response_metadata: { messages: ['[ERROR] unsupported type: plan [json-pointer:/blocks/0/type]'] },
    });
    slack.faults.acceptBlock('plan');
    expect((await call('chat.postMessage', plan)).body).toMatchObject({ ok: true });
  });

  it('a channel that is archived or shared half way', async () => {
    const { slack, call } = await start();
    slack.share(incident, 'external');
    expect((await call('conversations.info', { channel: incident })).body.channel.is_ext_shared).toBe(true);
    slack.archive(incident);
    expect((await call('chat.postMessage', { channel: incident, text: 'a' })).body.error).toBe('is_archived');
  });
});

describe('blocks.validate', () => {
  it.each<[string, object, object]>([
    ['takes what Slack takes', { blocks: [{ type: 'divider' }] }, { ok: true }],
    [
      'points into bare blocks',
      { blocks: [{ type: 'nonsense' }] },
      {
        ok: false,
        error: 'invalid_blocks',
        errors: [{ code: 'failed_constraint', message: 'unsupported type: nonsense', pointer: '/0/type' }],
      },
    ],
    ['looks at whole views', { view: { type: 'home', blocks: [] } }, { ok: true }],
    ['looks at whole messages', { message: { blocks: [{ type: 'divider' }] } }, { ok: true }],
    [
      'takes one thing only',
      {},
      {
        ok: false,
        error: 'invalid_arguments',
        response_metadata: { messages: ['must provide exactly one of `blocks`, `view`, or `message`'] },
      },
    ],
  ])('%s, without a token', async (_, args, answer) => {
    const { call } = await start();
    expect((await call('blocks.validate', { ...args }, '')).body).toStrictEqual(answer);
  });
});

describe('what nobody can read', () => {
  it('is answered, and breaks nothing', async () => {
    const { slack, call } = await start();
    const broken = await fetch(`${slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x', authorization: 'Bearer xoxb-sandbox' },
      body: 'no parts',
    });
    expect([broken.status, (await broken.json()).error]).toStrictEqual([500, 'internal_error']);
    expect((await fetch(`${slack.url}//`)).status).toBe(404);
    expect((await call('auth.test')).body.ok).toBe(true);
  });
});
