import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Harness, id, otherId, startHarness } from './harness.ts';

describe('mentions and messages', () => {
  let bench: Harness;
  beforeAll(async () => {
    bench = await startHarness();
  });
  afterAll(() => bench.stop());
  let lastTs = 0;
  const nextTs = () => {
    lastTs += 1;
    return `1690000000.${String(lastTs).padStart(6, '0')}`;
  };
  const answered = async (channel: string, thread_ts: string) => {
    await bench.slack.until(() => bench.posts({ channel, thread_ts }).length >= 5);
    return bench.posts({ channel, thread_ts });
  };

  it('answers a mention once, in the thread of the message, although Slack delivers two events, twice each', async () => {
    const ts = nextTs();
    const text = `<@UBOT> ${id}`;
    await bench.event({ type: 'message', ts, text });
    await bench.event({ type: 'app_mention', ts, text }, { event_id: 'EvMention' });
    await bench.event({ type: 'app_mention', ts, text }, { event_id: 'EvMention' });
    await bench.event({ type: 'message', ts, text });
    expect(await answered('C0001', ts)).toHaveLength(5);
    expect(bench.slack.of('reactions.add')).toStrictEqual([
      { channel: 'C0001', timestamp: ts, name: 'eyes' },
    ]);
    expect(bench.slack.of('chat.postEphemeral')).toStrictEqual([]);
  });

  it.each([
    ['the mention before the message', ['app_mention', 'message']],
    ['a deletion before what was deleted', ['deleted', 'app_mention', 'message']],
    ['an edit before what was edited', ['changed', 'app_mention', 'message']],
    ['the first delivery long after the second', ['app_mention', 'message', 'message', 'app_mention']],
  ] as const)('answers once, whatever comes first: %s', async (_, order) => {
    const ts = nextTs();
    const text = `<@UBOT> ${String(lastTs).padStart(8, '0')}-574c-4d30-b6b9-25e26d687255`;
    const before = bench.slack.of('chat.postEphemeral').length;
    const said = { ts, text, user: 'U0001' };
    for (const kind of order) {
      if (kind === 'deleted')
        await bench.event({
          type: 'message',
          subtype: 'message_deleted',
          deleted_ts: ts,
          ts: nextTs(),
          previous_message: said,
        });
      else if (kind === 'changed')
        await bench.event({ type: 'message', subtype: 'message_changed', ts: nextTs(), message: said });
      else await bench.event({ type: kind, ...said });
    }
    expect(await answered('C0001', ts)).toHaveLength(5);
    expect(bench.slack.of('chat.postEphemeral')).toHaveLength(before);
  });

  it('tells a second asker privately where the running answer is', async () => {
    const ts = nextTs();
    await bench.event({ type: 'app_mention', ts, text: `<@UBOT> ${id}`, user: 'U0002' });
    expect(bench.slack.of('chat.postEphemeral').at(-1)).toMatchObject({
      channel: 'C0001',
      user: 'U0002',
      blocks: expect.stringMatching(/https:\/\/acme\.example\/p1700000000\.\d+/),
    });
    expect(bench.posts({ channel: 'C0001', thread_ts: ts })).toStrictEqual([]);
  });

  it('says that the same was answered already, once it was', async () => {
    const ts = nextTs();
    await bench.event({ type: 'app_mention', ts, text: `<@UBOT> ${id}`, user: 'U0003' });
    expect(bench.slack.of('chat.postEphemeral').at(-1)?.text).toMatch(/the answer about .* stands already/);
  });

  it.each([
    ['with a file of logs', { subtype: 'file_share', files: [{ id: 'F1' }] }, /does not open files/],
    ['with a file, as Slack also tells it', { files: [{ id: 'F1' }] }, /does not open files/],
    ['in a thread that Slack does not show', { thread_ts: '1690000000.000001' }, /read the thread/],
    ['of nothing', {}, /`\/gw504 help` says more/],
  ])('says privately why a mention %s cannot be answered', async (_, more, why) => {
    bench.slack.reply('conversations.replies', () => ({ ok: false, error: 'missing_scope' }));
    await bench.event({ type: 'app_mention', ts: nextTs(), text: '<@UBOT> look', ...more });
    expect(bench.slack.of('chat.postEphemeral').at(-1)?.text).toMatch(why);
  });

  it('takes the id from the thread when a mention there names none', async () => {
    const thread_ts = nextTs();
    const ts = nextTs();
    bench.slack.reply('conversations.replies', () => ({
      ok: true,
      messages: [
        {
          ts: thread_ts,
          user: 'U0004',
          text: '',
          attachments: [{ title: 'Alarm', text: `5xx on ${otherId}` }],
        },
        { ts, user: 'U0001', text: '<@UBOT> look' },
      ],
    }));
    await bench.event({ type: 'app_mention', ts, thread_ts, text: '<@UBOT> look' });
    expect(await answered('C0001', thread_ts)).toHaveLength(5);
  });

  it.each([
    ['a 504 beside an id', 'C0001', `got a 504, request ${'1'.repeat(8)}-574c-4d30-b6b9-25e26d687255`],
    ['an id alone where the channel opted in', 'C0002', `${'2'.repeat(8)}-574c-4d30-b6b9-25e26d687255`],
    [
      'log lines',
      'C0001',
      '(33333333-574c-4d30-b6b9-25e26d687255) Execution failed due to a timeout error\n(33333333-574c-4d30-b6b9-25e26d687255) Method completed with status: 504',
    ],
  ])('answers %s without being named', async (_what, channel, text) => {
    const ts = nextTs();
    await bench.event({ type: 'message', ts, text, channel });
    expect(await answered(channel, ts)).toHaveLength(5);
  });

  it.each([
    ['an id alone where the channel did not opt in', { text: `order ${otherId}` }],
    ['talk', { text: 'lunch at 12:30?' }],
    ['a channel that is not set up', { text: `504 on ${otherId}`, channel: 'C0009' }],
    ['an edit of ours', { subtype: 'message_changed', message: { bot_id: 'BBOT', text: `504 ${otherId}` } }],
    ['an app', { text: `504 on ${otherId}`, bot_id: 'B0007' }],
    ['ourselves', { text: `504 on ${otherId}`, user: 'UBOT' }],
    ['somebody of another organisation', { text: `504 on ${otherId}`, user: 'U0008', team: 'T0009' }],
    ['the thread of an answer', { text: `504 on ${otherId}`, thread_ts: '1690000000.000001' }],
  ])('keeps silent: %s', async (_what, event) => {
    const calls = bench.slack.of('chat.postMessage').length + bench.slack.of('chat.postEphemeral').length;
    await bench.event({ type: 'message', ts: nextTs(), ...event });
    expect(bench.slack.of('chat.postMessage').length + bench.slack.of('chat.postEphemeral').length).toBe(
      calls,
    );
  });

  it('tells privately what is wrong with a mention', async () => {
    await bench.event({ type: 'app_mention', ts: nextTs(), text: '<@UBOT> please' });
    expect(bench.slack.of('chat.postEphemeral').at(-1)?.text).toMatch(/no request id in that message/);
  });
});
