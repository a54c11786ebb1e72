import { describe, expect, it } from 'vitest';
import { permissions } from '../../../src/aws/permissions.ts';
import type { Observations } from '../../../src/evidence/evidence.ts';
import type { Inquiry } from '../../../src/inquiry/inquiry.ts';
import type { ScriptedCall } from '../../aws/scripted-aws.ts';
import { type Asked, useTinyWorlds } from './collect-tiny.ts';
import type { TinyWorld } from './tiny-world.ts';

const now = Date.UTC(2026, 10, 20, 14, 50);
const sent = now - 10 * 60_000;
const id = 'f4267199-574c-4d30-b6b9-25e26d687255';
const functionId = '0a1b2c3d-1111-4222-8333-444455556666';
const arn = 'arn:aws:lambda:eu-west-1:111122223333:function:orders';
const uri = `https://lambda.eu-west-1.amazonaws.com/2015-03-31/functions/${arn}/invocations`;
const executionGroup = 'API-Gateway-Execution-Logs_abc1234567/prod';

const execution = [
  [-60, 'Extended Request Id: K2G9wEbUoAMEvag='],
  [-50, 'Starting execution for request: f4267199-574c-4d30-b6b9-25e26d687255'],
  [-50, 'HTTP Method: POST, Resource Path: /orders'],
  [0, `Sending request to ${uri}`],
  [29_000, 'Execution failed due to a timeout error'],
  [29_002, 'Method completed with status: 504'],
].map(([ms, text]) => ({
  atMs: sent + Number(ms),
  message: `(${id}) ${text}`,
  stream: 'e369853df766fa44e1ed0ff613f563bd',
}));

const lambdaStream = '2026/11/20/[$LATEST]3893';
const invocation = [
  [40, `START RequestId: ${functionId} Version: $LATEST`],
  [50, 'loading the order'],
  [35_000, `END RequestId: ${functionId}`],
  [
    35_001,
    `REPORT RequestId: ${functionId}\tDuration: 34960.00 ms\tBilled Duration: 34960 ms\tMemory Size: 512 MB\tMax Memory Used: 120 MB`,
  ],
].map(([ms, message]) => ({ atMs: sent + Number(ms), message: String(message), stream: lambdaStream }));

const world = (more: Partial<TinyWorld> = {}): TinyWorld => ({
  groups: { [executionGroup]: execution, '/aws/lambda/orders': invocation },
  restApis: [{ id: 'abc1234567', name: 'shop' }],
  stages: {
    abc1234567: [
      { stageName: 'prod', methodSettings: { '*/*': { loggingLevel: 'INFO' } }, tracingEnabled: false },
    ],
  },
  resources: {
    abc1234567: [
      {
        id: 'r',
        path: '/orders',
        resourceMethods: {
          POST: {
            httpMethod: 'POST',
            methodIntegration: {
              type: 'AWS_PROXY',
              uri: uri.replace(
                'https://lambda.eu-west-1.amazonaws.com',
                'arn:aws:apigateway:eu-west-1:lambda:path',
              ),
              timeoutInMillis: 29_000,
            },
          },
        },
      },
    ],
  },
  functions: {
    orders: {
      FunctionName: 'orders',
      Timeout: 60,
      MemorySize: 512,
      Runtime: 'nodejs22.x',
      Environment: { Variables: { PASSWORD: 'hunter2' } },
      LoggingConfig: { LogGroup: '/aws/lambda/orders', LogFormat: 'Text' },
    },
  },
  ...more,
});

const tiny = useTinyWorlds();

const collect = (
  of: TinyWorld,
  { inquiry, ...more }: Omit<Partial<Asked>, 'inquiry'> & { inquiry?: Partial<Inquiry> } = {},
) => tiny.collect(of, { now, ...more, inquiry: { id: { kind: 'uuid', value: id }, ...inquiry } });

const statusOf = (observations: Observations) =>
  Object.fromEntries(
    Object.entries(observations).map(([name, one]) => [
      name,
      one.status === 'unavailable' ? one.reason : one.status,
    ]),
  );

