import type { Scenario } from '../scenario.ts';

/** HTTP backends that were reached and took too long, as other logs than the gateway's show. */
export const slowBackends: Scenario[] = [
  {
    name: 'balancer-460',
    about: 'The load balancer’s row says 460: the gateway gave up while the target was still working.',
    cause: 'slow-integration',
    minutesAgo: 42,
    api: 'catalog',
    call: 'GET /items',
    end: { kind: 'timeout', afterMs: 29_000 },
    balancer: { kind: 'client-closed' },
    channel: 'incidents',
  },
  {
    name: 'backend-finishes-late',
    about: 'The backend’s own log names the trace, and its last line comes 9 s after the 504.',
    cause: 'slow-integration',
    minutesAgo: 43,
    api: 'catalog',
    call: 'GET /items/{id}',
    path: '/items/5512',
    end: { kind: 'timeout', afterMs: 29_000 },
    balancer: { kind: 'client-closed' },
    backend: [
      { afterMs: 30, text: 'item 5512 requested' },
      { afterMs: 38_000, text: 'item 5512 answered in 37970 ms' },
    ],
  },
  {
    name: 'plain-timeout',
    about: 'A partner’s server does not answer in 29 s, and nothing outside the gateway says why.',
    cause: 'integration-timeout',
    minutesAgo: 45,
    api: 'catalog',
    call: 'GET /reviews',
    end: { kind: 'timeout', afterMs: 29_000 },
  },
  {
    name: 'raised-timeout',
    about: 'An integration whose timeout was raised to 60 s uses all of it.',
    cause: 'integration-timeout',
    minutesAgo: 46,
    api: 'payments',
    call: 'POST /3ds',
    end: { kind: 'timeout', afterMs: 60_000 },
  },
];
