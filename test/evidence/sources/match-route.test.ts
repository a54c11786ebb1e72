import { describe, expect, it } from 'vitest';
import type { GatewayRoute } from '../../../src/aws/gateway-api.ts';
import { fillStageVariables } from '../../../src/evidence/sources/fill-stage-variables.ts';
import { methodSettingOf } from '../../../src/evidence/sources/log-level.ts';
import { matchRoute } from '../../../src/evidence/sources/match-route.ts';

const route = (routeKey: string): GatewayRoute => {
  const [method = '', path = ''] = routeKey.includes(' ') ? routeKey.split(' ') : ['ANY', routeKey];
  return { method, path, routeKey };
};
const routes = [
  'GET /orders',
  'GET /orders/{id}',
  'POST /orders/{id}',
  'ANY /{proxy+}',
  'GET /orders/latest',
].map(route);

describe('matchRoute', () => {
  it.each([
    ['the resource path as the log names it', { method: 'GET', path: '/orders/{id}' }, 'GET /orders/{id}'],
    ['the request’s own path', { method: 'POST', path: '/orders/42' }, 'POST /orders/{id}'],
    ['a fixed part before a parameter', { method: 'GET', path: '/orders/latest' }, 'GET /orders/latest'],
    ['a greedy parameter last', { method: 'GET', path: '/other/deep/path' }, 'ANY /{proxy+}'],
    ['a method that only the greedy one takes', { method: 'DELETE', path: '/orders/42' }, 'ANY /{proxy+}'],
    ['the route key', { routeKey: 'GET /orders' }, 'GET /orders'],
  ])('%s', (_what, request, expected) => {
    expect(matchRoute(routes, request)?.routeKey).toBe(expected);
  });

  it('does not guess among several methods without a path', () => {
    expect(matchRoute(routes, { method: 'GET' })).toBeUndefined();
  });

  it('falls back to $default, and to the only method of an API', () => {
    expect(matchRoute([route('GET /a'), route('$default')], { method: 'GET', path: '/b' })?.routeKey).toBe(
      '$default',
    );
    expect(matchRoute([route('GET /a')], {})?.routeKey).toBe('GET /a');
    expect(matchRoute([route('GET /a')], { method: 'GET', path: '/b' })).toBeUndefined();
  });
});

describe('methodSettingOf', () => {
  const setting = (loggingLevel: 'OFF' | 'ERROR' | 'INFO') => ({ loggingLevel, dataTrace: false });
  const stage = {
    stage: 'prod',
    tracing: false,
    variables: {},
    methodSettings: { '*/*': setting('ERROR'), 'orders/{id}/GET': setting('INFO') },
  };
  it.each([
    ['the method’s own setting', 'GET', '/orders/{id}', 'INFO'],
    ['the wildcard for the rest', 'POST', '/orders/{id}', 'ERROR'],
    ['the wildcard where the method is not known', undefined, undefined, 'ERROR'],
  ])('%s', (_what, method, path, level) => {
    expect(methodSettingOf(stage, method, path).loggingLevel).toBe(level);
  });
  it('knows no level where the stage has none', () => {
    expect(methodSettingOf({ ...stage, methodSettings: {} }, 'GET', '/a').loggingLevel).toBeUndefined();
  });
});

const variable = (name: string) => `$\{stageVariables.${name}}`;

it.each([
  [
    `arn:…:function:${variable('fn')}:${variable('alias')}/invocations`,
    'arn:…:function:orders:live/invocations',
  ],
  [`https://${variable('unknown')}/x`, `https://${variable('unknown')}/x`],
])('fills in stage variables: %s', (uri, expected) => {
  expect(fillStageVariables(uri, { fn: 'orders', alias: 'live' })).toBe(expected);
});
