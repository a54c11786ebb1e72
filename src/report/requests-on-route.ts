import { matchRoute } from '../evidence/sources/match-route.ts';
import type { Window } from './window-output.ts';

/**
 * How many requests of a window went to the route of one request. A window names resources, with their API behind them
 * ("POST /orders/{id} (orders)"), a request may be known by its own path ("/orders/7712").
 */
export function requestsOnRoute(
  { byRoute }: Pick<Window, 'byRoute'>,
  { method, path }: { method?: string | undefined; path?: string | undefined },
): number {
  if (path === undefined) return 0;
  const named = byRoute.map(({ name, requests }) => {
    const key = name.replace(/ \([^()]*\)$/, '');
    const [its = '', ...rest] = key.split(' ');
    // Where no resource is known, a star stands for an id.
    return { requests, method: its, path: rest.join(' ').replaceAll('/*', '/{id}'), routeKey: key };
  });
  const routeKey = method === undefined ? path : `${method} ${path}`;
  const own = matchRoute(named, { method, path, routeKey });
  return named.reduce((sum, one) => (one.routeKey === own?.routeKey ? sum + one.requests : sum), 0);
}
