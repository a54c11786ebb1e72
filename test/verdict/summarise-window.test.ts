import { describe, expect, it } from 'vitest';
import type { FailureGroup, WindowEvidence } from '../../src/evidence/window/window-evidence.ts';
import { summariseWindow } from '../../src/verdict/summarise-window.ts';

const startMs = Date.parse('2026-11-20T14:00:00Z');
const at = (minutes: number) => startMs + minutes * 60_000;

function group(minutes: number, requests: number, more: Partial<FailureGroup> = {}): FailureGroup {
  return {
    region: 'eu-west-1',
    apiId: 'a1b2c3d4e5',
    apiName: 'orders',
    apiType: 'rest',
    stage: 'prod',
    route: 'POST /orders',
    target: 'orders-create',
    status: 504,
    sample: '',
    minuteMs: at(minutes),
    requests,
    firstMs: at(minutes),
    lastMs: at(minutes) + 30_000,
    exampleId: `id-${minutes}-${requests}`,
    ...more,
  };
}

const summarise = (groups: FailureGroup[], more: Partial<WindowEvidence> = {}) =>
  summariseWindow(
    {
      question: { scope: {}, fromMs: startMs, toMs: at(30) },
      groups,
      late: [],
      changes: [],
      isComplete: true,
      searches: [],
      notes: [],
      apiCalls: 0,
      collectedAtMs: at(30),
      ...more,
    },
    (one) => (one.status === 504 ? 'integration-timeout' : 'lambda-error'),
  );

describe('trend', () => {
  it.each([
    ['none', [], 'none'],
    ['one minute, still going', [[29, 3]], 'single'],
    [
      'more and more',
      [
        [26, 1],
        [27, 2],
        [28, 5],
        [29, 9],
      ],
      'rising',
    ],
    [
      'less and less',
      [
        [26, 9],
        [27, 5],
        [28, 2],
        [29, 1],
      ],
      'falling',
    ],
    [
      'about the same',
      [
        [26, 4],
        [27, 5],
        [28, 4],
        [29, 5],
      ],
      'steady',
    ],
    [
      'quiet for five minutes',
      [
        [20, 4],
        [24, 4],
      ],
      'over',
    ],
    [
      'quiet for not quite five minutes',
      [
        [24, 4],
        [25, 4],
      ],
      'falling',
    ],
    [
      'fewer in minutes whose lines are still to come',
      [
        [26, 9],
        [27, 9],
        [28, 9],
        [29, 1],
      ],
      'steady',
    ],
    [
      'fewer in the second of two minutes',
      [
        [28, 9],
        [29, 1],
      ],
      'steady',
    ],
    [
      'more, though lines are still to come',
      [
        [28, 3],
        [29, 9],
      ],
      'rising',
    ],
  ] as const)('%s', (_, minutes, trend) => {
    expect(summarise(minutes.map(([minute, requests]) => group(minute, requests))).trend).toBe(trend);
  });
});

describe('what has only begun', () => {
  it.each([
    ['of the last two minutes', [[28, 3]], at(30), true],
    ['of the last four minutes', [[26, 3]], at(30), false],
    ['of a time long past', [[27, 3]], at(600), false],
    ['of no failure', [], at(30), false],
  ] as const)('%s', (_, minutes, collectedAtMs, expected) => {
    const groups = minutes.map(([minute, requests]) => group(minute, requests));
    expect(summarise(groups, { collectedAtMs }).hasOnlyBegun).toBe(expected);
  });
});

describe('breadth', () => {
  it.each([
    ['one route', [group(1, 9), group(2, 1, { route: 'GET /orders', target: 'orders-list' })], 'one-route'],
    [
      'one function behind several routes',
      [group(1, 5), group(2, 5, { route: 'GET /orders' })],
      'one-target',
    ],
    ['one stage', [group(1, 5), group(2, 5, { route: 'GET /orders', target: 'orders-list' })], 'one-stage'],
    [
      'several stages',
      [group(1, 5), group(2, 5, { route: 'GET /stock', target: 'stock', apiId: 'b', apiName: 'stock' })],
      'wide',
    ],
    ['no failure', [], 'none'],
  ])('%s', (_, groups, breadth) => {
    expect(summarise(groups).breadth).toBe(breadth);
  });
});

