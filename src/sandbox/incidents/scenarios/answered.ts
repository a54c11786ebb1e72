import type { Scenario } from '../scenario.ts';

/** An answer came, and the gateway passed it on. */
export const answered: Scenario[] = [
  {
    name: 'backend-504',
    about: 'The reviews partner answers 504 itself; the gateway is only the messenger.',
    cause: 'integration-504',
    minutesAgo: 35,
    api: 'catalog',
    call: 'GET /reviews',
    end: { kind: 'answer', afterMs: 20_030, status: 504 },
  },
  {
    name: 'all-well',
    about: 'A request that was answered with 200: no 504 at all.',
    cause: 'succeeded',
    minutesAgo: 40,
    api: 'orders',
    call: 'GET /orders/{id}',
    path: '/orders/7719',
    end: { kind: 'answer', afterMs: 64, status: 200 },
    invocation: { startsAfterMs: 6, tookMs: 52, logsApiId: true },
  },
];