describe('collectEvidence', () => {
  it('finds everything about a bare id', async () => {
    const { first, evidences, roleSession, apiCalls, server } = await collect(world());
    expect(evidences).toHaveLength(1);
    expect(first.request).toMatchObject({
      id,
      extendedRequestId: 'K2G9wEbUoAMEvag=',
      apiType: 'rest',
      apiId: 'abc1234567',
      apiName: 'shop',
      stage: 'prod',
      account: '111122223333',
      region: 'eu-west-1',
    });
    expect(statusOf(first.observations)).toEqual({
      executionLog: 'found',
      accessLog: 'logging-off',
      functionLog: 'found',
      authorizerLog: 'not-applicable',
      gatewaySettings: 'found',
      functionSettings: 'found',
      trace: 'not-traced',
      loadBalancerLog: 'not-configured',
      flowLog: 'not-configured',
      backendLog: 'not-configured',
      clientResponse: 'not-given',
      metrics: 'absent',
      deployments: 'depends-on-missing',
    });
    const { functionLog, gatewaySettings, functionSettings } = first.observations;
    expect(functionLog).toMatchObject({
      value: {
        functionName: 'orders',
        invocations: [{ functionRequestId: functionId, joinedBy: 'time', durationMs: 34960 }],
      },
    });
    expect(
      functionLog.status === 'found' && functionLog.value.invocations[0]?.lines.map((line) => line.text),
    ).toContain('loading the order');
    expect(gatewaySettings).toMatchObject({
      value: {
        executionLogLevel: 'INFO',
        integration: { kind: 'AWS_PROXY', timeoutMs: 29_000, functionName: 'orders' },
      },
    });
    expect(functionSettings).toMatchObject({ value: { timeoutMs: 60_000 } });
    expect(JSON.stringify(first)).not.toContain('hunter2');
    expect(roleSession).toBe('gw504-U024BE7LH');
    expect(apiCalls).toBe(server.calls.length);
    expect(apiCalls).toBeLessThanOrEqual(20);
  });

  const silent = { [executionGroup]: execution, '/aws/lambda/orders': [] };
  const countOf = (value: number) => (call: ScriptedCall) =>
    call.name === 'cloudwatch:GetMetricData'
      ? { body: { MetricDataResults: [{ Id: 'm0', Timestamps: [sent / 1000], Values: [value] }] } }
      : undefined;
  const noMetrics = (call: ScriptedCall) =>
    call.name === 'cloudwatch:GetMetricData' ? { error: 'AccessDeniedException', status: 400 } : undefined;

  it.each<[string, number, Partial<TinyWorld>, object]>([
    [
      'ten minutes after the gateway gave up, where the metric may not be read',
      600_000,
      { override: noMetrics },
      { status: 'absent' },
    ],
    [
      'a moment earlier, because lines may take so long',
      599_999,
      { override: noMetrics },
      {
        status: 'unavailable',
        reason: 'not-ingested-yet',
        args: { function: 'orders', logGroup: '/aws/lambda/orders', minutes: 1 },
      },
    ],
    [
      'later, where CloudWatch counted an invocation that the log lacks',
      900_000,
      { override: countOf(1) },
      {
        status: 'unavailable',
        reason: 'not-ingested-yet',
        args: { function: 'orders', logGroup: '/aws/lambda/orders', counted: 1, logged: 0 },
      },
    ],
    [
      'two minutes after the function’s own timeout, where CloudWatch counted none',
      151_000,
      { override: countOf(0) },
      { status: 'absent' },
    ],
    [
      'a moment earlier, because the count may be on its way as well',
      150_999,
      { override: countOf(0) },
      {
        status: 'unavailable',
        reason: 'not-ingested-yet',
        args: { function: 'orders', logGroup: '/aws/lambda/orders', minutes: 1 },
      },
    ],
  ])('an empty function log, %s', async (_when, afterMs, more, seen) => {
    const { first } = await collect(world({ groups: silent, ...more }), {
      context: { now: () => sent + 29_000 + afterMs },
    });
    const { searches: _searches, ...observed } = first.observations.functionLog;
    expect(observed).toEqual(seen);
  });

  const modified = (ms: number) => ({
    functions: {
      orders: {
        ...world().functions?.orders,
        LastModified: new Date(sent + ms).toISOString().replace('Z', '+0000'),
      },
    },
  });
  const deployed = (ms: number, isLogged: boolean) => ({
    groups: {
      ...silent,
      [executionGroup]: isLogged
        ? execution
        : execution.filter(({ message }) => !message.includes('Sending request')),
    },
    stages: {
      abc1234567: [
        {
          stageName: 'prod',
          methodSettings: { '*/*': { loggingLevel: 'INFO' } },
          lastUpdatedDate: (sent + ms) / 1000,
        },
      ],
    },
  });
  it.each<[string, Partial<TinyWorld>, object]>([
    ['a function changed before', modified(-1_000), { status: 'absent' }],
    [
      'a function changed since',
      modified(1_000),
      { reason: 'depends-on-missing', args: { changed: 'function-changed' } },
    ],
    ['a stage deployed before', deployed(-1_000, false), { status: 'absent' }],
    [
      'a stage deployed since',
      deployed(1_000, false),
      { reason: 'depends-on-missing', args: { changed: 'stage-changed' } },
    ],
    ['a stage deployed since, where the log names the function', deployed(1_000, true), { status: 'absent' }],
  ])('an empty function log, of %s', async (_what, more, seen) => {
    const { first } = await collect(world({ groups: silent, ...more }), {
      context: { now: () => now + 600_000 },
    });
    expect(first.observations.functionLog).toMatchObject(seen);
  });

  it.each<[string, string, object]>([
    [
      'was not sampled',
      ';Parent=0123456789abcdef;Sampled=0',
      { unsampled: '1-6b10f3a1-0123456789abcdef01234567' },
    ],
    ['was sampled', ';Parent=0123456789abcdef;Sampled=1', { on: 'prod' }],
    ['says nothing of sampling', '', { on: 'prod' }],
  ])('a trace that is nowhere, of a request that %s', async (_what, decision, args) => {
    const header = {
      atMs: sent - 5,
      message: `(${id}) Endpoint request headers: {X-Amzn-Trace-Id=Root=1-6b10f3a1-0123456789abcdef01234567${decision}, Accept=*/*}`,
      stream: 'e369853df766fa44e1ed0ff613f563bd',
    };
    const { first } = await collect(
      world({
        groups: { [executionGroup]: [...execution, header], '/aws/lambda/orders': invocation },
        stages: {
          abc1234567: [
            { stageName: 'prod', methodSettings: { '*/*': { loggingLevel: 'INFO' } }, tracingEnabled: true },
          ],
        },
      }),
    );
    expect(first.observations.trace).toMatchObject({ reason: 'not-traced', args });
  });

  it('names the metrics as CloudWatch does', async () => {
    const { first } = await collect(world({ override: countOf(3) }));
    expect(first.observations.metrics).toMatchObject({
      value: {
        series: [{ name: 'IntegrationLatency', statistic: 'Maximum', points: [{ atMs: sent, value: 3 }] }],
      },
    });
  });

  it.each([
    [
      'where the function’s log level leaves out what marks an invocation',
      {
        orders: {
          FunctionName: 'orders',
          Timeout: 60,
          LoggingConfig: { LogFormat: 'JSON', SystemLogLevel: 'WARN' },
        },
      },
      'error-level-only',
    ],
    ['where the log group is only guessed', {}, 'depends-on-missing'],
  ])('does not say absent %s', async (_what, functions, reason) => {
    const { first } = await collect(
      world({ groups: { [executionGroup]: execution, '/aws/lambda/orders': [] }, functions }),
    );
    expect(first.observations.functionLog).toMatchObject({ status: 'unavailable', reason });
  });

  it('does not say absent before the lines had time to arrive', async () => {
    const fresh = sent + 60_000;
    const { first, notes } = await collect(
      world({ groups: { [executionGroup]: execution, '/aws/lambda/orders': [] } }),
      { context: { now: () => fresh } },
    );
    expect(first.observations.functionLog).toMatchObject({
      status: 'unavailable',
      reason: 'not-ingested-yet',
    });
    expect(notes).toEqual([{ note: 'looked-again', args: { looks: 4 } }]);
  });

  it('finds lines that arrive late by looking again', async () => {
    const late = invocation.map((event) => ({ ...event, fromLook: 4 }));
    const { first, notes } = await collect(
      world({ groups: { [executionGroup]: execution, '/aws/lambda/orders': late } }),
      { context: { now: () => sent + 60_000 } },
    );
    expect(first.observations.functionLog.status).toBe('found');
    expect(notes.map((one) => one.note)).toContain('found-on-second-look');
  });

  it('does not choose among several invocations that nothing ties to the request', async () => {
    const other = invocation.map((event) => ({
      ...event,
      stream: 'other',
      message: event.message.replaceAll(functionId, 'ffffffff-1111-4222-8333-444455556666'),
    }));
    const { first } = await collect(
      world({ groups: { [executionGroup]: execution, '/aws/lambda/orders': [...invocation, ...other] } }),
    );
    expect(first.observations.functionLog).toMatchObject({
      status: 'unavailable',
      reason: 'not-traced',
      args: { candidates: 2 },
    });
  });

  it.each([
    ['GET /restapis/abc1234567/resources', 'gatewaySettings', 'found', 'functionLog', 'found'],
    [
      'GET /2015-03-31/functions/orders/configuration',
      'functionSettings',
      'access-denied',
      'functionLog',
      'found',
    ],
    ['cloudwatch:GetMetricData', 'metrics', 'access-denied', 'executionLog', 'found'],
    ['GET /restapis', 'gatewaySettings', 'access-denied', 'functionLog', 'found'],
  ] as const)('denied %s costs that source alone', async (denied, source, status, other, otherStatus) => {
    const { first } = await collect(
      world({
        override: (call) =>
          call.name === denied || (denied === 'GET /restapis' && call.name.startsWith(denied))
            ? { error: 'AccessDeniedException', message: 'no', status: 403 }
            : undefined,
      }),
    );
    const statuses = statusOf(first.observations);
    expect([statuses[source], statuses[other]]).toEqual([status, otherStatus]);
  });

  it('says for an unknown id where it looked', async () => {
    const { first, notes } = await collect(world(), {
      inquiry: { id: { kind: 'uuid', value: '00000000-0000-4000-8000-000000000000' } },
    });
    expect(first.request).toEqual({
      id: '00000000-0000-4000-8000-000000000000',
      apiType: 'unknown',
      resolutionMs: 1,
    });
    expect(first.observations.executionLog.status).toBe('absent');
    expect(notes).toEqual([
      {
        note: 'searched-in-vain',
        args: { places: 'prod eu-west-1', groups: 1, from: '2026-11-13 14:50', to: '2026-11-20 14:51' },
      },
      { note: 'looked-again', args: { looks: 2 } },
    ]);
  });

  it('says that the role is gone', async () => {
    const { first, notes } = await collect(
      world({
        override: (call) =>
          call.name === 'sts:AssumeRole' ? { error: 'AccessDenied', message: 'no', status: 403 } : undefined,
      }),
    );
    expect(first.observations.executionLog).toMatchObject({
      status: 'unavailable',
      reason: 'role-not-assumable',
    });
    expect(notes.map((one) => one.note)).toEqual(['place-role-not-assumable']);
  });

  it('says that logging is off', async () => {
    const { first } = await collect(world({ groups: {}, stages: { abc1234567: [{ stageName: 'prod' }] } }));
    expect(first.observations.executionLog).toMatchObject({ status: 'unavailable', reason: 'logging-off' });
  });

  it('asks before a wide search that costs much, unless that was agreed to', async () => {
    const big = world({
      groupDetails: {
        [executionGroup]: { storedBytes: 900_000_000_000, creationTime: now - 30 * 86_400_000 },
      },
    });
    const early = {
      ...big,
      groups: {
        ...big.groups,
        [executionGroup]: execution.map((event) => ({ ...event, atMs: event.atMs - 20 * 3_600_000 })),
      },
    };
    const refused = await collect(early);
    expect(refused.first.observations.executionLog).toMatchObject({
      status: 'unavailable',
      reason: 'budget-refused',
      args: { bytes: expect.any(Number), usd: expect.any(Number) },
    });
    const agreed = await collect(early, { inquiry: { allowBytes: 1e12 } });
    expect(agreed.first.observations.executionLog.status).toBe('found');
  });

  it('notes what it asks about to the byte, however many queries that takes', async () => {
    const groups = Array.from({ length: 60 }, (_, index) => `API-Gateway-Execution-Logs_rest${index}/prod`);
    const day = 86_400_000;
    const many = world({
      groups: { ...world().groups, ...Object.fromEntries(groups.map((group) => [group, []])) },
      groupDetails: Object.fromEntries(
        [executionGroup, ...groups].map((group) => [
          group,
          { storedBytes: 100_000_000, creationTime: now - 30 * day },
        ]),
      ),
    });
    const { notes } = await collect(many, {
      config: { limits: { bytesPerQuestion: 1_000_000, maxWindowHours: 3 } },
      inquiry: {
        id: { kind: 'uuid', value: '00000000-0000-4000-8000-000000000000' },
        aroundMs: now - day,
        windowMs: 1.5 * 3_600_000,
      },
    });
    // Three hours of a month of 61 groups; the access log of the world holds next to nothing.
    const bytes = Math.round((50 * 1e8 * 3) / (30 * 24)) + Math.round((11 * 1e8 * 3) / (30 * 24));
    expect(notes.filter(({ note }) => note === 'budget-refused')).toEqual([
      {
        note: 'budget-refused',
        args: { bytes, usd: 0.0001, spentBytes: 0, place: 'prod eu-west-1' },
      },
    ]);
  });

  it('asks before a wide search too where nobody may know how much the groups hold', async () => {
    const scanned: string[] = [];
    const { first } = await collect(
      world({
        override: (call) => {
          if (call.name === 'logs:DescribeLogGroups') return { error: 'AccessDeniedException', status: 403 };
          if (call.name !== 'logs:GetQueryResults') return undefined;
          scanned.push(String(call.body.queryId));
          return { body: { status: 'Complete', results: [], statistics: { bytesScanned: 2_000_000_000 } } };
        },
      }),
      { inquiry: { id: { kind: 'uuid', value: '00000000-0000-4000-8000-000000000000' } } },
    );
    expect(first.observations.executionLog).toMatchObject({ reason: 'budget-refused' });
    expect(scanned).toHaveLength(1); // three hours for 2 GB: a day would be 14 GB more
  });

  it('ends at the deadline with what it has', async () => {
    const { first } = await collect(
      world({
        override: (call) =>
          call.name === 'cloudwatch:GetMetricData'
            ? { error: 'ThrottlingException', message: 'Rate exceeded' }
            : undefined,
      }),
      { context: { deadlineMs: 8_000 } },
    );
    expect(first.observations.executionLog.status).toBe('found');
    expect(first.observations.metrics).toMatchObject({ status: 'unavailable', reason: 'throttled' });
  });

  it('finds a request of a stage that only its log group tells of', async () => {
    const { first } = await collect(
      world({
        override: (call) =>
          call.name.startsWith('GET /') && !call.name.includes('functions')
            ? { error: 'AccessDeniedException', message: 'no', status: 403 }
            : undefined,
      }),
    );
    expect(first.request).toMatchObject({ apiId: 'abc1234567', stage: 'prod', apiType: 'rest' });
    expect(first.observations.functionLog.status).toBe('found');
  });

  it.each([
    ['its extended id', { kind: 'extended', value: 'K2G9wEbUoAMEvag=' }],
    ['the id of the function’s invocation', { kind: 'uuid', value: functionId }],
  ] as const)('finds the request by %s', async (_what, other) => {
    const tied = invocation.map((event) => ({
      ...event,
      message: event.message === 'loading the order' ? `loading the order for ${id}` : event.message,
    }));
    const { first } = await collect(
      world({ groups: { [executionGroup]: execution, '/aws/lambda/orders': tied } }),
      { inquiry: { id: other } },
    );
    expect(first.request).toMatchObject({ id, extendedRequestId: 'K2G9wEbUoAMEvag=' });
    expect(first.observations.executionLog).toMatchObject({
      status: 'found',
      value: { events: { length: 6 } },
    });
    expect(first.observations.functionLog).toMatchObject({
      status: 'found',
      value: { invocations: [{ joinedBy: 'api-request-id' }] },
    });
  });

  it('keeps two requests of one reused id apart', async () => {
    const again = execution.map((event) => ({
      ...event,
      atMs: event.atMs - 120_000,
      message: event.message.replace('K2G9wEbUoAMEvag=', 'OTHERbUoAMEvag1='),
    }));
    const { evidences } = await collect(
      world({ groups: { [executionGroup]: [...again, ...execution], '/aws/lambda/orders': invocation } }),
    );
    expect(evidences.map((one) => one.request.extendedRequestId)).toEqual([
      'OTHERbUoAMEvag1=',
      'K2G9wEbUoAMEvag=',
    ]);
  });

  it('does not take a request that only passes the id on for the one that bears it', async () => {
    const caller = [
      {
        atMs: sent,
        message: `(11111111-574c-4d30-b6b9-25e26d687255) Method request headers: {x-correlation-id=${id}}`,
        stream: 's',
      },
    ];
    const { evidences } = await collect(
      world({ groups: { [executionGroup]: [...execution, ...caller], '/aws/lambda/orders': invocation } }),
    );
    expect(evidences.map((one) => one.request.id)).toEqual([id]);
  });

  it('shows a request that exists in two accounts twice', async () => {
    const { evidences } = await collect(world(), {
      config: {
        accounts: [
          { id: '111122223333', regions: ['eu-west-1'] },
          {
            id: '444455556666',
            roleArn: 'arn:aws:iam::444455556666:role/gw504',
            regions: ['eu-west-1'],
          },
        ],
      },
    });
    expect(evidences.map((one) => one.request.account).sort()).toEqual(['111122223333', '444455556666']);
  });

  it('asks nothing with credentials of another account than the configuration says', async () => {
    const { first, notes, server } = await collect(world(), {
      config: { accounts: [{ id: '444455556666', alias: 'payments', regions: ['eu-west-1'] }] },
    });
    expect(first.observations.executionLog).toMatchObject({
      status: 'unavailable',
      reason: 'wrong-account',
      args: { account: '444455556666', actual: '111122223333' },
    });
    expect(notes).toEqual([
      {
        note: 'place-wrong-account',
        args: expect.objectContaining({ place: 'payments eu-west-1', actual: '111122223333' }),
      },
    ]);
    expect(server.names()).toEqual([]);
  });

  it('names the account of a request that is asked about by its trace id', async () => {
    const traceId = '1-6f8a2c00-0123456789abcdef01234567';
    const traced = { atMs: sent - 40, message: `(${id}) X-ray Tracing ID : Root=${traceId}`, stream: 's' };
    const { first } = await collect(world({ groups: { [executionGroup]: [...execution, traced] } }), {
      config: { accounts: [] },
      inquiry: { id: { kind: 'trace', value: traceId, atMs: sent } },
    });
    expect(first.request).toMatchObject({ id, traceId, account: '111122223333', region: 'eu-west-1' });
  });

  it.each([
    ['by its alias', 'prod', {}],
    ['by its number', '111122223333', {}],
    ['of the environment', '111122223333', { accounts: [] }],
  ])(
    'names the account of a request that is nowhere in its 12 digits: asked %s',
    async (_, account, config) => {
      const { first } = await collect(world({ groups: { [executionGroup]: [] } }), {
        config,
        inquiry: { scope: { account } },
      });
      expect(first.request.account).toBe('111122223333');
    },
  );

  it('says so where a clock that is off has shifted the search', async () => {
    const { first, notes } = await collect(
      world({
        groups: { [executionGroup]: [] },
        headers: { date: new Date(Date.now() + 3_600_000).toUTCString() },
      }),
    );
    expect(notes[0]).toEqual({ note: 'clock-off', args: { minutes: 60, isBehind: 1 } });
    expect(first.observations.executionLog).toMatchObject({
      reason: 'clock-off',
      args: { minutesBehind: 60 },
    });
  });

  it('stops when somebody stops it', async () => {
    const stop = new AbortController();
    const { first } = await collect(
      world({
        override: (call) => {
          if (call.name === 'logs:DescribeLogGroups') stop.abort();
          return undefined;
        },
      }),
      { context: { signal: stop.signal } },
    );
    expect(first.observations.executionLog).toMatchObject({ status: 'unavailable', reason: 'timed-out' });
  });

  it('finds a request of an HTTP API by its access log, and all behind it', async () => {
    const record = JSON.stringify({
      requestId: 'JKJaXmPLvHcESHA=',
      requestTimeEpoch: String(sent),
      httpMethod: 'POST',
      routeKey: 'POST /orders',
      status: '503',
      responseLatency: '30001',
      integrationLatency: '30000',
    });
    const format = JSON.stringify({
      requestId: '$context.requestId',
      requestTimeEpoch: '$context.requestTimeEpoch',
      httpMethod: '$context.httpMethod',
      routeKey: '$context.routeKey',
      status: '$context.status',
      responseLatency: '$context.responseLatency',
      integrationLatency: '$context.integrationLatency',
    });
    const { first } = await collect(
      {
        groups: {
          '/shop/access': [{ atMs: sent, message: record, stream: 's' }],
          '/aws/lambda/orders': invocation,
        },
        httpApis: [{ apiId: 'http123456', name: 'shop-http', protocolType: 'HTTP' }],
        httpParts: {
          http123456: {
            stages: [
              {
                stageName: '$default',
                accessLogSettings: {
                  destinationArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:/shop/access',
                  format,
                },
              },
            ],
            routes: [{ routeKey: 'POST /orders', target: 'integrations/i1' }],
            integrations: [
              {
                integrationId: 'i1',
                integrationType: 'AWS_PROXY',
                integrationUri: arn,
                timeoutInMillis: 30_000,
              },
            ],
          },
        },
        functions: world().functions ?? {},
      },
      { inquiry: { id: { kind: 'extended', value: 'JKJaXmPLvHcESHA=' } } },
    );
    expect(first.request).toMatchObject({
      id: 'JKJaXmPLvHcESHA=',
      apiType: 'http',
      stage: '$default',
      status: 503,
    });
    expect(statusOf(first.observations)).toMatchObject({
      executionLog: 'not-applicable',
      accessLog: 'found',
      gatewaySettings: 'found',
      functionSettings: 'found',
      functionLog: 'found',
    });
    expect(first.observations.gatewaySettings).toMatchObject({
      value: { executionLogLevel: 'none', integration: { timeoutMs: 30_000, functionName: 'orders' } },
    });
  });

  it.each<[string, string, string, string[]]>([
    [
      'a network load balancer that the integration names',
      'arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/net/stock/50dc6c495c0c9188/f2f7dc8efc522ab2',
      'net/stock/50dc6c495c0c9188',
      ['TCP_Target_Reset_Count', 'TCP_ELB_Reset_Count', 'TCP_Client_Reset_Count'],
    ],
    [
      'an application load balancer that the integration names',
      'arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2',
      'app/web/50dc6c495c0c9188',
      ['TargetConnectionErrorCount', 'HTTPCode_ELB_504_Count'],
    ],
    ['no load balancer of an address', 'https://stock.example.com/levels', '', []],
  ])('asks for the metrics of %s', async (_what, integrationUri, loadBalancer, metrics) => {
    const format = '{"requestId":"$context.requestId","requestTimeEpoch":"$context.requestTimeEpoch"}';
    const { server } = await collect(
      {
        groups: {
          '/shop/access': [
            {
              atMs: sent,
              message: format
                .replace('$context.requestId', 'JKJaXmPLvHcESHA=')
                .replace('$context.requestTimeEpoch', String(sent)),
            },
          ],
        },
        httpApis: [{ apiId: 'http123456', name: 'stock', protocolType: 'HTTP' }],
        httpParts: {
          http123456: {
            stages: [
              {
                stageName: '$default',
                accessLogSettings: {
                  destinationArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:/shop/access',
                  format,
                },
              },
            ],
            routes: [{ routeKey: '$default', target: 'integrations/i1' }],
            integrations: [{ integrationId: 'i1', integrationType: 'HTTP_PROXY', integrationUri }],
          },
        },
      },
      { inquiry: { id: { kind: 'extended', value: 'JKJaXmPLvHcESHA=' } } },
    );
    const asked = server.calls.filter(({ name }) => name === 'cloudwatch:GetMetricData');
    expect(asked).toHaveLength(1);
    const ofBalancer = JSON.stringify(asked[0]?.body).match(/\{"Namespace":"AWS\/\w+ELB".*?\]\}/g) ?? [];
    expect(ofBalancer.map((text) => JSON.parse(text))).toEqual(
      metrics.map((MetricName) =>
        expect.objectContaining({ MetricName, Dimensions: [{ Name: 'LoadBalancer', Value: loadBalancer }] }),
      ),
    );
  });

  it('reads configured backend and load-balancer groups by trace id', async () => {
    const trace = '1-691f3a00-0123456789abcdef01234567';
    const traced = [
      ...execution,
      { atMs: sent - 40, message: `(${id}) X-ray Tracing ID : Root=${trace}`, stream: 's' },
    ];
    const { first } = await collect(
      world({
        groups: {
          [executionGroup]: traced,
          '/aws/lambda/orders': invocation,
          '/shop/backend': [
            { atMs: sent + 5, message: `GET /stock trace=${trace}`, stream: 'b' },
            { atMs: sent + 6, message: 'GET /stock trace=other', stream: 'b' },
          ],
          '/shop/alb': [],
        },
      }),
      {
        config: {
          backends: [
            { logGroup: '/shop/backend', apis: ['shop'] },
            { logGroup: '/shop/alb', kind: 'load-balancer' },
            { logGroup: '/other/backend', apis: ['other'] },
          ],
        },
      },
    );
    expect(first.observations.backendLog).toMatchObject({
      status: 'found',
      value: [{ joinedBy: 'trace-id', line: `GET /stock trace=${trace}` }],
    });
    expect(first.observations.loadBalancerLog.status).toBe('absent');
    expect(first.observations.trace).toMatchObject({ status: 'unavailable', reason: 'not-traced' });
  });

  it('reads execution logs that are delivered to a group of the owner’s choosing', async () => {
    const stageArn = 'arn:aws:apigateway:eu-west-1:111122223333:/restapis/abc1234567/stages/prod';
    const { first } = await collect(
      world({
        groups: { '/shop/execution': execution, '/aws/lambda/orders': invocation },
        deliveries: {
          sources: [{ name: 'src', logType: 'EXECUTION_LOGS', resourceArns: [stageArn] }],
          deliveries: [{ id: 'd', deliverySourceName: 'src', deliveryDestinationArn: 'arn:dest' }],
          destinations: [
            {
              arn: 'arn:dest',
              deliveryDestinationConfiguration: {
                destinationResourceArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:/shop/execution:*',
              },
            },
          ],
        },
      }),
    );
    expect(first.observations.executionLog.status).toBe('found');
    expect(first.observations.gatewaySettings).toMatchObject({
      value: { executionLogGroup: '/shop/execution' },
    });
  });

  it('uses Insights for a group whose class refuses FilterLogEvents', async () => {
    const { first, server } = await collect(
      world({
        groupDetails: {
          [executionGroup]: { logGroupClass: 'INFREQUENT_ACCESS' },
          '/aws/lambda/orders': { logGroupClass: 'INFREQUENT_ACCESS' },
        },
        override: (call) =>
          call.name === 'logs:FilterLogEvents'
            ? {
                error: 'InvalidOperationException',
                message: 'log-group-class INFREQUENT_ACCESS. Not supported.',
              }
            : undefined,
      }),
    );
    expect(first.observations.functionLog.status).toBe('found');
    expect(server.names()).toContain('logs:StartQuery');
  });

  it('asks about the stages of few APIs only, however many there are', async () => {
    const others = Array.from({ length: 60 }, (_, index) => `other${String(index).padStart(5, '0')}`);
    const groups = Object.fromEntries(others.map((api) => [`API-Gateway-Execution-Logs_${api}/prod`, []]));
    const { first, server } = await collect(
      world({
        groups: { ...world().groups, ...groups },
        restApis: [{ id: 'abc1234567', name: 'shop' }, ...others.map((api) => ({ id: api, name: api }))],
      }),
    );
    expect(first.observations.gatewaySettings).toMatchObject({ status: 'found', value: { apiName: 'shop' } });
    expect(server.names().filter((name) => name.endsWith('/stages'))).toEqual([
      'GET /restapis/abc1234567/stages',
    ]);
    expect(server.names().filter((name) => name === 'logs:StartQuery')).toHaveLength(2);
  });

  it('waits a little for the end of a function that may still be running', async () => {
    const [start, line, ...rest] = invocation;
    const running = [start!, line!, ...rest.map((event) => ({ ...event, fromLook: 5 }))];
    const { first } = await collect(
      world({ groups: { [executionGroup]: execution, '/aws/lambda/orders': running } }),
      {
        context: { now: () => sent + 60_000 },
      },
    );
    expect(first.observations.functionLog).toMatchObject({
      status: 'found',
      value: { invocations: [{ durationMs: 34960 }] },
    });
  });

  describe('what the log groups no longer keep', () => {
    const nowhere = { kind: 'uuid', value: '00000000-0000-4000-8000-000000000000' } as const;
    const day = 86_400_000;
    const withAccessLog = (days: Record<string, number | undefined>) =>
      world({
        groups: { [executionGroup]: [], '/access/shop': [], '/aws/lambda/orders': [] },
        groupDetails: Object.fromEntries(
          Object.entries(days).map(([name, retentionInDays]) => [name, { retentionInDays }]),
        ),
        stages: {
          abc1234567: [
            {
              stageName: 'prod',
              methodSettings: { '*/*': { loggingLevel: 'INFO' } },
              accessLogSettings: {
                destinationArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:/access/shop',
                format: '$context.requestId',
              },
            },
          ],
        },
      });
    const tenDaysAgo = now - 10 * day;

    it.each<[string, Record<string, number>, Partial<Inquiry>, object, object[]]>([
      [
        'every group',
        { [executionGroup]: 3, '/access/shop': 7 },
        { aroundMs: tenDaysAgo },
        { reason: 'retention-over', args: { groups: `${executionGroup}, /access/shop`, count: 2, days: 7 } },
        [
          { groups: executionGroup, count: 1, days: 3 },
          { groups: '/access/shop', count: 1, days: 7 },
        ],
      ],
      [
        'the access log alone',
        { [executionGroup]: 30, '/access/shop': 7 },
        { aroundMs: tenDaysAgo },
        { reason: 'retention-over', args: { groups: '/access/shop', count: 1, days: 7 } },
        [{ groups: '/access/shop', count: 1, days: 7 }],
      ],
      [
        'a function’s log, of an id that may be a function’s',
        { [executionGroup]: 30, '/access/shop': 30, '/aws/lambda/orders': 5 },
        { aroundMs: tenDaysAgo, windowMs: 60_000 },
        { status: 'absent' },
        [{ groups: '/aws/lambda/orders', count: 1, days: 5 }],
      ],
      [
        'none',
        { [executionGroup]: 30, '/access/shop': 30 },
        { aroundMs: tenDaysAgo },
        { status: 'absent' },
        [],
      ],
    ])('%s, of a known time', async (_which, days, inquiry, seen, told) => {
      const { first, notes } = await collect(withAccessLog(days), { inquiry: { id: nowhere, ...inquiry } });
      expect(first.observations.executionLog).toMatchObject(seen);
      expect(notes.filter(({ note }) => note === 'groups-expired').map(({ args }) => args)).toEqual(
        told.map((one) => ({ place: 'prod eu-west-1', at: '2026-11-10 14:50', ...one })),
      );
    });

    it('which of them keep less than was searched, where nobody knows the time', async () => {
      const { first, notes } = await collect(withAccessLog({ [executionGroup]: 1, '/access/shop': 30 }), {
        inquiry: { id: nowhere },
      });
      expect(first.observations.executionLog.status).toBe('absent');
      expect(notes).toContainEqual({
        note: 'groups-keep-less',
        args: { place: 'prod eu-west-1', groups: executionGroup, count: 1, days: 1 },
      });
    });

    it.each([
      ['accessLog', '/access/shop'],
      ['functionLog', '/aws/lambda/orders'],
    ] as const)('the %s of a request that the execution log still holds', async (source, logGroup) => {
      const old = execution.map((event) => ({ ...event, atMs: event.atMs - 10 * day }));
      const of = withAccessLog({ [logGroup]: 7 });
      const { first } = await collect(
        { ...of, groups: { ...of.groups, [executionGroup]: old } },
        {
          inquiry: { aroundMs: sent - 10 * day },
        },
      );
      expect(first.observations.executionLog.status).toBe('found');
      expect(first.observations[source]).toMatchObject({
        status: 'unavailable',
        reason: 'retention-over',
        args: { logGroup, days: 7 },
      });
    });
  });

  it('says that only errors are logged', async () => {
    const { first } = await collect(
      world({
        stages: { abc1234567: [{ stageName: 'prod', methodSettings: { '*/*': { loggingLevel: 'ERROR' } } }] },
      }),
      { inquiry: { id: { kind: 'uuid', value: '00000000-0000-4000-8000-000000000000' } } },
    );
    expect(first.observations.executionLog).toMatchObject({
      status: 'unavailable',
      reason: 'error-level-only',
    });
  });

  it('finds the request although another account’s role is gone, and says so', async () => {
    const gone = 'arn:aws:iam::444455556666:role/gw504';
    const { evidences, notes } = await collect(
      world({
        override: (call) =>
          call.body.RoleArn === gone ? { error: 'AccessDenied', message: 'no', status: 403 } : undefined,
      }),
      {
        config: {
          accounts: [
            { id: '111122223333', roleArn: 'arn:aws:iam::111122223333:role/gw504', regions: ['eu-west-1'] },
            { id: '444455556666', alias: 'old', roleArn: gone, regions: ['eu-west-1'] },
          ],
        },
      },
    );
    expect(evidences.map((one) => one.request.account)).toEqual(['111122223333']);
    expect(notes.map((one) => one.note)).toEqual(['place-role-not-assumable']);
  });

  it('does not let a throttled region use up the time', async () => {
    const { first, notes } = await collect(
      world({
        override: (call) =>
          call.region === 'us-east-1'
            ? { error: 'ThrottlingException', message: 'Rate exceeded' }
            : undefined,
      }),
      {
        config: { accounts: [{ id: '111122223333', regions: ['eu-west-1', 'us-east-1'] }] },
        context: { deadlineMs: 12_000 },
      },
    );
    expect(first.observations.functionLog.status).toBe('found');
    expect(notes.map((one) => one.note)).toEqual(['place-throttled']);
  });

  it('uses the ambient credentials and region where no account is configured', async () => {
    const { first, roleSession, server } = await collect(world(), { config: { accounts: [] } });
    expect(first.request).toMatchObject({ id, account: '111122223333', region: 'eu-west-1' });
    expect(first.observations.functionLog.status).toBe('found');
    expect(roleSession).toBeUndefined();
    expect(server.names()).not.toContain('sts:AssumeRole');
  });

  it.each([
    ['an account that the configuration does not name', { account: 'nobody' }, {}, 'unknown-account'],
    [
      'an account that may not be asked about here',
      { account: 'prod' },
      { accounts: ['other'] },
      'account-not-allowed',
    ],
    ['an API that may not be asked about here', {}, { apis: ['other'] }, 'place-without-apis', 'no-api'],
  ])('says so for %s', async (_what, scope, allowed, note, reason = 'not-configured') => {
    const { first, notes } = await collect(world(), {
      inquiry: { scope },
      context: { allowed: { accounts: [], apis: [], stages: [], ...allowed } },
    });
    expect(first.observations.executionLog).toMatchObject({
      status: 'unavailable',
      reason,
    });
    expect(notes.map((one) => one.note)).toEqual([note]);
  });

  it('asks for nothing that the session policy does not allow', async () => {
    const { server } = await collect(world());
    const allowed: string[] = permissions.flatMap((permission) => [...permission.actions]);
    const used = new Set(server.names().map(actionOf));
    expect([...used].filter((action) => !allowed.includes(action))).toEqual(['sts:AssumeRole']);
  });
});

function actionOf(name: string): string {
  if (name === 'POST /Traces') return 'xray:BatchGetTraces';
  if (name.endsWith('/configuration')) return 'lambda:GetFunctionConfiguration';
  if (name.endsWith('/concurrency')) return 'lambda:GetFunctionConcurrency';
  return name.startsWith('GET /restapis') || name.startsWith('GET /v2/apis') ? 'apigateway:GET' : name;
}
