import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { finding } from './finding.ts';
import { atOnce } from './harness.ts';
import { startWorkspace, type WorkspaceUnderTest } from './workspace.ts';

let lastId = 0;
/** Each question of its own, or it would join the one before. */
function nextId(): string {
  lastId += 1;
  return `${String(lastId).padStart(8, '0')}-574c-4d30-b6b9-25e26d687255`;
}

describe('what goes wrong in Slack', () => {
  let at: WorkspaceUnderTest;
  beforeAll(async () => {
    at = await startWorkspace();
  });
  afterAll(() => at.stop());
  afterEach(() => {
    at.slack.faults.clear();
    at.port.diagnose = atOnce;
    const channel = at.slack.state.channels.get('C0INCIDENT');
    delete channel?.isArchived;
    if (channel?.shared) at.slack.share('C0INCIDENT', undefined);
  });
  const replies = (root: { channel: string; ts: string }) => at.inThread(root.channel, root.ts);
  const lastRoot = (channel: string) => at.roots(channel).at(-1);
  /** A diagnosis that waits until `go` is called. */
  const held = () => {
    let go: () => void = () => undefined;
    const wait = new Promise<void>((resolve) => {
      go = resolve;
    });
    let began: () => void = () => undefined;
    const started = new Promise<void>((resolve) => {
      began = resolve;
    });
    at.port.diagnose = async (inquiry, options) => {
      began();
      await wait;
      return atOnce(inquiry, options);
    };
    return { go, started };
  };

  /** Its end is noted; until then the same question would join it. */
  const ended = (id: string) => {
    const isEnd = (line: string) => line.includes('"decision":"failed"') && line.includes(answerOf(id));
    return expect.poll(() => at.lines.some(isEnd)).toBe(true);
  };
  const answerOf = (id: string): string =>
    at.lines
      .map((line) => JSON.parse(line).audit)
      .find((audit) => audit?.decision === 'accepted' && audit.requestIds.includes(id))?.answerId ?? 'none';

  /** Slack shares the channel with another organisation, or ends that, and the bot has heard of it. */
  const share = async (shared: 'external' | undefined) => {
    const words = shared ? 'a channel became shared' : 'a channel is shared no longer';
    const heard = () => at.lines.filter((line) => line.includes(words)).length;
    const before = heard();
    at.slack.share('C0INCIDENT', shared);
    await vi.waitFor(() => expect(heard()).toBeGreaterThan(before), 100_000);
  };

  it('a channel that becomes shared while we look: nothing is shown there, the asker is told', async () => {
    const { go, started } = held();
    await at.slack.command('U0ALICE', 'C0INCIDENT', `/gw504 ${nextId()}`);
    await started;
    await share('external');
    go();
    await at.slack.waitFor(() =>
      at.whispers('U0ALICE').some((text) => /shared with another organisation/.test(text)),
    );
    const root = lastRoot('C0INCIDENT');
    expect(root?.text).toBe('There is no answer here. Whoever asked was told why.');
    expect(JSON.stringify(root?.blocks)).not.toContain(String(lastId).padStart(8, '0'));
    expect(replies(root ?? { channel: '', ts: '' })).toStrictEqual([]);
  });

  it.each([
    ['shared with another organisation', 'C0PARTNER', 'U0ALICE', /shared with another organisation/],
    ['without gw504 in it', 'C0WITHOUT', 'U0ALICE', /not in this channel.*Invite it/],
    ['for a guest', 'C0INCIDENT', 'U0GUEST', /Guests cannot ask/],
  ])('a channel %s: refused, privately, with the cure', async (_what, channel, user, words) => {
    const before = at.slack.state.messages.filter(({ ephemeralTo }) => !ephemeralTo).length;
    await at.slack.command(user, channel, `/gw504 ${nextId()}`);
    expect(at.whispers(user).at(-1)).toMatch(words);
    expect(at.slack.state.messages.filter(({ ephemeralTo }) => !ephemeralTo)).toHaveLength(before);
  });

  it('a question whose answer was withheld can be asked again at once', async () => {
    const asked = nextId();
    const { go, started } = held();
    await at.slack.command('U0ALICE', 'C0INCIDENT', `/gw504 ${asked}`);
    await started;
    await share('external');
    go();
    await at.slack.waitFor(() => at.roots('C0INCIDENT').at(-1)?.text.startsWith('There is no answer here'));
    await ended(asked);
    await share(undefined);
    const root = await at.ask('U0BOB', 'C0INCIDENT', asked);
    expect(replies(root)).toHaveLength(5);
  });

  it('a channel archived while we look: the asker hears it by the way that is left', async () => {
    const { go, started } = held();
    await at.slack.command('U0BOB', 'C0INCIDENT', `/gw504 ${nextId()}`);
    await started;
    const channel = at.slack.state.channels.get('C0INCIDENT');
    if (channel) channel.isArchived = true;
    go();
    await at.slack.waitFor(() =>
      at.whispers('U0BOB').some((text) => /archived\. Ask in a channel that is open/.test(text)),
    );
  });

  it('a refused block: the plainer form of it is shown, and remembered', async () => {
    at.slack.faults.refuseBlock('plan');
    at.slack.faults.refuseBlock('table');
    at.slack.faults.refuseBlock('context_actions');
    const root = await at.ask('U0ALICE', 'C0INCIDENT', nextId());
    const types = replies(root).flatMap((message) => (message.blocks ?? []).map(({ type }) => type));
    expect(types).not.toContain('table');
    expect(JSON.stringify(replies(root).map(({ blocks }) => blocks))).toContain('gw504_feedback');
    expect(await at.jobs.state.get('capabilities', 'T0ACME')).toMatchObject({
      refused: expect.arrayContaining(['plan', 'table', 'context_actions']),
    });
    await at.jobs.state.remove('capabilities', 'T0ACME');
  });

  it('a block refused for what it holds: plainer in this message only, and no workspace is blamed', async () => {
    at.slack.faults.inject(
      'chat.postMessage',
      {
        kind: 'refused',
        error: 'invalid_blocks',
        fields: {
          response_metadata: {
            messages: ['[ERROR] must be less than 301 characters [json-pointer:/blocks/0/text]'],
          },
        },
      },
      1,
    );
    const root = await at.ask('U0ALICE', 'C0INCIDENT', nextId());
    expect(replies(root)).toHaveLength(5);
    expect(await at.jobs.state.get('capabilities', 'T0ACME')).toBeUndefined();
  });

  it('a block refused that every workspace has: it alone is missing, and nothing is remembered', async () => {
    at.slack.faults.refuseBlock('context');
    const root = await at.ask('U0ALICE', 'C0INCIDENT', nextId());
    at.slack.faults.acceptBlock('context');
    const types = (message: { blocks?: { type?: unknown }[] }) =>
      (message.blocks ?? []).map(({ type }) => type);
    await at.slack.waitFor(() => types(root).includes('header'), 'the verdict');
    expect(types(root)).toContain('rich_text');
    expect(types(root)).not.toContain('context');
    expect(replies(root).flatMap(types)).toContain('table');
    expect(await at.jobs.state.get('capabilities', 'T0ACME')).toBeUndefined();
  });

  it('no block accepted at all: the verdict arrives as a sentence', async () => {
    const { go, started } = held();
    await at.slack.command('U0ALICE', 'C0INCIDENT', `/gw504 ${nextId()}`);
    await started;
    at.slack.faults.inject('chat.update', { kind: 'refused', error: 'msg_blocks_too_long' }, 2);
    go();
    const root = await at.slack.waitFor(() => {
      const last = lastRoot('C0INCIDENT');
      return last?.text.includes(finding().report.verdict.summary) ? last : undefined;
    });
    expect(root.blocks ?? []).toStrictEqual([]);
    await at.slack.waitFor(() => replies(root).length === 5, 'the details');
  });

  it('a lost response: the message stands once', async () => {
    at.slack.faults.inject('chat.postMessage', { kind: 'lost-answer' }, 2);
    const before = at.roots('C0INCIDENT').length;
    const root = await at.ask('U0ALICE', 'C0INCIDENT', nextId());
    expect(at.roots('C0INCIDENT')).toHaveLength(before + 1);
    expect(replies(root)).toHaveLength(5);
  });

  it('Slack that takes a message and never answers: given up in time, and the message stands once', async () => {
    at.slack.faults.inject('chat.postMessage', { kind: 'hang' }, 1);
    const before = at.roots('C0INCIDENT').length;
    const beganMs = performance.now();
    const root = await at.ask('U0ALICE', 'C0INCIDENT', nextId());
    expect(performance.now() - beganMs).toBeGreaterThan(9_000);
    expect(at.roots('C0INCIDENT')).toHaveLength(before + 1);
    expect(replies(root)).toHaveLength(5);
  });

  it('Slack out of order for a moment: the answer comes all the same, once', async () => {
    at.slack.faults.inject('chat.postMessage', { kind: 'http-error', status: 503 }, 2);
    at.slack.faults.inject('chat.update', { kind: 'http-error', status: 500 }, 1);
    const root = await at.ask('U0ALICE', 'C0INCIDENT', nextId());
    expect(replies(root)).toHaveLength(5);
    expect(lastRoot('C0INCIDENT')?.text).toContain(finding().report.verdict.summary);
  });

  it('rate limits: waited for as Slack asks, and the last state is not lost', async () => {
    at.slack.faults.inject('chat.postMessage', { kind: 'rate-limited', retryAfterSeconds: 1 }, 1);
    at.slack.faults.inject('chat.update', { kind: 'rate-limited', retryAfterSeconds: 1 }, 1);
    const root = await at.ask('U0ALICE', 'C0INCIDENT', nextId());
    expect(lastRoot('C0INCIDENT')?.text).toContain(finding().report.verdict.summary);
    expect(replies(root)).toHaveLength(5);
  });

  it('rate limits of the look at the channel: the answer waits for its turn, and nothing else does', async () => {
    const { go, started } = held();
    const before = at.roots('C0INCIDENT').length;
    await at.slack.command('U0ALICE', 'C0INCIDENT', `/gw504 ${nextId()}`);
    await started;
    await share('external');
    await share(undefined);
    at.slack.faults.inject('conversations.info', { kind: 'rate-limited', retryAfterSeconds: 1 }, 2);
    go();
    const root = await at.slack.waitFor(() => at.roots('C0INCIDENT')[before]);
    await at.slack.waitFor(() => replies(root).length === 5, 'the answer');
    expect(at.lines.some((line) => line.includes('job failed'))).toBe(false);
  });

  it('a diagnosis that fails every time: the message ends by saying so', async () => {
    let runs = 0;
    at.port.diagnose = async () => {
      runs += 1;
      throw new Error('secret detail');
    };
    await at.slack.command('U0ALICE', 'C0INCIDENT', `/gw504 ${nextId()}`);
    const root = await at.slack.waitFor(
      () => at.roots('C0INCIDENT').find(({ text }) => /Every attempt broke off/.test(text)),
      'the end',
    );
    expect(runs).toBe(5);
    expect(JSON.stringify(root)).not.toContain('secret detail');
    expect(JSON.stringify(root.blocks)).toContain('gw504_run_again');
    at.port.diagnose = atOnce;
    await at.press('U0BOB', root, 'gw504_run_again');
    await at.slack.waitFor(() => replies(root).length === 5, 'the answer after all');
  });

  it('permission that cannot be checked for a moment: the answer is not lost', async () => {
    const { go, started } = held();
    const before = at.roots('C0INCIDENT').length;
    await at.slack.command('U0ALICE', 'C0INCIDENT', `/gw504 ${nextId()}`);
    await started;
    await share('external');
    await share(undefined);
    at.slack.faults.inject('conversations.info', { kind: 'refused', error: 'fatal_error' }, 1);
    go();
    const root = await at.slack.waitFor(() => at.roots('C0INCIDENT')[before]);
    await at.slack.waitFor(() => replies(root).length === 5, 'the answer');
  });

  it('a revoked token: nobody is shown anything, and the log says what to do', async () => {
    const { go, started } = held();
    await at.slack.command('U0ALICE', 'C0INCIDENT', `/gw504 ${nextId()}`);
    await started;
    at.slack.faults.refuseToken('token_revoked');
    go();
    await expect.poll(() => at.lines.some((line) => /token_revoked/.test(line))).toBe(true);
    at.slack.faults.clear();
  });

  it('writes no text of a log and no token into its own log', () => {
    const log = at.lines.join('');
    expect(log).not.toContain('REPORT RequestId');
    expect(log).not.toContain('xoxb-');
    expect(log).not.toContain('/response/');
  });
});
