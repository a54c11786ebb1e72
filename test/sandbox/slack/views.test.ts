import type { App } from '@slack/bolt';
import { afterEach, describe, expect, it } from 'vitest';
import type { UiEvent } from '../../../src/sandbox/slack/ui-protocol.ts';
import { createManualClock } from './manual-clock.ts';
import { startBare } from './start-bare.ts';
import { startBolt } from './start-bolt.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const started of open.splice(0)) await started.close();
});

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const form = {
  type: 'modal' as const,
  callback_id: 'form',
  title: plain('Investigate'),
  submit: plain('Go'),
  private_metadata: 'C0INCIDENT',
  blocks: [
    {
      type: 'input' as const,
      block_id: 'id',
      label: plain('Request id'),
      element: { type: 'plain_text_input' as const, action_id: 'value' },
    },
  ],
};
const note = (title: string) => ({
  type: 'modal' as const,
  title: plain(title),
  blocks: [{ type: 'section' as const, text: plain(title) }],
});

/** Opens the form with the real Bolt App, as `/gw504` does. */
async function openForm(listen: (app: App) => void = () => {}, view: typeof form = form) {
  const started = await startBolt((app) => {
    app.command('/gw504', async ({ ack, body, client }) => {
      await ack();
      await client.views.open({ trigger_id: body.trigger_id, view });
    });
    listen(app);
  });
  open.push(started);
  const events: UiEvent[] = [];
  started.slack.changes.listen((event) => event?.type.startsWith('view') && events.push(event));
  await started.slack.command('U0ALICE', 'C0INCIDENT', '/gw504');
  const shown = await started.slack.waitFor(() => [...started.slack.state.views.values()][0]);
  return { ...started, events, viewId: shown.id };
}

