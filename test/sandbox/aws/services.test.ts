import {
  DescribeAlarmsCommand,
  type DescribeAlarmsCommandInput,
  GetMetricDataCommand,
  type MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import {
  DescribeDeliveriesCommand,
  DescribeDeliveryDestinationsCommand,
  DescribeDeliverySourcesCommand,
  DescribeLogGroupsCommand,
  type DescribeLogGroupsCommandInput,
} from '@aws-sdk/client-cloudwatch-logs';
import { GetFunctionConcurrencyCommand, GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { BatchGetTracesCommand } from '@aws-sdk/client-xray';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyRegion, type LambdaFunction } from '../../../src/sandbox/aws/world.ts';
import { type OpenStandIn, openStandIn, refusalOf } from './open-stand-in.ts';
import { now, ownWorld } from './small-world.ts';

const orders: LambdaFunction = {
  name: 'orders',
  runtime: 'nodejs22.x',
  timeoutSeconds: 60,
  memoryMb: 512,
  logFormat: 'JSON',
  systemLogLevel: 'WARN',
  reservedConcurrency: 5,
  isInVpc: true,
  lastModifiedMs: Date.UTC(2026, 10, 19, 8, 30, 0, 120),
  aliases: { live: '7' },
  environment: { PASSWORD: 'sample' },
};

let aws: OpenStandIn;
beforeAll(async () => {
  const groups = Array.from({ length: 53 }, (_, index) => ({
    name: `/aws/lambda/f${String(index).padStart(2, '0')}`,
    createdMs: now - 3_600_000,
    events: [],
  }));
  const world = ownWorld({
    functions: [orders, { ...orders, name: 'plain', logFormat: 'Text', isInVpc: false, logGroup: '/custom' }],
    traces: [
      { id: '1-a-1', segments: [{ id: 's1', start_time: 10.5, end_time: 12, name: 'shop/prod' }] },
      { id: '1-a-2', segments: [{ id: 's2', name: 'running' }] },
    ],
    logGroups: [
      ...groups,
      { name: '/shop/access', createdMs: now - 7_200_000, retentionDays: 3, bytesPerHour: 500, events: [] },
      { name: '/shop/audit', createdMs: now, class: 'INFREQUENT_ACCESS', events: [] },
      { name: '/shop/not-yet', createdMs: now + 1, events: [] },
    ],
    deliveries: [
      {
        name: 'exec',
        logType: 'EXECUTION_LOGS',
        resourceArn: 'arn:aws:apigateway:eu-west-1:111122223333:/restapis/abc1234567/stages/prod',
        destinationArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:/shop/delivered',
      },
    ],
    metrics: [
      {
        namespace: 'AWS/Lambda',
        name: 'Duration',
        dimensions: { FunctionName: 'orders' },
        samples: [1, 2, 3, 4]
          .map((value) => ({ atMs: now - 120_000 + value * 10_000, value }))
          .concat({ atMs: now - 30_000, value: 100 }, { atMs: now + 60_000, value: 7 }),
      },
    ],
    linkedAccounts: ['444455556666'],
    alarms: [
      {
        name: 'orders-5xx',
        state: 'ALARM',
        reason: 'Threshold Crossed',
        changedMs: now,
        watches: {
          kind: 'metric',
          namespace: 'AWS/ApiGateway',
          name: '5XXError',
          dimensions: { ApiName: 'orders' },
          statistic: 'Sum',
          periodSeconds: 60,
          evaluationPeriods: 3,
          threshold: 1,
        },
      },
      {
        name: 'shop',
        state: 'OK',
        reason: '',
        changedMs: now,
        watches: { kind: 'composite', rule: 'ALARM("orders-5xx")' },
      },
    ],
  });
  world.accounts.push({
    id: '444455556666',
    alias: 'data',
    roles: [],
    regions: {
      'eu-west-1': { ...emptyRegion(), logGroups: [{ name: '/shop/linked', createdMs: 0, events: [] }] },
    },
  });
  aws = await openStandIn(world);
});
afterAll(async () => {
  await aws.close();
});

describe('Lambda', () => {
  it('tells a function’s settings, environment and all', async () => {
    expect(
      await aws
        .lambda()
        .send(new GetFunctionConfigurationCommand({ FunctionName: 'orders', Qualifier: 'live' })),
    ).toMatchObject({
      FunctionName: 'orders',
      FunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:orders:live',
      Version: '7',
      Timeout: 60,
      MemorySize: 512,
      Runtime: 'nodejs22.x',
      LastModified: '2026-11-19T08:30:00.120+0000',
      VpcConfig: { VpcId: expect.stringMatching(/^vpc-/) },
      Environment: { Variables: { PASSWORD: 'sample' } },
      LoggingConfig: { LogFormat: 'JSON', SystemLogLevel: 'WARN', LogGroup: '/aws/lambda/orders' },
    });
  });

  it.each([
    'plain',
    'plain:$LATEST',
    '111122223333:function:plain',
    'arn:aws:lambda:eu-west-1:111122223333:function:plain',
  ])('finds %s', async (FunctionName) => {
    const found = await aws.lambda().send(new GetFunctionConfigurationCommand({ FunctionName }));
    expect([found.FunctionName, found.Version, found.LoggingConfig]).toStrictEqual([
      'plain',
      '$LATEST',
      { LogFormat: 'Text', LogGroup: '/custom' },
    ]);
  });

  it('tells reserved concurrency', async () => {
    const { ReservedConcurrentExecutions: reserved } = await aws
      .lambda()
      .send(new GetFunctionConcurrencyCommand({ FunctionName: 'orders' }));
    expect(reserved).toBe(5);
  });

  const arn = 'arn:aws:lambda:eu-west-1:111122223333:function:';
  it.each([
    ['nobody', 'ResourceNotFoundException', `Function not found: ${arn}nobody`, 404],
    ['orders:nope', 'ResourceNotFoundException', `Function not found: ${arn}orders:nope`, 404],
    [
      'arn:aws:lambda:eu-west-1:444455556666:function:orders',
      'AccessDeniedException',
      'User: arn:aws:iam::111122223333:user/gw504-bot is not authorized to perform: lambda:GetFunctionConfiguration on resource: arn:aws:lambda:eu-west-1:444455556666:function:orders because no resource-based policy allows the lambda:GetFunctionConfiguration action',
      403,
    ],
  ])('refuses %s', async (FunctionName, code, message, status) => {
    const call = aws.lambda().send(new GetFunctionConfigurationCommand({ FunctionName }));
    expect(await refusalOf(call)).toStrictEqual({ code, message, status });
  });
});

describe('X-Ray', () => {
  it('gives whole traces and leaves out what it does not know', async () => {
    const { Traces: traces } = await aws
      .xray()
      .send(new BatchGetTracesCommand({ TraceIds: ['1-a-1', '1-a-2', '1-a-9'] }));
    expect(traces).toStrictEqual([
      {
        Id: '1-a-1',
        Duration: 1.5,
        LimitExceeded: false,
        Segments: [{ Id: 's1', Document: '{"id":"s1","start_time":10.5,"end_time":12,"name":"shop/prod"}' }],
      },
      {
        Id: '1-a-2',
        LimitExceeded: false,
        Segments: [{ Id: 's2', Document: '{"id":"s2","name":"running"}' }],
      },
    ]);
  });

  it('refuses more than five ids', async () => {
    const call = aws.xray().send(new BatchGetTracesCommand({ TraceIds: ['1', '2', '3', '4', '5', '6'] }));
    expect(await refusalOf(call)).toMatchObject({ code: 'InvalidRequestException', status: 400 });
  });
});

describe('alarms of CloudWatch', () => {
  const names = async (input: DescribeAlarmsCommandInput) => {
    const found = await aws.metrics().send(new DescribeAlarmsCommand(input));
    return [...(found.MetricAlarms ?? []), ...(found.CompositeAlarms ?? [])].map(
      ({ AlarmName }) => AlarmName,
    );
  };
  it.each<[string, DescribeAlarmsCommandInput, string[]]>([
    ['metric alarms only where no type is named', { AlarmNames: ['orders-5xx', 'shop'] }, ['orders-5xx']],
    [
      'both types where both are named',
      { AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] },
      ['orders-5xx', 'shop'],
    ],
    ['those of a state', { AlarmTypes: ['MetricAlarm', 'CompositeAlarm'], StateValue: 'OK' }, ['shop']],
    ['nothing for a name that is none', { AlarmNames: ['other'] }, []],
  ])('are told: %s', async (_what, input, expected) => {
    expect(await names(input)).toStrictEqual(expected);
  });

  it('come with what they watch', async () => {
    const { MetricAlarms: [alarm] = [] } = await aws.metrics().send(new DescribeAlarmsCommand({}));
    expect(alarm).toMatchObject({
      AlarmArn: expect.stringMatching(/^arn:aws:cloudwatch:eu-west-1:\d{12}:alarm:orders-5xx$/),
      Namespace: 'AWS/ApiGateway',
      MetricName: '5XXError',
      Dimensions: [{ Name: 'ApiName', Value: 'orders' }],
      Period: 60,
      EvaluationPeriods: 3,
      StateUpdatedTimestamp: new Date(now),
    });
  });

  it('refuse more than a hundred names', async () => {
    const many = Array.from({ length: 101 }, (_, index) => `a-${index}`);
    await expect(names({ AlarmNames: many })).rejects.toThrow(/must not have a size greater than 100/);
  });
});

