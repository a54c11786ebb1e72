import type { GatewayRoute } from '../../aws/gateway-api.ts';

/**
 * The method or route that a request went to. First the resource path or route key exactly as the logs name it, then
 * the request's own path against the templates: fixed parts before `{name}`, `{name}` before `{proxy+}`, then `$default`.
 */
export function matchRoute(
  routes: readonly GatewayRoute[],
  request: {
    method?: string | undefined;
    path?: string | undefined;
    routeKey?: string | undefined;
  },
): GatewayRoute | undefined {
  const { method, path, routeKey } = request;
  const exact = routes.find((route) => routeKey !== undefined && route.routeKey === routeKey);
  if (exact) return exact;
  if (path !== undefined) {
    const ofMethod = routes.filter(
      (route) => method === undefined || route.method === method || route.method === 'ANY',
    );
    const ranked = ofMethod
      .filter((route) => route.path === path || patternOf(route.path).test(path))
      .sort((a, b) => rankOf(a, path, method) - rankOf(b, path, method));
    if (ranked[0]) return ranked[0];
  }
  const fallback = routes.find((route) => route.routeKey === '$default');
  if (fallback) return fallback;
  return path === undefined && routes.length === 1 ? routes[0] : undefined;
}

function patternOf(template: string): RegExp {
  const parts = template
    .split('/')
    .map((part) =>
      /^\{[^}]+\+\}$/.test(part)
        ? '.+'
        : /^\{[^}]+\}$/.test(part)
          ? '[^/]+'
          : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
    );
  return new RegExp(`^${parts.join('/')}/?$`);
}

function rankOf(route: GatewayRoute, path: string, method: string | undefined): number {
  const wild = route.path === path ? 0 : route.path.includes('+}') ? 100 : route.path.split('{').length;
  return wild * 2 + (route.method === method ? 0 : 1);
}
