import { readdirSync } from 'node:fs';
import { GetQueryResultsCommand, StartQueryCommand } from '@aws-sdk/client-cloudwatch-logs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAws } from '../../../src/aws/open-aws.ts';
import { configSchema } from '../../../src/config-schema.ts';
import { collectEvidence } from '../../../src/evidence/collect-evidence.ts';
import type { Observations } from '../../../src/evidence/evidence.ts';
import { shapePattern } from '../../../src/evidence/window/path-shape.ts';
import type { Inquiry } from '../../../src/inquiry/inquiry.ts';
import { emptyRegion, type LogGroup, type Region, type World } from '../../../src/sandbox/aws/world.ts';
import { loadTemplates } from '../../../src/templates.ts';
import { type OpenStandIn, openStandIn } from './open-stand-in.ts';
import { everything, keys, line, now, ownWorld, roleArn, smallWorld } from './small-world.ts';

const id = 'f4267199-574c-4d30-b6b9-25e26d687255';
const functionId = '0a1b2c3d-1111-4222-8333-444455556666';
const sent = now - 10 * 60_000;
const lambdaArn = 'arn:aws:lambda:eu-west-1:111122223333:function:orders';
const uri = `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${lambdaArn}/invocations`;
const executionGroup = 'API-Gateway-Execution-Logs_abc1234567/prod';

const execution: [number, string][] = [
  [-60, 'Extended Request Id: K2G9wEbUoAMEvag='],
  [-50, `Starting execution for request: ${id}`],
  [-50, 'HTTP Method: POST, Resource Path: /orders'],
  [
    0,
    `Sending request to ${uri.replace('arn:aws:apigateway:eu-west-1:lambda:path', 'https://lambda.eu-west-1.amazonaws.com')}`,
  ],
  [29_000, 'Execution failed due to a timeout error'],
  [29_002, 'Method completed with status: 504'],
];
const invocation: [number, string][] = [
  [40, `START RequestId: ${functionId} Version: $LATEST`],
  [50, 'loading the order'],
  [35_000, `END RequestId: ${functionId}`],
  [
    35_001,
    `REPORT RequestId: ${functionId}\tDuration: 34960.00 ms\tBilled Duration: 34960 ms\tMemory Size: 512 MB\tMax Memory Used: 120 MB`,
  ],
];

const shop: Region = {
  ...emptyRegion(),
  logGroups: [
    {
      name: executionGroup,
      createdMs: 0,
      bytesPerHour: 1_000_000,
      events: execution.map(([ms, text]) => line(sent + ms, `(${id}) ${text}`, 'e369853df766fa44')),
    },
    {
      name: '/aws/lambda/orders',
      createdMs: 0,
      events: invocation.map(([ms, text]) => line(sent + ms, `${text}\n`, '2026/11/20/[$LATEST]3893')),
    },
  ],
  restApis: [
    {
      id: 'abc1234567',
      name: 'shop',
      endpointType: 'REGIONAL',
      createdMs: 0,
      stages: [
        { name: 'prod', level: 'INFO', dataTrace: false, tracing: false, deployedMs: sent - 9 * 86_400_000 },
      ],
      methods: [
        { method: 'POST', path: '/orders', integration: { type: 'AWS_PROXY', uri, timeoutMs: 29_000 } },
      ],
      authorizers: [],
    },
  ],
  functions: [
    {
      name: 'orders',
      runtime: 'nodejs22.x',
      timeoutSeconds: 60,
      memoryMb: 512,
      logFormat: 'Text',
      isInVpc: false,
      lastModifiedMs: sent - 9 * 86_400_000,
      environment: { PASSWORD: 'hunter2' },
    },
  ],
  metrics: [
    {
      namespace: 'AWS/ApiGateway',
      name: 'IntegrationLatency',
      dimensions: { ApiName: 'shop', Stage: 'prod' },
      samples: [{ atMs: sent + 29_000, value: 29_000 }],
    },
  ],
};

const before = { ...process.env };
let close: (() => Promise<void>) | undefined;
beforeEach(() => {
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AWS_REGION: 'eu-west-1',
  });
});
afterEach(async () => {
  process.env = { ...before };
  await close?.();
  close = undefined;
});

/** The shop with log groups that know nothing of the request: the gateway's two, or more. */
const silent = (...groups: Partial<LogGroup>[]): World =>
  smallWorld({
    ...shop,
    restApis: shop.restApis.map((api) => ({
      ...api,
      stages: api.stages.flatMap((stage) =>
        groups.map((_group, index) => ({ ...stage, name: index === 0 ? 'prod' : `stage${index}` })),
      ),
    })),
    logGroups: groups.map((group, index) => ({
      name: index === 0 ? executionGroup : `API-Gateway-Execution-Logs_abc1234567/stage${index}`,
      createdMs: 0,
      bytesPerHour: 1_000,
      events: [],
      ...group,
    })),
  });