it('warns of late work only where the gateway gave up, and beside how many requests', () => {
  const late = ['orders-create', 'orders-list', 'orders-idle'].map((functionName) => ({
    functionName,
    limitMs: 29_000,
    requests: 3,
  }));
  const groups = [group(1, 5), group(2, 4), group(2, 2, { target: 'orders-list', status: 502 })];
  expect(summarise(groups, { late }).finishedLate).toStrictEqual([
    { name: 'orders-create', requests: 3, timedOut: 9 },
  ]);
  const more = [...late, { functionName: 'orders-pay', limitMs: 29_000, requests: 4 }];
  expect(
    summarise([...groups, group(3, 1, { target: 'orders-pay' })], { late: more }).finishedLate,
  ).toStrictEqual([
    { name: 'orders-pay', requests: 4, timedOut: 1 },
    { name: 'orders-create', requests: 3, timedOut: 9 },
  ]);
});

describe('changes', () => {
  const stage = (minutes: number) => ({ what: 'stage' as const, name: 'orders/prod', atMs: at(minutes) });
  it('names the latest change before the first bad minute', () => {
    expect(summarise([group(10, 1)], { changes: [stage(-60), stage(4)] }).lastChange).toStrictEqual({
      ...stage(4),
      beforeMs: 7 * 60_000,
    });
  });
  it.each([
    ['after the first failure', 12],
    ['more than a day before', -1_440],
  ])('leaves out a change %s', (_, minutes) => {
    expect(summarise([group(10, 1)], { changes: [stage(minutes)] }).lastChange).toBeUndefined();
  });
});

describe('worth', () => {
  it('picks one of the most frequent cause, the slowest and the latest, each once', () => {
    const slow = group(2, 1, { slowestMs: 40_000, status: 502 });
    const late = group(9, 1, { status: 502 });
    const picked = summarise([group(1, 5), slow, late]).worth.map(({ id, why }) => [id, why]);
    expect(picked).toStrictEqual([
      ['id-1-5', 'most-frequent'],
      ['id-2-1', 'slowest'],
      ['id-9-1', 'latest'],
    ]);
    expect(summarise([group(1, 5, { slowestMs: 29_000 })]).worth).toHaveLength(1);
  });
  it('takes the most frequent one from the route that failed most, however its minutes are spread', () => {
    const spread = [1, 2, 3, 4].map((minute) => group(minute, 1));
    const once = group(5, 2, { route: 'GET /orders', target: 'orders-list' });
    expect(summarise([once, ...spread]).worth[0]?.id).toBe('id-1-1');
  });
  it('needs an id', () => {
    expect(summarise([group(1, 5, { exampleId: '' })]).worth).toStrictEqual([]);
  });
});

it('adds up what the queries gave', () => {
  const summary = summarise([
    group(1, 3, { medianMs: 29_000, slowestMs: 29_100 }),
    group(3, 1, { medianMs: 100, slowestMs: 100, status: 502 }),
  ]);
  expect({
    requests: summary.requests,
    causes: summary.causes,
    minutes: summary.minutes.map((one) => one.requests),
    typicalMs: summary.typicalMs,
    slowestMs: summary.slowestMs,
    statuses: summary.statuses,
  }).toStrictEqual({
    requests: 4,
    causes: [
      { cause: 'integration-timeout', requests: 3 },
      { cause: 'lambda-error', requests: 1 },
    ],
    minutes: [3, 0, 1],
    typicalMs: 29_000,
    slowestMs: 29_100,
    statuses: [
      { name: '504', requests: 3 },
      { name: '502', requests: 1 },
    ],
  });
});

