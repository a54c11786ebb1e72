import { describe, expect, it } from 'vitest';
import type { DownstreamWait, Invocation } from '../../../src/evidence/readings/function-log.ts';
import { findWaits, type Wait, waitedWithin } from '../../../src/verdict/outside/waits.ts';
import { invocation, segment, sentAtMs, traceId } from '../evidence-with.ts';

const wait = (fields: Partial<DownstreamWait>): DownstreamWait => ({
  target: 'db',
  failed: false,
  line: 'the line',
  ...fields,
});
const at = (ms: number) => sentAtMs + ms;
const told = (waits: Wait[]) =>
  waits.map(
    ({ startMs, endMs, isStated, source, fact }) =>
      `${startMs - sentAtMs}-${endMs - sentAtMs} ${isStated ? 'stated' : 'between'} ${source} ${fact.fact}`,
  );
const logged = (
  one: Partial<DownstreamWait>,
  startMs: number | 'unknown' = 0,
  fields: Partial<Invocation> = {},
) =>
  told(
    findWaits({
      invocation: invocation(startMs === 'unknown' ? undefined : startMs, {
        downstreamWaits: [wait(one)],
        lines: [],
        ...fields,
      }),
    }),
  );

describe('waits that a function logged', () => {
  it.each<[string, Partial<DownstreamWait>, string[]]>([
    [
      'both ends',
      { startAtMs: at(10), endAtMs: at(50), durationMs: 40 },
      ['10-50 stated functionLog waited-for'],
    ],
    ['a start and a length', { startAtMs: at(10), durationMs: 40 }, ['10-50 stated functionLog waited-for']],
    ['an end and a length', { endAtMs: at(50), durationMs: 40 }, ['10-50 stated functionLog waited-for']],
    [
      'in vain',
      { endAtMs: at(50), durationMs: 40, failed: true },
      ['10-50 stated functionLog waited-in-vain'],
    ],
    ['neither start nor end', { durationMs: 40 }, []],
    ['a start alone', { startAtMs: at(10) }, []],
    ['an end alone, and no failure', { endAtMs: at(50), line: 'ETIMEDOUT' }, []],
    [
      'an end alone, of a failure that takes time',
      { endAtMs: at(50), failed: true, line: 'connect ETIMEDOUT' },
      ['0-50 between functionLog wait-failed'],
    ],
    ['an end alone, of one that does not', { endAtMs: at(50), failed: true, line: 'ECONNREFUSED' }, []],
    ['at the very start', { endAtMs: at(0), failed: true, line: 'ETIMEDOUT' }, []],
    [
      'a length that reaches back a second',
      { endAtMs: at(0), durationMs: 1000 },
      ['0-0 stated functionLog waited-for'],
    ],
    ['a length that reaches further back', { endAtMs: at(0), durationMs: 1001 }, []],
    ['cut to the run', { endAtMs: at(500), durationMs: 1000 }, ['0-500 stated functionLog waited-for']],
  ])('%s', (_name, one, expected) => {
    expect(logged(one)).toEqual(expected);
  });

  it.each(['timed out', 'timeout', 'Time out', 'timed-out', 'time_out', 'deadline exceeded', 'UND_ERR_X'])(
    'a failure that says “%s” took its time',
    (line) => {
      expect(logged({ endAtMs: at(50), failed: true, line })).toEqual([
        '0-50 between functionLog wait-failed',
      ]);
    },
  );

  it.each<[string, number | 'unknown', Partial<Invocation>, string[]]>([
    ['nobody knows when it began', 'unknown', {}, ['-950-50 stated functionLog waited-for']],
    ['during its initialisation', 0, { initDurationMs: 500 }, ['-500-50 stated functionLog waited-for']],
    [
      'during its initialisation, by its start',
      0,
      { initStartAtMs: at(-400) },
      ['-400-50 stated functionLog waited-for'],
    ],
    [
      'by a first line alone, which came after the initialisation',
      'unknown',
      { firstLineAtMs: at(0), initDurationMs: 500 },
      ['0-50 stated functionLog waited-for'],
    ],
  ])('%s', (_name, startMs, fields, expected) => {
    expect(logged({ endAtMs: at(50), durationMs: 1000 }, startMs, fields)).toEqual(expected);
  });

  it('a failure is held against the line before it', () => {
    const lines = [
      { text: 'a', atMs: at(30) },
      { text: 'b', atMs: at(20) },
      { text: 'c' },
      { text: 'd', atMs: at(50) },
    ];
    const one = { endAtMs: at(50), failed: true, line: 'ETIMEDOUT' };
    expect(logged(one, 0, { lines })).toEqual(['30-50 between functionLog wait-failed']);
    expect(logged(one, 'unknown', { lines })).toEqual([]);
  });
});

