import { afterEach, describe, expect, it } from 'vitest';
import type { UiEvent } from '../../../src/sandbox/slack/ui-protocol.ts';
import { createManualClock } from './manual-clock.ts';
import { startBare } from './start-bare.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const started of open.splice(0)) await started.close();
});
const incident = 'C0INCIDENT';
const plain = (text: string) => ({ type: 'plain_text', text });
const option = (value: string) => ({ text: plain(`Option ${value}`), value });

async function start() {
  const clock = createManualClock();
  const started = await startBare({ now: clock.now, schedule: clock.schedule });
  open.push(started.slack);
  return { ...started, clock };
}

describe('a click', () => {
  it.each<[string, object, unknown, object]>([
    [
      'a button',
      { type: 'button', text: plain('Go'), value: 'x', style: 'primary' },
      undefined,
      { text: plain('Go'), value: 'x', style: 'primary' },
    ],
    [
      'an overflow menu',
      { type: 'overflow', options: [option('1'), option('2')] },
      '2',
      { selected_option: option('2') },
    ],
    [
      'a select',
      { type: 'static_select', options: [option('1')] },
      { value: '1' },
      { selected_option: option('1') },
    ],
    [
      'a select with groups',
      { type: 'static_select', option_groups: [{ label: plain('g'), options: [option('1')] }] },
      '1',
      { selected_option: option('1') },
    ],
    [
      'radio buttons',
      { type: 'radio_buttons', options: [option('1')] },
      '1',
      { selected_option: option('1') },
    ],
    [
      'check boxes',
      { type: 'checkboxes', options: [option('1'), option('2')] },
      ['1', '2'],
      { selected_options: [option('1'), option('2')] },
    ],
    [
      'a select of several',
      { type: 'multi_static_select', options: [option('1'), option('2')] },
      ['2'],
      { selected_options: [option('2')] },
    ],
    ['a select of people', { type: 'users_select' }, 'U0BOB', { selected_user: 'U0BOB' }],
    ['a select of channels', { type: 'channels_select' }, incident, { selected_channel: incident }],
    [
      'a select of conversations',
      { type: 'conversations_select' },
      incident,
      { selected_conversation: incident },
    ],
    ['a date', { type: 'datepicker' }, '2026-11-21', { selected_date: '2026-11-21' }],
    ['a time', { type: 'timepicker' }, '03:04', { selected_time: '03:04' }],
    ['a moment', { type: 'datetimepicker' }, 1_790_000_000, { selected_date_time: 1_790_000_000 }],
  ])('on %s says what was chosen', async (_, element, selected, said) => {
    const { slack, call } = await start();
    const { body } = await call('chat.postMessage', {
      channel: incident,
      text: 'a',
      blocks: [{ type: 'actions', block_id: 'row', elements: [{ ...element, action_id: 'act' }] }],
    });
    await slack.click({
      user: 'U0BOB',
      channel: incident,
      ts: body.ts,
      blockId: 'row',
      actionId: 'act',
      selected,
    });
    const { actions } = slack.deliveries.at(-1)?.payload ?? {};
    expect(actions).toStrictEqual([
      {
        type: 'type' in element ? element.type : '',
        action_id: 'act',
        block_id: 'row',
        action_ts: expect.any(String),
        ...said,
      },
    ]);
  });

  it('on feedback says which of the two', async () => {
    const { slack, call } = await start();
    const feedback = {
      type: 'feedback_buttons',
      action_id: 'vote',
      positive_button: { text: plain('Right'), value: 'right' },
      negative_button: { text: plain('Wrong'), value: 'wrong' },
    };
    const { body } = await call('chat.postMessage', {
      channel: incident,
      text: 'a',
      blocks: [{ type: 'context_actions', block_id: 'row', elements: [feedback] }],
    });
    await slack.click({
      user: 'U0BOB',
      channel: incident,
      ts: body.ts,
      blockId: 'row',
      actionId: 'vote',
      selected: 'wrong',
    });
    expect(slack.deliveries.at(-1)?.payload.actions).toMatchObject([
      { type: 'feedback_buttons', value: 'wrong', text: plain('Wrong') },
    ]);
  });

  it('carries the message, its place in a thread, who clicked and the rights to answer', async () => {
    const { slack, call } = await start();
    const root = slack.state.messages[0]?.ts ?? '';
    const { body } = await call('chat.postMessage', {
      channel: incident,
      thread_ts: root,
      text: 'verdict',
      blocks: [
        {
          type: 'section',
          block_id: 'row',
          text: plain('a'),
          accessory: { type: 'button', action_id: 'go', text: plain('Go') },
        },
      ],
    });
    await slack.click({ user: 'U0STRANGER', channel: incident, ts: body.ts, blockId: 'row', actionId: 'go' });
    expect(slack.deliveries.at(-1)).toMatchObject({
      type: 'interactive',
      payload: {
        type: 'block_actions',
        api_app_id: 'A0GW504APP',
        user: { id: 'U0STRANGER', username: 'stella', team_id: 'T0PARTNER1' },
        team: { id: 'T0SANDBOX', domain: 'sandbox' },
        channel: { id: incident, name: 'incidents' },
        container: {
          type: 'message',
          message_ts: body.ts,
          channel_id: incident,
          thread_ts: root,
          is_ephemeral: false,
        },
        message: {
          text: 'verdict',
          ts: body.ts,
          thread_ts: root,
          bot_id: 'B0GW504BOT',
          app_id: 'A0GW504APP',
        },
        trigger_id: expect.any(String),
        response_url: expect.stringContaining('/response/'),
      },
    });
  });

  it('finds a button in a container, in an attachment, and in a private message', async () => {
    const { slack, call } = await start();
    const button = (action_id: string) => ({ type: 'button', action_id, text: plain('Go') });
    const row = (block_id: string) => ({ type: 'actions', block_id, elements: [button('go')] });
    const boxed = await call('chat.postMessage', {
      channel: incident,
      text: 'a',
      blocks: [{ type: 'container', title: plain('More'), child_blocks: [row('inner')] }],
      attachments: [{ blocks: [row('attached')] }],
    });
    const whispered = await call('chat.postEphemeral', {
      channel: incident,
      user: 'U0BOB',
      text: 'a',
      blocks: [row('whispered')],
    });
    const click = (ts: string, blockId: string, user = 'U0BOB') =>
      slack.click({ user, channel: incident, ts, blockId, actionId: 'go' });
    await click(boxed.body.ts, 'inner');
    await click(boxed.body.ts, 'attached');
    await click(whispered.body.message_ts, 'whispered');
    expect(
      slack.deliveries
        .filter(({ type }) => type === 'interactive')
        .map(({ payload }) => [payload.container, 'message' in payload]),
    ).toMatchObject([
      [{ is_ephemeral: false }, true],
      [{ is_ephemeral: false }, true],
      [{ is_ephemeral: true }, false],
    ]);
    await expect(click(whispered.body.message_ts, 'whispered', 'U0ALICE')).rejects.toThrow(
      'that U0ALICE can see',
    );
    await expect(click(boxed.body.ts, 'other')).rejects.toThrow('No element go in block other');
  });

  it('in another app’s message is none of ours', async () => {
    const { slack } = await start();
    const row = {
      type: 'actions',
      block_id: 'row',
      elements: [{ type: 'button', action_id: 'go', text: plain('Silence') }],
    };
    const { ts } = slack.postAs('U0ALARM', { channel: incident, text: 'ALARM', blocks: [row] });
    await slack.click({ user: 'U0BOB', channel: incident, ts, blockId: 'row', actionId: 'go' });
    expect(slack.deliveries.filter(({ type }) => type === 'interactive')).toStrictEqual([]);
  });

  it('that nobody hears is told to the person', async () => {
    const { slack, call } = await start();
    const notices: UiEvent[] = [];
    slack.changes.listen((event) => event?.type === 'notice' && notices.push(event));
    const { body } = await call('chat.postMessage', {
      channel: incident,
      text: 'a',
      blocks: [
        {
          type: 'actions',
          block_id: 'row',
          elements: [{ type: 'button', action_id: 'go', text: plain('Go') }],
        },
      ],
    });
    await slack.click({ user: 'U0BOB', channel: incident, ts: body.ts, blockId: 'row', actionId: 'go' });
    expect(notices).toStrictEqual([
      {
        type: 'notice',
        user: 'U0BOB',
        channel: incident,
        text: 'gw504 did not respond to that. Please try again.',
      },
    ]);
  });
});

