import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { AnalyseWindow } from '../../src/slack/bot.ts';
import { alarmText, calm, failing } from './alarm-samples.ts';
import { startWorkspace, type WorkspaceUnderTest } from './workspace.ts';

const snsText = JSON.stringify({
  AlarmName: 'payments-5xx',
  AWSAccountId: '111122223333',
  NewStateValue: 'ALARM',
  NewStateReason: 'Threshold Crossed: 1 datapoint [9.0 (20/11/26 14:40:00)] was greater than the threshold.',
  StateChangeTime: '2026-11-20T14:42:05.219+0000',
  Region: 'EU (Ireland)',
  Trigger: {
    MetricName: '5XXError',
    Namespace: 'AWS/ApiGateway',
    Dimensions: [
      { name: 'ApiName', value: 'payments' },
      { name: 'Stage', value: 'prod' },
    ],
    Period: 60,
  },
});

function about(at: WorkspaceUnderTest) {
  return {
    post: (text: string, channel = 'C0INCIDENT', attachments?: Record<string, unknown>[]) =>
      at.slack.postAs('U0ALARM', { channel, text, ...(attachments ? { attachments } : {}) }).ts,
    alarm(name: string, { state = 'ALARM', channel = 'C0INCIDENT' } = {}) {
      return at.slack.postAs('U0ALARM', { channel, text: alarmText(name, state) }).ts;
    },
    thread: (ts: string, channel = 'C0INCIDENT') => at.inThread(channel, ts),
    shown: (ts: string, channel = 'C0INCIDENT') => JSON.stringify(at.inThread(channel, ts)[0]?.blocks ?? []),
    /** Resolves once the audit holds so many decisions of alarms with this reason. */
    noted: (why: string, times = 1) =>
      vi.waitFor(
        () =>
          expect(
            at.lines.filter((line) => line.includes('"entry":"alarm"') && line.includes(`"why":"${why}"`))
              .length,
          ).toBeGreaterThanOrEqual(times),
        100_000,
      ),
  };
}

