import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorkspace, type WorkspaceUnderTest } from './workspace.ts';

const anId = (digit: string) => `${digit.repeat(8)}-574c-4d30-b6b9-25e26d687255`;

describe('the thread of an answer', () => {
  let at: WorkspaceUnderTest;
  beforeAll(async () => {
    at = await startWorkspace();
  });
  afterAll(() => at.stop());
  const replies = (root: { channel: string; ts: string }) => at.inThread(root.channel, root.ts);
  const holding = (root: { channel: string; ts: string }, text: string) =>
    replies(root).find((message) => JSON.stringify(message.blocks ?? []).includes(text));
  const optionOf = (message: { blocks?: unknown[] } | undefined, value: RegExp) => {
    const found = JSON.stringify(message?.blocks ?? []).match(value)?.[0];
    return { type: 'static_select', value: found };
  };

  it('brings the picture with its numbers in words', async () => {
    const root = await at.ask('U0ALICE', 'C0INCIDENT', anId('1'));
    const picture = replies(root).find(({ files }) => files.length > 0);
    const file = at.slack.state.files.get(picture?.files[0] ?? '');
    expect(file).toMatchObject({ name: 'latency.png', mimeType: 'image/png' });
    expect(file?.altText).toMatch(/29/);
  });

  it('marks steps done for everybody, by two people at once, and takes a mark back', async () => {
    const root = await at.ask('U0ALICE', 'C0INCIDENT', anId('2'));
    const list = () => holding(root, 'gw504_mark_step') ?? holding(root, 'gw504_unmark_step');
    const drawn = () => JSON.stringify(list()?.blocks);
    const option = optionOf(list(), /2\/[\w-]+\/0/);
    await Promise.all([
      at.press('U0ALICE', list() ?? root, 'gw504_mark_step', option.value),
      at.press('U0BOB', list() ?? root, 'gw504_mark_step', option.value),
    ]);
    await at.slack.waitFor(() => drawn()?.includes('gw504_unmark_step'), 'the mark');
    expect(drawn()).toMatch(/"user_id":"U0(ALICE|BOB)"/);
    await at.press('U0BOB', list() ?? root, 'gw504_unmark_step', option.value);
    await at.slack.waitFor(() => !drawn()?.includes('gw504_unmark_step'), 'the mark taken back');
  });

  it('keeps what is done when the request is looked up again', async () => {
    const root = await at.ask('U0ALICE', 'C0INCIDENT', anId('d'));
    const list = holding(root, 'gw504_mark_step');
    const option = optionOf(list, /2\/[\w-]+\/0/);
    await at.press('U0ALICE', list ?? root, 'gw504_mark_step', option.value);
    await at.slack.waitFor(() => holding(root, 'gw504_unmark_step'), 'the mark');
    await at.press('U0BOB', root, 'gw504_run_again');
    const marked = () =>
      replies(root).filter(({ blocks }) => JSON.stringify(blocks ?? []).includes('gw504_unmark_step'));
    await at.slack.waitFor(() => marked().length === 2, 'the second checklist');
    expect(JSON.stringify(marked()[1]?.blocks)).toContain('"user_id":"U0ALICE"');
  });

  it.each([
    ['share', '3', '## Integration answered too late'],
    ['phase', '6', 'here it failed'],
    ['integration', '7', 'integration'],
  ])('adds to the thread from the menu, once: %s', async (choice, digit, shown) => {
    const root = await at.ask('U0ALICE', 'C0INCIDENT', anId(digit));
    const option = optionOf(root, new RegExp(`${choice}/[\\w-]+/0`)).value;
    await Promise.all([
      at.press('U0ALICE', root, 'gw504_more', option),
      at.press('U0BOB', root, 'gw504_more', option),
    ]);
    const added = await at.slack.waitFor(() => replies(root)[5], 'the message');
    expect(JSON.stringify(added.blocks)).toContain(shown);
    expect(replies(root)).toHaveLength(6);
  });

  it('counts others like this one, and answers the one that somebody picks', async () => {
    const root = await at.ask('U0ALICE', 'C0INCIDENT', anId('8'));
    const asked = new Promise((resolve) => {
      at.port.analyseWindow = async (question) => {
        resolve(question);
        return {
          window: {
            from: '2026-11-20T14:12:09.000Z',
            to: '2026-11-20T15:12:09.000Z',
            failures: 12,
            complete: true,
            summary: '12 requests failed.',
            byCause: [{ cause: 'slow-integration', requests: 12 }],
            byRoute: [{ name: 'POST /orders', requests: 12 }],
            byStage: [],
            byTarget: [],
            byStatus: [],
            byMinute: [],
            latency: {},
            trend: 'rising',
            breadth: 'one-route',
            finishedLate: [],
            worthDiagnosing: [{ id: anId('9'), cause: 'slow-integration', why: 'the slowest' }],
            receipt: { queries: [], apiCalls: 1, bytesScanned: 1 },
          },
          lines: ['Since 14:20, and rising.'],
          example: [],
          notes: [],
        };
      };
    });
    await at.press('U0BOB', root, 'gw504_more', optionOf(root, /others\/[\w-]+\/0/).value);
    expect(await asked).toStrictEqual({
      scope: { api: 'a1b2c3d4e5', account: '111122223333', region: 'eu-west-1', stage: 'prod' },
      fromMs: Date.parse('2026-11-20T14:12:09.000Z'),
      toMs: Date.parse('2026-11-20T15:12:09.000Z'),
      askedBy: 'U0BOB',
    });
    const window = await at.slack.waitFor(() => holding(root, 'gw504_pick_request'), 'the window');
    expect(window.text).toBe('12 requests failed. Since 14:20, and rising.');
    await at.press('U0ALICE', window, 'gw504_pick_request', anId('9'));
    await at.slack.waitFor(() => replies(root).length === 12, 'the answer to the one that was picked');
  });

  it('shows one of several requests in full, with a checklist of its own', async () => {
    const before = at.roots('C0INCIDENT').length;
    await at.slack.command('U0ALICE', 'C0INCIDENT', `/gw504 ${anId('a')} ${anId('b')}`);
    const root = await at.slack.waitFor(() => at.roots('C0INCIDENT')[before], 'the summary');
    await at.slack.waitFor(() => replies(root).length === 2, 'both verdicts');
    await at.press('U0BOB', root, 'gw504_show_details', optionOf(root, /[\w-]+\/1"/).value?.replace('"', ''));
    await at.slack.waitFor(() => replies(root).length === 7, 'the details');
    const list = () => holding(root, 'gw504_mark_step') ?? holding(root, 'gw504_unmark_step') ?? root;
    await at.press('U0BOB', list(), 'gw504_mark_step', optionOf(list(), /2\/[\w-]+\/1/).value);
    await at.slack.waitFor(() => JSON.stringify(list().blocks).includes('gw504_unmark_step'), 'the mark');
  });

  it('lets the asker delete the answer and nobody else but an administrator', async () => {
    const root = await at.ask('U0ALICE', 'C0INCIDENT', anId('4'));
    const option = optionOf(root, /delete\/[\w-]+\/0/).value;
    await at.press('U0BOB', root, 'gw504_more', option);
    await at.slack.waitFor(() => at.whispers('U0BOB').some((text) => /can delete this answer/.test(text)));
    expect(replies(root)).toHaveLength(5);
    await at.press('U0ADMIN', root, 'gw504_more', option);
    await at.slack.waitFor(() => at.whispers('U0ADMIN').some((text) => /are deleted/.test(text)));
    expect(at.roots('C0INCIDENT').some(({ ts }) => ts === root.ts)).toBe(false);
    expect(replies(root)).toStrictEqual([]);
  });
});
