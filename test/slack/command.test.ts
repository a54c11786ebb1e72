import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atOnce, type Harness, id, otherId, startHarness } from './harness.ts';

describe('/gw504', () => {
  let bench: Harness;
  beforeAll(async () => {
    bench = await startHarness();
  });
  afterAll(() => bench.stop());

  it('answers with the verdict in the root and the details in its thread', async () => {
    const { slack } = bench;
    const ack = await bench.command(id);
    expect(ack).toMatchObject({
      response_type: 'ephemeral',
      text: `On it. Looking for \`${id}\`; the answer comes in this channel.`,
    });
    await slack.until(() => slack.of('chat.postMessage').length === 5);
    const [root, ...details] = slack.of('chat.postMessage');
    expect(root).toMatchObject({ channel: 'C0001', unfurl_links: 'false', unfurl_media: 'false' });
    expect(root).not.toHaveProperty('thread_ts');
    expect(
      details.map((post) => [
        post.channel,
        post.thread_ts,
        JSON.parse(post.metadata ?? '').event_payload.part,
      ]),
    ).toStrictEqual([
      ['C0001', '1700000000.000001', 'latency'],
      ['C0001', '1700000000.000001', 'evidence'],
      ['C0001', '1700000000.000001', 'checklist'],
      ['C0001', '1700000000.000001', 'closing'],
    ]);
    const verdict = slack.of('chat.update').at(-1);
    expect(verdict).toMatchObject({
      ts: '1700000000.000001',
      text: expect.stringContaining('The function answered 2.1 s after the gateway had given up.'),
    });
  });

  it.each([
    ['a word that is no id', 'orders', {}, /is not a request id/],
    ['an unknown option', `${id} --stag prod`, {}, /There is no option --stag/],
    ['help', 'help', {}, /explains one API Gateway 504/],
    ['an unknown channel', id, { channel_id: 'C0009' }, /not set up for gw504/],
    ['another workspace', id, { team_id: 'T0009' }, /one workspace only/],
    [
      'a stage that is not for this channel',
      `${id} --stage dev`,
      { channel_id: 'C0002' },
      /may not ask about stage dev/,
    ],
    ['somebody who is not on the list', id, { channel_id: 'C0003' }, /not on the list/],
  ])('tells only the asker what is wrong: %s', async (_what, text, change, words) => {
    const posts = bench.slack.of('chat.postMessage').length;
    const ack = await bench.command(text, change);
    expect(ack).toMatchObject({ response_type: 'ephemeral', text: expect.stringMatching(words) });
    expect(bench.slack.of('chat.postMessage')).toHaveLength(posts);
  });

  it('names what was meant as an id and is none, and looks up the rest', async () => {
    const ack = await bench.command(`${otherId} 12345678-1234`, { channel_id: 'C0002' });
    expect(ack?.text).toBe(
      `On it. Looking for \`${otherId}\`; the answer comes in this channel.\n“12345678-1234” is no request id and was left out: too short, too long, or cut while copying.`,
    );
  });

  it('looks up the first ten requests of pasted lines, and judges the others by the lines', async () => {
    const asked: string[] = [];
    bench.port.diagnose = async (inquiry, options) => {
      if (inquiry.pasted) asked.push(inquiry.id.value);
      return atOnce(inquiry, options);
    };
    const lines = Array.from(
      { length: 14 },
      (_, index) =>
        `(${String(index + 10).padStart(8, '0')}-574c-4d30-b6b9-25e26d687255) Execution failed due to a timeout error`,
    );
    const before = bench.slack.of('chat.update').length;
    await bench.command(lines.join('\n'));
    await bench.slack.until(() =>
      bench.slack
        .of('chat.update')
        .slice(before)
        .some(({ text }) => text?.startsWith('11 requests')),
    );
    bench.port.diagnose = atOnce;
    // Ten looked up; the eleventh of the answer is the one that the text alone gives.
    expect(asked).toHaveLength(10);
  });

  it('never makes markup of what the asker typed', async () => {
    const ack = await bench.command('<!channel>`*x*`-12345678-1234', {});
    expect(ack?.text).not.toContain('<!channel>');
  });
});
