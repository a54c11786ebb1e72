import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DedupeKey } from '../../src/jobs/jobs.ts';
import { type Harness, id, startHarness } from './harness.ts';

const ts = '1690000000.000504';
const mention = { type: 'app_mention', ts, text: `<@UBOT> ${id}` };

describe('what Slack delivers again, long after it was answered', () => {
  let bench: Harness;
  beforeAll(async () => {
    bench = await startHarness();
  });
  afterAll(() => bench.stop());
  afterEach(() => {
    bench.port.accept = bench.jobs.accept;
  });
  const posts = () => bench.posts({ channel: 'C0001', thread_ts: ts });
  const accepted = () => bench.lines.filter((line) => line.includes('"decision":"accepted"')).length;

  it('is known by its event, by its place, and by what is asked, for longer than Slack tries', async () => {
    const claimed: DedupeKey[] = [];
    bench.port.accept = (job) => {
      if (job.kind === 'slack-question') claimed.push(...job.dedupeKeys);
      return bench.jobs.accept(job);
    };
    await bench.event(mention, { event_id: 'Ev-late' });
    await expect.poll(() => posts().length, { timeout: 100_000 }).toBe(5);
    expect(claimed).toStrictEqual([
      { key: `message:T0001:C0001:${ts}`, ttlSeconds: 3600 },
      { key: 'event:Ev-late', ttlSeconds: 3600 },
      {
        key: `same:T0001:C0001:${JSON.stringify([id, null, null, null, null, null, null, null])}`,
        ttlSeconds: 3600,
      },
    ]);
  });

  it.each([
    ['the same event', mention, 'Ev-late'],
    ['its twin, of another id', { ...mention, type: 'message' }, 'Ev-twin'],
  ])('%s: acknowledged, and nothing else', async (_what, event, event_id) => {
    await expect
      .poll(() => bench.lines.some((line) => line.includes('"decision":"answered"')), { timeout: 100_000 })
      .toBe(true);
    // The answer is news no longer: whoever asks anew would be answered anew.
    for (const { key, value } of await bench.jobs.state.list('answers', { limit: 5 }))
      await bench.jobs.state.put('answers', key, { ...Object(value), answeredAtMs: Date.now() - 1_800_000 });
    await bench.event(event, { event_id });
    expect(accepted()).toBe(1);
    expect(posts()).toHaveLength(5);
    expect(bench.slack.of('chat.postEphemeral')).toStrictEqual([]);
  });

  it('near miss: the same request, asked by somebody in a message of their own', async () => {
    await bench.event({ ...mention, ts: '1690000000.000505' }, { event_id: 'Ev-new' });
    expect(accepted()).toBe(2);
  });
});