describe('an export, which names no API and no stage', () => {
  const nameless = { apiName: '', stage: '' };
  it('counts by route alone', () => {
    const { routes, stages, targets, breadth } = summarise([
      group(1, 3, nameless),
      group(2, 2, { ...nameless, route: 'GET /orders', target: 'orders-list' }),
    ]);
    expect({ routes, stages, targets, breadth }).toStrictEqual({
      routes: [
        { name: 'POST /orders', requests: 3 },
        { name: 'GET /orders', requests: 2 },
      ],
      stages: [],
      targets: [
        { name: 'orders-create', requests: 3 },
        { name: 'orders-list', requests: 2 },
      ],
      breadth: 'wide',
    });
  });

  it('counts requests whose lines tell no route, and lists none for them', () => {
    const unknown = { ...nameless, route: undefined, target: undefined };
    const { requests, routes, targets, breadth, worth } = summarise([
      group(1, 3, unknown),
      group(2, 4, unknown),
    ]);
    expect({ requests, routes, targets, breadth, worth: worth.map(({ id }) => id) }).toStrictEqual({
      requests: 7,
      routes: [],
      targets: [],
      breadth: 'wide',
      worth: ['id-2-4', 'id-1-3'],
    });
  });

  it('keeps routes and causes of equal counts in the order of the alphabet', () => {
    const { routes, causes, statuses } = summarise([
      group(1, 2, { ...nameless, route: 'PUT /b', status: 502 }),
      group(1, 1, { ...nameless, route: 'PUT /a' }),
      group(1, 1, { ...nameless, route: 'PUT /c' }),
      group(2, 1, { ...nameless, route: 'PUT /a' }),
    ]);
    expect({ routes, causes, statuses }).toStrictEqual({
      routes: [
        { name: 'PUT /a', requests: 2 },
        { name: 'PUT /b', requests: 2 },
        { name: 'PUT /c', requests: 1 },
      ],
      causes: [
        { cause: 'integration-timeout', requests: 3 },
        { cause: 'lambda-error', requests: 2 },
      ],
      statuses: [
        { name: '504', requests: 3 },
        { name: '502', requests: 2 },
      ],
    });
  });

  it.each([
    [504, 502],
    [502, 504],
  ])('keeps causes of equal counts in that order, whichever came first (%d, %d)', (one, other) => {
    const { causes } = summarise([group(1, 2, { status: one }), group(2, 2, { status: other })]);
    expect(causes).toStrictEqual([
      { cause: 'integration-timeout', requests: 2 },
      { cause: 'lambda-error', requests: 2 },
    ]);
  });

  it('spells out the first day of minutes, and knows the last bad one of a longer export all the same', () => {
    const { minutes, firstBadMinuteMs, lastBadMinuteMs, trend } = summarise(
      [group(0, 1), group(1_439, 2), group(1_440, 4), group(10_000, 900)],
      { question: { scope: {}, fromMs: at(0), toMs: at(10_001) }, collectedAtMs: at(10_001) },
    );
    expect({
      minutes: minutes.length,
      last: minutes.at(-1),
      firstBadMinuteMs,
      lastBadMinuteMs,
      trend,
    }).toStrictEqual({
      minutes: 1_440,
      last: {
        minuteMs: at(1_439),
        requests: 2,
        causes: [{ cause: 'integration-timeout', requests: 2 }],
      },
      firstBadMinuteMs: at(0),
      lastBadMinuteMs: at(10_000),
      trend: 'rising',
    });
  });

  it('sums up thousands of groups, each on a route of its own', () => {
    const groups = Array.from({ length: 20_000 }, (_, index) =>
      group(index % 1_440, 1, {
        ...nameless,
        route: `GET /${index}`,
        exampleId: `id-${index}`,
        slowestMs: index,
      }),
    );
    const { requests, slowestMs, worth } = summarise(groups);
    expect({ requests, slowestMs, worth: worth.map(({ id }) => id) }).toStrictEqual({
      requests: 20_000,
      slowestMs: 19_999,
      worth: ['id-0', 'id-19999', 'id-1439'],
    });
  });
});
