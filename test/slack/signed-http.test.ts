import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { actionIds, callbackIds } from '../../src/slack/blocks/action-ids.ts';
import { alarmText, failing } from './alarm-samples.ts';
import { atOnce } from './harness.ts';
import { startWorkspace, type WorkspaceUnderTest } from './workspace.ts';

const anId = (digit: string) => `${digit.repeat(8)}-574c-4d30-b6b9-25e26d687255`;
const typed = (value: string) => ({ value: { type: 'plain_text_input', value } });
type Message = { channel: string; ts: string; blocks?: unknown[] };

/** Every way in and every button, as Slack brings them over HTTP with its signature. */
describe('over signed HTTP', () => {
  let at: WorkspaceUnderTest;
  const driven = new Set<string>();
  beforeAll(async () => {
    at = await startWorkspace({
      mode: 'http',
      config: {
        channels: [{ id: 'C0INCIDENT', pasted: 'on', alarms: 'on' }, { id: 'C0OTHER' }],
        alarmReplies: { lookAgainMinutes: [] },
      },
    });
    at.port.analyseWindow = async () => failing;
  });
  afterAll(() => at.stop());

  const text = (message: Message | undefined) => JSON.stringify(message?.blocks ?? []);
  const replies = (ts: string, channel = 'C0INCIDENT') => at.inThread(channel, ts);
  const holding = (ts: string, words: string) =>
    replies(ts).find((message) => text(message).includes(words)) ?? { channel: '', ts: '' };
  const press = async (user: string, message: Message, actionId: string, option?: RegExp) => {
    driven.add(actionId);
    const selected = option && (text(message).match(option)?.[0] ?? 'no such option');
    await at.press(user, message, actionId, selected);
  };
  const thread = (ts: string, count: number) =>
    at.slack.waitFor(() => replies(ts).length >= count, `${count} replies`);
  const view = (callbackId: string) =>
    at.slack.waitFor(() => {
      const open = [...at.slack.state.views.values()].at(-1);
      return Object(open?.definition).callback_id === callbackId ? open : undefined;
    }, callbackId);
  const submit = async (
    user: string,
    callbackId: string,
    values: Record<string, Record<string, unknown>>,
  ) => {
    driven.add(callbackId);
    const { id } = await view(callbackId);
    return at.slack.submitView({ user, viewId: id, values });
  };
  const heard = (user: string, words: RegExp) =>
    at.slack.waitFor(() => at.whispers(user).some((said) => words.test(said)), String(words));

  it.each([
    ['a mention', '1', (id: string) => `@gw504 ${id}`],
    ['an id in a channel that opted in', '2', (id: string) => `why ${id}?`],
    [
      'pasted log lines',
      '3',
      (id: string) =>
        `(${id}) Starting execution for request: ${id}\n(${id}) Execution failed due to a timeout error`,
    ],
  ])('answers %s in its thread', async (_what, digit, words) => {
    const said = at.slack.say('U0BOB', 'C0INCIDENT', words(anId(digit)));
    await thread(said?.ts ?? '', 6);
  });

  it('answers the message shortcut, and the global one by its form', async () => {
    driven.add(callbackIds.explainMessage).add(callbackIds.openForm);
    const said = at.slack.say('U0BOB', 'C0OTHER', `see ${anId('4')}`);
    const ts = said?.ts ?? '';
    await at.slack.shortcut({
      user: 'U0BOB',
      callbackId: callbackIds.explainMessage,
      channel: 'C0OTHER',
      ts,
    });
    await at.slack.waitFor(() => replies(ts, 'C0OTHER').length >= 6, 'the answer');
    await at.slack.shortcut({ user: 'U0ALICE', callbackId: callbackIds.openForm });
    await submit('U0ALICE', callbackIds.askForm, {
      gw504_ask_id: typed(anId('5')),
      gw504_ask_channel: { value: { type: 'static_select', selected_option: { value: 'C0OTHER' } } },
    });
    await at.slack.waitFor(() => at.roots('C0OTHER').length === 1, 'the answer');
  });

  it('opens the form for the command alone, and helps', async () => {
    await at.slack.command('U0ALICE', 'C0INCIDENT', '/gw504');
    await view(callbackIds.askForm);
    await at.slack.command('U0ALICE', 'C0INCIDENT', '/gw504 help');
    await heard('U0ALICE', /explains one API Gateway 504/);
  });

  it('answers a command, and every button below it', async () => {
    const root = await at.ask('U0ALICE', 'C0INCIDENT', anId('6'));
    await press('U0BOB', root, actionIds.showEvidence);
    await thread(root.ts, 6);
    await press('U0BOB', root, actionIds.showQueries);
    await thread(root.ts, 7);
    await press('U0BOB', root, actionIds.more, /phase\/[\w-]+\/0/);
    await thread(root.ts, 8);
    const list = holding(root.ts, actionIds.markStep);
    await press('U0BOB', list, actionIds.markStep, /2\/[\w-]+\/0/);
    await at.slack.waitFor(() => text(list).includes(actionIds.unmarkStep), 'the mark');
    await press('U0BOB', list, actionIds.unmarkStep, /2\/[\w-]+\/0/);
    await at.slack.waitFor(() => !text(list).includes(actionIds.unmarkStep), 'the mark taken back');
    const row = holding(root.ts, actionIds.feedback);
    await press('U0BOB', row, actionIds.feedback, /right\/[\w-]+\/0/);
    await heard('U0BOB', /^Noted as right/);
    await press('U0BOB', row, actionIds.feedback, /wrong\/[\w-]+\/0/);
    await submit('U0BOB', callbackIds.feedbackForm, { gw504_feedback_reason: typed('It was not.') });
    await heard('U0BOB', /^Noted with its evidence/);
    await press('U0ALICE', root, actionIds.widen);
    await thread(root.ts, 13);
    await press('U0ALICE', root, actionIds.more, /delete\/[\w-]+\/0/);
    await heard('U0ALICE', /are deleted/);
    expect(at.roots('C0INCIDENT').some(({ ts }) => ts === root.ts)).toBe(false);
  });

  it('stops a search, and runs it again', async () => {
    at.port.diagnose = (_inquiry, { signal }) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    const before = at.roots('C0INCIDENT').length;
    await at.slack.command('U0ALICE', 'C0INCIDENT', `/gw504 ${anId('7')}`);
    const root = await at.slack.waitFor(() => at.roots('C0INCIDENT')[before], 'the progress');
    await press('U0BOB', root, actionIds.stop);
    await at.slack.waitFor(() => /was stopped/.test(root.text), 'the end');
    at.port.diagnose = atOnce;
    await press('U0BOB', root, actionIds.runAgain);
    await thread(root.ts, 5);
  });

  it('makes one summary of several, and shows one of them in full', async () => {
    const before = at.roots('C0INCIDENT').length;
    await at.slack.command('U0ALICE', 'C0INCIDENT', `/gw504 ${anId('8')} ${anId('9')}`);
    const root = await at.slack.waitFor(() => at.roots('C0INCIDENT')[before], 'the summary');
    await thread(root.ts, 2);
    await press('U0BOB', root, actionIds.showDetails, /[\w-]+\/1(?=")/);
    await thread(root.ts, 7);
  });

  it('answers an alarm, and every button below it', async () => {
    const { ts } = at.slack.postAs('U0ALARM', {
      channel: 'C0INCIDENT',
      text: alarmText('orders-5xx', 'ALARM'),
    });
    const reply = await at.slack.waitFor(() => {
      const [first] = replies(ts);
      return text(first).includes(actionIds.muteAlarm) ? first : undefined;
    }, 'the reply');
    await press('U0BOB', reply, actionIds.muteAlarm);
    await at.slack.waitFor(() => text(reply).includes(actionIds.unmuteAlarm), 'the mute');
    await press('U0BOB', reply, actionIds.unmuteAlarm);
    await at.slack.waitFor(() => text(reply).includes(actionIds.muteAlarm), 'its end');
    const drawn = text(reply);
    await press('U0BOB', reply, actionIds.lookAgain);
    await at.slack.waitFor(() => text(reply) !== drawn, 'another look');
    const before = replies(ts).length;
    const choice = holding(ts, actionIds.pickRequest);
    await press('U0BOB', choice, actionIds.pickRequest, /[0-9a-f]{8}-[0-9a-f-]{27}/);
    await at.slack.waitFor(() => replies(ts).length > before, 'the request that was picked');
  });

  it('shows App Home, and hears each of its buttons', async () => {
    const home = async () => {
      at.slack.openHome('U0ADMIN');
      return at.slack.waitFor(() => at.slack.state.homes.get('U0ADMIN'), 'the home');
    };
    const pressHome = async (actionId: string, words = actionId) => {
      driven.add(actionId);
      const { id, definition } = await home();
      const block = Object(definition).blocks.find((item: unknown) => JSON.stringify(item).includes(words));
      await at.slack.click({ user: 'U0ADMIN', viewId: id, blockId: block.block_id, actionId });
    };
    await pressHome(actionIds.homeRefresh);
    await pressHome(actionIds.homeAlarms, 'on/C0OTHER');
    await vi.waitFor(async () => {
      expect(await at.jobs.state.get('alarms', 'C0OTHER')).toMatchObject({ alarms: 'on' });
    }, 100_000);
    await pressHome(actionIds.homeAlarms, 'off/*');
    await vi.waitFor(async () => {
      expect(await at.jobs.state.get('alarms', '*')).toMatchObject({ alarms: 'off' });
    }, 100_000);
    await pressHome(actionIds.homeFeedback);
    await at.slack.waitFor(
      () => at.slack.state.messages.some(({ text: said }) => /There is no feedback to send/.test(said)),
      'the feedback',
    );
    await pressHome(actionIds.homeAsk);
    await view(callbackIds.askForm);
  });

  it('has been driven by every button, select, form and shortcut there is', () => {
    expect([...driven].sort()).toStrictEqual(
      [...Object.values(actionIds), ...Object.values(callbackIds)].sort(),
    );
  });
});