describe('a modal', () => {
  it('opens for whoever typed the command, with what the bot keeps in it', async () => {
    const { slack, events, viewId } = await openForm();
    expect(events).toMatchObject([{ type: 'view-opened', user: 'U0ALICE', viewId, view: form }]);
    await slack.waitFor(() => slack.requests.at(-1)?.answer !== undefined);
    expect(slack.requests.at(-1)).toMatchObject({
      method: 'views.open',
      answer: {
        ok: true,
        view: {
          id: viewId,
          callback_id: 'form',
          private_metadata: 'C0INCIDENT',
          root_view_id: viewId,
          state: { values: {} },
        },
      },
    });
  });

  it('brings what was filled in, and closes when nothing else is asked for', async () => {
    const heard: unknown[] = [];
    const { slack, events, viewId } = await openForm((app) => {
      app.view('form', async ({ ack, view, body }) => {
        heard.push(view.state.values, view.private_metadata, body.user.id);
        await ack();
      });
    });
    const values = { id: { value: { type: 'plain_text_input', value: 'abc' } } };
    expect(await slack.submitView({ user: 'U0ALICE', viewId, values })).toStrictEqual({});
    expect(heard).toStrictEqual([values, 'C0INCIDENT', 'U0ALICE']);
    expect(events.at(-1)).toStrictEqual({ type: 'view-closed', user: 'U0ALICE', viewId });
    expect(slack.state.views.size).toBe(0);
  });

  it('stays open, with the errors beside the fields', async () => {
    const { slack, viewId } = await openForm((app) => {
      app.view('form', async ({ ack }) => ack({ response_action: 'errors', errors: { id: 'No such id.' } }));
    });
    expect(await slack.submitView({ user: 'U0ALICE', viewId, values: {} })).toStrictEqual({
      errors: { id: 'No such id.' },
    });
    expect(slack.state.views.has(viewId)).toBe(true);
  });

  it('is told as broken when an error names a block that it does not have', async () => {
    const notices: UiEvent[] = [];
    const { slack, viewId } = await openForm((app) => {
      app.view('form', async ({ ack }) => ack({ response_action: 'errors', errors: { other: 'No.' } }));
    });
    slack.changes.listen((event) => event?.type === 'notice' && notices.push(event));
    expect(await slack.submitView({ user: 'U0ALICE', viewId, values: {} })).toStrictEqual({});
    expect(notices).toMatchObject([{ text: 'We had some trouble connecting. Try again?' }]);
  });

  it('turns into another', async () => {
    const { slack, events, viewId } = await openForm((app) => {
      app.view('form', async ({ ack }) => ack({ response_action: 'update', view: note('Thanks') }));
    });
    await slack.submitView({ user: 'U0ALICE', viewId, values: {} });
    expect(events.at(-1)).toMatchObject({ type: 'view-updated', viewId, view: note('Thanks') });
  });

  it('gets another on top, and all are cleared at once', async () => {
    const { slack, events, viewId } = await openForm((app) => {
      app.view('form', async ({ ack }) =>
        ack({
          response_action: 'push',
          view: { ...note('Sure?'), callback_id: 'sure', submit: plain('Yes') },
        }),
      );
      app.view('sure', async ({ ack }) => ack({ response_action: 'clear' }));
    });
    await slack.submitView({ user: 'U0ALICE', viewId, values: {} });
    const top = [...slack.state.views.values()].at(-1);
    expect(top).toMatchObject({ previousId: viewId, rootId: viewId });
    await slack.submitView({ user: 'U0ALICE', viewId: top?.id ?? '', values: {} });
    expect(slack.state.views.size).toBe(0);
    expect(events.slice(-2)).toMatchObject([
      { type: 'view-closed', viewId: top?.id },
      { type: 'view-closed', viewId },
    ]);
  });

  it('tells of its closing where it asks for that', async () => {
    const heard: string[] = [];
    const { slack, viewId } = await openForm(
      (app) => {
        app.view({ type: 'view_closed', callback_id: 'form' }, async ({ ack, body }) => {
          heard.push(body.user.id);
          await ack();
        });
      },
      { ...form, ...{ notify_on_close: true } },
    );
    await slack.closeView('U0ALICE', viewId);
    expect(heard).toStrictEqual(['U0ALICE']);
    expect(slack.state.views.size).toBe(0);
  });

  it('brings clicks with what is chosen so far', async () => {
    const heard: unknown[] = [];
    const started = await startBolt((app) => {
      app.shortcut('gw504_open_form', async ({ ack, shortcut, client }) => {
        await ack();
        await client.views.open({
          trigger_id: shortcut.trigger_id,
          view: {
            ...note('Pick'),
            blocks: [
              {
                type: 'actions',
                block_id: 'row',
                elements: [
                  {
                    type: 'static_select',
                    action_id: 'region',
                    options: [{ text: plain('Ireland'), value: 'eu-west-1' }],
                  },
                ],
              },
            ],
          },
        });
      });
      app.action('region', async ({ ack, body, action }) => {
        heard.push(action, 'view' in body ? body.view?.state.values : undefined);
        await ack();
      });
    });
    open.push(started);
    await started.slack.shortcut({ user: 'U0ALICE', callbackId: 'gw504_open_form' });
    const view = await started.slack.waitFor(() => [...started.slack.state.views.values()][0]);
    await started.slack.click({
      user: 'U0ALICE',
      viewId: view.id,
      blockId: 'row',
      actionId: 'region',
      selected: 'eu-west-1',
    });
    const selected_option = { text: plain('Ireland'), value: 'eu-west-1' };
    expect(heard).toStrictEqual([
      {
        type: 'static_select',
        action_id: 'region',
        block_id: 'row',
        action_ts: expect.any(String),
        selected_option,
      },
      { row: { region: { type: 'static_select', selected_option } } },
    ]);
  });

  it('belongs to one person', async () => {
    const { slack, viewId } = await openForm();
    await expect(slack.submitView({ user: 'U0BOB', viewId, values: {} })).rejects.toThrow(
      `No modal ${viewId} is open for U0BOB.`,
    );
  });
});