describe('a message shortcut', () => {
  it('carries the message, attachments and all', async () => {
    const { slack } = await start();
    const alarm = slack.state.messages[0];
    await slack.shortcut({
      user: 'U0ALICE',
      callbackId: 'gw504_explain_message',
      channel: incident,
      ts: alarm?.ts ?? '',
    });
    expect(slack.deliveries.at(-1)?.payload).toMatchObject({
      type: 'message_action',
      callback_id: 'gw504_explain_message',
      message_ts: alarm?.ts,
      channel: { id: incident },
      message: { subtype: 'bot_message', bot_id: 'B0ALARM', attachments: [{ title: 'ALARM: orders-5xx' }] },
      response_url: expect.stringContaining('/response/'),
      trigger_id: expect.any(String),
    });
  });

  it.each<[string, object, string]>([
    ['no shortcut of the manifest', { callbackId: 'other' }, 'No shortcut other in the manifest.'],
    [
      'no message',
      { callbackId: 'gw504_explain_message', channel: incident, ts: '1.1' },
      'No message 1.1 in C0INCIDENT.',
    ],
  ])('%s', async (_, use, words) => {
    const { slack } = await start();
    await expect(slack.shortcut({ user: 'U0ALICE', callbackId: '', ...use })).rejects.toThrow(words);
  });
});

