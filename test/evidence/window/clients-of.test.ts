import { expect, it } from 'vitest';
import { clientsOf } from '../../../src/evidence/window/clients-of.ts';
import type { FailureGroup } from '../../../src/evidence/window/window-evidence.ts';

const group = (requests: number, clients?: FailureGroup['clients']): FailureGroup => ({
  region: 'eu-west-1',
  apiId: 'a1b2c3d4e5',
  apiName: 'orders',
  apiType: 'rest',
  stage: 'prod',
  status: 504,
  sample: '',
  minuteMs: 0,
  requests,
  firstMs: 0,
  lastMs: 0,
  exampleId: 'x',
  ...(clients ? { clients } : {}),
});
const seven = { count: 1, one: '203.0.113.7' };

it.each<[string, FailureGroup[], ReturnType<typeof clientsOf>]>([
  ['no log tells', [group(5)], undefined],
  ['the log leaves it blank', [group(5, { count: 1, one: '-' })], undefined],
  ['one address', [group(5, seven), group(2, seven)], { requests: 7, atLeast: 1, only: '203.0.113.7' }],
  ['two', [group(5, seven), group(2, { count: 1, one: '203.0.113.8' })], { requests: 7, atLeast: 2 }],
  ['many in one minute', [group(5, { count: 4, one: '203.0.113.8' })], { requests: 5, atLeast: 4 }],
  [
    'a part of the failures alone',
    [group(5, seven), group(9)],
    { requests: 5, atLeast: 1, only: '203.0.113.7' },
  ],
])('counts the addresses that failed requests came from: %s', (_what, groups, expected) => {
  expect(clientsOf(groups, true)).toStrictEqual(expected);
});

it('keeps an address to itself where addresses are hidden', () => {
  expect(clientsOf([group(5, seven)], false)).toStrictEqual({ requests: 5, atLeast: 1 });
});