describe('views.*', () => {
  /** A trigger_id, as a global shortcut brings it, and a clock. */
  async function startWithTrigger() {
    const clock = createManualClock();
    const started = await startBare({ now: clock.now, schedule: clock.schedule });
    open.push(started.slack);
    const trigger = async () => {
      await started.slack.shortcut({ user: 'U0ALICE', callbackId: 'gw504_open_form' });
      return String(started.slack.deliveries.at(-1)?.payload.trigger_id);
    };
    return { ...started, clock, trigger };
  }

  it('opens once for each trigger_id, within three seconds', async () => {
    const { call, clock, trigger } = await startWithTrigger();
    const used = await trigger();
    clock.advance(3000);
    expect((await call('views.open', { trigger_id: used, view: note('a') })).body.ok).toBe(true);
    expect((await call('views.open', { trigger_id: used, view: note('a') })).body.error).toBe(
      'exchanged_trigger_id',
    );
    const late = await trigger();
    clock.advance(3001);
    expect((await call('views.open', { trigger_id: late, view: note('a') })).body.error).toBe(
      'expired_trigger_id',
    );
    expect((await call('views.open', { trigger_id: 'none', view: note('a') })).body.error).toBe(
      'invalid_trigger_id',
    );
  });

  it('refuses a faulty view and points into it; the trigger_id stays good', async () => {
    const { call, trigger } = await startWithTrigger();
    const trigger_id = await trigger();
    const { body } = await call('views.open', {
      trigger_id,
      view: { ...note('a'), blocks: [{ type: 'plan', title: 'a' }] },
    });
    expect(body).toStrictEqual({
      ok: false,
      error: 'invalid_arguments',
      response_metadata: { messages: ['[ERROR] unsupported type: plan [json-pointer:/view/blocks/0/type]'] },
    });
    expect((await call('views.open', { trigger_id, view: note('a') })).body.ok).toBe(true);
  });

  it('updates a view only where nobody else was first', async () => {
    const { slack, call, trigger } = await startWithTrigger();
    const { body } = await call('views.open', {
      trigger_id: await trigger(),
      view: { ...note('a'), external_id: 'mine' },
    });
    const first = await call('views.update', {
      view_id: body.view.id,
      hash: body.view.hash,
      view: { ...note('b'), external_id: 'mine' },
    });
    expect(first.body.ok).toBe(true);
    const second = await call('views.update', {
      view_id: body.view.id,
      hash: body.view.hash,
      view: note('c'),
    });
    expect(second.body.error).toBe('hash_conflict');
    expect((await call('views.update', { external_id: 'mine', view: note('d') })).body.ok).toBe(true);
    expect(slack.state.views.get(body.view.id)?.definition).toMatchObject(note('d'));
    expect((await call('views.update', { view_id: 'V0NONE', view: note('e') })).body.error).toBe('not_found');
  });

  it('stacks three and no more', async () => {
    const { call, trigger } = await startWithTrigger();
    expect((await call('views.push', { trigger_id: await trigger(), view: note('a') })).body.error).toBe(
      'view_not_found',
    );
    expect((await call('views.open', { trigger_id: await trigger(), view: note('a') })).body.ok).toBe(true);
    expect((await call('views.push', { trigger_id: await trigger(), view: note('b') })).body.ok).toBe(true);
    expect((await call('views.push', { trigger_id: await trigger(), view: note('c') })).body.ok).toBe(true);
    expect((await call('views.push', { trigger_id: await trigger(), view: note('d') })).body.error).toBe(
      'push_limit_reached',
    );
  });

  it('publishes a Home, which a click then names', async () => {
    const { slack, call } = await startWithTrigger();
    const button = { type: 'button', action_id: 'go', text: plain('Go'), value: 'x' };
    const home = { type: 'home', blocks: [{ type: 'actions', block_id: 'row', elements: [button] }] };
    const { body } = await call('views.publish', { user_id: 'U0ALICE', view: home });
    expect(body).toMatchObject({ ok: true, view: { type: 'home' } });
    await slack.click({ user: 'U0ALICE', viewId: body.view.id, blockId: 'row', actionId: 'go' });
    expect(slack.deliveries.at(-1)?.payload).toMatchObject({
      type: 'block_actions',
      container: { type: 'view', view_id: body.view.id },
      view: { type: 'home' },
      actions: [{ value: 'x' }],
    });
    slack.openHome('U0ALICE');
    expect(slack.deliveries.at(-1)?.payload.event).toMatchObject({
      type: 'app_home_opened',
      view: { id: body.view.id },
    });
    expect((await call('views.publish', { user_id: 'U0NONE', view: home })).body.error).toBe(
      'user_not_found',
    );
    expect((await call('views.publish', { user_id: 'U0ALICE', hash: 'old', view: home })).body.error).toBe(
      'hash_conflict',
    );
  });
});
