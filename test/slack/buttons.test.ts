import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Message } from '../../src/sandbox/slack/workspace.ts';
import { finding } from './finding.ts';
import { atOnce } from './harness.ts';
import { id, startWorkspace, type WorkspaceUnderTest } from './workspace.ts';

const anId = (digit: string) => `${digit.repeat(8)}-574c-4d30-b6b9-25e26d687255`;

describe('buttons of an answer', () => {
  let at: WorkspaceUnderTest;
  beforeAll(async () => {
    at = await startWorkspace();
  });
  afterAll(() => at.stop());
  /** What is looked for next, and found. */
  const nextInquiry = () =>
    new Promise((resolve) => {
      at.port.diagnose = async (inquiry) => {
        resolve(inquiry);
        return {
          answer: { findings: [finding({ id: inquiry.id.value })], notes: [] },
          evidences: [],
          notes: [],
        };
      };
    });
  const replies = (root: { channel: string; ts: string }) => at.inThread(root.channel, root.ts);

  it.each([
    ['gw504_show_evidence', 'REPORT RequestId'],
    ['gw504_show_queries', 'fields @timestamp'],
  ])('%s adds to the thread once, though two people press it at the same time', async (action, shown) => {
    const root = await at.ask('U0ALICE', 'C0INCIDENT', anId(action === 'gw504_show_queries' ? '1' : '2'));
    const before = replies(root).length;
    await Promise.all([at.press('U0ALICE', root, action), at.press('U0BOB', root, action)]);
    await at.slack.waitFor(() => replies(root).length > before, 'posted');
    await vi.waitFor(async () => {
      await at.press('U0BOB', root, action);
      expect(at.whispers('U0BOB').at(-1)).toMatch(/^That is in the thread already: <http/);
    }, 100_000);
    expect(replies(root)).toHaveLength(before + 1);
    expect(JSON.stringify(replies(root).at(-1)?.blocks)).toContain(shown);
  });

  it('runs again in the same message, once for two people', async () => {
    const root = await at.ask('U0ALICE', 'C0INCIDENT', anId('3'));
    let runs = 0;
    at.port.diagnose = async (inquiry) => {
      runs += 1;
      return {
        answer: { findings: [finding({ id: inquiry.id.value, summary: 'Now it is known.' })], notes: [] },
        evidences: [],
        notes: [],
      };
    };
    await Promise.all([
      at.press('U0ALICE', root, 'gw504_run_again'),
      at.press('U0BOB', root, 'gw504_run_again'),
    ]);
    await at.slack.waitFor(() => replies(root).length === 10);
    expect(runs).toBe(1);
    expect(at.roots('C0INCIDENT').filter(({ ts }) => ts === root.ts)[0]?.text).toContain('Now it is known.');
    const told = 'This request is being looked up again already; the message shows how far it is.';
    await at.slack.waitFor(() => [...at.whispers('U0ALICE'), ...at.whispers('U0BOB')].includes(told), told);
  });

  it('widens the search around the request', async () => {
    const root = await at.ask('U0ALICE', 'C0INCIDENT', anId('4'));
    const asked = nextInquiry();
    await at.press('U0BOB', root, 'gw504_widen');
    expect(await asked).toMatchObject({
      id: { value: anId('4') },
      aroundMs: Date.parse('2026-11-20T14:42:09.000Z'),
      windowMs: 8 * 15 * 60_000,
      askedBy: 'U0BOB',
    });
  });

  it.each([
    [
      '5',
      'about 20.0 GB (about $0.10)',
      30_000_000_000,
      [{ bytes: 20_000_000_000, usd: 0.1, spentBytes: 0 }],
    ],
    ['e', 'about 40.0 MB (less than $0.01)', 60_000_003, [{ bytes: 40_000_002, usd: 0.0002, spentBytes: 0 }]],
    // What was scanned before it was refused is scanned again.
    [
      'd',
      'about 16.0 GB (about $0.08)',
      24_000_000_000,
      [
        { bytes: 5_000_000_000, usd: 0.025, spentBytes: 8_000_000_000 },
        { bytes: 3_000_000_000, usd: 0.015, spentBytes: 6_000_000_000 },
      ],
    ],
  ])(
    'widens by what the cost guard asked about, and says the cost before (%s: %s)',
    async (digit, words, allowBytes, refused) => {
      at.port.diagnose = async (inquiry) => ({
        answer: {
          findings: [finding({ id: inquiry.id.value })],
          notes: ['A wider search would scan 20 GB.'],
        },
        evidences: [],
        notes: refused.map((args) => ({ note: 'budget-refused', args: { ...args, place: 'eu-west-1' } })),
      });
      const root = await at.ask('U0ALICE', 'C0INCIDENT', anId(digit));
      expect(JSON.stringify(root.blocks)).toContain(words);
      const asked = nextInquiry();
      await at.press('U0ALICE', root, 'gw504_widen');
      expect(await asked).toMatchObject({ allowBytes });
    },
  );

  it.each([['a guest', 'U0GUEST', /Guests cannot ask here/]])(
    'refuses a press by %s, privately',
    async (_who, user, words) => {
      const root = await at.ask('U0ALICE', 'C0INCIDENT', anId('6'));
      const before = replies(root).length;
      await at.press(user, root, 'gw504_show_evidence');
      await at.slack.waitFor(() => at.whispers(user).some((text) => words.test(text)));
      expect(replies(root)).toHaveLength(before);
    },
  );

  it('carries no answer from one channel into another', async () => {
    const root = await at.ask('U0ALICE', 'G0SECRET', anId('7'));
    const other = await at.ask('U0BOB', 'C0OTHER', anId('8'));
    const before = replies(other).length;
    const stolen = JSON.stringify(root.blocks).match(/"value":"([^"]+\/0)"/)?.[1];
    const forged = {
      ...other,
      blocks: JSON.parse(
        JSON.stringify(other.blocks).replaceAll(/"value":"[^"]+\/0"/g, `"value":"${stolen}"`),
      ),
    };
    const stored = at.slack.state.messages.find(({ ts }) => ts === other.ts);
    if (stored) stored.blocks = forged.blocks;
    await at.press('U0BOB', forged, 'gw504_show_evidence');
    await at.slack.waitFor(() =>
      at.whispers('U0BOB').some((text) => text.startsWith('That answer is no longer kept')),
    );
    expect(replies(other)).toHaveLength(before);
  });

  describe('stop', () => {
    /** A search that only ends when it is told to, and the message that shows its progress. */
    const begin = async (ask: () => Promise<unknown>, root: () => Message | undefined) => {
      let told: unknown;
      at.port.diagnose = (_inquiry, { signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            told = signal.reason;
            reject(signal.reason);
          });
        });
      await ask();
      const message = await at.slack.waitFor(() => {
        const found = root();
        return JSON.stringify(found?.blocks ?? []).includes('gw504_stop') ? found : undefined;
      }, 'the progress with its button');
      return { message, told: () => told };
    };
    const answerOf = (message: Message) =>
      JSON.stringify(message.blocks).match(/"value":"([^"]+)\/0"/)?.[1] ?? '';
    const stateOf = async (answerId: string) => Object(await at.jobs.state.get('deliveries', answerId)).state;

    it('ends the search for good: the message says who, two people who press stop it once', async () => {
      const asked = anId('9');
      const before = at.roots('C0INCIDENT').length;
      const { message, told } = await begin(
        () => at.slack.command('U0ALICE', 'C0INCIDENT', `/gw504 ${asked}`),
        () => at.roots('C0INCIDENT')[before],
      );
      const pressed = { ...message };
      const answerId = answerOf(message);
      await Promise.all([
        at.press('U0BOB', pressed, 'gw504_stop'),
        at.press('U0ALICE', pressed, 'gw504_stop'),
      ]);
      await vi.waitFor(() => expect(told()).toBeInstanceOf(Error), 100_000);
      await at.slack.waitFor(() => /was stopped after \d+ s/.test(message.text), 'the end');
      const shown = JSON.stringify(message.blocks);
      expect(shown).toMatch(/"user_id":"U0(BOB|ALICE)"/);
      expect([shown.includes('gw504_run_again'), shown.includes('gw504_stop')]).toStrictEqual([true, false]);
      const late = 'That search has ended already; the message shows how.';
      await at.slack.waitFor(() => [...at.whispers('U0ALICE'), ...at.whispers('U0BOB')].includes(late), late);
      expect(await stateOf(answerId)).toBe('stopped');
      await expect
        .poll(() =>
          at.lines.map((line) => JSON.parse(line).audit).filter((audit) => audit?.decision === 'stopped'),
        )
        .toHaveLength(1);
      at.port.diagnose = atOnce;
      const again = await at.ask('U0BOB', 'C0INCIDENT', asked);
      expect(replies(again)).toHaveLength(5);
    });

    it('of a second search brings the answer of the first one back', async () => {
      at.port.diagnose = atOnce;
      const root = await at.ask('U0ALICE', 'C0INCIDENT', anId('a'));
      const { message } = await begin(
        () => at.press('U0ALICE', root, 'gw504_run_again'),
        () => root,
      );
      await at.press('U0BOB', message, 'gw504_stop');
      await at.slack.waitFor(() =>
        /was stopped after \d+ s\. The answer from before still stands\./.test(root.text),
      );
      expect(root.text).toContain(finding().report.verdict.summary);
      at.port.diagnose = atOnce;
      const before = replies(root).length;
      await at.press('U0BOB', root, 'gw504_run_again');
      await at.slack.waitFor(() => replies(root).length > before, 'an answer after all');
    });

    it('is refused to a guest, and comes too late for an answer that stands', async () => {
      const before = at.roots('C0INCIDENT').length;
      const { message, told } = await begin(
        () => at.slack.command('U0ALICE', 'C0INCIDENT', `/gw504 ${anId('b')}`),
        () => at.roots('C0INCIDENT')[before],
      );
      const pressed = { ...message };
      await at.press('U0GUEST', pressed, 'gw504_stop');
      await at.slack.waitFor(() => at.whispers('U0GUEST').some((text) => /Guests cannot ask/.test(text)));
      expect([told(), await stateOf(answerOf(pressed))]).toStrictEqual([undefined, 'running']);
      await at.press('U0ALICE', pressed, 'gw504_stop');
      await at.slack.waitFor(() => /was stopped/.test(message.text), 'the end');
    });
  });

  it('keeps one root message for one question', async () => {
    at.port.diagnose = atOnce;
    const root = await at.ask('U0ALICE', 'C0INCIDENT', id);
    await at.slack.command('U0BOB', 'C0INCIDENT', `/gw504 ${id}`);
    await at.slack.waitFor(() => at.whispers('U0BOB').some((text) => text.includes('asked')));
    expect(at.roots('C0INCIDENT').at(-1)?.ts).toBe(root.ts);
  });
});
