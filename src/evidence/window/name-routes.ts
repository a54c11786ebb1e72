import type { GatewayRoute } from '../../aws/gateway-api.ts';
import { getHttpRoutes } from '../../aws/http-apis.ts';
import { getRestMethods } from '../../aws/rest-apis.ts';
import type { Investigation } from '../investigation.ts';
import type { Place } from '../locate/list-places.ts';
import { matchRoute } from '../sources/match-route.ts';
import type { FailureGroup } from './window-evidence.ts';

/** APIs whose routes are read, those that fail most first. */
const mostRouted = 5;

/** Names each failing route as its API does, and fills in what stands behind it and how long the gateway waits for that. */
export async function nameRoutes(
  place: Place,
  groups: readonly FailureGroup[],
  investigation: Investigation,
): Promise<FailureGroup[]> {
  const routes = new Map<string, GatewayRoute[]>();
  await Promise.all(
    failingMost(groups).map(async ({ apiId, apiType }) => {
      const answer =
        apiType === 'rest'
          ? await getRestMethods(place.session, apiId, investigation.signal)
          : await getHttpRoutes(place.session, apiId, investigation.signal);
      if (answer.ok) routes.set(apiId, answer.value);
    }),
  );
  return groups.map((group) => {
    const route = routeOf(group, routes.get(group.apiId) ?? []);
    if (!route) return group;
    const { integration } = route;
    const uri = integration?.uri ?? '';
    const target =
      group.target ?? uri.match(/function:([^:/$]+)/)?.[1] ?? uri.match(/^https?:\/\/([^/:]+)/)?.[1];
    const [method] = (group.route ?? '').split(' ');
    return {
      ...group,
      // An execution log names the path that was asked for; a route's own key stays as it is.
      ...(group.path === undefined ? {} : { route: `${method} ${route.path}` }),
      ...(target === undefined ? {} : { target }),
      ...(integration?.timeoutMs === undefined ? {} : { timeoutMs: integration.timeoutMs }),
    };
  });
}

function failingMost(groups: readonly FailureGroup[]): Pick<FailureGroup, 'apiId' | 'apiType'>[] {
  const requests = (apiId: string) =>
    groups.reduce((sum, group) => (group.apiId === apiId ? sum + group.requests : sum), 0);
  return [
    ...new Map(groups.filter(({ route }) => route !== undefined).map((one) => [one.apiId, one])).values(),
  ]
    .sort((a, b) => requests(b.apiId) - requests(a.apiId))
    .slice(0, mostRouted);
}

function routeOf(
  { route, path, stage }: FailureGroup,
  routes: readonly GatewayRoute[],
): GatewayRoute | undefined {
  if (route === undefined) return undefined;
  const [method, ...rest] = route.split(' ');
  if (path === undefined) return matchRoute(routes, { routeKey: route, method, path: rest.join(' ') });
  // Some logs put the stage before the path.
  const without = path.startsWith(`/${stage}/`) ? path.slice(stage.length + 1) : path;
  return (
    matchRoute(routes, { method, path }) ??
    (without === path ? undefined : matchRoute(routes, { method, path: without }))
  );
}
