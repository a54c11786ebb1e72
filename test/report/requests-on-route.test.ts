import { expect, it } from 'vitest';
import { requestsOnRoute } from '../../src/report/requests-on-route.ts';

const byRoute = [
  { name: 'POST /orders/{id} (orders)', requests: 5 },
  { name: 'POST /orders/{id} (orders-eu)', requests: 2 },
  { name: 'POST /orders/latest (orders)', requests: 3 },
  { name: 'GET /orders/{id} (orders)', requests: 7 },
  { name: 'POST /stock/*/count', requests: 11 },
  { name: '$default (web)', requests: 13 },
];

it.each([
  ['by its own path', { method: 'POST', path: '/orders/7712' }, 7],
  ['by the resource', { method: 'POST', path: '/orders/{id}' }, 7],
  ['by the more telling of two that fit', { method: 'POST', path: '/orders/latest' }, 3],
  ['by its method', { method: 'GET', path: '/orders/7712' }, 7],
  ['by a shape, where no resource is known', { method: 'POST', path: '/stock/4711/count' }, 11],
  ['by a route key of its own', { path: '$default' }, 13],
  ['where it cannot be told', {}, 0],
])('counts the requests of a route %s', (_what, request, expected) => {
  expect(requestsOnRoute({ byRoute }, request)).toBe(expected);
});

it('counts none that only begin alike', () => {
  const only = byRoute.slice(0, 4);
  expect(requestsOnRoute({ byRoute: only }, { method: 'POST', path: '/orders' })).toBe(0);
  expect(requestsOnRoute({ byRoute: only }, { method: 'POST', path: '/orders/7712/pay' })).toBe(0);
});
