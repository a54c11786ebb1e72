import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openAws } from '../../../src/aws/open-aws.ts';
import { configSchema } from '../../../src/config-schema.ts';
import { findAlarm } from '../../../src/evidence/alarms/find-alarm.ts';
import { namesInRule } from '../../../src/evidence/alarms/watched-apis.ts';
import type { Alarm } from '../../../src/inquiry/alarms/alarm.ts';
import { type StartedAwsStandIn, startAwsStandIn } from '../../../src/sandbox/aws/start-aws-stand-in.ts';
import type { World } from '../../../src/sandbox/aws/world.ts';
import { sampleWorld } from '../../../src/sandbox/incidents/sample-world.ts';
import { sampleConfig } from '../../../src/sandbox/sample-config.ts';
import { loadTemplates } from '../../../src/templates.ts';

const nowMs = Date.parse('2026-11-20T14:00:00Z');
const environment = { ...process.env };
const shop = { account: '111122223333', region: 'eu-west-1' };
const ordersProd = { ...shop, api: 'a1b2c3d4e5', apiName: 'orders', stage: 'prod' };
const catalogProd = { ...shop, api: 'c4t4l0g123', apiName: 'catalog', stage: 'prod' };
const gateway = { status: 'gateway', timeoutMs: 29_000 };