describe('CloudWatch', () => {
  const metric = (Stat: string, FunctionName = 'orders'): MetricDataQuery => ({
    Id: 'm0',
    MetricStat: {
      Metric: {
        Namespace: 'AWS/Lambda',
        MetricName: 'Duration',
        Dimensions: [{ Name: 'FunctionName', Value: FunctionName }],
      },
      Period: 60,
      Stat,
    },
  });
  const ask = (query: MetricDataQuery) =>
    aws.metrics().send(
      new GetMetricDataCommand({
        StartTime: new Date(now - 600_000),
        EndTime: new Date(now + 600_000),
        ScanBy: 'TimestampAscending',
        MetricDataQueries: [query],
      }),
    );

  it.each([
    ['Sum', [10, 100]],
    ['Average', [2.5, 100]],
    ['Maximum', [4, 100]],
    ['Minimum', [1, 100]],
    ['SampleCount', [4, 1]],
    ['p50', [2, 100]],
    ['p99', [4, 100]],
  ])('works out %s of each minute that has passed', async (stat, values) => {
    const { MetricDataResults: results } = await ask(metric(stat));
    expect(results).toStrictEqual([
      {
        Id: 'm0',
        Label: 'Duration',
        StatusCode: 'Complete',
        Timestamps: [new Date(now - 120_000), new Date(now - 60_000)],
        Values: values,
      },
    ]);
  });

  it('gives an empty series for what it has never measured', async () => {
    const { MetricDataResults: results } = await ask(metric('Sum', 'nobody'));
    expect(results).toMatchObject([{ Id: 'm0', Timestamps: [], Values: [] }]);
  });

  it.each([
    ['an unknown statistic', metric('Median')],
    ['metric math', { Id: 'e1', Expression: 'm0 * 2' }],
    ['an id that begins with a capital', { ...metric('Sum'), Id: 'M0' }],
  ])('refuses %s', async (_name, query) => {
    expect(await refusalOf(ask(query))).toMatchObject({ code: 'ValidationException', status: 400 });
  });
});

