import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { readBundle } from '../../src/evidence/bundle.ts';
import { replay } from '../../src/explain.ts';
import { actionIds, callbackIds } from '../../src/slack/blocks/action-ids.ts';
import { loadTemplates } from '../../src/templates.ts';
import { alarmText } from './alarm-samples.ts';
import { startWorkspace, type WorkspaceUnderTest } from './workspace.ts';

const anId = (digit: string) => `${digit.repeat(8)}-574c-4d30-b6b9-25e26d687255`;
const typed = (value: string) => ({ value: { type: 'plain_text_input', value } });
const channel = 'C0INCIDENT';

/** Each failure reaches the person who did something, with the cure; Slack's own sign for "no answer" never stands alone. */
describe('whoever presses, asks or sends is told', () => {
  let at: WorkspaceUnderTest;
  beforeAll(async () => {
    at = await startWorkspace({ config: { channels: [{ id: channel, alarms: 'on' }] } });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    at.slack.faults.clear();
  });
  afterAll(() => at.stop());

  const full = () => Promise.reject(new Error('disk full'));
  const rowOf = (root: { ts: string }) => {
    const row = at
      .inThread(channel, root.ts)
      .find(({ blocks }) => JSON.stringify(blocks ?? []).includes(actionIds.feedback));
    if (!row) throw new Error('no row for feedback');
    return row;
  };
  const heard = (user: string, words: RegExp) =>
    at.slack.waitFor(() => at.whispers(user).some((said) => words.test(said)), String(words));
  const direct = (words: RegExp) =>
    at.slack.waitFor(
      () => at.slack.state.messages.find(({ channel: id, text }) => id.startsWith('D') && words.test(text)),
      String(words),
    );
  const form = (callbackId: string) =>
    at.slack.waitFor(
      () =>
        [...at.slack.state.views.values()].find(
          ({ definition }) => Object(definition).callback_id === callbackId,
        ),
      callbackId,
    );
  const pressHome = async (actionId: string, words: string = actionId) => {
    at.slack.openHome('U0ADMIN');
    const home = await at.slack.waitFor(() => at.slack.state.homes.get('U0ADMIN'), 'the home');
    const block = Object(home.definition).blocks.find((item: unknown) =>
      JSON.stringify(item).includes(words),
    );
    return at.slack.click({ user: 'U0ADMIN', viewId: home.id, blockId: block.block_id, actionId });
  };

  it('a vote by the plainer buttons of a workspace that has no row for feedback counts', async () => {
    at.slack.faults.refuseBlock('context_actions');
    const root = await at.ask('U0ALICE', channel, anId('1'));
    at.slack.faults.acceptBlock('context_actions');
    const row = rowOf(root);
    const vote = JSON.stringify(row.blocks).match(/right\/[\w-]+\/0/)?.[0];
    expect(await at.press('U0BOB', row, `${actionIds.feedback}:0`, vote)).toMatchObject({ status: 'acked' });
    await heard('U0BOB', /^Noted as right/);
    await at.jobs.state.remove('capabilities', 'T0ACME');
  });

  it.each([
    ['of another version', 'gw504_ask_the_oracle', /another version of gw504/],
    ['near miss: of this one', actionIds.showQueries, undefined],
  ])('a button %s', async (_what, actionId, words) => {
    const root = await at.ask('U0ALICE', channel, anId(words ? '2' : '3'));
    const before = at.whispers('U0BOB').length;
    const stored = at.slack.state.messages.find(({ ts }) => ts === root.ts);
    if (stored)
      stored.blocks = JSON.parse(JSON.stringify(root.blocks).replaceAll(actionIds.showQueries, actionId));
    expect(await at.press('U0BOB', { ...root, blocks: stored?.blocks ?? [] }, actionId)).toMatchObject({
      status: 'acked',
    });
    if (words) await heard('U0BOB', words);
    else {
      await at.slack.waitFor(() => at.inThread(channel, root.ts).length === 6, 'the queries');
      expect(at.whispers('U0BOB')).toHaveLength(before);
    }
  });

  it('a form whose question cannot be stored says so beside its field, and is sent again', async () => {
    await at.slack.command('U0ALICE', channel, '/gw504');
    const { id: viewId } = await form(callbackIds.askForm);
    const submission = { user: 'U0ALICE', viewId, values: { gw504_ask_id: typed(anId('4')) } };
    vi.spyOn(at.jobs, 'accept').mockImplementationOnce(full);
    expect((await at.slack.submitView(submission)).errors).toStrictEqual({
      gw504_ask_id: expect.stringContaining('could not be taken just now'),
    });
    const before = at.roots(channel).length;
    expect(await at.slack.submitView(submission)).not.toHaveProperty('errors');
    await at.slack.waitFor(() => at.roots(channel).length > before, 'the answer');
  });

  it('a reason that cannot be stored is kept in its form, and is sent again', async () => {
    const row = rowOf(await at.ask('U0ALICE', channel, anId('5')));
    await at.press(
      'U0BOB',
      row,
      actionIds.feedback,
      JSON.stringify(row.blocks).match(/wrong\/[\w-]+\/0/)?.[0],
    );
    const { id: viewId } = await form(callbackIds.feedbackForm);
    const submission = { user: 'U0BOB', viewId, values: { gw504_feedback_reason: typed('It was not.') } };
    vi.spyOn(at.jobs.state, 'put').mockImplementationOnce(full);
    expect((await at.slack.submitView(submission)).errors).toStrictEqual({
      gw504_feedback_reason: expect.stringContaining('did not work just now'),
    });
    await at.slack.submitView(submission);
    await heard('U0BOB', /^Noted with its evidence/);
  });

  it('an alarm that somebody points at and that cannot be stored', async () => {
    at.port.analyseWindow = () => Promise.reject(new Error('not reached'));
    const { ts } = at.slack.postAs('U0ALARM', { channel, text: alarmText('orders-5xx', 'OK') });
    vi.spyOn(at.jobs.state, 'putAll').mockImplementationOnce(full);
    const outcome = await at.slack.shortcut({
      user: 'U0BOB',
      callbackId: callbackIds.explainMessage,
      channel,
      ts,
    });
    expect(outcome).toMatchObject({ status: 'acked' });
    await heard('U0BOB', /could not be taken just now/);
  });

  it('a switch of App Home that cannot be turned', async () => {
    vi.spyOn(at.jobs.state, 'put').mockImplementationOnce(full);
    await pressHome(actionIds.homeAlarms, `off/${channel}`);
    await direct(/did not work just now, and nothing was changed/);
  });

  it('feedback whose file Slack refuses: once, with the reason', async () => {
    const read = readBundle(
      readFileSync(new URL('../cases/live-slow-function/bundle.json', import.meta.url), 'utf8'),
    );
    if (read.status === 'refused') throw new Error(read.problem);
    at.port.diagnose = async () => replay(read.bundle, loadTemplates());
    const row = rowOf(await at.ask('U0ALICE', channel, anId('6')));
    await at.press(
      'U0ALICE',
      row,
      actionIds.feedback,
      JSON.stringify(row.blocks).match(/right\/[\w-]+\/0/)?.[0],
    );
    await heard('U0ALICE', /^Noted as right/);
    at.slack.faults.inject('files.getUploadURLExternal', { kind: 'refused', error: 'missing_scope' }, 1);
    await pressHome(actionIds.homeFeedback);
    await direct(/^The file could not be sent: gw504 lacks a permission/);
    await expect.poll(() => at.lines.some((line) => line.includes('"entry":"slack-feedback"'))).toBe(true);
    expect(at.slack.state.messages.filter(({ text }) => /^Feedback as/.test(text))).toStrictEqual([]);
  });
});