const hourOld = { createdMs: now - 3_600_000 };

interface Settings {
  world?: World;
  inquiry?: Partial<Inquiry>;
  prepare?: (standIn: OpenStandIn) => void;
  account?: Record<string, unknown>;
}

/** The product with the stand-in as its AWS; `ask` asks about the sample request, as a person in Slack would. */
async function open({ world = smallWorld(shop), prepare, account, inquiry }: Settings = {}) {
  const standIn = await openStandIn(world, 'runs');
  prepare?.(standIn);
  process.env.AWS_ENDPOINT_URL = `${standIn.url}/aws`;
  const config = configSchema.parse({
    accounts: [
      {
        id: '111122223333',
        alias: 'prod',
        roleArn,
        externalId: 'shop-7',
        regions: ['eu-west-1'],
        ...account,
      },
    ],
  });
  const aws = openAws(config);
  close = async () => {
    aws.close();
    await standIn.close();
  };
  const ask = async (deadlineMs = 30_000) => {
    const collected = await collectEvidence(
      { id: { kind: 'uuid', value: id }, scope: {}, askedBy: 'U024BE7LH', ...inquiry },
      {
        aws,
        config,
        templates: loadTemplates(),
        now: () => standIn.clocks.worldMs,
        deadlineMs,
        signal: new AbortController().signal,
        onProgress: () => {},
        lookAgainMs: 20,
      },
    );
    const [first] = collected.evidences;
    if (!first) throw new Error('no evidence');
    return { ...collected, first };
  };
  return { standIn, ask };
}

const statusOf = (observations: Observations) =>
  Object.fromEntries(
    Object.entries(observations).map(([name, one]) => [
      name,
      one.status === 'unavailable' ? one.reason : one.status,
    ]),
  );
const refusals = (standIn: OpenStandIn) =>
  standIn.requests.flatMap(({ operation, error }) => (error ? [`${operation} ${error}`] : []));