describe('alarms', () => {
  let at: WorkspaceUnderTest;
  let on: ReturnType<typeof about>;
  const asked: Parameters<AnalyseWindow>[0][] = [];
  beforeAll(async () => {
    at = await startWorkspace({
      config: {
        channels: [
          { id: 'C0INCIDENT', alarms: 'on', stages: ['prod', 'live'] },
          { id: 'C0OTHER', alarms: 'on' },
          { id: 'C0OLD' },
          { id: 'C0PARTNER', alarms: 'on' },
        ],
        alarmReplies: {
          lookAgainMinutes: [],
          perChannel: 50,
          overall: 100,
          matchers: [{ pattern: '^Synthetic check (?<name>\\S+) fails on (?<api>\\w+)$' }],
        },
      },
    });
    on = about(at);
    at.port.analyseWindow = async (question) => {
      asked.push(question);
      return question.scope.api === 'quiet-5xx' ? calm : failing;
    };
  });
  afterAll(() => at.stop());

  it('answers each form of alarm in its thread: the failures, the picture, the first request in full', async () => {
    const forms = [
      on.alarm('orders-5xx'),
      on.post('', 'C0INCIDENT', [{ fallback: snsText, text: `\`\`\`${snsText}\`\`\`` }]),
      on.post('', 'C0INCIDENT', [
        {
          title: '[FIRING:1] checkout 5xx (web)',
          text: '**Firing**\nLabels:\n - alertname = checkout 5xx\n - ApiName = checkout\n - Stage = live\nSource: https://grafana.example.com',
        },
      ]),
      on.post('Synthetic check nightly fails on reports'),
    ];
    await at.slack.waitFor(() => forms.every((ts) => on.thread(ts).length === 3), 'the replies');
    for (const [index, name] of ['orders-5xx', 'payments-5xx', 'checkout 5xx', 'nightly'].entries()) {
      const [window, picture, example] = on.thread(forms[index] ?? '');
      expect(window?.text).toContain('12 requests failed. Since 14:20, and rising.');
      expect(JSON.stringify(window?.blocks)).toContain(name);
      expect(picture?.files).toHaveLength(1);
      expect(JSON.stringify(example?.blocks)).toContain('gw504_show_evidence');
      expect(JSON.stringify(example?.blocks?.[0])).toContain('One of the 12 in full:');
    }
    const datapointMs = Date.parse('2026-11-20T14:40:00.000Z');
    expect(asked.find(({ scope }) => scope.api === 'payments')).toMatchObject({
      scope: { api: 'payments', region: 'eu-west-1', stage: 'prod' },
      askedBy: 'alarm',
    });
    expect(asked.map(({ scope }) => scope.api).sort()).toStrictEqual([
      'checkout',
      'orders-5xx',
      'payments',
      'reports',
    ]);
    expect(asked.every(({ fromMs }) => fromMs <= datapointMs || fromMs < Date.now())).toBe(true);
    await at.press('U0BOB', on.thread(forms[0] ?? '')[2] ?? { channel: '', ts: '' }, 'gw504_show_evidence');
    await at.slack.waitFor(() => on.thread(forms[0] ?? '').length === 4, 'the evidence');
  });

  it.each<[string, string, () => string]>([
    ['a turn to OK', 'state-OK', () => on.alarm('quiet-ok', { state: 'OK' })],
    ['a channel that did not switch it on', 'switched-off', () => on.alarm('any', { channel: 'C0OLD' })],
    ['a channel shared with others', 'shared', () => on.alarm('any', { channel: 'C0PARTNER' })],
    ['an alarm of something else', 'elsewhere', () => on.alarm('queue-depth')],
    ['an alarm that nobody knows', 'not-found', () => on.alarm('unheard-of')],
    ['a stage that the channel may not ask about', 'api', () => on.alarm('staging-5xx')],
  ])('keeps silent, and notes why: %s', async (_what, why, post) => {
    const usual = at.port.findAlarm;
    at.port.findAlarm = async (alarm, options) => {
      if (alarm.name === 'queue-depth') return { status: 'elsewhere', what: 'AWS/SQS Depth' };
      if (alarm.name === 'unheard-of') return { status: 'unknown', why: 'not-found', detail: alarm.name };
      return usual(alarm.name === 'staging-5xx' ? { ...alarm, stage: 'staging' } : alarm, options);
    };
    const before = asked.length;
    const ts = post();
    await on.noted(why);
    expect(asked).toHaveLength(before);
    expect(at.slack.state.messages.filter(({ threadTs }) => threadTs === ts)).toStrictEqual([]);
    at.port.findAlarm = usual;
  });

  it('never answers people, edits, or itself', async () => {
    const before = asked.length;
    at.slack.say('U0ALICE', 'C0INCIDENT', alarmText('said-by-alice'));
    at.slack.postAs('U0GW504BOT', { channel: 'C0INCIDENT', text: alarmText('said-by-us') });
    const last = on.alarm('a-last-one');
    await at.slack.waitFor(() => on.thread(last).length === 3, 'the reply after them');
    expect(asked.slice(before).map(({ scope }) => scope.api)).toStrictEqual(['a-last-one']);
  });

  it('answers an alarm that an app writes into its message, once, and no other edit', async () => {
    const stub = at.slack.postAs('U0ALARM', { channel: 'C0INCIDENT', text: 'Loading …' });
    at.slack.changeAs(stub, { text: alarmText('edited-in') });
    await at.slack.waitFor(() => on.thread(stub.ts).length === 3, 'the reply');
    const before = asked.length;
    at.slack.changeAs(stub, { text: `${alarmText('edited-in')} (seen by 2)` });
    at.slack.changeAs(stub, { text: alarmText('edited-in', 'OK') });
    at.slack.changeAs(stub, { text: alarmText('edited-in') });
    const last = on.alarm('after-the-edits');
    await at.slack.waitFor(() => on.thread(last).length === 3, 'the reply after them');
    expect(asked.slice(before).map(({ scope }) => scope.api)).toStrictEqual(['after-the-edits']);
    expect(on.thread(stub.ts)).toHaveLength(3);
  });

  it('counts the failures of the API that a message of any app names, for whoever points at it', async () => {
    const ts = on.post('', 'C0INCIDENT', [
      {
        title: 'Critical: gateway errors',
        text: 'POST https://f1r5tap1id.execute-api.eu-west-1.amazonaws.com/prod/orders fails',
      },
    ]);
    await at.slack.shortcut({
      user: 'U0BOB',
      callbackId: 'gw504_explain_message',
      channel: 'C0INCIDENT',
      ts,
    });
    await at.slack.waitFor(() => on.thread(ts).length === 3, 'the reply');
    expect(asked.at(-1)).toMatchObject({
      scope: { api: 'f1r5tap1id', region: 'eu-west-1', stage: 'prod' },
      askedBy: 'U0BOB',
    });
    expect(on.shown(ts)).toContain('Critical: gateway errors');
  });

  it('joins repeats and other alarms of the same API to the one reply', async () => {
    const usual = at.port.findAlarm;
    at.port.findAlarm = (alarm, options) =>
      usual(alarm.name.startsWith('stock-') ? { ...alarm, api: 'stock' } : alarm, options);
    const first = on.alarm('stock-5xx');
    const again = on.alarm('stock-5xx');
    const other = on.alarm('stock-latency');
    await at.slack.waitFor(() => on.thread(first).length === 3, 'the reply');
    await at.slack.waitFor(() => on.thread(other).length === 1, 'the way to it');
    await at.slack.waitFor(() => on.shown(first).includes('This alarm came 2 times.'), 'the count');
    await at.slack.waitFor(() => on.shown(first).includes('Also for: stock-latency.'), 'the other alarm');
    expect(on.thread(other)[0]?.text).toMatch(/about the same API as stock-5xx/);
    expect(on.thread(again)).toStrictEqual([]);
    at.port.findAlarm = usual;
  });

  it('shows that several APIs fail on one backend', async () => {
    const usual = at.port.analyseWindow;
    const window = { ...failing.window, byTarget: [{ name: 'orders-db', requests: 12 }] };
    at.port.analyseWindow = async () => ({ ...failing, window });
    const first = on.alarm('one-5xx');
    await at.slack.waitFor(() => on.thread(first).length === 3, 'the first reply');
    const second = on.alarm('two-5xx');
    await at.slack.waitFor(
      () =>
        on
          .shown(second)
          .includes('The same backend, orders-db (eu-west-1), is behind the failures of one-5xx'),
      'the backend',
    );
    await at.slack.waitFor(
      () => on.shown(first).includes('is behind the failures of two-5xx'),
      'the same in the first reply',
    );
    at.port.analyseWindow = usual;
  });

  it('is quiet for an hour once somebody mutes it, counts what came, and answers whoever asks all the same', async () => {
    const first = on.alarm('noisy-5xx');
    await at.slack.waitFor(() => on.thread(first).length === 3, 'the reply');
    const reply = () => on.thread(first)[0] ?? { channel: '', ts: '' };
    await at.press('U0ALICE', reply(), 'gw504_mute_alarm');
    await at.slack.waitFor(() => on.shown(first).includes('Muted by'), 'the mute');
    const second = on.alarm('noisy-5xx');
    await on.noted('muted');
    await at.slack.waitFor(
      () => on.shown(first).includes('1 alarm message came while it was muted'),
      'the count',
    );
    expect(on.thread(second)).toStrictEqual([]);
    await at.slack.shortcut({
      user: 'U0BOB',
      callbackId: 'gw504_explain_message',
      channel: 'C0INCIDENT',
      ts: second,
    });
    await at.slack.waitFor(() => on.thread(second).length === 3, 'the reply that was asked for');
    await at.slack.waitFor(
      () => /Counting the failed requests/.test(at.whispers('U0BOB').at(-1) ?? ''),
      'the word',
    );
    await at.press('U0ALICE', reply(), 'gw504_unmute_alarm');
    await at.slack.waitFor(() => !on.shown(first).includes('Muted by'), 'the end of the mute');
  });

  it('is switched off and on by an administrator', async () => {
    await at.jobs.state.put('alarms', 'C0INCIDENT', { alarms: 'off', user: 'U0ADMIN', atMs: 0 });
    const before = at.lines.length;
    const off = on.alarm('while-off');
    await expect.poll(() => at.lines.slice(before).some((line) => line.includes('switched-off'))).toBe(true);
    await at.jobs.state.put('alarms', 'C0INCIDENT', { alarms: 'on', user: 'U0ADMIN', atMs: 0 });
    const back = on.alarm('while-on');
    await at.slack.waitFor(() => on.thread(back).length === 3, 'the reply');
    expect(on.thread(off)).toStrictEqual([]);
  });

  it('is switched off in every channel at once, and App Home says what came meanwhile', async () => {
    const home = () =>
      JSON.stringify(
        Object(at.slack.state.homes.get('U0ADMIN')).definition ?? at.slack.state.homes.get('U0ADMIN'),
      );
    await at.jobs.state.remove('alarms-unanswered', 'C0INCIDENT');
    await at.jobs.state.put('alarms', '*', { alarms: 'off', user: 'U0ADMIN', atMs: 0 });
    await at.jobs.state.put('alarms', 'C0INCIDENT', { alarms: 'on', user: 'U0ADMIN', atMs: 0 });
    const before = at.lines.length;
    const off = on.alarm('all-are-off');
    await expect.poll(() => at.lines.slice(before).some((line) => line.includes('switched-off'))).toBe(true);
    at.slack.openHome('U0ADMIN');
    await at.slack.waitFor(
      () => home()?.includes('alarm replies off; 1 alarm message came meanwhile'),
      'the count',
    );
    await at.jobs.state.put('alarms', '*', { alarms: 'on', user: 'U0ADMIN', atMs: 0 });
    const back = on.alarm('all-are-on');
    await at.slack.waitFor(() => on.thread(back).length === 3, 'the reply');
    expect(on.thread(off)).toStrictEqual([]);
  });

  it('says of an alarm without failures why that can be', async () => {
    const ts = on.alarm('quiet-5xx');
    await at.slack.waitFor(
      () => on.thread(ts)[0]?.text.includes('no log that could be read shows one'),
      'the reason',
    );
    expect(on.thread(ts)).toHaveLength(1);
  });

  it('says once an hour that alarms cannot be looked up, with the cure', async () => {
    const usual = at.port.findAlarm;
    at.port.findAlarm = async () => ({ status: 'unknown', why: 'denied', detail: 'access-denied' });
    const threads = [on.alarm('denied-1'), on.alarm('denied-2')];
    await on.noted('denied', 2);
    await at.slack.waitFor(() => threads.some((ts) => on.thread(ts).length > 0), 'the word');
    expect(threads.map((ts) => on.thread(ts)[0]?.text ?? '').sort()).toStrictEqual([
      '',
      expect.stringContaining('Allow cloudwatch:DescribeAlarms'),
    ]);
    at.port.findAlarm = usual;
  });

  it.each<[string, string, string, RegExp]>([
    [
      'an alarm of something else',
      'queue-depth',
      'U0BOB',
      /does not watch the failures of an API Gateway API/,
    ],
    ['an alarm that nobody knows', 'unheard-of', 'U0BOB', /Nothing tells which API/],
    ['an API that the channel may not ask about', 'staging-5xx', 'U0BOB', /may not ask about the API/],
    ['a guest', 'orders-5xx', 'U0GUEST', /Guests cannot ask here/],
  ])('tells whoever asks by hand why there is no answer: %s', async (_what, name, user, words) => {
    const usual = at.port.findAlarm;
    at.port.findAlarm = async (alarm, options) => {
      if (alarm.name === 'queue-depth') return { status: 'elsewhere', what: 'AWS/SQS Depth' };
      if (alarm.name === 'unheard-of') return { status: 'unknown', why: 'not-found', detail: alarm.name };
      return usual({ ...alarm, stage: 'staging' }, options);
    };
    const ts = on.alarm(name, { state: 'OK' });
    await at.slack.shortcut({ user, callbackId: 'gw504_explain_message', channel: 'C0INCIDENT', ts });
    await at.slack.waitFor(() => at.whispers(user).some((text) => words.test(text)), 'the word');
    expect(on.thread(ts)).toStrictEqual([]);
    at.port.findAlarm = usual;
  });

  it.each([
    ['at once', []],
    ['once it can be checked again', ['conversations.info']],
  ])(
    'shows nothing where the channel became shared while the logs were read: seen %s',
    async (how, failing) => {
      const usual = at.port.analyseWindow;
      at.port.analyseWindow = async (question, options) => {
        at.slack.share('C0OTHER', 'external');
        for (const method of failing)
          at.slack.faults.inject(method, { kind: 'refused', error: 'fatal_error' }, 1);
        return usual?.(question, options) ?? calm;
      };
      const ts = on.alarm(`shared-meanwhile-${how.length}`, { channel: 'C0OTHER' });
      await at.slack.waitFor(
        () => /no answer here/.test(on.thread(ts, 'C0OTHER')[0]?.text ?? ''),
        'the withdrawal',
      );
      expect(on.thread(ts, 'C0OTHER')).toHaveLength(1);
      at.port.analyseWindow = usual;
      at.slack.share('C0OTHER', undefined);
    },
  );
});
