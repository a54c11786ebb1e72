import { describe, expect, it } from 'vitest';
import { readInvokeUrl, withoutStage } from '../../../src/evidence/readings/invoke-url.ts';

describe('the address of an API', () => {
  it.each([
    [
      'the usual one',
      'https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/prod/orders?x=1',
      { apiId: 'a1b2c3d4e5', region: 'eu-west-1', stage: 'prod', path: '/prod/orders' },
    ],
    [
      'of a VPC endpoint',
      'https://a1b2c3d4e5-vpce-0123456789abcdef0.execute-api.us-gov-west-1.amazonaws.com/prod',
      { apiId: 'a1b2c3d4e5', region: 'us-gov-west-1', stage: 'prod', path: '/prod' },
    ],
    [
      'without any path',
      'https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com',
      { apiId: 'a1b2c3d4e5', region: 'eu-west-1', path: '/' },
    ],
    ['a custom domain', 'https://api.example.com/orders', { path: '/orders' }],
    [
      'a look-alike',
      'https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com.example.com/prod',
      { path: '/prod' },
    ],
    ['no address', 'orders', undefined],
  ])('%s', (_name, url, expected) => {
    expect(readInvokeUrl(url)).toEqual(expected);
  });

  it.each([
    ['/prod/orders', 'prod', '/orders'],
    ['/prod', 'prod', '/'],
    ['/production/orders', 'prod', '/production/orders'],
    ['/orders', 'prod', '/orders'],
    ['/orders', undefined, '/orders'],
  ])('%s without the stage %s', (path, stage, expected) => {
    expect(withoutStage(path, stage)).toBe(expected);
  });
});