describe('log groups and deliveries', () => {
  it('are listed fifty a page, by prefix', async () => {
    const ask = (nextToken?: string) =>
      aws.logs().send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/aws/lambda/', nextToken }));
    const first = await ask();
    const next = await ask(first.nextToken);
    expect([first.logGroups?.length, next.logGroups?.map(({ logGroupName }) => logGroupName)]).toStrictEqual([
      50,
      ['/aws/lambda/f50', '/aws/lambda/f51', '/aws/lambda/f52'],
    ]);
  });

  it.each<[DescribeLogGroupsCommandInput, string[]]>([
    [{ logGroupNamePrefix: '/shop/' }, ['/shop/access', '/shop/audit']],
    [{ logGroupNamePattern: 'cces' }, ['/shop/access']],
    [{ logGroupNamePattern: 'CCES' }, []],
    [{ logGroupNamePrefix: '/shop/', logGroupClass: 'INFREQUENT_ACCESS' }, ['/shop/audit']],
    [
      { logGroupNamePrefix: '/shop/', includeLinkedAccounts: true },
      ['/shop/access', '/shop/audit', '/shop/linked'],
    ],
    [
      { logGroupNamePrefix: '/shop/', includeLinkedAccounts: true, accountIdentifiers: ['444455556666'] },
      ['/shop/linked'],
    ],
    [{ logGroupIdentifiers: ['/shop/audit', '/shop/nowhere', '/shop/linked'] }, ['/shop/audit']],
    [
      {
        logGroupIdentifiers: ['/shop/access', 'arn:aws:logs:eu-west-1:444455556666:log-group:/shop/linked'],
        includeLinkedAccounts: true,
      },
      ['/shop/access', '/shop/linked'],
    ],
  ])('are chosen by %j', async (input, names) => {
    const { logGroups } = await aws.logs().send(new DescribeLogGroupsCommand(input));
    expect(logGroups?.map(({ logGroupName }) => logGroupName)).toStrictEqual(names);
  });

  it('tell class, retention and what they hold', async () => {
    const { logGroups } = await aws
      .logs()
      .send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/shop/access' }));
    expect(logGroups).toStrictEqual([
      {
        logGroupName: '/shop/access',
        arn: 'arn:aws:logs:eu-west-1:111122223333:log-group:/shop/access:*',
        logGroupArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:/shop/access',
        creationTime: now - 7_200_000,
        retentionInDays: 3,
        metricFilterCount: 0,
        storedBytes: 1_000,
        logGroupClass: 'STANDARD',
      },
    ]);
  });

  it.each<[string, DescribeLogGroupsCommandInput]>([
    ['prefix and pattern together', { logGroupNamePrefix: 'a', logGroupNamePattern: 'b' }],
    ['more than fifty', { limit: 51 }],
    ['fifty-one identifiers', { logGroupIdentifiers: Array.from({ length: 51 }, (_, n) => `/g${n}`) }],
    ['no identifier', { logGroupIdentifiers: [] }],
    ['identifiers beside a prefix', { logGroupIdentifiers: ['/shop/access'], logGroupNamePrefix: '/shop' }],
    ['a made-up token', { nextToken: 'x' }],
  ])('refuse %s', async (_name, input) => {
    expect(await refusalOf(aws.logs().send(new DescribeLogGroupsCommand(input)))).toMatchObject({
      code: 'InvalidParameterException',
      status: 400,
    });
  });

  it('tie a source to its destination by names', async () => {
    const { deliverySources: sources } = await aws.logs().send(new DescribeDeliverySourcesCommand({}));
    const { deliveries } = await aws.logs().send(new DescribeDeliveriesCommand({}));
    const { deliveryDestinations: destinations } = await aws
      .logs()
      .send(new DescribeDeliveryDestinationsCommand({}));
    expect(sources).toMatchObject([{ name: 'exec', logType: 'EXECUTION_LOGS', service: 'apigateway' }]);
    expect(deliveries?.[0]?.deliverySourceName).toBe(sources?.[0]?.name);
    expect(deliveries?.[0]?.deliveryDestinationArn).toBe(destinations?.[0]?.arn);
    expect(destinations?.[0]?.deliveryDestinationConfiguration?.destinationResourceArn).toMatch(
      /shop\/delivered$/,
    );
  });
});
