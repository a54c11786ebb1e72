import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOutMinutes } from '../../src/report/minutes-layout.ts';
import { drawMinutes, minutesSvg } from '../../src/report/minutes-picture.ts';
import type { Window } from '../../src/report/window-output.ts';
import { loadTemplates } from '../../src/templates.ts';
import { causes } from '../../src/verdict/verdict.ts';

const templates = loadTemplates();
const startMs = Date.UTC(2026, 10, 20, 14);
const iso = (minute: number) => new Date(startMs + minute * 60_000).toISOString();

type Count = Window['byCause'][number];

function windowOf(minutes: [minute: number, counts: Count[]][], from: number, to: number): Window {
  const byCause = new Map<Count['cause'], number>();
  for (const [, counts] of minutes)
    for (const { cause, requests } of counts) byCause.set(cause, (byCause.get(cause) ?? 0) + requests);
  const total = (counts: Count[]) => counts.reduce((sum, one) => sum + one.requests, 0);
  return {
    from: iso(from),
    to: iso(to),
    failures: minutes.reduce((sum, [, counts]) => sum + total(counts), 0),
    complete: true,
    summary: '',
    byCause: [...byCause].map(([cause, requests]) => ({ cause, requests })),
    byRoute: [],
    byStage: [],
    byTarget: [],
    byStatus: [],
    byMinute: minutes.map(([minute, counts]) => ({
      minute: iso(minute),
      requests: total(counts),
      causes: counts,
    })),
    latency: {},
    trend: 'steady',
    breadth: 'wide',
    finishedLate: [],
    worthDiagnosing: [],
    receipt: { queries: [], apiCalls: 0, bytesScanned: 0 },
  };
}

const timeouts = (requests: number): Count => ({ cause: 'integration-timeout', requests });
const throttled = (requests: number): Count => ({ cause: 'lambda-throttled', requests });

describe('drawMinutes', () => {
  it('draws a stack a minute, marks the deployment, and counts each cause', () => {
    const window: Window = {
      ...windowOf(
        [
          [42, [timeouts(3)]],
          [43, [timeouts(6), throttled(2)]],
        ],
        40,
        45,
      ),
      lastChange: { what: 'stage', name: 'prod', at: iso(41.5), beforeMs: 30_000 },
    };
    const layout = layOutMinutes(window);
    expect(layout && minutesSvg(window, layout, templates)).toMatchSnapshot();
    expect(drawMinutes(window, templates)?.altText).toBe(
      '11 requests failed, 2026-11-20 14:40 to 14:45 UTC, a bar a minute. Most at 14:43: 8. ' +
        'By cause: Integration timed out 9, Lambda throttled the call 2. Deployed 14:41. 14:42 3, 14:43 8.',
    );
  });

  it('draws nothing where nothing failed', () => {
    expect(drawMinutes(windowOf([[1, []]], 0, 5), templates)).toBeUndefined();
  });

  it('a change before the window is said in words and has no line', () => {
    const window: Window = {
      ...windowOf([[42, [timeouts(3)]]], 40, 45),
      lastChange: { what: 'function', name: 'orders', at: iso(-600), beforeMs: 600 * 60_000 },
    };
    expect(layOutMinutes(window)?.change).toBeUndefined();
    expect(drawMinutes(window, templates)?.altText).toContain('Function changed 04:00');
  });
});

describe('layOutMinutes', () => {
  it.each([
    [30, 1],
    [60, 1],
    [61, 2],
    [24 * 60, 30],
    [7 * 24 * 60, 240],
  ])('%d minutes are drawn with a bar every %d', (span, barMinutes) => {
    expect(layOutMinutes(windowOf([[5, [timeouts(1)]]], 0, span))?.barMinutes).toBe(barMinutes);
  });

  it.each([
    [1, [0, 1]],
    [3, [0, 1, 2, 3]],
    [9, [0, 3, 6, 9]],
    [132, [0, 50, 100, 150]],
    [100_000, [0, 25_000, 50_000, 75_000, 100_000]],
  ])('%d failures in a minute are measured in whole numbers', (requests, values) => {
    const layout = layOutMinutes(windowOf([[5, [timeouts(requests)]]], 0, 10));
    expect(layout?.rows.map((row) => row.value)).toStrictEqual(values);
  });

  it('takes together the causes beyond the five most frequent', () => {
    const counts = causes.slice(0, 8).map((cause, index) => ({ cause, requests: 10 - index }));
    const legend = layOutMinutes(windowOf([[5, counts]], 0, 10))?.legend;
    expect(legend?.map(({ cause, requests }) => [cause, requests])).toStrictEqual([
      ...counts.slice(0, 5).map(({ cause, requests }) => [cause, requests]),
      ['other', 5 + 4 + 3],
    ]);
  });

  it('six causes each keep a colour: nothing is taken together for one', () => {
    const counts = causes.slice(0, 6).map((cause) => ({ cause, requests: 1 }));
    expect(layOutMinutes(windowOf([[5, counts]], 0, 10))?.legend.map(({ cause }) => cause)).not.toContain(
      'other',
    );
  });

  it('every failure is drawn, within the picture', () => {
    const minutes = fc.uniqueArray(fc.integer({ min: -20, max: 20_000 }), { minLength: 1, maxLength: 40 });
    const counts = fc.array(
      fc.record({ cause: fc.constantFrom(...causes), requests: fc.integer({ min: 0, max: 1e6 }) }),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(minutes, counts, fc.integer({ min: 1, max: 20_000 }), (at, each, to) => {
        const window = windowOf(
          at.map((minute) => [minute, each]),
          0,
          to,
        );
        const layout = layOutMinutes(window);
        if (!layout) {
          expect(window.failures).toBe(0);
          return;
        }
        const { plot, bars, legend } = layout;
        expect(bars.reduce((sum, bar) => sum + bar.requests, 0)).toBe(window.failures);
        expect(legend.reduce((sum, one) => sum + one.requests, 0)).toBe(window.failures);
        for (const bar of bars) {
          expect(bar.x).toBeGreaterThanOrEqual(plot.left - 0.02);
          expect(bar.x + bar.width).toBeLessThanOrEqual(plot.right + 0.02);
          for (const slice of bar.stack) expect(slice.y).toBeGreaterThanOrEqual(plot.top - 0.02);
        }
      }),
      { numRuns: 200, endOnFailure: true },
    );
  });
});
