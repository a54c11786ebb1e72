import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readLedger } from '../../src/slack/alarms/ledger.ts';
import { alarmText, calm, failing, over } from './alarm-samples.ts';
import { startWorkspace, type WorkspaceUnderTest } from './workspace.ts';

const channel = 'C0INCIDENT';

/** One workspace for tests that want the same of it. */
function workspace(alarmReplies: Record<string, unknown>) {
  let at: WorkspaceUnderTest | undefined;
  beforeAll(async () => {
    at = await startWorkspace({
      config: {
        channels: [
          { id: channel, alarms: 'on' },
          { id: 'C0OTHER', alarms: 'on' },
        ],
        alarmReplies,
      },
    });
  });
  afterAll(() => at?.stop());
  const started = () => {
    if (!at) throw new Error('the workspace is not there yet');
    return at;
  };
  return {
    get at() {
      return started();
    },
    alarm: (name: string, to = channel) =>
      started().slack.postAs('U0ALARM', { channel: to, text: alarmText(name) }).ts,
    thread: (ts: string, where = channel) => started().inThread(where, ts),
  };
}

describe('a storm', () => {
  const on = workspace({ lookAgainMinutes: [], perChannel: 5 });

  it('answers a storm of 1,000 messages within its limits, none lost, none counted twice', async () => {
    const { at, alarm, thread } = on;
    const ledger = async () => readLedger(await at.jobs.state.get('alarm-ledger', channel));
    const lookups: string[] = [];
    const usual = at.port.findAlarm;
    at.port.findAlarm = (found, options) => {
      lookups.push(found.name);
      return usual({ ...found, api: `api-${Number(found.name.split('-')[1]) % 12}` }, options);
    };
    at.port.analyseWindow = async () => failing;
    // Half of them repeats of ten alarms, half alarms of which each comes once; twelve APIs.
    for (let index = 0; index < 1_000; index += 1) alarm(`storm-${index % 2 ? index : index % 20}`);
    const counted = async () => {
      const { episodes, skipped } = await ledger();
      const answered = episodes.flatMap(({ alarms }) => alarms).reduce((sum, { times }) => sum + times, 0);
      const beyond = episodes.reduce((sum, { more }) => sum + more, 0);
      return answered + beyond + (skipped?.count ?? 0);
    };
    await vi.waitFor(async () => expect(await counted()).toBe(1_000), { timeout: 180_000, interval: 500 });
    const { episodes, skipped } = await ledger();
    expect(episodes).toHaveLength(5);
    await at.slack.waitFor(
      () => episodes.every(({ threadTs }) => thread(threadTs).length >= 3),
      'the five replies',
    );
    const said = () =>
      at.slack.state.messages.filter(
        ({ user, threadTs, files }) => user === 'U0GW504BOT' && threadTs && !files.length,
      );
    // For each episode its reply, its example and at most three pointers; for all that was skipped one message.
    expect(said().length).toBeLessThanOrEqual(5 * (2 + 3) + 1);
    await vi.waitFor(
      () => {
        const words = said().filter(({ text }) => text.startsWith('More alarms came'));
        expect(words).toHaveLength(1);
        expect(words[0]?.text).toContain(`so ${skipped?.count} alarm messages were not looked up`);
      },
      { timeout: 100_000, interval: 300 },
    );
    // 510 names; those of a batch beyond the first hundred are not even looked up.
    expect(lookups.length).toBeLessThanOrEqual(1_000);
  });
});

describe('alarms over time', () => {
  // Three replies in all: the first test takes one of them.
  const on = workspace({ lookAgainMinutes: [0.02, 0.04, 0.06], overall: 3 });

  it('looks again until it is over, in the same message, and takes up an alarm that comes back', async () => {
    const { at, alarm, thread } = on;
    const answers = [calm, failing, over, over];
    let looks = 0;
    at.port.analyseWindow = async () => answers[Math.min(looks++, 3)] ?? over;
    const ts = alarm('orders-5xx');
    const text = () => thread(ts)[0]?.text ?? '';
    await at.slack.waitFor(
      () => /no log shows yet/.test(text()),
      'the first look, before the logs are there',
    );
    await at.slack.waitFor(() => /12 requests failed/.test(text()), 'the second look');
    await at.slack.waitFor(() => /it is over/.test(text()), 'the end');
    expect(looks).toBe(3);
    expect(thread(ts).filter(({ text }) => text.includes('12 requests failed'))).toHaveLength(1);
    alarm('orders-5xx');
    await at.slack.waitFor(
      () => looks === 4 && /came 2 times/.test(JSON.stringify(thread(ts)[0])),
      'the return',
    );
  });

  it('keeps the limit over all channels too', async () => {
    const { at, alarm, thread } = on;
    at.port.analyseWindow = async () => failing;
    const first = [alarm('a-5xx'), alarm('b-5xx')];
    await at.slack.waitFor(() => first.every((ts) => thread(ts).length === 3), 'two replies');
    const third = alarm('c-5xx', 'C0OTHER');
    await at.slack.waitFor(
      () => /not looked up: c-5xx/.test(thread(third, 'C0OTHER')[0]?.text ?? ''),
      'the word',
    );
  });
});

describe('an alarm that is looked at once', () => {
  const on = workspace({ lookAgainMinutes: [] });

  it('looks again at the press of a button', async () => {
    const { at, alarm, thread } = on;
    let looks = 0;
    at.port.analyseWindow = async () => (looks++ === 0 ? failing : over);
    const ts = alarm('orders-5xx');
    await at.slack.waitFor(() => thread(ts).length === 3, 'the reply');
    await at.press('U0BOB', thread(ts)[0] ?? { channel, ts: '' }, 'gw504_look_again');
    await at.slack.waitFor(() => /it is over/.test(thread(ts)[0]?.text ?? ''), 'the second look');
    expect(thread(ts).filter(({ text }) => text.includes('12 requests failed'))).toHaveLength(1);
  });

  it('outlives a restart between the alarm and its answer, and says nothing twice', async () => {
    const { at, alarm, thread } = on;
    let isSlow = true;
    at.port.analyseWindow = (_question, { signal }) =>
      isSlow
        ? new Promise((_resolve, reject) =>
            signal.addEventListener('abort', () => reject(new Error('stopping')), { once: true }),
          )
        : Promise.resolve(failing);
    const ts = alarm('payments-5xx');
    await at.slack.waitFor(() => thread(ts).length === 1, 'the first word');
    const comeBack = await at.restart();
    isSlow = false;
    await comeBack();
    await at.slack.waitFor(() => thread(ts).length === 3, 'the reply');
    expect(thread(ts)[0]?.text).toContain('12 requests failed');
  });
});