describe('the product against the stand-in', () => {
  it('finds everything, with the rights of its own session policy', async () => {
    const { standIn, ask } = await open();
    const { first, roleSession } = await ask();
    expect(statusOf(first.observations)).toMatchObject({
      executionLog: 'found',
      functionLog: 'found',
      gatewaySettings: 'found',
      functionSettings: 'found',
      metrics: 'found',
    });
    expect(first.observations.functionLog).toMatchObject({
      value: { functionName: 'orders', invocations: [{ functionRequestId: functionId, durationMs: 34_960 }] },
    });
    expect(roleSession).toBe('gw504-U024BE7LH');
    // The role's trust lets nobody set a source identity: asked once, then done without.
    expect(refusals(standIn)).toStrictEqual(['AssumeRole AccessDeniedException']);
    expect(standIn.requests.filter(({ operation }) => operation === 'AssumeRole')).toHaveLength(2);
    expect(JSON.stringify(first)).not.toContain('hunter2');
    expect(new Set(standIn.requests.map(({ principal }) => principal))).toContain(
      'arn:aws:sts::111122223333:assumed-role/gw504-read/gw504-U024BE7LH',
    );
  });

  it('keeps to AWS’s quotas with many questions at once', async () => {
    const { standIn, ask } = await open({ prepare: ({ faults }) => faults.quotas('on') });
    const answers = await Promise.all(Array.from({ length: 3 }, () => ask()));
    expect(answers.map(({ first }) => first.observations.functionLog.status)).toStrictEqual(
      Array.from({ length: 3 }, () => 'found'),
    );
    expect(refusals(standIn)).not.toContain('FilterLogEvents ThrottlingException');
    expect(refusals(standIn)).not.toContain('StartQuery ThrottlingException');
  });

  it('waits for slow queries, and takes no partial rows for the whole', async () => {
    const { standIn, ask } = await open({
      world: smallWorld({
        ...shop,
        logGroups: shop.logGroups.map((group) => ({ ...group, class: 'INFREQUENT_ACCESS' })),
      }),
      prepare: ({ faults }) => faults.slowQueries(400),
    });
    const { first } = await ask();
    expect(first.observations.executionLog).toMatchObject({
      status: 'found',
      value: { events: execution.map(([, line]) => ({ line })) },
    });
    expect(standIn.requests.filter(({ operation }) => operation === 'StopQuery')).toStrictEqual([]);
  });

  it('stops the queries that its deadline left running', async () => {
    const { standIn, ask } = await open({
      world: silent({ class: 'INFREQUENT_ACCESS' }),
      prepare: ({ faults }) => faults.slowQueries(60_000),
    });
    const { first } = await ask(6_000);
    expect(statusOf(first.observations)).toMatchObject({ executionLog: 'timed-out' });
    const count = (operation: string) =>
      standIn.requests.filter((request) => request.operation === operation).length;
    expect(count('StartQuery')).toBeGreaterThan(0);
    expect(count('StopQuery')).toBe(count('StartQuery'));
  });

  it('renews a session that AWS has ended', async () => {
    const { standIn, ask } = await open();
    await ask();
    standIn.faults.expireTokens();
    const { first } = await ask();
    expect(first.observations.executionLog.status).toBe('found');
    expect(refusals(standIn).some((refusal) => refusal.endsWith('ExpiredTokenException'))).toBe(true);
  });

  it.each<[string, Settings, string, string]>([
    [
      'a denied query',
      { prepare: ({ faults }) => ['logs:StartQuery', 'logs:FilterLogEvents'].forEach(faults.deny) },
      'executionLog',
      'access-denied',
    ],
    [
      'a role that does not allow it',
      {
        world: smallWorld(shop, {
          Statement: [...everything.Statement, { Effect: 'Deny', Action: 'lambda:*', Resource: '*' }],
        }),
      },
      'functionSettings',
      'access-denied',
    ],
    ['a wrong external id', { account: { externalId: 'shop-8' } }, 'executionLog', 'role-not-assumable'],
    [
      'a region that does not answer',
      { prepare: ({ faults }) => faults.regionDown('eu-west-1') },
      'executionLog',
      'region-unreachable',
    ],
    [
      'a group that is younger than the search goes back',
      { world: silent(hourOld) },
      'executionLog',
      'absent',
    ],
    [
      'many such groups',
      { world: silent(hourOld, hourOld, hourOld, hourOld, hourOld, hourOld) },
      'executionLog',
      'absent',
    ],
    [
      'one old group among young ones',
      { world: silent(hourOld, hourOld, hourOld, hourOld, {}) },
      'executionLog',
      'absent',
    ],
    [
      'groups of two classes',
      { world: silent({}, { class: 'INFREQUENT_ACCESS' }, {}, { class: 'INFREQUENT_ACCESS' }) },
      'executionLog',
      'absent',
    ],
    [
      'groups of two classes that it may not see',
      {
        world: silent({}, { class: 'INFREQUENT_ACCESS' }),
        prepare: ({ faults }) => faults.deny('logs:DescribeLogGroups'),
      },
      'executionLog',
      'absent',
    ],
    [
      'groups of any age whose age it may not see',
      {
        world: silent(hourOld, {}),
        prepare: ({ faults }) => faults.deny('logs:DescribeLogGroups'),
      },
      'executionLog',
      'absent',
    ],
    [
      'a request that is older than what is kept',
      { world: silent({ retentionDays: 1 }), inquiry: { aroundMs: now - 3 * 86_400_000 } },
      'executionLog',
      'retention-over',
    ],
    [
      'queries that fail once',
      { prepare: ({ faults }) => faults.failQueries(1, 'Failed') },
      'executionLog',
      'found',
    ],
    [
      'a moment’s throttling',
      { prepare: ({ faults }) => faults.throttle('logs', 2) },
      'executionLog',
      'found',
    ],
    ['a moment’s fault', { prepare: ({ faults }) => faults.breakDown('logs', 1) }, 'executionLog', 'found'],
    ['a cut connection', { prepare: ({ faults }) => faults.dropSockets('logs', 1) }, 'executionLog', 'found'],
    ['empty pages', { prepare: ({ faults }) => faults.emptyPages(3) }, 'executionLog', 'found'],
    [
      'lines still on their way',
      { prepare: ({ faults }) => faults.lag(3_600_000) },
      'executionLog',
      'absent',
    ],
  ])('meets %s', async (_name, settings, source, status) => {
    const { ask } = await open(settings);
    const { first } = await ask();
    expect(statusOf(first.observations)).toMatchObject({ [source]: status });
  });
});

describe('the product’s queries', () => {
  const templates = loadTemplates();
  const names = readdirSync(new URL('../../../templates/queries', import.meta.url)).map((file) =>
    file.replace(/\.hbs$/, ''),
  );

  /** Blanks of all templates together. */
  const blanks = {
    ids: [id, 'K2G9wEbUoAMEvag='],
    limit: 100,
    pattern: String.raw`status: (?<status>\d+)`,
    id: 'requestId',
    latency: 'responseLatency',
    fields: ['httpMethod'],
    shape: shapePattern(),
    stretchMs: 60_000,
    limitMs: 29_000,
  };

  it.each(names)('%s runs', async (name) => {
    const standIn = await openStandIn(ownWorld(shop));
    close = standIn.close;
    const text = templates.render(`queries/${name}`, blanks);
    const logs = standIn.logs();
    const { queryId } = await logs.send(
      new StartQueryCommand({
        queryString: text,
        logGroupIdentifiers: [executionGroup],
        startTime: (sent - 60_000) / 1000,
        endTime: now / 1000,
      }),
    );
    standIn.clocks.machineMs += 1_000;
    const { status, results } = await logs.send(new GetQueryResultsCommand({ queryId }));
    expect([status, results?.every((row) => row.length > 0)]).toStrictEqual(['Complete', true]);
  });
});
