import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Harness, startHarness } from './harness.ts';

/** As a later version may store it: with a field that this one does not know, and one in another form. */
const stored = (answerId: string) => ({
  answerId,
  entry: 'command',
  team: 'T0001',
  channel: 'C0001',
  user: 'U0001',
  inquiries: [{ id: { kind: 'uuid', value: 'x' }, scope: { regions: ['eu-west-1'] } }],
  askedAtMs: 1_700_000_000_000,
  source: 'command:1',
  priority: 'high',
});

describe('a question that another version has stored', () => {
  let bench: Harness;
  beforeAll(async () => {
    bench = await startHarness();
  });
  afterAll(() => bench.stop());
  const store = (data: unknown) => bench.jobs.accept({ kind: 'slack-question', data, dedupeKeys: [] });
  const words = /taken by another version of gw504 .* Ask again\.$/;
  const failures = (answerId: string) =>
    bench.lines
      .map((line) => JSON.parse(line).audit)
      .filter((audit) => audit?.answerId === answerId && audit.decision === 'failed');

  it('ends in one word to whoever asked, privately where nothing stands yet', async () => {
    await store(stored('q-nothing-stands'));
    await expect.poll(() => failures('q-nothing-stands'), { timeout: 100_000 }).toHaveLength(1);
    expect(bench.slack.of('chat.postEphemeral')).toMatchObject([
      { channel: 'C0001', user: 'U0001', text: expect.stringMatching(words) },
    ]);
    expect(failures('q-nothing-stands')).toMatchObject([
      { why: 'unreadable', user: 'U0001', channel: 'C0001' },
    ]);
    expect(bench.slack.of('chat.postMessage')).toStrictEqual([]);
  });

  it('ends in its own message where that stands', async () => {
    await bench.jobs.state.put('deliveries', 'q-stands', {
      state: 'running',
      parts: { root: '1690000000.000001' },
    });
    await store(stored('q-stands'));
    await expect.poll(() => failures('q-stands'), { timeout: 100_000 }).toHaveLength(1);
    expect(bench.slack.of('chat.update')).toMatchObject([
      { channel: 'C0001', ts: '1690000000.000001', text: expect.stringMatching(words) },
    ]);
    expect(await bench.jobs.state.get('deliveries', 'q-stands')).toMatchObject({ state: 'failed' });
  });

  it('says nothing over an answer that stands, nor of what names nobody', async () => {
    const before = bench.slack.calls.length;
    await bench.jobs.state.put('deliveries', 'q-answered', {
      state: 'answered',
      parts: { root: '1690000000.000002' },
    });
    await store(stored('q-answered'));
    await store({ entirely: 'different' });
    const ended = () =>
      bench.lines.filter(
        (line) => JSON.parse(line).level === 50 && line.includes('stored by another version'),
      );
    await expect.poll(ended, { timeout: 100_000 }).toHaveLength(4);
    expect(bench.slack.calls.length).toBe(before);
    // What stood in it is in no line of the log.
    expect(bench.lines.join('')).not.toContain('entirely');
  });
});
