import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { readBundle } from '../../src/evidence/bundle.ts';
import { replay } from '../../src/explain.ts';
import { loadTemplates } from '../../src/templates.ts';
import { unzip } from './unzip.ts';
import { startWorkspace, type WorkspaceUnderTest } from './workspace.ts';

const templates = loadTemplates();
const read = readBundle(
  readFileSync(new URL('../cases/live-slow-function/bundle.json', import.meta.url), 'utf8'),
);
if (read.status === 'refused') throw new Error(read.problem);
const real = replay(read.bundle, templates);
const [report] = real.answer.findings.map((finding) => finding.report);
const id = report?.request.id ?? '';

describe('feedback', () => {
  let at: WorkspaceUnderTest;
  beforeAll(async () => {
    at = await startWorkspace({
      admins: ['U0ADMIN', 'U0ALICE', 'U0GUEST'],
      config: { channels: [{ id: 'C0INCIDENT' }, { id: 'C0OTHER', users: ['U0ALICE'] }] },
    });
    at.port.diagnose = async () => real;
  });
  afterAll(() => at.stop());
  beforeEach(async () => {
    for (const { key } of await at.jobs.state.list('feedback', { limit: 100 }))
      await at.jobs.state.remove('feedback', key);
  });

  type Message = { channel: string; ts: string; blocks?: unknown[] };
  const answers = new Map<string, Message>();
  /** The feedback row of the answer in a channel, which is asked for once. */
  const rowIn = async (channel: string) => {
    const root = answers.get(channel) ?? (await at.ask('U0ALICE', channel, id));
    answers.set(channel, root);
    const row = at
      .inThread(channel, root.ts)
      .find(({ blocks }) => JSON.stringify(blocks ?? []).includes('gw504_feedback'));
    if (!row) throw new Error('no row for feedback');
    return row;
  };
  const press = async (user: string, channel: string, vote: 'right' | 'wrong') => {
    const row = await rowIn(channel);
    const option = JSON.stringify(row.blocks).match(new RegExp(`${vote}/[\\w-]+/0`))?.[0];
    await at.press(user, row, 'gw504_feedback', option);
  };
  const callRight = async (user: string, channel = 'C0INCIDENT') => {
    const thanks = () => at.whispers(user).filter((text) => text.startsWith('Noted as right')).length;
    const before = thanks();
    await press(user, channel, 'right');
    await at.slack.waitFor(() => thanks() > before, 'the thanks');
  };
  const callWrong = async (user: string, reason: string, cause?: string) => {
    const views = at.slack.state.views.size;
    await press(user, 'C0INCIDENT', 'wrong');
    const view = await at.slack.waitFor(
      () => (at.slack.state.views.size > views ? [...at.slack.state.views.values()].at(-1) : undefined),
      'the form',
    );
    const before = at.whispers(user).length;
    await at.slack.submitView({
      user,
      viewId: view.id,
      values: {
        ...(cause
          ? {
              gw504_feedback_cause: {
                value: { type: 'static_select', selected_option: { value: cause } },
              },
            }
          : {}),
        gw504_feedback_reason: { value: { type: 'plain_text_input', value: reason } },
      },
    });
    await at.slack.waitFor(() => at.whispers(user).length > before, 'the thanks');
    expect(at.whispers(user).at(-1)).toMatch(/^Noted with its evidence/);
  };
  const homeOf = async (user: string) => {
    at.slack.openHome(user);
    return at.slack.waitFor(() => at.slack.state.homes.get(user), 'the home');
  };
  const direct = (user: string) => {
    const channel = [...at.slack.state.channels.values()].find(({ directWith }) => directWith === user);
    return at.slack.state.messages.filter((message) => message.channel === channel?.id);
  };
  const pressHome = async (user: string) => {
    const home = await homeOf(user);
    const block = Object(home.definition).blocks.find((item: unknown) =>
      JSON.stringify(item).includes('gw504_home_feedback'),
    );
    await at.slack.click({ user, viewId: home.id, blockId: block.block_id, actionId: 'gw504_home_feedback' });
  };
  /** Presses the button in App Home, and gives what came by direct message: words, and the files of the archive. */
  const take = async (user: string) => {
    const before = direct(user).length;
    const audited = audits().length;
    await pressHome(user);
    await vi.waitFor(() => expect(audits().length).toBeGreaterThan(audited), 100_000);
    const messages = direct(user).slice(before);
    const file = messages.flatMap(({ files }) => files)[0];
    const bytes = file === undefined ? undefined : at.slack.state.files.get(file)?.bytes;
    return { words: messages[0]?.text ?? '', files: bytes ? unzip(bytes) : [] };
  };
  const presses = (user: string) =>
    at.lines
      .map((line) => JSON.parse(line).audit)
      .filter((audit) => audit?.entry === 'gw504_home_feedback' && audit.user === user).length;
  const audits = () =>
    at.lines.map((line) => JSON.parse(line).audit).filter((audit) => audit?.decision === 'exported');
  const refusals = () =>
    at.lines
      .map((line) => JSON.parse(line).audit)
      .flatMap((audit) => (audit?.why === 'not-admin' ? [audit.user] : []));

  it('is kept with the verdict, its bundle and the reason, without what nobody should keep', async () => {
    await callRight('U0BOB');
    await callWrong('U0ALICE', 'It was the function. password=hunter2secret', 'lambda-timeout');
    const kept = await at.jobs.state.list('feedback', { limit: 10 });
    expect(kept.map(({ value }) => value)).toStrictEqual([
      expect.objectContaining({
        user: 'U0ALICE',
        channel: 'C0INCIDENT',
        vote: 'wrong',
        cause: 'lambda-timeout',
        reason: 'It was the function. password=[hidden]',
        report,
      }),
      expect.objectContaining({ user: 'U0BOB', vote: 'right', report }),
    ]);
    for (const { value } of kept) {
      const bundle = readBundle(JSON.stringify(Object(value).bundle));
      expect(bundle.status).toBe('read');
      if (bundle.status === 'read')
        expect(replay(bundle.bundle, templates).answer.findings[0]?.report).toStrictEqual(report);
    }
  });

  it('counts once a person: the last vote stays', async () => {
    await callRight('U0ALICE');
    await callWrong('U0ALICE', 'On second thoughts, no.');
    const kept = await at.jobs.state.list('feedback', { limit: 10 });
    expect(kept.map(({ value }) => Object(value).vote)).toStrictEqual(['wrong']);
  });

  it('goes to an administrator as test cases, privately, and leaves an audit line', async () => {
    await callRight('U0BOB');
    await callWrong('U0ALICE', 'The authorizer was slow.', 'authorizer-failure');
    await callRight('U0ALICE', 'C0OTHER');
    const { words, files } = await take('U0ADMIN');
    expect(words).toMatch(
      /^Feedback as 2 test cases: 1 called right, 1 called wrong\. .* 1 vote left out, from/,
    );
    expect(files.map(({ path }) => path.replace(/-[0-9a-f]{6}\//, '/'))).toStrictEqual([
      `feedback-right-slow-integration-${id.slice(0, 8)}/case.yaml`,
      `feedback-right-slow-integration-${id.slice(0, 8)}/bundle.json`,
      `feedback-wrong-authorizer-failure-${id.slice(0, 8)}/case.yaml`,
      `feedback-wrong-authorizer-failure-${id.slice(0, 8)}/bundle.json`,
    ]);
    expect(audits().at(-1)).toMatchObject({ user: 'U0ADMIN', team: 'T0ACME', cases: 2 });
    const home = () => JSON.stringify(at.slack.state.homes.get('U0ADMIN')?.definition);
    await at.slack.waitFor(() => home().includes('the file comes under Messages of this app'), 'the word');
  });

  it('is sent once to somebody who presses twice, and says so where there is none', async () => {
    expect(await take('U0ALICE')).toStrictEqual({ words: 'There is no feedback to send.', files: [] });
    await pressHome('U0ALICE');
    await vi.waitFor(() => expect(presses('U0ALICE')).toBe(2), 100_000);
    // The second one joined the first: nothing waits to be sent.
    expect(await at.jobs.waiting()).toBe(0);
    expect(direct('U0ALICE')).toHaveLength(1);
  });

  it.each([
    ['a guest, though listed as an administrator', 'U0GUEST'],
    ['somebody who is no administrator', 'U0BOB'],
  ])('is not offered to %s, and not sent though the button is pressed', async (_who, user) => {
    await callRight('U0ALICE');
    const home = await homeOf(user);
    expect(JSON.stringify(home.definition)).not.toContain('gw504_home_feedback');
    await at.slack.repeat({
      type: 'interactive',
      payload: {
        type: 'block_actions',
        team: { id: 'T0ACME', domain: 'acme' },
        user: { id: user, team_id: 'T0ACME' },
        api_app_id: 'A0GW504APP',
        container: { type: 'view', view_id: home.id },
        trigger_id: '1.2.3',
        actions: [
          { type: 'button', action_id: 'gw504_home_feedback', block_id: 'b', value: 'send', action_ts: '1' },
        ],
      },
    });
    await vi.waitFor(() => expect(refusals()).toContain(user), 100_000);
    expect(direct(user)).toStrictEqual([]);
  });
});
