import { describe, expect, it } from 'vitest';
import { chooseLog } from '../../../src/evidence/window/choose-log.ts';
import type { FailureGroup } from '../../../src/evidence/window/window-evidence.ts';

const minuteMs = 60_000;
const groupOf = (log: string, requests: number, more: Partial<FailureGroup> = {}): FailureGroup => ({
  region: 'eu-west-1',
  apiId: 'a1b2c3d4e5',
  apiName: 'orders',
  apiType: 'rest',
  stage: 'prod',
  log,
  status: 504,
  sample: '',
  minuteMs: 0,
  requests,
  firstMs: 0,
  lastMs: 0,
  exampleId: 'f4267199-574c-4d30-b6b9-25e26d687255',
  ...more,
});
const execution = (requests: number, more: Partial<FailureGroup> = {}) =>
  groupOf('execution', requests, more);
const access = (requests: number, more: Partial<FailureGroup> = {}) => groupOf('access', requests, more);
const orders = { route: 'POST /orders' };
const stock = { route: 'GET /stock' };

describe('which log speaks for the failures of a stage', () => {
  it.each<[string, FailureGroup[], FailureGroup[], FailureGroup[]]>([
    ['nothing where neither log has any', [], [], []],
    ['the execution log where both hold the same', [execution(3)], [access(3)], [execution(3)]],
    ['the execution log where the access log holds fewer', [execution(3)], [access(2)], [execution(3)]],
    ['the access log where it is alone', [], [access(2)], [access(2)]],
    [
      'both, where the access log holds failures of a route that writes no execution log',
      [execution(3, orders)],
      [access(3, orders), access(2, stock)],
      [execution(3, orders), access(2, stock)],
    ],
    [
      'the rest of a group that the execution log saw in part',
      [execution(3, orders)],
      [access(5, orders)],
      [execution(3, orders), access(2, orders)],
    ],
    [
      'once what ends in one minute here and in the next there',
      [execution(4, { minuteMs })],
      [access(1), access(3, { minuteMs })],
      [execution(4, { minuteMs })],
    ],
    [
      'once what a gateway response gave another status',
      [execution(2, { status: 500 })],
      [access(2, { status: 504 })],
      [execution(2, { status: 500 })],
    ],
    [
      'under the one route that the access log names, what the execution log has without',
      [execution(2), execution(1, { minuteMs })],
      [access(2, orders), access(1, { ...orders, minuteMs })],
      [execution(2, orders), execution(1, { ...orders, minuteMs })],
    ],
    [
      'under no route where the access log names several, once each',
      [execution(1), execution(1)],
      [access(2, orders), access(1, stock)],
      [execution(1), execution(1), access(1, orders)],
    ],
    [
      'under no route where some rows name none',
      [execution(2)],
      [access(1, orders), access(1)],
      [execution(2)],
    ],
    [
      'under its own route what the execution log names itself',
      [execution(2, stock)],
      [access(2, orders)],
      [execution(2, stock)],
    ],
    [
      'the fuller of two copies of the execution log',
      [execution(2), groupOf('delivered', 3)],
      [access(3)],
      [groupOf('delivered', 3)],
    ],
    [
      'of each stage its own',
      [execution(3)],
      [access(3), access(1, { stage: 'beta' }), access(1, { apiId: 'f6g7h8i9j0' })],
      [execution(3), access(1, { stage: 'beta' }), access(1, { apiId: 'f6g7h8i9j0' })],
    ],
  ])('counts %s', (_what, executions, accesses, expected) => {
    expect(chooseLog(executions, accesses)).toStrictEqual(expected);
  });
});
