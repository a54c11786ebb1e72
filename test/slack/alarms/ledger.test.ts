import { describe, expect, it } from 'vitest';
import type { Ledger } from '../../../src/slack/alarms/ledger.ts';
import { type Sortable, sortIn } from '../../../src/slack/alarms/sort-in.ts';
import { beginOf, endOf } from '../../../src/slack/alarms/window-of.ts';

const nowMs = Date.parse('2026-11-20T14:00:00Z');
const minute = 60_000;
const empty: Ledger = { episodes: [], sorted: [] };
let count = 0;
const alarm = (name: string, more: Partial<Sortable> = {}): Sortable => {
  count += 1;
  return {
    answerId: `answer-${count}`,
    ts: `1700000000.${String(count).padStart(6, '0')}`,
    name,
    scopes: [{ api: name }],
    fromMs: nowMs - 10 * minute,
    atMs: nowMs,
    isRepeat: false,
    isMuted: false,
    ...more,
  };
};
const limits = { perChannel: 2, left: 10, nowMs };
const outcomes = (ledger: Ledger, alarms: Sortable[], more: Partial<typeof limits> = {}) =>
  sortIn(ledger, alarms, { ...limits, ...more }).outcomes.map(({ outcome }) => outcome);

describe('sortIn', () => {
  it.each<[string, Sortable[], string[]]>([
    ['a first alarm', [alarm('a')], ['opened']],
    [
      'the same name again, not looked up',
      [alarm('a'), alarm('a', { scopes: undefined })],
      ['opened', 'joined'],
    ],
    [
      'the same name in another region',
      [
        alarm('a', { region: 'eu-west-1', scopes: [{ api: 'x', region: 'eu-west-1' }] }),
        alarm('a', { region: 'us-east-1', scopes: [{ api: 'x', region: 'us-east-1' }] }),
      ],
      ['opened', 'opened'],
    ],
    [
      'the same name in another account',
      [
        alarm('a', { account: '111122223333', scopes: [{ api: 'x', account: '111122223333' }] }),
        alarm('a', { account: '444455556666', scopes: [{ api: 'x', account: '444455556666' }] }),
        alarm('a', { account: '444455556666', scopes: undefined }),
      ],
      ['opened', 'opened', 'joined'],
    ],
    [
      'another name, the same API',
      [alarm('a'), alarm('b', { scopes: [{ api: 'a', stage: 'prod' }] })],
      ['opened', 'joined'],
    ],
    [
      'one API of two that are looked at',
      [alarm('ab', { scopes: [{ api: 'a' }, { api: 'b' }] }), alarm('b')],
      ['opened', 'joined'],
    ],
    [
      'two APIs, of which one is looked at',
      [alarm('a'), alarm('ab', { scopes: [{ api: 'a' }, { api: 'b' }] })],
      ['opened', 'opened'],
    ],
    ['one more than the limit', [alarm('a'), alarm('b'), alarm('c')], ['opened', 'opened', 'skipped']],
    [
      'one more than the limit, asked by hand',
      [alarm('a'), alarm('b'), alarm('c', { user: 'U1' })],
      ['opened', 'opened', 'opened'],
    ],
    ['a muted one', [alarm('a', { isMuted: true })], ['muted']],
    ['a muted one, asked by hand', [alarm('a', { isMuted: true, user: 'U1' })], ['opened']],
    ['a reminder of an alarm that nothing is open for', [alarm('a', { isRepeat: true })], ['repeat']],
    [
      'a reminder of one that is open',
      [alarm('a'), alarm('a', { isRepeat: true, scopes: undefined })],
      ['opened', 'joined'],
    ],
    ['a reminder, asked by hand', [alarm('a', { isRepeat: true, user: 'U1' })], ['opened']],
    ['one that nobody could look up', [alarm('a', { scopes: undefined })], ['skipped']],
  ])('sorts %s', (_what, alarms, expected) => {
    expect(outcomes(empty, alarms)).toStrictEqual(expected);
  });

  it('counts a message once, however often the run is repeated', () => {
    const alarms = [alarm('a'), alarm('a'), alarm('b'), alarm('c')];
    const first = sortIn(empty, alarms, limits);
    const again = sortIn(first.ledger, alarms, limits);
    expect(again.ledger).toStrictEqual(first.ledger);
    expect(again.outcomes.map(({ outcome }) => outcome)).toStrictEqual(['again', 'again', 'again', 'again']);
    // What was opened is looked at, though the first run broke off before it could say so.
    expect(again.opened.map(({ answerId }) => answerId)).toStrictEqual(
      first.opened.map(({ answerId }) => answerId),
    );
    expect(first.ledger.skipped).toMatchObject({ count: 1, names: ['c'] });
  });

  it('begins a new episode half an hour after the last alarm, and counts replies over ten minutes', () => {
    const { ledger } = sortIn(empty, [alarm('a'), alarm('b')], limits);
    expect(outcomes(ledger, [alarm('a')], { nowMs: nowMs + 29 * minute })).toStrictEqual(['joined']);
    expect(outcomes(ledger, [alarm('a')], { nowMs: nowMs + 31 * minute })).toStrictEqual(['opened']);
    expect(outcomes(ledger, [alarm('c')], { nowMs: nowMs + 9 * minute })).toStrictEqual(['skipped']);
    expect(outcomes(ledger, [alarm('c')], { nowMs: nowMs + 11 * minute })).toStrictEqual(['opened']);
  });

  it('counts what comes while an alarm is muted, longer than its episode takes up others', () => {
    const { ledger } = sortIn(empty, [alarm('a')], limits);
    const muted: Ledger = {
      ...ledger,
      episodes: ledger.episodes.map((one) => ({
        ...one,
        muted: { untilMs: nowMs + 60 * minute, user: 'U0BOB' },
      })),
    };
    const at = { ...limits, nowMs: nowMs + 45 * minute };
    const after = sortIn(muted, [alarm('a', { isMuted: true, scopes: undefined })], at);
    expect(after.outcomes.map(({ outcome }) => outcome)).toStrictEqual(['muted']);
    expect(after.ledger.episodes.map(({ whileMuted }) => whileMuted)).toStrictEqual([1]);
  });

  it.each<[string, Sortable[], Partial<typeof limits>, string]>([
    ['the channel has had its replies', [alarm('a'), alarm('b'), alarm('c')], {}, 'channel'],
    ['all channels have had theirs', [alarm('a')], { left: 0 }, 'overall'],
    ['too many came at once to be looked up', [alarm('a', { scopes: undefined })], {}, 'swarm'],
  ])('says why an alarm was skipped: %s', (_what, alarms, more, why) => {
    expect(sortIn(empty, alarms, { ...limits, ...more }).ledger.skipped).toMatchObject({ count: 1, why });
  });

  it.each<[string, Sortable[], (true | undefined)[]]>([
    ['an alarm on latency', [alarm('a', { isLatency: true })], [true]],
    [
      'one on failures that joins it',
      [alarm('a', { isLatency: true }), alarm('b', { scopes: [{ api: 'a' }] })],
      [undefined],
    ],
    [
      'one on latency that joins one on failures',
      [alarm('a'), alarm('b', { scopes: [{ api: 'a' }], isLatency: true })],
      [undefined],
    ],
    [
      'a reminder of it that is not looked up',
      [alarm('a', { isLatency: true }), alarm('a', { scopes: undefined })],
      [true],
    ],
  ])('knows whether an episode is about latency alone: %s', (_what, alarms, expected) => {
    expect(sortIn(empty, alarms, limits).ledger.episodes.map(({ isLatency }) => isLatency)).toStrictEqual(
      expected,
    );
  });

  it('looks at an API as a whole once alarms over several of its stages are joined', () => {
    const { ledger } = sortIn(
      empty,
      [
        alarm('a', { scopes: [{ api: 'x', stage: 'prod' }] }),
        alarm('b', { scopes: [{ api: 'x', stage: 'live' }] }),
      ],
      limits,
    );
    expect(ledger.episodes.map(({ scopes }) => scopes)).toStrictEqual([[{ api: 'x' }]]);
  });
});