describe('a response_url', () => {
  async function startWithUrl() {
    const started = await start();
    const { slack, call } = started;
    const { body } = await call('chat.postMessage', {
      channel: incident,
      text: 'original',
      blocks: [
        {
          type: 'actions',
          block_id: 'row',
          elements: [{ type: 'button', action_id: 'go', text: plain('Go') }],
        },
      ],
    });
    await slack.click({ user: 'U0BOB', channel: incident, ts: body.ts, blockId: 'row', actionId: 'go' });
    const url = String(slack.deliveries.at(-1)?.payload.response_url);
    const respond = async (fields: object) => {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(fields),
      });
      return [response.status, await response.json()];
    };
    return { ...started, respond, ts: String(body.ts) };
  }

  it('answers privately unless told otherwise', async () => {
    const { slack, respond } = await startWithUrl();
    expect(await respond({ text: 'a' })).toStrictEqual([200, { ok: true }]);
    expect(slack.state.messages.at(-1)).toMatchObject({ text: 'a', ephemeralTo: 'U0BOB' });
    await respond({ text: 'b', response_type: 'in_channel' });
    expect(slack.state.messages.at(-1)?.text).toBe('b');
    expect(slack.state.messages.at(-1)?.ephemeralTo).toBeUndefined();
  });

  it('replaces or deletes the message that was clicked', async () => {
    const { slack, respond, ts } = await startWithUrl();
    await respond({ text: 'changed', replace_original: true });
    expect(slack.state.messages.find((message) => message.ts === ts)).toMatchObject({
      text: 'changed',
      blocks: undefined,
    });
    await respond({ delete_original: true });
    expect(slack.state.messages.some((message) => message.ts === ts)).toBe(false);
  });

  it('works five times', async () => {
    const { respond } = await startWithUrl();
    for (let use = 0; use < 5; use += 1) expect((await respond({ text: 'a' }))[0]).toBe(200);
    expect(await respond({ text: 'a' })).toStrictEqual([404, { ok: false, error: 'used_url' }]);
  });

  it('works for half an hour', async () => {
    const { respond, clock } = await startWithUrl();
    clock.advance(30 * 60_000);
    expect((await respond({ text: 'a' }))[0]).toBe(200);
    clock.advance(1);
    expect(await respond({ text: 'a' })).toStrictEqual([404, { ok: false, error: 'expired_url' }]);
  });

  it('takes no blocks that Slack refuses, and no silence', async () => {
    const { respond } = await startWithUrl();
    expect(await respond({ blocks: [{ type: 'nonsense' }] })).toMatchObject([
      400,
      { error: 'invalid_blocks' },
    ]);
    expect(await respond({})).toMatchObject([400, { error: 'no_text' }]);
  });

  it('is logged, and can be made to fail', async () => {
    const { slack, respond } = await startWithUrl();
    slack.faults.inject('response_url', { kind: 'http-error', status: 500 }, 1);
    expect((await respond({ text: 'a' }))[0]).toBe(500);
    expect(slack.requests.at(-1)).toMatchObject({
      method: 'response_url',
      arguments: { text: 'a' },
      status: 500,
    });
    expect((await respond({ text: 'b' }))[0]).toBe(200);
  });
});
