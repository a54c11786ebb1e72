import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { straysKind } from '../../src/slack/deliver/remove-strays.ts';
import { type Harness, id, startHarness } from './harness.ts';

const parts = ['root', 'latency', 'evidence', 'checklist', 'closing'];
/** For what happens soon on a machine that is busy. */
const patience = { timeout: 100_000 };
let lastTs = 0;
const nextTs = () => {
  lastTs += 1;
  return `1690000000.${String(lastTs).padStart(6, '0')}`;
};
let lastId = 0;
/** Each question of its own, or it would join the one before. */
const nextId = () => {
  lastId += 1;
  return `${String(lastId).padStart(8, '0')}${id.slice(8)}`;
};

describe('each part of an answer stands once', () => {
  let bench: Harness;
  /** What stands in Slack: ts by part, of one answer after the other. */
  let standing: { ts: string; answer: string; part: string; thread?: string }[] = [];
  const marked = (args: Record<string, string>): { answer: string; part: string } => {
    const { answer, part } = Object(JSON.parse(args.metadata ?? '{}').event_payload);
    return { answer: String(answer), part: String(part) };
  };
  const stand = (args: Record<string, string>) => {
    const ts = nextTs();
    standing.push({ ts, ...marked(args), ...(args.thread_ts ? { thread: args.thread_ts } : {}) });
    return ts;
  };
  const messages = (thread?: string) => ({
    ok: true,
    messages: standing
      .filter((message) => message.thread === thread)
      .map(({ ts, answer, part }) => ({
        ts,
        metadata: { event_type: 'gw504_answer', event_payload: { answer, part } },
      })),
  });
  beforeAll(async () => {
    bench = await startHarness();
  });
  afterAll(() => bench.stop());
  afterEach(() => {
    bench.port.accept = bench.jobs.accept;
  });
  /** Slack of this test, with one thing that goes another way for one part. */
  const slackWith = (
    oddPart: string,
    odd: (args: Record<string, string>, times: number) => object | Promise<object>,
  ) => {
    standing = [];
    let times = 0;
    bench.slack.reply('conversations.history', () => messages());
    bench.slack.reply('conversations.replies', ({ ts }) => messages(ts));
    bench.slack.reply('chat.delete', ({ ts }) => {
      standing = standing.filter((message) => message.ts !== ts);
      return { ok: true };
    });
    bench.slack.reply('chat.postMessage', async (args) => {
      if (marked(args).part !== oddPart) return { ok: true, ts: stand(args) };
      times += 1;
      return { ...(await odd(args, times)) };
    });
  };
  const ask = async () => {
    await bench.command(nextId());
    const done = () => standing.some(({ part }) => part === 'closing');
    await bench.slack.until(done);
  };
  const noted = async (answer: string): Promise<Record<string, string>> =>
    Object(await bench.jobs.state.get('deliveries', answer)).parts;

  it.each(parts.filter((part) => part !== 'closing'))(
    'another process posts the same part at the same time (%s): the one that notes it last takes its own back',
    async (part) => {
      let theirs = '';
      slackWith(part, async (args, times) => {
        if (times > 1) return { ok: true, ts: stand(args) };
        theirs = stand(args);
        await bench.jobs.state.change('deliveries', marked(args).answer, (before) => ({
          ...Object(before),
          parts: { ...Object(before).parts, [part]: theirs },
        }));
        return { ok: true, ts: stand(args) };
      });
      await ask();
      await bench.slack.until(() => standing.filter((message) => message.part === part).length === 1);
      expect(standing.filter((message) => message.part === part)).toMatchObject([{ ts: theirs }]);
      expect((await noted(standing[0]?.answer ?? ''))[part]).toBe(theirs);
    },
  );

  it.each(['root', 'latency'])(
    'a message that was given up for lost arrives late (%s): it is looked for later, and taken back',
    async (part) => {
      const planned: { data: unknown; startAfterSeconds?: number }[] = [];
      bench.port.accept = (job) => {
        if (job.kind !== straysKind) return bench.jobs.accept(job);
        planned.push({ data: job.data, startAfterSeconds: job.startAfterSeconds ?? 0 });
        return Promise.resolve({ jobId: '', isNew: true });
      };
      let late: Record<string, string> = {};
      slackWith(part, (args, times) => {
        if (times > 1) return { ok: true, ts: stand(args) };
        late = args;
        return { status: 503 };
      });
      await ask();
      const kept = standing.find((message) => message.part === part);
      stand(late);
      expect(standing.filter((message) => message.part === part)).toHaveLength(2);
      expect(planned.slice(0, 2).map(({ startAfterSeconds }) => startAfterSeconds)).toStrictEqual([15, 120]);
      const [look] = planned;
      await bench.jobs.accept({ kind: straysKind, data: look?.data, dedupeKeys: [] });
      await bench.slack.until(() => standing.filter((message) => message.part === part).length === 1);
      expect(standing.filter((message) => message.part === part)).toStrictEqual([kept]);
      expect(standing.map((message) => message.part).sort()).toStrictEqual([...parts].sort());
    },
  );

  it('a process that was killed between a post and its note: the next one finds what stands', async () => {
    slackWith('none', () => ({}));
    await bench.command(nextId());
    await bench.slack.until(() => standing.some(({ part }) => part === 'closing'));
    const answer = standing[0]?.answer ?? '';
    const delivery = async () => Object(await bench.jobs.state.get('deliveries', answer));
    await expect.poll(async () => (await delivery()).state, patience).toBe('answered');
    const before = await delivery();
    const question = Object(await bench.jobs.state.get('questions', answer));
    // As the crash left it: posted, and not noted.
    await bench.jobs.state.put('deliveries', answer, {
      ...before,
      state: 'running',
      parts: { ...before.parts, evidence: '' },
    });
    expect(question).toMatchObject({ answerId: answer });
    await bench.jobs.accept({ kind: 'slack-question', data: question, dedupeKeys: [] });
    await expect.poll(async () => (await noted(answer)).evidence, patience).toBe(before.parts.evidence);
    expect(standing.map((message) => message.part).sort()).toStrictEqual([...parts].sort());
  });
});