describe('the window of an alarm', () => {
  const subject = { periodSeconds: 300, evaluationPeriods: 3, timeoutMs: 60_000 };
  it.each<[string, Parameters<typeof beginOf>[0], Parameters<typeof beginOf>[1], number]>([
    ['from its datapoint', { atMs: nowMs - 5 * minute }, subject, nowMs - (5 + 1 + 10) * minute],
    ['from the periods that it judges, where none is told', {}, subject, nowMs - (15 + 3 + 1 + 10) * minute],
    ['not from a datapoint of another day', { atMs: nowMs - 48 * 60 * minute }, subject, nowMs - 29 * minute],
    ['not from the future', { atMs: nowMs + 5 * minute }, subject, nowMs - 29 * minute],
    [
      'by the usual timeout and the message’s own period',
      { periodSeconds: 120 },
      {},
      nowMs - (2 + 3 + 10) * minute - 29_000,
    ],
  ])('begins %s', (_what, told, about, expected) => {
    expect(beginOf(told, about, nowMs)).toBe(expected);
  });

  it('ends now, and no later than three quarters of an hour after its last message', () => {
    expect(endOf({ lastMs: nowMs - minute }, nowMs)).toBe(nowMs);
    expect(endOf({ lastMs: nowMs - 100 * minute }, nowMs)).toBe(nowMs - 55 * minute);
  });
});
