import type { Scenario } from '../scenario.ts';

/** The function was reached and took too long. */
export const slowFunctions: Scenario[] = [
  {
    name: 'slow-order',
    about: 'An order times out after 29 s, and the function goes on to finish it 12 s later.',
    cause: 'slow-integration',
    minutesAgo: 12,
    arrivalMs: 9_080,
    api: 'orders',
    call: 'POST /orders',
    ids: { requestId: 'f4267199-574c-4d30-b6b9-25e26d687255' },
    sentAfterMs: 120,
    end: { kind: 'timeout', afterMs: 29_000 },
    invocation: {
      startsAfterMs: 100,
      tookMs: 41_000,
      logsApiId: true,
      lines: [
        { afterMs: 350, text: 'pricing 212 positions' },
        { afterMs: 20_000, text: 'priced 118 of 212 positions' },
        { afterMs: 40_900, text: 'order 7719 stored' },
      ],
    },
    channel: 'incidents',
  },
  {
    name: 'cold-import',
    about: 'A function needs 24 s to initialise and 9 s to work; warm, it would have answered in time.',
    cause: 'cold-start',
    minutesAgo: 18,
    api: 'orders',
    call: 'POST /orders/import',
    end: { kind: 'timeout', afterMs: 29_000 },
    invocation: { startsAfterMs: 24_200, initMs: 24_080, tookMs: 9_000, logsApiId: true },
  },
  {
    name: 'slow-charge',
    about: 'A charge waits 27 s for the bank behind the function.',
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
];
