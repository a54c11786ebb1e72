import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { WindowAnswer } from '../../src/report/window.ts';
import { finding } from './finding.ts';
import { startWorkspace, type WorkspaceUnderTest } from './workspace.ts';

const exampleId = '99999999-574c-4d30-b6b9-25e26d687255';
const answer: WindowAnswer = {
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
    worthDiagnosing: [{ id: exampleId, cause: 'slow-integration', why: 'slowest' }],
    receipt: { queries: [], apiCalls: 1, bytesScanned: 1 },
  },
  lines: ['Since 14:20, and rising.'],
  example: [finding({ id: exampleId })],
  notes: [],
};
const alarmText = (name: string, state = 'ALARM') =>
  `The alarm ${name} changed state to ${state}: Threshold Crossed: 1 datapoint [5.0 (20/11/26 14:40:00)] was greater than the threshold (1.0). https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarmsV2:alarm/${name}`;

describe('alarms', () => {
  let at: WorkspaceUnderTest;
  const asked: { scope: unknown; fromMs: number; toMs: number; askedBy: string }[] = [];
  beforeAll(async () => {
    at = await startWorkspace({
      config: {
        channels: [
          { id: 'C0INCIDENT', alarms: 'on' },
          { id: 'C0OTHER', alarms: 'on' },
          { id: 'C0OLD' },
          { id: 'C0PARTNER', alarms: 'on' },
        ],
      },
    });
    at.port.analyseWindow = async (question) => {
      asked.push(question);
      return answer;
    };
  });
  afterAll(() => at.stop());
  const alarm = (name: string, state?: string, channel = 'C0INCIDENT') =>
    at.slack.say('U0ALARM', channel, alarmText(name, state))?.ts ?? '';
  const thread = (ts: string, channel = 'C0INCIDENT') => at.inThread(channel, ts);
  /** Everything that was delivered has been handled once this command has come back. */
  const settled = async () => {
    await at.slack.command('U0ALICE', 'C0INCIDENT', '/gw504 help');
  };

  it('answers in the thread of the alarm, with the first request in full', async () => {
    const ts = alarm('orders-5xx');
    await at.slack.waitFor(() => thread(ts).length === 2, 'the reply');
    const [window, example] = thread(ts);
    expect(window?.text).toContain('12 requests failed. Since 14:20, and rising.');
    expect(JSON.stringify(window?.blocks)).toContain('orders-5xx');
    expect(JSON.stringify(example?.blocks)).toContain('gw504_show_evidence');
    const atMs = Date.parse('2026-11-20T14:40:00.000Z');
    expect(asked.at(-1)).toStrictEqual({
      scope: { region: 'eu-west-1' },
      fromMs: atMs - 15 * 60_000,
      toMs: atMs + 10 * 60_000,
      askedBy: 'alarm',
    });
    await at.press('U0BOB', example ?? { channel: '', ts: '' }, 'gw504_show_evidence');
    await at.slack.waitFor(() => thread(ts).length === 3, 'the evidence');
  });

  it.each([
    ['the same alarm again', 'orders-5xx', 'ALARM', 'C0INCIDENT'],
    ['a turn to OK', 'payments-5xx', 'OK', 'C0INCIDENT'],
    ['a channel that did not switch it on', 'payments-5xx', 'ALARM', 'C0OLD'],
    ['a channel shared with others', 'payments-5xx', 'ALARM', 'C0PARTNER'],
  ])('keeps silent: %s', async (_what, name, state, channel) => {
    const before = asked.length;
    const ts = alarm(name, state, channel);
    await settled();
    expect(asked).toHaveLength(before);
    expect(thread(ts, channel)).toStrictEqual([]);
  });

  it('is quiet for an hour once somebody mutes the alarm, and answers whoever asks all the same', async () => {
    const first = alarm('noisy-5xx');
    await at.slack.waitFor(() => thread(first).length === 2, 'the reply');
    await at.press('U0ALICE', thread(first)[0] ?? { channel: '', ts: '' }, 'gw504_mute_alarm');
    await at.slack.waitFor(() =>
      at.whispers('U0ALICE').some((text) => /not answered here for an hour/.test(text)),
    );
    const second = alarm('noisy-5xx');
    await settled();
    expect(thread(second)).toStrictEqual([]);
    await at.slack.shortcut({
      user: 'U0BOB',
      callbackId: 'gw504_explain_message',
      channel: 'C0INCIDENT',
      ts: second,
    });
    await at.slack.waitFor(() => thread(second).length === 2, 'the reply');
    expect(at.whispers('U0BOB').at(-1)).toMatch(/Counting the failed requests/);
  });

  it('answers the first five of a storm, says so once, and counts the rest quietly', async () => {
    const storm = Array.from({ length: 8 }, (_, index) => alarm(`storm-${index}`, 'ALARM', 'C0OTHER'));
    await at.slack.waitFor(
      () => storm.filter((ts) => thread(ts, 'C0OTHER').length === 2).length === 5,
      'five replies',
    );
    await at.slack.waitFor(
      () => storm.some((ts) => /More than 5 alarms came/.test(thread(ts, 'C0OTHER')[0]?.text ?? '')),
      'the word about the storm',
    );
    await vi.waitFor(
      () => expect(at.lines.filter((line) => line.includes('"why":"storm"'))).toHaveLength(3),
      10_000,
    );
    expect(storm.map((ts) => thread(ts, 'C0OTHER').length).sort()).toStrictEqual([0, 0, 1, 2, 2, 2, 2, 2]);
  });
});