describe('waits of both sources', () => {
  const own = segment({ name: 'orders', from: 0, to: 100, origin: 'AWS::Lambda::Function' });
  const trace = {
    byId: true,
    value: {
      traceId,
      segments: [
        own,
        segment({ name: 'late', from: 60, to: 90, isCall: true, parentId: 'orders' }),
        segment({ name: 'open', from: 10, isCall: true, parentId: 'orders' }),
        segment({ name: 'nested', from: 65, to: 70, isCall: true, parentId: 'late' }),
        segment({ name: 'Attempt #12', from: 1, to: 9, isCall: true, parentId: 'orders' }),
        segment({ name: 'Attempt #1 of orders', from: 5, to: 9, isCall: true, parentId: 'orders' }),
        segment({ name: 'My Overhead', from: 6, to: 8, isCall: true, parentId: 'orders' }),
        segment({ name: 'not of it', from: 1, to: 9, isCall: true, parentId: 'elsewhere' }),
        segment({ name: 'no call', from: 1, to: 9, parentId: 'orders' }),
      ],
    },
  };
  const both = {
    invocation: invocation(0, {
      downstreamWaits: [wait({ endAtMs: at(80), durationMs: 10 }), wait({ endAtMs: at(30), durationMs: 10 })],
    }),
    trace,
    segment: own,
  };

  it('are told oldest first, with X-Ray’s own stages left out', () => {
    expect(told(findWaits(both))).toEqual([
      '5-9 stated trace waited-for',
      '6-8 stated trace waited-for',
      '20-30 stated functionLog waited-for',
      '60-90 stated trace waited-for',
      '65-70 stated trace waited-for',
      '70-80 stated functionLog waited-for',
    ]);
  });

  it('are none without a segment, or without a trace', () => {
    const { invocation: _invocation, segment: _segment, ...traceAlone } = both;
    expect(findWaits(traceAlone)).toEqual([]);
    expect(findWaits({ segment: own })).toEqual([]);
  });

  it.each<[string, [number, number][], number]>([
    ['none', [], 0],
    ['one', [[10, 30]], 20],
    [
      'two that overlap',
      [
        [20, 40],
        [10, 30],
      ],
      30,
    ],
    [
      'one within another',
      [
        [10, 50],
        [20, 30],
      ],
      40,
    ],
    [
      'cut at both ends',
      [
        [-10, 10],
        [95, 120],
      ],
      15,
    ],
    [
      'outside',
      [
        [-20, 0],
        [100, 140],
      ],
      0,
    ],
    [
      'two that touch',
      [
        [10, 20],
        [20, 30],
      ],
      20,
    ],
  ])('how much of 0 to 100 they fill: %s', (_name, spans, expected) => {
    const waits = spans.flatMap(([startMs, endMs]) =>
      findWaits(both)
        .slice(0, 1)
        .map((one) => ({ ...one, startMs, endMs })),
    );
    expect(waitedWithin(waits, 0, 100)).toBe(expected);
  });
});
