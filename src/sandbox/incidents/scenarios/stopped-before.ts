import type { Scenario } from '../scenario.ts';

/** Stopped before the integration was asked. */
export const stoppedBefore: Scenario[] = [
  {
    name: 'broken-authorizer',
    about: 'The authorizer cannot read its keys, and the request ends there.',
    cause: 'authorizer-failure',
    minutesAgo: 58,
    api: 'orders',
    call: 'PUT /orders/{id}',
    path: '/orders/7719',
    authorizer: { tookMs: 3_050, failed: true },
    end: { kind: 'authorizer-error', afterMs: 3_062 },
    channel: 'incidents',
  },
  {
    name: 'too-many-requests',
    about: 'A usage plan allows one request a second; this was the second.',
    cause: 'request-throttled',
    minutesAgo: 59,
    api: 'orders',
    call: 'POST /orders',
    end: { kind: 'usage-limit', afterMs: 2 },
  },
  {
    name: 'silent-firewall',
    about: 'The WAF did not answer in time.',
    cause: 'waf-failure',
    minutesAgo: 61,
    api: 'orders',
    call: 'POST /orders',
    wafTookMs: 5_000,
    end: { kind: 'waf-timeout', afterMs: 5_000 },
  },
];
