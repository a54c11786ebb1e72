import type { Scenario } from '../scenario.ts';

/** Warm, these would have answered in time. */
export const coldStarts: Scenario[] = [
  {
    name: 'cold-import',
    about: 'A function needs 9.6 s to initialise and 26 s to work; warm, it would have answered in time.',
    cause: 'cold-start',
    minutesAgo: 18,
    api: 'orders',
    call: 'POST /orders/import',
    end: { kind: 'timeout', afterMs: 29_000 },
    invocation: { startsAfterMs: 9_700, initMs: 9_600, tookMs: 26_000, logsApiId: true },
    channel: 'incidents',
  },
  {
    name: 'cold-image',
    about: 'An image function initialises for 8.1 s and misses its 29 s by 2 s.',
    cause: 'cold-start',
    minutesAgo: 33,
    api: 'images',
    call: 'POST /resize',
    end: { kind: 'timeout', afterMs: 29_000 },
    invocation: { startsAfterMs: 8_200, initMs: 8_100, tookMs: 22_900, logsApiId: true },
  },
  {
    name: 'cold-but-slow-anyway',
    about: 'A cold start of 2 s before 40 s of work: warm, it would have been too slow as well.',
    cause: 'slow-integration',
    minutesAgo: 37,
    api: 'orders',
    call: 'POST /orders',
    end: { kind: 'timeout', afterMs: 29_000 },
    invocation: { startsAfterMs: 2_100, initMs: 2_000, tookMs: 40_000, logsApiId: true },
  },
];
