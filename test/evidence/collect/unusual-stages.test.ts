import { describe, expect, it } from 'vitest';
import { useTinyWorlds } from './collect-tiny.ts';
import type { TinyEvent, TinyWorld } from './tiny-world.ts';

const now = Date.UTC(2026, 10, 20, 14, 50);
const sent = now - 10 * 60_000;
const id = 'f4267199-574c-4d30-b6b9-25e26d687255';
const executionGroup = 'API-Gateway-Execution-Logs_abc1234567/prod';
const execution: TinyEvent[] = [
  [-60, 'Extended Request Id: K2G9wEbUoAMEvag='],
  [-50, 'HTTP Method: POST, Resource Path: /orders'],
  [0, 'Sending request to https://orders.example.com/orders'],
  [29_000, 'Execution failed due to a timeout error'],
  [29_002, 'Method completed with status: 504'],
].map(([ms, text]) => ({ atMs: sent + Number(ms), message: `(${id}) ${text}`, stream: 's' }));

const world = (more: Partial<TinyWorld>): TinyWorld => ({
  groups: {},
  restApis: [{ id: 'abc1234567', name: 'shop' }],
  stages: {
    abc1234567: [{ stageName: 'prod', methodSettings: { '*/*': { loggingLevel: 'INFO' } } }],
  },
  ...more,
});

const tiny = useTinyWorlds();

describe('a stage with a canary', () => {
  it.each<[string, Record<string, TinyEvent[]>]>([
    ['the canary’s own group', { [executionGroup]: [], [`${executionGroup}/Canary`]: execution }],
    ['both groups', { [`${executionGroup}/Canary`]: execution, [executionGroup]: execution }],
    ['its own group', { [executionGroup]: execution, [`${executionGroup}/Canary`]: [] }],
  ])('is found by what stands in %s', async (_what, groups) => {
    const { evidences, first } = await tiny.collect(world({ groups }), {
      now,
      inquiry: { id: { kind: 'uuid', value: id }, scope: { stage: 'prod' } },
    });
    expect(evidences).toHaveLength(1);
    expect(first.request).toMatchObject({ apiId: 'abc1234567', apiName: 'shop', stage: 'prod' });
    const { executionLog, gatewaySettings } = first.observations;
    expect(executionLog.status === 'found' && executionLog.value.events.length).toBe(execution.length);
    expect(gatewaySettings).toMatchObject({ status: 'found', value: { executionLogGroup: executionGroup } });
  });

  it('is one stage too where only the names of groups tell of it', async () => {
    const { evidences, first } = await tiny.collect(
      world({
        groups: { [executionGroup]: execution, [`${executionGroup}/Canary`]: execution },
        override: (call) =>
          call.name.startsWith('GET /restapis') ? { error: 'AccessDeniedException', status: 403 } : undefined,
      }),
      { now, inquiry: { id: { kind: 'uuid', value: id }, scope: { stage: 'prod' } } },
    );
    expect(evidences).toHaveLength(1);
    expect(first.request).toMatchObject({ apiId: 'abc1234567', stage: 'prod' });
  });
});

const withAccessLog = (format: string, row: string, lines: TinyEvent[] = []) =>
  world({
    groups: { [executionGroup]: lines, '/access/shop': row === '' ? [] : [{ atMs: sent, message: row }] },
    stages: {
      abc1234567: [
        {
          stageName: 'prod',
          methodSettings: { '*/*': { loggingLevel: 'INFO' } },
          accessLogSettings: {
            destinationArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:/access/shop',
            format,
          },
        },
      ],
    },
  });

it('an access log without a request id is found by the extended one, and the execution log looked for by it', async () => {
  const format = '$context.extendedRequestId $context.requestId $context.status';
  const { first } = await tiny.collect(withAccessLog(format, 'K2G9wEbUoAMEvag= - 504'), {
    now,
    inquiry: { id: { kind: 'extended', value: 'K2G9wEbUoAMEvag=' } },
  });
  expect(first.observations.accessLog.status).toBe('found');
  expect(first.observations.executionLog).toMatchObject({
    status: 'absent',
    searches: expect.arrayContaining([
      expect.objectContaining({ target: executionGroup, text: '"K2G9wEbUoAMEvag="' }),
    ]),
  });
});

describe('an access log without a row of the request', () => {
  it.each([
    ['$context.requestId $context.status', 'absent'],
    [`{"id":"${'$'}{context.requestId}"}`, 'absent'],
    ['$context.extendedRequestId $context.status', 'absent'],
    ['$context.integration.requestId $context.status', 'fields-missing'],
    ['$context.awsEndpointRequestId $context.status', 'fields-missing'],
    // Nothing of the request tells its trace, so that no row could be found by it.
    ['$context.xrayTraceId $context.status', 'fields-missing'],
    ['$context.status', 'fields-missing'],
  ])('says nothing where its format holds no id that is known: %s', async (format, expected) => {
    const { first } = await tiny.collect(withAccessLog(format, '', execution), {
      now,
      inquiry: { id: { kind: 'uuid', value: id } },
    });
    const { accessLog } = first.observations;
    expect(accessLog.status === 'unavailable' ? accessLog.reason : accessLog.status).toBe(expected);
  });
});
