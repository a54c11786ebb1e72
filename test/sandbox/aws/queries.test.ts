import {
  GetQueryResultsCommand,
  StartQueryCommand,
  type StartQueryCommandInput,
  StopQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterEach, describe, expect, it } from 'vitest';
import { emptyRegion, type LogGroup, type World } from '../../../src/sandbox/aws/world.ts';
import { type OpenStandIn, openStandIn, refusalOf } from './open-stand-in.ts';
import { line, now, ownWorld } from './small-world.ts';

let standIn: OpenStandIn | undefined;
afterEach(async () => {
  await standIn?.close();
  standIn = undefined;
});

const second = 1_000;
const minute = 60 * second;
const group = (name: string, more: Partial<LogGroup> = {}): LogGroup => ({
  name,
  createdMs: now - 86_400_000,
  events: [],
  ...more,
});
const orders = group('/aws/lambda/orders', {
  bytesPerHour: 36_000_000,
  events: [
    line(now - 10 * minute, 'first one', 'a'),
    line(now - 9 * minute, 'second one', 'b'),
    line(now - 8 * minute, '{"status":504,"path":"/orders"}', 'b'),
    line(now - 8 * minute + 400, 'last one', 'b'),
  ],
});
const lines = 'fields @timestamp, @message | sort @timestamp asc';
const start: StartQueryCommandInput = {
  queryString: lines,
  logGroupIdentifiers: ['/aws/lambda/orders'],
  startTime: (now - 10 * minute) / 1000,
  endTime: (now - 8 * minute) / 1000,
};

const others = [group('/cheap', { class: 'INFREQUENT_ACCESS' }), group('/delivered', { class: 'DELIVERY' })];

async function open(world: World = ownWorld({ logGroups: [orders, ...others] })) {
  standIn = await openStandIn(world);
  return standIn;
}

/** Starts a query and reads it when it has ended. */
async function ask(opened: OpenStandIn, input: Partial<StartQueryCommandInput> = {}) {
  const logs = opened.logs();
  const { queryId } = await logs.send(new StartQueryCommand({ ...start, ...input }));
  opened.clocks.machineMs += 1_000;
  const { status, statistics, results = [] } = await logs.send(new GetQueryResultsCommand({ queryId }));
  return {
    status,
    statistics,
    rows: results.map((row) =>
      Object.fromEntries(
        row.filter(({ field }) => field !== '@ptr').map(({ field, value }) => [field, value]),
      ),
    ),
  };
}

