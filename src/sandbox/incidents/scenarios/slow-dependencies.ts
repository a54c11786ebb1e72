import type { Scenario } from '../scenario.ts';

/** The function's own log shows what it waited for. */
export const slowDependencies: Scenario[] = [
  {
    name: 'slow-charge',
    about: 'A charge waits 31 s for the bank behind the function.',
    cause: 'slow-dependency',
    minutesAgo: 22,
    api: 'payments',
    call: 'POST /charges',
    end: { kind: 'timeout', afterMs: 29_000 },
    invocation: {
      startsAfterMs: 40,
      tookMs: 31_200,
      logsApiId: true,
      lines: [
        { afterMs: 60, text: 'calling https://bank.example.com/authorise' },
        { afterMs: 30_900, text: 'POST https://bank.example.com/authorise took 30840 ms' },
        { afterMs: 31_100, text: 'charge stored' },
      ],
    },
    channel: 'payments',
  },
  {
    name: 'slow-query',
    about: 'A list of orders waits 28 s for one query of its database.',
    cause: 'slow-dependency',
    minutesAgo: 24,
    api: 'orders',
    call: 'GET /orders',
    end: { kind: 'timeout', afterMs: 29_000 },
    invocation: {
      startsAfterMs: 25,
      tookMs: 29_700,
      logsApiId: true,
      lines: [{ afterMs: 28_500, text: 'slow query orders_by_day took 28.2 s', level: 'WARN' }],
    },
  },
  {
    name: 'no-way-out',
    about: 'A function in a VPC without a way out waits for a connection that never comes.',
    cause: 'slow-dependency',
    minutesAgo: 28,
    api: 'orders',
    call: 'POST /orders',
    end: { kind: 'timeout', afterMs: 29_000 },
    invocation: {
      startsAfterMs: 30,
      tookMs: 60_000,
      ending: 'timeout',
      logsApiId: true,
      lines: [
        { afterMs: 27_040, text: 'stock: connect ETIMEDOUT 192.0.2.189:443 after 27000 ms', level: 'ERROR' },
      ],
    },
  },
];
