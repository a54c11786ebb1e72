import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorkspace, type WorkspaceUnderTest } from './workspace.ts';

const anId = (digit: string) => `${digit.repeat(8)}-574c-4d30-b6b9-25e26d687255`;
const typed = (value: string) => ({ value: { type: 'plain_text_input', value } });

describe('forms, shortcuts and App Home', () => {
  let at: WorkspaceUnderTest;
  beforeAll(async () => {
    at = await startWorkspace({
      config: {
        accounts: [
          {
            id: '111122223333',
            alias: 'shop',
            roleArn: 'arn:aws:iam::111122223333:role/gw504',
            regions: ['eu-west-1'],
          },
        ],
        channels: [
          { id: 'C0INCIDENT' },
          { id: 'C0OTHER', users: ['U0ALICE'] },
          { id: 'C0PARTNER' },
          { id: 'C0WITHOUT' },
        ],
      },
    });
  });
  afterAll(() => at.stop());
  const openView = () => at.slack.waitFor(() => [...at.slack.state.views.values()].at(-1), 'the form');
  const answerIn = (channel: string, threadTs: string) =>
    at.slack.waitFor(() => at.inThread(channel, threadTs).length >= 5, 'an answer');

  it('opens a form for /gw504 alone, says beside a field what is wrong, and asks with all of it', async () => {
    await at.slack.command('U0ALICE', 'C0INCIDENT', '/gw504 --api orders');
    const view = await openView();
    expect(JSON.stringify(view.definition)).toContain('"initial_value":"orders"');
    const wrong = await at.slack.submitView({
      user: 'U0ALICE',
      viewId: view.id,
      values: { gw504_ask_id: typed(anId('1')), gw504_ask_window: typed('soon') },
    });
    expect(wrong.errors).toStrictEqual({
      gw504_ask_window: expect.stringContaining('“soon”'),
    });
    const asked = new Promise((resolve) => {
      const { diagnose } = at.port;
      at.port.diagnose = async (inquiry, options) => {
        resolve(inquiry);
        at.port.diagnose = diagnose;
        return diagnose(inquiry, options);
      };
    });
    await at.slack.submitView({
      user: 'U0ALICE',
      viewId: view.id,
      values: {
        gw504_ask_id: typed(anId('1')),
        gw504_ask_api: typed('orders'),
        gw504_ask_stage: typed('prod'),
        gw504_ask_window: typed('2h'),
      },
    });
    expect(await asked).toMatchObject({
      id: { value: anId('1') },
      scope: { api: 'orders', stage: 'prod' },
      windowMs: 7_200_000,
    });
    await at.slack.waitFor(() => at.roots('C0INCIDENT').length === 1);
    await at.slack.waitFor(() => at.whispers('U0ALICE').at(-1)?.includes('On it.'), 'the word');
    await at.slack.waitFor(() => at.inThread('C0INCIDENT', at.roots('C0INCIDENT')[0]?.ts ?? '').length >= 5);
  });

  it('asks once when a form is sent twice', async () => {
    await at.slack.command('U0ALICE', 'C0INCIDENT', '/gw504');
    const view = await openView();
    const before = at.roots('C0INCIDENT').length;
    const submission = { user: 'U0ALICE', viewId: view.id, values: { gw504_ask_id: typed(anId('a')) } };
    await Promise.all([at.slack.submitView(submission), at.slack.submitView(submission)]);
    await at.slack.waitFor(() => at.roots('C0INCIDENT').length > before, 'the answer');
    const told = () => at.whispers('U0ALICE').filter((text) => text.includes(anId('a')));
    await at.slack.waitFor(() => told().length > 0, 'the word');
    await answerIn('C0INCIDENT', at.roots('C0INCIDENT')[before]?.ts ?? '');
    expect(at.roots('C0INCIDENT')).toHaveLength(before + 1);
    expect(told()).toHaveLength(1);
  });

  it('asks for the channel where the global shortcut knows none, and refuses who may not ask there', async () => {
    await at.slack.shortcut({ user: 'U0BOB', callbackId: 'gw504_open_form' });
    const view = await openView();
    const shown = JSON.stringify(view.definition);
    expect(shown).toContain('#incidents');
    expect(shown).not.toContain('#partner');
    // A channel that is not for them is not named to them either.
    expect(shown).not.toContain('#other');
    const channel = (id: string) => ({ value: { type: 'static_select', selected_option: { value: id } } });
    const refused = await at.slack.submitView({
      user: 'U0BOB',
      viewId: view.id,
      values: { gw504_ask_id: typed(anId('2')), gw504_ask_channel: channel('C0OTHER') },
    });
    expect(refused.errors?.gw504_ask_id).toMatch(/not on the list/);
    await at.slack.submitView({
      user: 'U0BOB',
      viewId: view.id,
      values: { gw504_ask_id: typed(anId('2')), gw504_ask_channel: channel('C0INCIDENT') },
    });
    await at.slack.waitFor(() => at.roots('C0INCIDENT').length === 3);
  });

  it('explains a message that names a request, in its thread', async () => {
    const message = at.slack.say('U0ALARM', 'C0INCIDENT', `5xx on orders, request ${anId('3')}`);
    const ts = message?.ts ?? '';
    await at.slack.shortcut({
      user: 'U0BOB',
      callbackId: 'gw504_explain_message',
      channel: 'C0INCIDENT',
      ts,
    });
    await answerIn('C0INCIDENT', ts);
    await at.slack.waitFor(() => at.whispers('U0BOB').at(-1)?.includes('in this thread'), 'the word');
  });

  it('answers several requests of one message with one summary', async () => {
    const message = at.slack.say('U0BOB', 'C0INCIDENT', `${anId('4')} and ${anId('5')}`);
    const ts = message?.ts ?? '';
    await at.slack.shortcut({
      user: 'U0BOB',
      callbackId: 'gw504_explain_message',
      channel: 'C0INCIDENT',
      ts,
    });
    await at.slack.waitFor(() => at.inThread('C0INCIDENT', ts).length >= 3, 'the summary and both verdicts');
    const [summary] = at.inThread('C0INCIDENT', ts);
    expect(summary?.text).toContain('2 requests');
  });

  it('opens the form for a message without an id', async () => {
    const message = at.slack.say('U0BOB', 'C0INCIDENT', 'something is slow');
    await at.slack.shortcut({
      user: 'U0BOB',
      callbackId: 'gw504_explain_message',
      channel: 'C0INCIDENT',
      ts: message?.ts ?? '',
    });
    const view = await openView();
    expect(JSON.stringify(view.definition)).toContain('No request id was found in that message');
  });

  it.each([
    ['a guest', 'U0GUEST', 'C0INCIDENT', /Guests cannot ask here/],
    ['a channel that is not set up', 'U0ALICE', 'C0OLD', /not set up for gw504/],
    ['a shared channel', 'U0ALICE', 'C0PARTNER', /shared with another organisation/],
    ['a direct message', 'U0ALICE', 'D0ALICE', /direct message/],
  ])('opens no form, which names accounts, for %s, and says why', async (_, user, channel, why) => {
    if (channel.startsWith('D')) at.slack.openHome(user);
    const direct = () => [...at.slack.state.channels.values()].find(({ directWith }) => directWith === user);
    const place = channel.startsWith('D')
      ? (await at.slack.waitFor(direct, 'the direct message')).id
      : channel;
    const before = at.slack.state.views.size;
    await at.slack.command(user, place, '/gw504');
    await at.slack.waitFor(() => at.whispers(user).some((text) => why.test(text)), 'the reason');
    expect(at.slack.state.views.size).toBe(before);
    expect(at.lines.filter((line) => line.includes('"decision":"denied"')).at(-1)).toContain(place);
  });

  it('opens no form at a message either for somebody who may not ask there', async () => {
    const message = at.slack.say('U0BOB', 'C0INCIDENT', 'something else is slow');
    const before = at.slack.state.views.size;
    const told = at.whispers('U0GUEST').length;
    await at.slack.shortcut({
      user: 'U0GUEST',
      callbackId: 'gw504_explain_message',
      channel: 'C0INCIDENT',
      ts: message?.ts ?? '',
    });
    await at.slack.waitFor(() => at.whispers('U0GUEST').length > told, 'the reason');
    expect(at.slack.state.views.size).toBe(before);
  });

  it('names neither channel nor account to a guest who uses the global shortcut', async () => {
    await at.slack.shortcut({ user: 'U0GUEST', callbackId: 'gw504_open_form' });
    const shown = await at.slack.waitFor(
      () => [...at.slack.state.views.values()].find(({ user }) => user === 'U0GUEST'),
      'a word about it',
    );
    expect(JSON.stringify(shown.definition)).toContain('no channel in which you may ask');
    expect(JSON.stringify(shown.definition)).not.toMatch(/#incidents|shop|gw504_ask_id/);
  });

  it('says why at a message where the bot is no member, though it may not post there', async () => {
    const message = at.slack.say('U0ALICE', 'C0WITHOUT', `request ${anId('9')}`);
    await at.slack.shortcut({
      user: 'U0ALICE',
      callbackId: 'gw504_explain_message',
      channel: 'C0WITHOUT',
      ts: message?.ts ?? '',
    });
    await at.slack.waitFor(() => at.whispers('U0ALICE').some((text) => /Invite it first/.test(text)));
  });

  it('says why it cannot read a message that is only a file', async () => {
    const message = at.slack.say('U0BOB', 'C0INCIDENT', 'the log');
    const kept = at.slack.state.messages.find(({ ts }) => ts === message?.ts);
    if (kept) kept.files = ['F0SNIPPET1'];
    await at.slack.shortcut({
      user: 'U0BOB',
      callbackId: 'gw504_explain_message',
      channel: 'C0INCIDENT',
      ts: message?.ts ?? '',
    });
    await at.slack.waitFor(
      () =>
        [...at.slack.state.views.values()].some(({ definition }) =>
          JSON.stringify(definition).includes('does not open files'),
        ),
      'the reason',
    );
  });

  it('says so in the direct message when the trigger of the global shortcut has expired', async () => {
    at.slack.faults.inject('views.open', { kind: 'refused', error: 'expired_trigger_id' }, 1);
    await at.slack.shortcut({ user: 'U0BOB', callbackId: 'gw504_open_form' });
    const direct = () =>
      at.slack.state.messages.find(
        ({ channel, text }) => channel.startsWith('D') && /did not open the form in time/.test(text),
      );
    await at.slack.waitFor(direct, 'the word');
  });

  it('says so when the trigger of a form has expired', async () => {
    at.slack.faults.inject('views.open', { kind: 'refused', error: 'expired_trigger_id' }, 1);
    await at.slack.command('U0BOB', 'C0INCIDENT', '/gw504');
    await at.slack.waitFor(() =>
      at.whispers('U0BOB').some((text) => /did not open the form in time/.test(text)),
    );
  });

  it('shows in App Home what works, where one may ask, and the last answers', async () => {
    at.slack.openHome('U0ALICE');
    const home = await at.slack.waitFor(() => at.slack.state.homes.get('U0ALICE'), 'the home');
    const shown = JSON.stringify(home.definition);
    expect(shown).toContain('Connection to Slack');
    expect(shown).toContain('Allow logs:StartQuery for the role.');
    expect(shown).toContain('<#C0INCIDENT>');
    expect(shown).toContain('<#C0OTHER>');
    expect(shown).not.toContain('<#C0PARTNER>');
    expect(shown).toContain(anId('1'));
    expect(shown).not.toContain('gw504_home_alarms');
  });

  it('names an answer once in App Home, however often it was run again', async () => {
    const asked = anId('e');
    const root = await at.ask('U0BOB', 'C0INCIDENT', asked);
    const before = at.inThread('C0INCIDENT', root.ts).length;
    await at.press('U0BOB', root, 'gw504_run_again');
    await at.slack.waitFor(
      () => at.inThread('C0INCIDENT', root.ts).length >= before + 5,
      'the second answer',
    );
    at.slack.openHome('U0BOB');
    const home = await at.slack.waitFor(() => at.slack.state.homes.get('U0BOB'), 'the home');
    expect(JSON.stringify(home.definition).split(asked)).toHaveLength(2);
  });

  it('shows nothing to a guest, and lets only administrators switch alarms', async () => {
    at.slack.openHome('U0GUEST');
    const guest = await at.slack.waitFor(() => at.slack.state.homes.get('U0GUEST'), 'the home');
    expect(JSON.stringify(guest.definition)).not.toContain('<#C0INCIDENT>');
    at.slack.openHome('U0ADMIN');
    const home = await at.slack.waitFor(() => at.slack.state.homes.get('U0ADMIN'), 'the home');
    const blocks = Object(home.definition).blocks;
    const row = blocks.find((block: unknown) => JSON.stringify(block).includes('on/C0INCIDENT'));
    await at.slack.click({
      user: 'U0ADMIN',
      viewId: home.id,
      blockId: row.block_id,
      actionId: 'gw504_home_alarms',
    });
    await at.slack.waitFor(() =>
      JSON.stringify(at.slack.state.homes.get('U0ADMIN')?.definition).includes('off/C0INCIDENT'),
    );
    expect(await at.jobs.state.get('alarms', 'C0INCIDENT')).toMatchObject({ alarms: 'on', user: 'U0ADMIN' });
  });
});
