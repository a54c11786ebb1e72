import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Harness, startHarness } from './harness.ts';

const idOf = (digit: string) => `${digit.repeat(8)}-574c-4d30-b6b9-25e26d687255`;
let bench: Harness;
beforeAll(async () => {
  bench = await startHarness();
});
afterAll(() => bench.stop());

it('hears neither its own messages, nor its own edits, nor another app that names it', async () => {
  const channel = 'C0002';
  const own = { user: 'UBOT', bot_id: 'BBOT', text: `a 504, request ${idOf('1')}` };
  await bench.event({ type: 'message', channel, ts: '1.1', ...own });
  await bench.event({
    type: 'message',
    subtype: 'message_changed',
    channel,
    ts: '1.2',
    message: { ts: '1.1', ...own, text: `a 504, request ${idOf('2')}` },
    previous_message: { ts: '1.1', ...own },
  });
  await bench.event({
    type: 'app_mention',
    channel,
    ts: '1.3',
    bot_id: 'BOTHER',
    text: `<@UBOT> ${idOf('3')}`,
  });
  // A person is heard: what came before and was heard would have been taken by now.
  await bench.event({ type: 'message', channel, ts: '1.4', text: `a 504, request ${idOf('4')}` });
  await bench.slack.until(() => bench.posts({ channel, thread_ts: '1.4' }).length >= 5);
  const accepted = bench.lines.filter((line) => line.includes('"decision":"accepted"'));
  expect(accepted.map((line) => /[1-4]{8}-574c/.exec(line)?.[0])).toStrictEqual(['44444444-574c']);
  expect(bench.slack.of('chat.postMessage').every((post) => post.thread_ts === '1.4')).toBe(true);
});