describe('a query', () => {
  it('reads from its first second to the end of its last one, and says what that cost', async () => {
    expect(await ask(await open())).toStrictEqual({
      status: 'Complete',
      rows: [
        { '@timestamp': '2026-11-20 14:40:00.000', '@message': 'first one' },
        { '@timestamp': '2026-11-20 14:41:00.000', '@message': 'second one' },
        { '@timestamp': '2026-11-20 14:42:00.000', '@message': '{"status":504,"path":"/orders"}' },
        { '@timestamp': '2026-11-20 14:42:00.400', '@message': 'last one' },
      ],
      statistics: {
        bytesScanned:
          36_000_000 * (120.999 / 3600) + 'first onesecond one{"status":504,"path":"/orders"}last one'.length,
        recordsMatched: 4,
        recordsScanned: 3_785,
        logGroupsScanned: 1,
      },
    });
  });

  it('gives each row a pointer and only the fields that the line has', async () => {
    const opened = await open();
    const logs = opened.logs();
    const { queryId } = await logs.send(
      new StartQueryCommand({
        ...start,
        queryString: 'fields status, @log, nothing | filter path = "/orders"',
      }),
    );
    opened.clocks.machineMs += 1_000;
    const { results } = await logs.send(new GetQueryResultsCommand({ queryId }));
    expect(results).toStrictEqual([
      [
        { field: 'status', value: '504' },
        { field: '@log', value: '111122223333:/aws/lambda/orders' },
        { field: '@ptr', value: expect.any(String) },
      ],
    ]);
  });

  it('is scheduled, runs with part of its rows, and is complete', async () => {
    const opened = await open();
    const logs = opened.logs();
    opened.faults.slowQueries(1_000);
    const { queryId } = await logs.send(new StartQueryCommand(start));
    const seen: unknown[] = [];
    for (const waitMs of [0, 500, 400, 100]) {
      opened.clocks.machineMs += waitMs;
      const { status, results, statistics } = await logs.send(new GetQueryResultsCommand({ queryId }));
      seen.push([status, results?.length, statistics?.recordsMatched]);
    }
    expect(seen).toStrictEqual([
      ['Scheduled', 0, 0],
      ['Running', 1, 1],
      ['Running', 1, 1],
      ['Complete', 4, 4],
    ]);
  });

  it.each(['Failed', 'Timeout', 'Cancelled'] as const)('ends as %s when told to, once', async (end) => {
    const opened = await open();
    opened.faults.failQueries(1, end);
    expect((await ask(opened)).status).toBe(end);
    expect((await ask(opened)).status).toBe('Complete');
  });

  it('stops when it is stopped, and refuses to be stopped twice', async () => {
    const opened = await open();
    const logs = opened.logs();
    const { queryId } = await logs.send(new StartQueryCommand(start));
    expect(await logs.send(new StopQueryCommand({ queryId }))).toMatchObject({ success: true });
    expect((await logs.send(new GetQueryResultsCommand({ queryId }))).status).toBe('Cancelled');
    expect(await refusalOf(logs.send(new StopQueryCommand({ queryId })))).toMatchObject({
      code: 'InvalidParameterException',
      status: 400,
    });
  });

  it('gives 10,000 rows a page', async () => {
    const many = Array.from({ length: 10_003 }, (_, index) =>
      line(now - 9 * minute + index, `line ${index}`),
    );
    const opened = await open(ownWorld({ logGroups: [{ ...orders, events: many }] }));
    const logs = opened.logs();
    const { queryId } = await logs.send(new StartQueryCommand({ ...start, limit: 20_000 }));
    opened.clocks.machineMs += 1_000;
    const first = await logs.send(new GetQueryResultsCommand({ queryId }));
    const next = await logs.send(new GetQueryResultsCommand({ queryId, nextToken: first.nextToken }));
    expect([first.results?.length, next.results?.length, next.nextToken]).toStrictEqual([
      10_000,
      3,
      undefined,
    ]);
  });

  it('does not see lines before they are ingested, later still with a lag, nor after their retention', async () => {
    const opened = await open(
      ownWorld({
        logGroups: [
          {
            ...orders,
            retentionDays: 1,
            createdMs: 0,
            events: [
              line(now - 86_400_000 - minute, 'too old'),
              line(now - 9 * minute, 'old'),
              line(now - 8 * minute, 'on its way', 's', now + 5 * second),
            ],
          },
        ],
      }),
    );
    const messages = async () =>
      (await ask(opened, { startTime: now / 1000 - 2 * 86_400 })).rows.map((row) => row['@message']);
    expect(await messages()).toStrictEqual(['old']);
    opened.clocks.worldMs = now + 5 * second;
    expect(await messages()).toStrictEqual(['old', 'on its way']);
    opened.faults.lag(second);
    expect(await messages()).toStrictEqual(['old']);
  });

  it('counts a hundred at once, not more, and again when they have ended', async () => {
    const opened = await open();
    const logs = opened.logs();
    for (let started = 0; started < 100; started += 1) await logs.send(new StartQueryCommand(start));
    expect(await refusalOf(logs.send(new StartQueryCommand(start)))).toStrictEqual({
      code: 'LimitExceededException',
      message: 'Account maximum query concurrency limit of [100] reached.',
      status: 400,
    });
    opened.clocks.machineMs += 1_000;
    expect((await logs.send(new StartQueryCommand(start))).queryId).toBeDefined();
  });

  it('reads groups of linked accounts by their ARNs, and of no others', async () => {
    const world = ownWorld({ logGroups: [orders], linkedAccounts: ['444455556666'] });
    const elsewhere = (id: string) => ({
      id,
      alias: id,
      roles: [],
      regions: {
        'eu-west-1': {
          ...emptyRegion(),
          logGroups: [group('/shared', { events: [line(now - 9 * minute, id)] })],
        },
      },
    });
    world.accounts.push(elsewhere('444455556666'), elsewhere('777788889999'));
    const opened = await open(world);
    const arn = (account: string) => `arn:aws:logs:eu-west-1:${account}:log-group:/shared`;
    const { rows } = await ask(opened, { logGroupIdentifiers: [arn('444455556666'), '/aws/lambda/orders'] });
    expect(rows.map((row) => row['@message'])).toContain('444455556666');
    expect(await refusalOf(ask(opened, { logGroupIdentifiers: [arn('777788889999')] }))).toStrictEqual({
      code: 'ResourceNotFoundException',
      message: expect.stringMatching(
        /^Log group '\/shared' does not exist for account ID '777788889999' \(Service: /,
      ),
      status: 400,
    });
  });

  it.each<[string, Partial<StartQueryCommandInput>, string, RegExp]>([
    [
      'a group that does not exist',
      { logGroupIdentifiers: ['/nowhere'] },
      'ResourceNotFoundException',
      /^Log group '\/nowhere' does not exist for account ID '111122223333' \(Service: AWSLogs; Status Code: 400; /,
    ],
    [
      'an ARN that ends in ":*"',
      { logGroupIdentifiers: ['arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/orders:*'] },
      'InvalidParameterException',
      /at 'logGroupIdentifiers' failed/,
    ],
    [
      'groups of two classes',
      { logGroupIdentifiers: ['/aws/lambda/orders', '/cheap'] },
      'InvalidParameterException',
      /same log class$/,
    ],
    [
      'a group that is delivered elsewhere',
      { logGroupIdentifiers: ['/delivered'] },
      'InvalidParameterException',
      /class DELIVERY/,
    ],
    [
      'more than fifty groups',
      { logGroupIdentifiers: Array.from({ length: 51 }, (_, index) => `/g${index}`) },
      'InvalidParameterException',
      /have length less than or equal to 50$/,
    ],
    [
      'groups by two members',
      { logGroupNames: ['/aws/lambda/orders'] },
      'InvalidParameterException',
      /^Exactly one of/,
    ],
    ['no group', { logGroupIdentifiers: undefined }, 'InvalidParameterException', /^Exactly one of/],
    [
      'a limit beyond 100,000',
      { limit: 100_001 },
      'InvalidParameterException',
      /^1 validation error detected: Value '100001' at 'limit'/,
    ],
    [
      'an end before its start',
      { endTime: now / 1000 - 3600 },
      'InvalidParameterException',
      /^End time should not be less than start time$/,
    ],
    [
      'milliseconds where seconds belong only by finding nothing, not by refusing: a window before the group',
      { startTime: 1, endTime: 2 },
      'MalformedQueryException',
      /^Query's end date and time is either before the log groups creation time or exceeds/,
    ],
    ['a language it has not', { queryLanguage: 'SQL' }, 'MalformedQueryException', /SQL/],
    ['typographic quotes', { queryString: 'filter @message like ‘504’' }, 'MalformedQueryException', /./],
  ])('refuses %s', async (_name, input, code, message) => {
    const refusal = await refusalOf(ask(await open(), input));
    expect(refusal).toMatchObject({ code, status: 400 });
    expect(refusal.message).toMatch(message);
  });

  it.each<[string, string, string[]]>([
    ['a prefix', 'namePrefix: ["/aws/lambda/"]', ['first one', 'second one', 'last one']],
    ['no prefix: every group of the standard class', '', ['first one', 'second one', 'last one']],
    ['another class', 'class: ["INFREQUENT_ACCESS"]', []],
  ])('reads the groups that its own SOURCE names by %s', async (_how, source, messages) => {
    const { rows } = await ask(await open(), {
      logGroupIdentifiers: undefined,
      queryString: `SOURCE logGroups(${source}) | ${lines} | filter @message like "one"`,
    });
    expect(rows.map((row) => row['@message'])).toStrictEqual(messages);
  });

  it.each<[string, string, Partial<StartQueryCommandInput>, RegExp]>([
    ['groups beside it', 'namePrefix: ["/aws"]', {}, /^Exactly one of/],
    [
      'a prefix of nothing',
      'namePrefix: ["/nowhere"]',
      { logGroupIdentifiers: undefined },
      /^No log group matches/,
    ],
    [
      'an account that is not linked',
      'accountIdentifiers: ["444455556666"]',
      { logGroupIdentifiers: undefined },
      /^Account 444455556666 is not linked/,
    ],
  ])('refuses a SOURCE with %s', async (_what, source, input, message) => {
    const refusal = await refusalOf(
      ask(await open(), { queryString: `SOURCE logGroups(${source}) | ${lines}`, ...input }),
    );
    expect(refusal).toMatchObject({ code: 'InvalidParameterException', status: 400 });
    expect(refusal.message).toMatch(message);
  });

  it('says where a query does not compile', async () => {
    const { logs } = await open();
    const error = await logs()
      .send(new StartQueryCommand({ ...start, queryString: 'fields @message | count' }))
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      name: 'MalformedQueryException',
      queryCompileError: { location: { startCharOffset: 18, endCharOffset: 23 } },
    });
  });

  it('knows no query of another region', async () => {
    const opened = await open();
    const { queryId } = await opened.logs().send(new StartQueryCommand(start));
    const elsewhere = opened.logs({ region: 'us-east-1' });
    expect(await refusalOf(elsewhere.send(new GetQueryResultsCommand({ queryId })))).toMatchObject({
      code: 'ResourceNotFoundException',
    });
  });
});

