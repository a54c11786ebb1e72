import { describe, expect, it } from 'vitest';
import { type AlarmContext, alarmMessage } from '../../../src/slack/blocks/alarm-message.ts';
import { faultsOf } from './check-limits.ts';
import { sampleWindow, templates } from './samples.ts';

const plain: AlarmContext = {
  templates,
  answerId: '0f8fad5b-d9cb-469f-a165-70867728950e',
  scope: {
    account: '111122223333',
    region: 'eu-west-1',
    api: 'a1b2c3d4e5',
    apiName: 'orders',
    stage: 'prod',
  },
  alarms: [{ name: 'orders-5xx', times: 1 }],
  more: 0,
  isLatency: false,
  isFirst: true,
  isOver: false,
  lookedMs: Date.parse('2026-11-20T14:52:00Z'),
  nextMs: Date.parse('2026-11-20T14:55:00Z'),
  muted: undefined,
  whileMuted: 0,
  accounts: { '111122223333': 'shop' },
};
const quiet = {
  ...sampleWindow,
  window: { ...sampleWindow.window, failures: 0, byCause: [], byRoute: [], byTarget: [], byMinute: [] },
  lines: [],
};
const longest = '<!channel> *a* `b` <https://evil.example|c> & '.repeat(6).slice(0, 255);
const shown = (ctx: Partial<AlarmContext>, answer = sampleWindow) =>
  JSON.stringify(alarmMessage(answer, { ...plain, ...ctx }).blocks);

describe('the reply to an alarm', () => {
  it.each<[string, Partial<AlarmContext>, string]>([
    ['what it watches', {}, 'orders · prod · shop · eu-west-1'],
    ['that all stages are meant', { scope: { api: 'orders' } }, 'orders · every stage'],
    ['when it looks again', {}, 'As of 14:52 UTC; gw504 looks again at 14:55 UTC.'],
    ['that it does not', { nextMs: undefined }, 'gw504 does not look again by itself'],
    ['that it is over', { isOver: true }, 'As of 14:52 UTC it is over.'],
    ['how often it came', { alarms: [{ name: 'a', times: 3 }] }, 'This alarm came 3 times.'],
    [
      'for which others it speaks',
      {
        alarms: [
          { name: 'a', times: 1 },
          { name: 'b', times: 2 },
          { name: 'c', times: 1 },
        ],
        more: 4,
      },
      'Also for: b ×2, c, and 4 more.',
    ],
    [
      'who muted it',
      { muted: { untilMs: Date.parse('2026-11-20T15:52:00Z'), user: 'U0BOB' } },
      ' until 15:52 UTC.',
    ],
    [
      'which other APIs fail on the same backend',
      { backend: 'orders-db (eu-west-1)', sharing: ['pay-5xx', 'stock-5xx'] },
      'The same backend, orders-db (eu-west-1), is behind the failures of pay-5xx, stock-5xx: one trouble',
    ],
    ['what came meanwhile', { whileMuted: 2 }, '2 alarm messages came while it was muted.'],
  ])('says %s', (_what, ctx, words) => {
    expect(shown(ctx)).toContain(words);
  });

  it.each<[string, Partial<AlarmContext>, string]>([
    ['while logs may still come', {}, 'no log shows yet'],
    ['when none came', { nextMs: undefined }, 'no log that could be read shows one'],
  ])('says why there may be no failure, %s', (_what, ctx, words) => {
    expect(shown(ctx, quiet)).toContain(words);
    expect(shown(ctx)).not.toContain(words);
  });

  it('calls nothing calm while the alarm knows of failures that the logs do not show', () => {
    const head = (ctx: Partial<AlarmContext>, answer = quiet) =>
      JSON.stringify(alarmMessage(answer, { ...plain, ...ctx }).blocks[0]);
    const calm = {
      ...quiet,
      window: { ...quiet.window, traffic: [{ stage: 'a/b', requests: 9, failures: 0 }] },
    };
    expect(head({})).toContain('⚪ cannot tell');
    expect(head({ nextMs: undefined })).toContain('⚪ cannot tell');
    expect(head({}, calm)).toContain('⚪ cannot tell');
    expect(head({ nextMs: undefined }, calm)).toContain('🟢 no failures');
  });

  it('says of an alarm on latency that a slow answer is no failure', () => {
    const blocks = shown({ isLatency: true }, quiet);
    expect(blocks).toContain('This alarm watches how long answers take');
    expect(blocks).toContain('🟢 no failures');
    expect(shown({ isLatency: true })).not.toContain('watches how long');
  });

  it('promises no log line of an API that is nowhere', () => {
    const unknown = { ...quiet, window: { ...quiet.window, complete: false, unknownApi: true as const } };
    expect(shown({}, unknown)).not.toContain('no log shows yet');
    expect(shown({ nextMs: undefined }, unknown)).not.toContain('no log that could be read shows one');
  });

  it('says where CloudWatch itself counted no failure, once the logs are all there', () => {
    const counted = (failures: number) => ({
      ...quiet,
      window: { ...quiet.window, traffic: [{ stage: 'orders/prod', requests: 900, failures }] },
    });
    const words = "By CloudWatch's own count no request failed";
    expect(shown({ nextMs: undefined }, counted(0))).toContain(words);
    expect(shown({}, counted(0))).not.toContain(words);
    expect(shown({}, counted(0))).toContain('CloudWatch counts no failure in that time so far.');
    // What CloudWatch did count, the window itself explains.
    expect(shown({ nextMs: undefined }, counted(3))).not.toMatch(/no failed|no request failed|shows one/);
  });

  it('has its buttons in the first message of an alarm over several APIs only', () => {
    expect(shown({})).toContain('gw504_look_again');
    expect(shown({ isFirst: false })).not.toContain('gw504_look_again');
    expect(shown({ isFirst: false })).not.toContain('gw504_mute_alarm');
  });

  it('stays within Slack’s limits and calls nobody, whatever an alarm is called', () => {
    const message = alarmMessage(sampleWindow, {
      ...plain,
      scope: { api: longest, stage: longest, region: longest, account: longest },
      alarms: Array.from({ length: 20 }, () => ({ name: longest, times: 99 })),
      more: 1_000,
      backend: longest,
      sharing: Array.from({ length: 20 }, () => longest),
      muted: { untilMs: 1, user: longest },
      whileMuted: 5,
    });
    expect(faultsOf(message)).toStrictEqual([]);
  });
});
