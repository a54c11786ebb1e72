import { expect, it } from 'vitest';
import { z } from 'zod';
import { analyseWindow } from '../../../src/analyse-window.ts';
import { loadTemplates } from '../../../src/templates.ts';
import { useTinyWorlds } from '../collect/collect-tiny.ts';
import type { TinyWorld } from '../collect/tiny-world.ts';

/** What a window says of all requests of its stage, however CloudWatch lays the periods of its points. */
const minute = 60_000;
const day = 24 * 60 * minute;
const now = Date.UTC(2026, 10, 20, 14, 50);
const arn = 'arn:aws:logs:eu-west-1:111122223333:log-group:/access/rest';

/** One request a minute for the last day; the one at minute 14:00 failed, and every one before 14:20 took a second. */
const requests = Array.from({ length: 24 * 60 }, (_, index) => now - (index + 1) * minute);
const values: Record<string, (atMs: number) => number> = {
  Count: () => 1,
  '5XXError': (atMs) => (atMs === Date.UTC(2026, 10, 20, 14) ? 1 : 0),
  IntegrationLatency: (atMs) => (atMs < Date.UTC(2026, 10, 20, 14, 20) ? 1000 : 100),
};

const asked = z.object({
  StartTime: z.number(),
  EndTime: z.number(),
  MetricDataQueries: z.array(
    z.object({
      Id: z.string(),
      MetricStat: z.object({
        Metric: z.object({ MetricName: z.string() }),
        Period: z.number(),
        Stat: z.string(),
      }),
    }),
  ),
});

/** CloudWatch as it is documented nowhere: periods that begin with the start, or at whole multiples on the clock. */
function metricsOf(
  { StartTime, EndTime, MetricDataQueries }: z.output<typeof asked>,
  periodsBegin: 'start' | 'clock',
) {
  return MetricDataQueries.map(({ Id, MetricStat: { Metric, Period, Stat } }) => {
    const points = new Map<number, number[]>();
    const origin = periodsBegin === 'start' ? StartTime : 0;
    const first = origin + Math.floor((StartTime - origin) / Period) * Period;
    for (const atMs of requests) {
      const at = origin + Math.floor((atMs / 1000 - origin) / Period) * Period;
      if (at < first || at >= EndTime) continue;
      points.set(at, [...(points.get(at) ?? []), values[Metric.MetricName]?.(atMs) ?? 0]);
    }
    const inOrder = [...points].sort(([a], [b]) => a - b);
    return {
      Id,
      StatusCode: 'Complete',
      Timestamps: inOrder.map(([at]) => at),
      Values: inOrder.map(([, all]) =>
        Stat === 'Sum' ? all.reduce((sum, value) => sum + value, 0) : Math.max(...all),
      ),
    };
  });
}

const world = (periodsBegin: 'start' | 'clock', periods: number[]): TinyWorld => ({
  groups: { '/access/rest': [] },
  restApis: [{ id: 'rest000001', name: 'shop' }],
  stages: {
    rest000001: [
      {
        stageName: 'prod',
        accessLogSettings: { destinationArn: arn, format: '$context.requestId $context.status' },
      },
    ],
  },
  override: ({ name, body }) => {
    if (name !== 'cloudwatch:GetMetricData') return undefined;
    const question = asked.parse(body);
    for (const { MetricStat } of question.MetricDataQueries) periods.push(MetricStat.Period);
    return { body: { MetricDataResults: metricsOf(question, periodsBegin) } };
  },
});

const tiny = useTinyWorlds();
async function trafficOf(periodsBegin: 'start' | 'clock', fromMs: number, toMs: number, nowMs = now) {
  const periods: number[] = [];
  const { aws, config } = await tiny.open(world(periodsBegin, periods));
  const { window } = await analyseWindow(
    { scope: { api: 'shop' }, fromMs, toMs, askedBy: 'U024BE7LH' },
    {
      aws,
      config,
      templates: loadTemplates(),
      now: () => nowMs,
      deadlineMs: 20_000,
      signal: new AbortController().signal,
      onProgress: () => {},
    },
  );
  return { traffic: window.traffic, periods: [...new Set(periods)] };
}

it.each<[string, 'start' | 'clock', number, number, object]>([
  [
    'a window behind the failure',
    'start',
    now - 29 * minute,
    now,
    { requests: 29, failures: 0, latency: { p50Ms: 100, p90Ms: 100, p99Ms: 100 } },
  ],
  [
    'a window with the failure',
    'start',
    now - 50 * minute,
    now,
    { requests: 50, failures: 1, latency: { p50Ms: 1000, p90Ms: 1000, p99Ms: 1000 } },
  ],
  // A period of 29 minutes begins on the clock at 14:15: its percentiles are of other minutes too, so none are told.
  ['periods on the clock', 'clock', now - 29 * minute, now, { requests: 29, failures: 0 }],
  ['periods on the clock, and the failure', 'clock', now - 50 * minute, now, { requests: 50, failures: 1 }],
  [
    'periods on the clock that are the window',
    'clock',
    Date.UTC(2026, 10, 20, 13),
    Date.UTC(2026, 10, 20, 14),
    { requests: 60, failures: 0, latency: { p50Ms: 1000, p90Ms: 1000, p99Ms: 1000 } },
  ],
])('counts the minutes that were asked for: %s', async (_, periodsBegin, fromMs, toMs, expected) => {
  const { traffic } = await trafficOf(periodsBegin, fromMs, toMs);
  expect(traffic).toStrictEqual([{ stage: 'shop/prod', ...expected }]);
});

it.each([
  ['minutes of the last two weeks', 15, 60],
  ['five minutes of the last two months', 16, 300],
  ['hours of what is older', 64, 3600],
])('asks for points that CloudWatch still keeps: %s', async (_, days, seconds) => {
  const fromMs = now - 29 * minute;
  const { periods } = await trafficOf('start', fromMs, now, fromMs + days * day - minute);
  expect(Math.min(...periods)).toBe(seconds);
});