describe('who may query', () => {
  const allow = (resource: string) => ({
    Statement: [{ Effect: 'Allow' as const, Action: 'logs:*', Resource: resource }],
  });
  const arn = 'arn:aws:logs:eu-west-1:111122223333:log-group:';

  it.each([
    ['a policy on the group with ":*"', `${arn}/aws/lambda/orders:*`],
    ['a policy on a prefix', `${arn}/aws/lambda/*`],
  ])('%s is enough', async (_name, resource) => {
    const { logs } = await open(ownWorld({ logGroups: [orders] }, allow(resource)));
    expect((await logs().send(new StartQueryCommand(start))).queryId).toBeDefined();
  });

  it.each([
    ['a policy on the group without ":*"', `${arn}/aws/lambda/orders`],
    ['a policy on another region', `${arn}/aws/lambda/*`.replace('eu-west-1', 'us-east-1')],
  ])('%s is not', async (_name, resource) => {
    const { logs } = await open(ownWorld({ logGroups: [orders] }, allow(resource)));
    expect(await refusalOf(logs().send(new StartQueryCommand(start)))).toStrictEqual({
      code: 'AccessDeniedException',
      message:
        'User: arn:aws:iam::111122223333:user/gw504-bot is not authorized to perform: logs:StartQuery on resource: arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/orders:log-stream: because no identity-based policy allows the logs:StartQuery action',
      status: 400,
    });
  });
});
