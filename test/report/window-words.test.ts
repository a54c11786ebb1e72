import { describe, expect, it } from 'vitest';
import type { WindowEvidence } from '../../src/evidence/window/window-evidence.ts';
import { wordsOfWindow } from '../../src/report/window-words.ts';
import { loadTemplates } from '../../src/templates.ts';
import type { WindowSummary } from '../../src/verdict/summarise-window.ts';

const templates = loadTemplates();
const fromMs = Date.parse('2026-11-20T14:00:00Z');
const evidence: WindowEvidence = {
  question: { scope: { api: 'orders' }, fromMs, toMs: fromMs + 30 * 60_000 },
  groups: [],
  late: [],
  changes: [],
  isComplete: true,
  searches: [],
  notes: [],
  apiCalls: 0,
  collectedAtMs: fromMs + 31 * 60_000,
};
const failed = (requests: number, more: Partial<WindowSummary> = {}): WindowSummary => ({
  requests,
  causes: [{ cause: 'lambda-error', requests }],
  routes: [{ name: 'POST /orders (orders)', requests }],
  stages: [{ name: 'orders/prod', requests }],
  targets: [],
  statuses: [],
  minutes: [],
  firstBadMinuteMs: fromMs,
  lastBadMinuteMs: fromMs,
  trend: 'rising',
  hasOnlyBegun: false,
  breadth: 'one-route',
  finishedLate: [],
  worth: [],
  ...more,
});
const none: WindowSummary = { ...failed(0), causes: [], trend: 'none', breadth: 'none' };
const traffic = (requests: number, failures: number) => [
  { apiName: 'orders', stage: 'prod', requests, failures, isLogged: true },
];
const search = (status: 'complete' | 'timed-out') =>
  ({ language: 'CWLI', text: '', target: 'a log group', status }) as const;
const said = (summary: WindowSummary, more: Partial<WindowEvidence> = {}) =>
  wordsOfWindow({ ...evidence, ...more }, summary, templates);