describe('findAlarm', () => {
  const world: World = sampleWorld(nowMs);
  let aws: StartedAwsStandIn;
  beforeAll(async () => {
    aws = await startAwsStandIn(world, { now: () => nowMs });
    const [key] = world.keys;
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: aws.url,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: key?.accessKeyId,
      AWS_SECRET_ACCESS_KEY: key?.secretAccessKey,
    });
  });
  afterAll(async () => {
    process.env = { ...environment };
    await aws.close();
  });

  async function find(
    alarm: Partial<Alarm>,
    more: {
      alarms?: unknown[];
      allowed?: { accounts: string[]; apis: string[]; stages: string[] };
      access?: ReturnType<typeof openAws>;
    } = {},
  ) {
    const { accounts } = sampleConfig(world, 'http://127.0.0.1:9');
    const config = configSchema.parse({ accounts, alarms: more.alarms ?? [] });
    const access = more.access ?? openAws(config);
    try {
      return await findAlarm(
        { source: 'cloudwatch', name: 'orders-prod-5xx', state: 'ALARM', ...alarm },
        'alarm',
        {
          aws: access,
          config,
          templates: loadTemplates(),
          now: () => nowMs,
          deadlineMs: 20_000,
          signal: new AbortController().signal,
          onProgress: () => undefined,
          ...(more.allowed ? { allowed: more.allowed } : {}),
        },
      );
    } finally {
      if (!more.access) access.close();
    }
  }

  it.each<[string, Partial<Alarm>, unknown]>([
    [
      'by its name alone, in every region of every account',
      {},
      { ...gateway, scopes: [ordersProd], periodSeconds: 300, evaluationPeriods: 3 },
    ],
    [
      'over metric math, by the metrics that it uses',
      { name: 'catalog-error-rate', region: 'eu-west-1' },
      { ...gateway, scopes: [catalogProd], periodSeconds: 300, evaluationPeriods: 2 },
    ],
    [
      'over other alarms, by those that its rule names',
      { name: 'shop-unhealthy' },
      { ...gateway, scopes: [ordersProd, catalogProd], periodSeconds: 300, evaluationPeriods: 3 },
    ],
    [
      'from the message alone where it tells the API',
      { name: 'not-in-cloudwatch', source: 'grafana', api: 'orders', stage: 'prod' },
      { ...gateway, scopes: [ordersProd], periodSeconds: 60, evaluationPeriods: 1 },
    ],
    [
      'from the message, by a tag in lower case',
      { name: 'not-in-cloudwatch', source: 'datadog', api: 'ORDERS' },
      {
        ...gateway,
        scopes: [{ ...shop, api: 'a1b2c3d4e5', apiName: 'orders' }],
        periodSeconds: 60,
        evaluationPeriods: 1,
      },
    ],
    [
      'from the message where it tells several APIs',
      {
        name: 'not-in-cloudwatch',
        source: 'grafana',
        api: 'orders',
        stage: 'prod',
        others: [{ api: 'catalog', stage: 'prod' }],
      },
      { ...gateway, scopes: [ordersProd, catalogProd], periodSeconds: 60, evaluationPeriods: 1 },
    ],
    [
      'of an API that nobody knows, as it is told',
      { namespace: 'AWS/ApiGateway', metric: '5XXError', api: 'gone' },
      { ...gateway, scopes: [{ api: 'gone' }], periodSeconds: 60, evaluationPeriods: 1 },
    ],
    [
      'of a queue',
      { name: 'orders-queue-depth' },
      { status: 'elsewhere', what: 'AWS/SQS ApproximateNumberOfMessagesVisible' },
    ],
    [
      'of another service, by the message',
      { namespace: 'AWS/RDS' },
      { status: 'elsewhere', what: 'AWS/RDS' },
    ],
    [
      'of latency, by the message',
      { namespace: 'AWS/ApiGateway', metric: 'IntegrationLatency', api: 'orders' },
      {
        ...gateway,
        scopes: [{ ...shop, api: 'a1b2c3d4e5', apiName: 'orders' }],
        periodSeconds: 60,
        evaluationPeriods: 1,
        isLatency: true,
      },
    ],
    [
      'of requests that are no failures',
      { namespace: 'AWS/ApiGateway', metric: 'Count', api: 'orders' },
      { status: 'elsewhere', what: 'AWS/ApiGateway Count' },
    ],
    [
      'that does not exist',
      { name: 'nobody-knows' },
      { status: 'unknown', why: 'not-found', detail: 'nobody-knows' },
    ],
    [
      'in a region where it is not',
      { region: 'us-east-1' },
      { status: 'unknown', why: 'not-found', detail: 'orders-prod-5xx' },
    ],
  ])('finds what an alarm watches: %s', async (_what, alarm, expected) => {
    expect(await find(alarm)).toStrictEqual(expected);
  });

  it('sees which child of a composite alarm is in alarm now, not minutes ago', async () => {
    const children = world.accounts
      .flatMap(({ regions }) => Object.values(regions))
      .flatMap(({ alarms }) => alarms)
      .filter(({ watches }) => watches.kind !== 'composite');
    const states = new Map(children.map((child) => [child, child.state]));
    const turn = (name: string) => {
      for (const child of children) child.state = child.name === name ? 'ALARM' : 'OK';
    };
    const clock = vi.spyOn(performance, 'now');
    const startedMs = performance.now();
    turn('orders-prod-5xx');
    const access = openAws(
      configSchema.parse({ accounts: sampleConfig(world, 'http://127.0.0.1:9').accounts }),
    );
    expect(await find({ name: 'shop-unhealthy' }, { access })).toMatchObject({ scopes: [ordersProd] });
    clock.mockReturnValue(startedMs + 60_000);
    turn('catalog-error-rate');
    expect(await find({ name: 'shop-unhealthy' }, { access })).toMatchObject({ scopes: [catalogProd] });
    access.close();
    clock.mockRestore();
    for (const [child, state] of states) child.state = state;
  });

  it('believes the configuration first, by a name with a star', async () => {
    const alarms = [
      { name: 'pager *-checkout', api: 'catalog', stage: 'prod', account: 'shop' },
      { name: '*', api: 'orders', region: 'us-east-1' },
    ];
    expect(await find({ name: 'pager p1-checkout', source: 'pagerduty' }, { alarms })).toMatchObject({
      scopes: [catalogProd],
    });
    expect(await find({ name: 'pager p1-checkout2', region: 'us-east-1' }, { alarms })).toMatchObject({
      scopes: [{ api: 'orders', region: 'us-east-1' }],
    });
  });

  it('asks only the accounts that the channel may ask about', async () => {
    const allowed = { accounts: ['payments'], apis: [], stages: [] };
    expect(await find({}, { allowed })).toMatchObject({ status: 'unknown', why: 'not-found' });
  });

  it('says that it was denied', async () => {
    for (const account of world.accounts)
      for (const role of account.roles)
        role.policy.Statement.push({ Effect: 'Deny', Action: 'cloudwatch:DescribeAlarms', Resource: '*' });
    expect(await find({})).toStrictEqual({ status: 'unknown', why: 'denied', detail: 'access-denied' });
  });
});

it.each([
  ['ALARM("a b") AND NOT OK(c)', ['a b', 'c']],
  [`(ALARM('x') OR ALARM(arn:aws:cloudwatch:eu-west-1:111122223333:alarm:y)) AND TRUE`, ['x', 'y']],
  ['FALSE', []],
])('reads the names of a composite alarm’s rule: %s', (rule, names) => {
  expect(namesInRule(rule)).toStrictEqual(names);
});
