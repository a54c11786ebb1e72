import { describe, expect, it } from 'vitest';
import type { ScriptedAnswer, ScriptedCall } from '../../aws/scripted-aws.ts';
import { useTinyWorlds } from './collect-tiny.ts';
import type { TinyWorld } from './tiny-world.ts';

/** What is said of an id that was found nowhere, where not everything could be looked at. */
const now = Date.UTC(2026, 10, 20, 14, 50);
const prefix = 'API-Gateway-Execution-Logs_';
const accessArn = (group: string) => `arn:aws:logs:eu-west-1:111122223333:log-group:${group}`;
const format = '$context.requestId $context.status';
const info = { '*/*': { loggingLevel: 'INFO' } };
const accessLog = (group: string) => ({ accessLogSettings: { destinationArn: accessArn(group), format } });

const world = (more: Partial<TinyWorld> = {}): TinyWorld => ({
  groups: { [`${prefix}rest000001/prod`]: [], '/access/rest': [], '/access/http': [], '/delivered': [] },
  groupDetails: { [`${prefix}rest000001/prod`]: { storedBytes: 10 } },
  restApis: [{ id: 'rest000001', name: 'shop' }],
  stages: { rest000001: [{ stageName: 'prod', methodSettings: info, ...accessLog('/access/rest') }] },
  httpApis: [{ apiId: 'http000001', name: 'feed', protocolType: 'HTTP' }],
  httpParts: { http000001: { stages: [{ stageName: '$default', ...accessLog('/access/http') }] } },
  deliveries: {
    sources: [
      {
        name: 'shop-execution',
        logType: 'EXECUTION_LOGS',
        resourceArns: ['arn:aws:apigateway:eu-west-1:111122223333:/restapis/rest000001/stages/prod'],
      },
    ],
    deliveries: [{ deliverySourceName: 'shop-execution', deliveryDestinationArn: 'arn:d' }],
    destinations: [
      {
        arn: 'arn:d',
        deliveryDestinationConfiguration: { destinationResourceArn: accessArn('/delivered') },
      },
    ],
  },
  ...more,
});

const tiny = useTinyWorlds();
const collect = (of: TinyWorld, kind: 'uuid' | 'extended' = 'extended', scope = {}) =>
  tiny.collect(of, {
    now,
    inquiry: {
      scope,
      id:
        kind === 'uuid'
          ? { kind, value: '00000000-0000-4000-8000-000000000000' }
          : { kind, value: 'JKJaXmPLvHcESHA=' },
    },
  });

const refuse = (name: string, answer: ScriptedAnswer): Partial<TinyWorld> => ({
  override: (call: ScriptedCall) => (call.name === name ? answer : undefined),
});
const denied = (name: string) =>
  refuse(name, { error: 'AccessDeniedException', message: 'not authorized', status: 403 });

