import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Faults } from '../../../src/sandbox/aws/faults.ts';
import { buildWorld } from '../../../src/sandbox/incidents/build-world.ts';
import type { Scenario } from '../../../src/sandbox/incidents/scenario.ts';
import { placeStory } from '../../../src/sandbox/incidents/story.ts';
import { type Investigators, nowMs, openInvestigation } from './open-investigation.ts';

const slow: Scenario = {
  name: 'several',
  about: 'An order times out.',
  cause: 'slow-integration',
  minutesAgo: 14,
  api: 'orders',
  call: 'POST /orders',
  end: { kind: 'timeout', afterMs: 29_000 },
  invocation: { startsAfterMs: 100, tookMs: 41_000, logsApiId: true },
};
/** Requests in which more than one thing went wrong; what decides is what used up the time. */
const stories: Scenario[] = [
  {
    ...slow,
    name: 'a cold start of 2 s before a query of 29 s',
    cause: 'slow-dependency',
    minutesAgo: 17,
    invocation: {
      startsAfterMs: 2_100,
      initMs: 2_000,
      tookMs: 31_000,
      logsApiId: true,
      lines: [{ afterMs: 29_900, text: 'slow query orders_by_day took 29.4 s' }],
    },
  },
  {
    ...slow,
    name: 'a slow authorizer before the function’s own timeout',
    cause: 'lambda-timeout',
    minutesAgo: 20,
    call: 'PUT /orders/{id}',
    path: '/orders/7719',
    authorizer: { tookMs: 4_200 },
    sentAfterMs: 4_260,
    end: { kind: 'function-timeout', afterMs: 5_040 },
    invocation: { startsAfterMs: 20, tookMs: 5_000, ending: 'timeout', logsApiId: true },
  },
  {
    ...slow,
    name: 'a cold start, then a failure long after the 504',
    minutesAgo: 23,
    invocation: {
      startsAfterMs: 1_600,
      initMs: 1_500,
      tookMs: 36_000,
      ending: 'error',
      error: "TypeError: Cannot read properties of undefined (reading 'sku')",
      logsApiId: true,
    },
  },
  {
    ...slow,
    name: 'a timeout of the function’s own, hidden behind a 200',
    cause: 'lambda-timeout',
    minutesAgo: 26,
    call: 'GET /orders/{id}',
    path: '/orders/7719',
    clientStatus: 200,
    end: { kind: 'function-timeout', afterMs: 10_040 },
    invocation: { startsAfterMs: 20, tookMs: 10_000, ending: 'timeout', logsApiId: true },
  },
];

let investigators: Investigators;
beforeAll(async () => {
  const world = buildWorld([slow, ...stories], nowMs);
  // Nobody may take over the role of the second account any more.
  investigators = await openInvestigation({
    ...world,
    accounts: world.accounts.map((account) =>
      account.alias === 'payments'
        ? { ...account, roles: account.roles.map((role) => ({ ...role, trusts: [] })) }
        : account,
    ),
  });
});
afterEach(() => investigators.standIn.faults.clear());
afterAll(() => investigators.close());

const gone = [
  'payments eu-west-1 could not be searched: its role cannot be assumed. Check that the role exists and that its trust policy names this bot and the external id.',
  'payments us-east-1 could not be searched: its role cannot be assumed. Check that the role exists and that its trust policy names this bot and the external id.',
];

describe('a request in which several things went wrong', () => {
  it.each(stories)('$name: $cause', async (scenario) => {
    const { answer } = await investigators.ask(placeStory(scenario, nowMs).ids.requestId);
    expect(answer.findings.map(({ report }) => report.verdict.cause)).toEqual([scenario.cause]);
    expect(answer.notes).toEqual(gone);
  });
});

const down =
  'shop us-east-1 could not be searched: AWS did not answer there (the connection was cut). Check the network between gw504 and AWS, and the state of the region.';

describe('an AWS in which several things go wrong at once', () => {
  it.each<[string, (faults: Faults) => void, Record<string, string>, string[]]>([
    [
      'a region down, settings and traces denied, throttling and cut connections',
      (faults) => {
        faults.regionDown('us-east-1');
        faults.deny('lambda:GetFunctionConfiguration');
        faults.deny('xray:BatchGetTraces');
        faults.throttle('logs', 4);
        faults.dropSockets('apigateway', 2);
      },
      { functionSettings: 'access-denied', trace: 'access-denied' },
      [down],
    ],
    [
      'the control plane and the metrics denied, lines late by a minute, empty pages',
      (faults) => {
        faults.deny('apigateway:GET');
        faults.deny('cloudwatch:GetMetricData');
        faults.lag(60_000);
        faults.emptyPages(2);
      },
      { gatewaySettings: 'access-denied', accessLog: 'depends-on-missing', metrics: 'depends-on-missing' },
      [],
    ],
    [
      'queries and the names of log groups denied, a query that fails',
      (faults) => {
        faults.deny('logs:StartQuery');
        faults.deny('logs:DescribeLogGroups');
        faults.breakDown('lambda', 2);
      },
      {},
      [],
    ],
  ])('%s', async (_what, spoil, lost, notes) => {
    spoil(investigators.standIn.faults);
    const { evidences, answer } = await investigators.ask(placeStory(slow, nowMs).ids.requestId);
    expect(answer.findings.map(({ report }) => report.verdict.cause)).toEqual(['slow-integration']);
    const { observations } = evidences[0] ?? {};
    const why = Object.entries(observations ?? {}).flatMap(([name, seen]) =>
      seen.status === 'unavailable' &&
      name in { ...lost, executionLog: 1, functionLog: 1, functionSettings: 1, trace: 1, metrics: 1 }
        ? [[name, seen.reason]]
        : [],
    );
    expect(Object.fromEntries(why)).toEqual(lost);
    const said = [...notes, ...gone];
    expect(answer.notes.filter((note) => !/were looked at|found them/.test(note)).sort()).toEqual(
      said.sort(),
    );
  });
});
