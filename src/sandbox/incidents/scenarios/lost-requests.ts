import type { Scenario } from '../scenario.ts';

/** The request never reached what should have answered it. */
export const lostRequests: Scenario[] = [
  {
    name: 'never-invoked',
    about: 'The gateway waited 29 s, and the function’s complete log holds no invocation for it.',
    cause: 'integration-not-invoked',
    minutesAgo: 26,
    api: 'orders',
    call: 'GET /orders',
    end: { kind: 'timeout', afterMs: 29_000 },
  },
  {
    name: 'closed-connection',
    about: 'A partner’s search server closes the connection after a second.',
    cause: 'network-error',
    minutesAgo: 31,
    api: 'catalog',
    call: 'POST /search',
    end: { kind: 'network-error', afterMs: 1_040, detail: 'Connection is closed' },
    channel: 'incidents',
  },
];
