import type { Clients, FailureGroup } from './window-evidence.ts';

/**
 * Where failed requests came from, by the groups of access logs that tell. Groups count their addresses each for itself, so
 * that the largest count is a lower bound of them all. `mayShow` false: the address itself is left out.
 */
export function clientsOf(groups: readonly FailureGroup[], mayShow: boolean): Clients | undefined {
  const telling = groups.flatMap(({ clients, requests }) =>
    clients && clients.one !== '' && clients.one !== '-' ? [{ ...clients, requests }] : [],
  );
  if (telling.length === 0) return undefined;
  const named = new Set(telling.map(({ one }) => one));
  const atLeast = Math.max(named.size, ...telling.map(({ count }) => count));
  const [only = ''] = named;
  return {
    requests: telling.reduce((sum, { requests }) => sum + requests, 0),
    atLeast,
    ...(atLeast === 1 && mayShow ? { only } : {}),
  };
}
