import { describe, expect, it } from 'vitest';
import type { Episode, Ledger } from '../../../src/slack/alarms/ledger.ts';
import { backendOf, sharingBackend } from '../../../src/slack/alarms/same-backend.ts';

const nowMs = Date.parse('2026-11-20T14:00:00Z');
const target = (name: string, requests: number) => ({ name, requests });

describe('the backend of an episode', () => {
  it.each<[string, number, { name: string; requests: number }[], string | undefined]>([
    ['is what serves all that failed', 12, [target('orders-db', 12)], 'orders-db (eu-west-1)'],
    ['is what serves nearly all', 10, [target('orders-db', 9), target('b', 1)], 'orders-db (eu-west-1)'],
    ['is none where several share it', 10, [target('orders-db', 8), target('b', 2)], undefined],
    ['is none where the logs name none', 10, [], undefined],
    ['is none of two failures', 2, [target('orders-db', 2)], undefined],
  ])('%s', (_what, failures, byTarget, expected) => {
    expect(backendOf([{ failures, byTarget }], 'eu-west-1')).toBe(expected);
  });
});

const episode = (name: string, more: Partial<Episode> = {}): Episode => ({
  answerId: name,
  threadTs: '1',
  scopes: [{ api: name }],
  alarms: [{ name, ts: '1', times: 1 }],
  more: 0,
  fromMs: nowMs,
  openedMs: nowMs,
  lastMs: nowMs,
  looks: 1,
  isOver: false,
  whileMuted: 0,
  backend: 'orders-db (eu-west-1)',
  ...more,
});

it('names the alarms of other open episodes with that backend', () => {
  const own = episode('own');
  const ledger: Ledger = {
    sorted: [],
    episodes: [
      own,
      episode('same'),
      episode('other', { backend: 'b (eu-west-1)' }),
      episode('unknown', { backend: undefined }),
      episode('long ago', { lastMs: nowMs - 3_600_000 }),
    ],
  };
  expect(sharingBackend(ledger, own, nowMs).map(({ answerId }) => answerId)).toStrictEqual(['same']);
  expect(sharingBackend(ledger, { answerId: 'own', backend: undefined }, nowMs)).toStrictEqual([]);
});