describe('an id that was found nowhere', () => {
  it('is looked for back from now where the time that came with it has not come', async () => {
    const atMs = now + 86_400_000;
    const id = { kind: 'trace', value: '1-69207d70-0123456789abcdef01234567', atMs } as const;
    const { first, notes } = await tiny.collect(world(), { now, inquiry: { id } });
    expect(notes[0]).toStrictEqual({ note: 'future-time', args: { at: '2026-11-21 14:50' } });
    expect(first.request.atMs).toBeUndefined();
    expect(Math.min(...first.observations.executionLog.searches.map(({ fromMs }) => fromMs ?? now))).toBe(
      now - 7 * 86_400_000,
    );
  });

  it('is looked for again only as often as the deadline allows, for that is no reason to call it unsearched', async () => {
    const { first, notes } = await tiny.collect(world(), {
      now,
      inquiry: { id: { kind: 'extended', value: 'JKJaXmPLvHcESHA=' }, aroundMs: now },
      context: { deadlineMs: 10_000, lookAgainMs: 4_000 },
    });
    expect(first.observations.executionLog).toMatchObject({
      status: 'unavailable',
      reason: 'not-ingested-yet',
    });
    expect(notes.map(({ note }) => note)).toContain('looked-again');
  });

  it('is absent where everything could be looked at', async () => {
    const { first } = await collect(world());
    expect(first.observations.executionLog.status).toBe('absent');
  });

  it.each<[string, string, 'uuid' | 'extended', string, string | undefined]>([
    ['a UUID among HTTP APIs', 'feed', 'uuid', 'unavailable', 'id-of-other-kind'],
    ['near miss: an id of theirs', 'feed', 'extended', 'absent', undefined],
    ['near miss: a UUID among REST APIs', 'shop', 'uuid', 'absent', undefined],
  ])('tells logs that hold no such id from logs that are off: %s', async (_, api, kind, status, reason) => {
    const { first, notes } = await collect(world(), kind, { api });
    const { executionLog } = first.observations;
    expect([executionLog.status, 'reason' in executionLog ? executionLog.reason : undefined]).toStrictEqual([
      status,
      reason,
    ]);
    expect(notes.some(({ note }) => note === 'place-of-http-apis')).toBe(reason !== undefined);
  });

  it.each([
    ['sts:AssumeRole', 'role-not-assumable', 'sts:AssumeRole'],
    ['GET /restapis', 'access-denied', 'apigateway:GET'],
    ['GET /v2/apis', 'access-denied', 'apigateway:GET'],
    ['GET /restapis/rest000001/stages', 'access-denied', 'apigateway:GET'],
    ['GET /v2/apis/http000001/stages', 'access-denied', 'apigateway:GET'],
    ['logs:DescribeDeliverySources', 'access-denied', 'logs:DescribeDeliverySources'],
    ['logs:DescribeDeliveries', 'access-denied', 'logs:DescribeDeliveries'],
    ['logs:DescribeDeliveryDestinations', 'access-denied', 'logs:DescribeDeliveryDestinations'],
    ['logs:StartQuery', 'access-denied', 'logs:StartQuery'],
    ['logs:GetQueryResults', 'access-denied', 'logs:GetQueryResults'],
  ])('could not be looked for everywhere where %s is denied', async (name, reason, action) => {
    const { first } = await collect(world(denied(name)));
    expect(first.observations.executionLog).toMatchObject({
      status: 'unavailable',
      reason,
      args: { action },
    });
  });

  it.each([
    ['logs:FilterLogEvents', 'Insights searches instead'],
    ['logs:DescribeLogGroups', 'the groups have names by convention'],
    ['xray:BatchGetTraces', 'no trace is looked for'],
  ])('near miss: %s denied, but %s', async (name) => {
    const { first } = await collect(world(denied(name)));
    expect(first.observations.executionLog.status).toBe('absent');
  });

  it('says which APIs could not be read beside those that could', async () => {
    const { notes } = await collect(world(denied('GET /restapis/rest000001/stages')));
    expect(notes).toContainEqual({
      note: 'apis-not-read',
      args: { place: 'prod eu-west-1', detail: 'not authorized' },
    });
  });

  it.each<[string, ScriptedAnswer, string]>([
    ['throttled', { error: 'TooManyRequestsException', status: 429 }, 'throttled'],
    ['failing', { error: 'InternalFailure', status: 500 }, 'aws-fault'],
  ])(
    'could not be looked for everywhere where the stages of one API are %s',
    async (_what, answer, reason) => {
      const { first } = await collect(world(refuse('GET /v2/apis/http000001/stages', answer)));
      expect(first.observations.executionLog).toMatchObject({ status: 'unavailable', reason });
    },
    30_000,
  );

  it('near miss: an API that was deleted meanwhile has no stages', async () => {
    const gone = refuse('GET /v2/apis/http000001/stages', { error: 'NotFoundException', status: 404 });
    const { first } = await collect(world(gone));
    expect(first.observations.executionLog.status).toBe('absent');
  });

  it('near miss: HTTP APIs need not be listed for an id that only REST APIs have, of an API that is named', async () => {
    const { first } = await tiny.collect(world(denied('GET /v2/apis')), {
      now,
      inquiry: { id: { kind: 'extended', value: 'JKJaXmPLvHcESHA=' }, scope: { api: 'shop' } },
    });
    expect(first.observations.executionLog.status).toBe('absent');
  });

  it('has no log where the only group that its stage writes to was deleted', async () => {
    const { first } = await collect({
      groups: {},
      httpApis: [{ apiId: 'http000001', name: 'feed', protocolType: 'HTTP' }],
      httpParts: { http000001: { stages: [{ stageName: '$default', ...accessLog('/access/http') }] } },
    });
    expect(first.observations.executionLog).toMatchObject({
      status: 'unavailable',
      reason: 'log-group-missing',
      args: { logGroup: '/access/http' },
    });
  });

  it.each([
    [
      'Firehose',
      'arn:aws:firehose:eu-west-1:111122223333:deliverystream/amazon-apigateway-feed',
      'not-configured',
    ],
    ['nowhere', undefined, 'logging-off'],
  ])(
    'has no log to be searched in where the access log goes to %s',
    async (_where, destinationArn, reason) => {
      const { first } = await collect({
        groups: {},
        httpApis: [{ apiId: 'http000001', name: 'feed', protocolType: 'HTTP' }],
        httpParts: {
          http000001: {
            stages: [
              {
                stageName: '$default',
                ...(destinationArn === undefined ? {} : { accessLogSettings: { destinationArn, format } }),
              },
            ],
          },
        },
      });
      expect(first.observations.executionLog).toMatchObject({ status: 'unavailable', reason: 'logging-off' });
      expect(first.observations.accessLog).toMatchObject({ status: 'unavailable', reason });
    },
  );

  it('near miss: one group of several was deleted', async () => {
    const { first } = await collect(world({ groups: { '/access/rest': [], '/delivered': [] } }));
    expect(first.observations.executionLog.status).toBe('absent');
  });

  it('could not be looked for in a group of a class that no search reads', async () => {
    const { first } = await collect(
      world(
        refuse('logs:StartQuery', {
          error: 'InvalidOperationException',
          message: 'The log group /delivered is of log-group-class DELIVERY. StartQuery is not supported.',
        }),
      ),
    );
    expect(first.observations.executionLog).toMatchObject({
      status: 'unavailable',
      reason: 'unsupported-class',
    });
  });

  it('could not be looked for where AWS forgot a query', async () => {
    const { first } = await collect(
      world(
        refuse('logs:GetQueryResults', {
          error: 'ResourceNotFoundException',
          message: 'The specified query does not exist.',
        }),
      ),
    );
    expect(first.observations.executionLog).toMatchObject({
      status: 'unavailable',
      reason: 'query-failed',
    });
  });
});