describe('what is said of a window', () => {
  it.each<[string, WindowSummary, Partial<WindowEvidence>, string]>([
    ['that nothing failed', none, {}, 'No request failed with a 5xx'],
    [
      'that not all was read',
      none,
      { isComplete: false, searches: [search('complete'), search('timed-out')] },
      'not every log could be read',
    ],
    [
      'that nothing was read',
      none,
      { isComplete: false, searches: [search('timed-out')] },
      'Nothing could be counted from 2026-11-20 14:00 to 14:30 UTC: no log could be read',
    ],
    ['that nothing was searched', none, { isComplete: false }, 'Nothing could be counted'],
    ['that there is no such API', none, { isUnknownApi: true }, 'there is no API orders in the places'],
    [
      'that there is no such stage',
      none,
      { isUnknownApi: true, question: { ...evidence.question, scope: { api: 'orders', stage: 'live' } } },
      'there is no API orders with a stage live in the places',
    ],
    [
      'that only CloudWatch saw it',
      none,
      { traffic: traffic(9, 1) },
      'CloudWatch counted 1 of 9 requests to orders/prod as failed (11\u00A0%)',
    ],
    ['how many', failed(100_000), {}, '100,000 requests failed from 2026-11-20 14:00 to 14:30 UTC.'],
    [
      'nearly all as nearly all',
      failed(1_000, {
        causes: [
          { cause: 'lambda-error', requests: 999 },
          { cause: 'lambda-timeout', requests: 1 },
        ],
      }),
      {},
      ': 99\u00A0%, and 1 other cause.',
    ],
  ])('says in the headline %s', (_what, summary, more, words) => {
    expect(said(summary, more).headline).toContain(words);
  });

  it.each<[string, WindowSummary, Partial<WindowEvidence>, string | undefined]>([
    [
      'the share of all requests',
      failed(3),
      { traffic: traffic(4_210, 3) },
      'Of 4,210 requests to orders/prod in those minutes, CloudWatch counted 3 as 5xx (<0.1\u00A0%).',
    ],
    [
      'why CloudWatch counts others than the logs',
      failed(2),
      { traffic: traffic(4_210, 3) },
      'as 5xx (<0.1\u00A0%), where the logs show 2: it counts by the whole minute, and methods that log nothing too.',
    ],
    [
      'why CloudWatch counts fewer than the logs',
      failed(5),
      { traffic: traffic(4_210, 3) },
      'where the logs show 5: it counts what clients were told, so no failure that was answered with another status, and none of a minute that it has still to count.',
    ],
    [
      'nothing of the other stages in that comparison',
      failed(5, {
        stages: [
          { name: 'orders/prod', requests: 3 },
          { name: 'stock/prod', requests: 2 },
        ],
      }),
      { traffic: traffic(4_210, 3) },
      'as 5xx (<0.1\u00A0%).',
    ],
    [
      'since when it is over',
      failed(3, { trend: 'over' }),
      {},
      'From 14:00 UTC to 14:00 UTC, and none in the 29 min since: over for now.',
    ],
    [
      'since when it is over, where no more lines were read',
      failed(3, { trend: 'over' }),
      { collectedAtMs: fromMs + 7 * 60_000 },
      'none in the 6 min since',
    ],
    [
      'that none failed',
      none,
      { traffic: traffic(4_210, 0) },
      'Of 4,210 requests to orders/prod in those minutes, CloudWatch counted none as 5xx.',
    ],
    [
      'how long answers took, though none failed',
      none,
      {
        traffic: traffic(40, 0).map((one) => ({ ...one, latency: { p50Ms: 90, p90Ms: 900, p99Ms: 9_000 } })),
      },
      'half had their answer within 90 ms',
    ],
    [
      'that it has only begun',
      failed(3, { trend: 'steady', hasOnlyBegun: true }),
      {},
      'Since 14:00 UTC, too short a time to tell whether it rises or falls.',
    ],
    [
      'what serves the one route',
      failed(10, { targets: [{ name: 'orders-create', requests: 9 }] }),
      {},
      'Nearly all on one route: POST /orders (orders), served by orders-create.',
    ],
    [
      'nothing of what serves a part of it',
      failed(10, { targets: [{ name: 'orders-create', requests: 8 }] }),
      {},
      'Nearly all on one route: POST /orders (orders).',
    ],
    ...(
      [
        [40_000, '40 s'],
        [201_400, '3 min'],
        [5 * 3_600_000, '5 h'],
      ] as const
    ).map(([beforeMs, words]): [string, WindowSummary, Partial<WindowEvidence>, string] => [
      `that a change came ${words} before`,
      failed(3, {
        lastChange: { what: 'stage', name: 'orders/prod', atMs: fromMs - beforeMs, beforeMs },
      }),
      {},
      `, ${words} before the first failure.`,
    ]),
    [
      'that no route is told',
      failed(1, { routes: [], breadth: 'one-stage' }),
      {},
      'On orders/prod; the logs name no route.',
    ],
    [
      'why no log shows what was counted',
      none,
      {
        traffic: traffic(9, 1),
        searches: [{ language: 'CWLI', text: 'q', target: '/a', status: 'complete' }],
      },
      'The logs of orders/prod were read, but lines can take some minutes to arrive',
    ],
    [
      'that no log could be read to show it',
      none,
      { traffic: traffic(9, 1), searches: [{ language: 'CWLI', text: 'q', target: '/a', status: 'denied' }] },
      'The logs of orders/prod could not be read; the notes say why.',
    ],
    [
      'that no log is written',
      none,
      { traffic: traffic(9, 1).map((one) => ({ ...one, isLogged: false })) },
      'orders/prod writes neither execution nor access logs',
    ],
    [
      'one client',
      failed(6),
      { clients: { requests: 6, atLeast: 1, only: '203.0.113.7' } },
      'All came from one address, 203.0.113.7: a single client, or a proxy in front of many.',
    ],
    [
      'one client, its address hidden',
      failed(6),
      { clients: { requests: 6, atLeast: 1 } },
      'All came from one address: a single client',
    ],
    [
      'several clients',
      failed(6),
      { clients: { requests: 6, atLeast: 4 } },
      'They came from 4 addresses or more.',
    ],
    ['nothing of clients where few failed', failed(4), { clients: { requests: 4, atLeast: 1 } }, undefined],
    [
      'nothing of clients where half is known',
      failed(12),
      { clients: { requests: 6, atLeast: 1 } },
      undefined,
    ],
  ])('says %s', (_what, summary, more, words) => {
    const { lines } = said(summary, more);
    if (words === undefined) expect(lines.join(' ')).not.toMatch(/address|client/);
    else expect(lines.some((line) => line.includes(words))).toBe(true);
  });

  it('names the day only where a window reaches over midnight', () => {
    const overnight = { scope: {}, fromMs: fromMs - 15 * 3_600_000, toMs: fromMs };
    const { headline, lines } = said(failed(3, { firstBadMinuteMs: fromMs - 15 * 3_600_000 }), {
      question: overnight,
    });
    expect(headline).toContain('from 2026-11-19 23:00 UTC to 2026-11-20 14:00 UTC.');
    expect(lines).toContain('Since 2026-11-19 23:00 UTC, and rising.');
    expect(said(failed(3)).lines).toContain('Since 14:00 UTC, and rising.');
  });

  it.each([
    [undefined, 'All within one minute, 14:00 UTC.'],
    [10 * 60_000, 'All within 10 minutes from 14:00 UTC.'],
  ])('tells how closely failures stand together, counted by stretches of %s ms', (stretchMs, words) => {
    const { lines } = said(failed(3, { trend: 'single' }), stretchMs === undefined ? {} : { stretchMs });
    expect(lines).toContain(words);
  });

  it('compares how long failures took with how long the gateway waits on most of them', () => {
    const group = (timeoutMs: number, requests: number) => ({
      region: 'eu-west-1',
      apiId: 'a1b2c3d4e5',
      apiName: 'orders',
      apiType: 'rest' as const,
      stage: 'prod',
      status: 504,
      sample: '',
      minuteMs: fromMs,
      requests,
      firstMs: fromMs,
      lastMs: fromMs,
      exampleId: 'x',
      timeoutMs,
    });
    const groups = [group(29_000, 2), group(10_000, 4)];
    expect(said(failed(6, { typicalMs: 10_020, slowestMs: 29_100 }), { groups }).lines).toContain(
      'The failed requests took 10.0 s typically, 29.1 s at most; the gateway waits 10.0 s.',
    );
    expect(said(failed(6, { typicalMs: 29_100, slowestMs: 29_100 })).lines).toContain(
      'The failed requests took 29.1 s.',
    );
  });

  it.each([
    [
      { requests: 5, timedOut: 10 },
      "5 invocations of orders-create ran on past the gateway's timeout, beside 10 requests that timed out there (50\u00A0%).",
    ],
    // Others call the function too: a share would mean nothing.
    [
      { requests: 50, timedOut: 1 },
      "50 invocations of orders-create ran on past the gateway's timeout, beside 1 request that timed out there.",
    ],
  ])('warns of work that finished late: %o', (late, words) => {
    const { warning, lines } = said(failed(10, { finishedLate: [{ name: 'orders-create', ...late }] }));
    expect(warning).toContain(words);
    expect(lines.join(' ')).not.toContain('ran on');
  });
});
