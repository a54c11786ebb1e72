import type { Scenario } from '../scenario.ts';

/** The function was reached and failed. */
export const failedFunctions: Scenario[] = [
  {
    name: 'function-timeout',
    about: 'A function hits its own timeout of 10 s before the gateway gives up.',
    cause: 'lambda-timeout',
    minutesAgo: 44,
    api: 'orders',
    call: 'GET /orders/{id}',
    path: '/orders/8001',
    end: { kind: 'function-timeout', afterMs: 10_080 },
    invocation: { startsAfterMs: 40, tookMs: 10_000, ending: 'timeout', logsApiId: true },
  },
  {
    name: 'function-throws',
    about: 'A function throws on an order without a stock number.',
    cause: 'lambda-error',
    minutesAgo: 48,
    api: 'orders',
    call: 'POST /orders',
    end: {
      kind: 'function-error',
      afterMs: 210,
      message: "Cannot read properties of undefined (reading 'sku')",
    },
    invocation: {
      startsAfterMs: 8,
      tookMs: 190,
      ending: 'error',
      error: "TypeError: Cannot read properties of undefined (reading 'sku')",
      logsApiId: true,
    },
  },
];