describe('an account with very many APIs', () => {
  const many = Array.from({ length: 46 }, (_, index) => `many${String(index).padStart(6, '0')}`);
  const last = many[45] ?? '';
  const httpApis = many.map((apiId) => ({ apiId, name: apiId, protocolType: 'HTTP' }));
  const found = [{ atMs: now - 60_000, message: 'JKJaXmPLvHcESHA= 504' }];
  const stages = (apiId: string) => ({
    stages: [{ stageName: '$default', ...accessLog(`/access/${apiId}`) }],
  });

  it('is asked about all of them before it is said that nothing was found', async () => {
    const of: TinyWorld = {
      groups: Object.fromEntries(many.map((apiId) => [`/access/${apiId}`, apiId === last ? found : []])),
      httpApis,
      httpParts: Object.fromEntries(many.map((apiId) => [apiId, stages(apiId)])),
    };
    const { first } = await tiny.collect(of, {
      now,
      inquiry: { id: { kind: 'extended', value: 'JKJaXmPLvHcESHA=' } },
      context: { deadlineMs: 60_000 },
    });
    expect(first.request).toMatchObject({ id: 'JKJaXmPLvHcESHA=', apiId: last, status: 504 });
  }, 60_000);

  it('near miss: HTTP APIs are not asked about for an id that none of them has', async () => {
    const { server } = await collect({ groups: {}, httpApis }, 'uuid');
    expect(server.names().filter((name) => name.endsWith('/stages'))).toEqual([]);
  });

  it('is searched by the names of conventions where not all groups could be listed', async () => {
    const other = (index: number) => `${prefix}aaaa${String(index).padStart(6, '0')}/prod`;
    const { first } = await collect(
      world({
        groups: {
          ...Object.fromEntries(Array.from({ length: 500 }, (_, index) => [other(index), []])),
          [`${prefix}rest000001/prod`]: [
            {
              atMs: now - 60_000,
              message: '(00000000-0000-4000-8000-000000000000) Method completed with status: 504',
            },
          ],
          '/access/rest': [],
          '/access/http': [],
        },
        groupDetails: Object.fromEntries(
          Array.from({ length: 500 }, (_, index) => [other(index), { storedBytes: 0 }]),
        ),
        override: (call) =>
          call.name === 'logs:DescribeLogGroups' && call.body.logGroupNamePrefix === prefix
            ? {
                body: {
                  logGroups: Array.from({ length: 50 }, (_, index) => ({
                    logGroupName: other(Number(call.body.nextToken ?? 0) + index),
                    storedBytes: 0,
                  })),
                  nextToken: String(Number(call.body.nextToken ?? 0) + 50),
                },
              }
            : undefined,
      }),
      'uuid',
    );
    expect(first.observations.executionLog.status).toBe('found');
  });
});
