import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { permissions } from '../../../src/aws/permissions.ts';
import type { Evidence } from '../../../src/evidence/evidence.ts';
import type { Diagnosis } from '../../../src/judge.ts';
import { buildWorld } from '../../../src/sandbox/incidents/build-world.ts';
import type { Scenario } from '../../../src/sandbox/incidents/scenario.ts';
import { placeStory } from '../../../src/sandbox/incidents/story.ts';
import { type Investigators, nowMs, openInvestigation } from './open-investigation.ts';

const slow: Scenario = {
  name: 'degraded',
  about: 'An order times out.',
  cause: 'slow-integration',
  minutesAgo: 12,
  api: 'orders',
  call: 'POST /orders',
  end: { kind: 'timeout', afterMs: 29_000 },
  invocation: { startsAfterMs: 100, tookMs: 41_000, logsApiId: true },
};
const night: Scenario = { ...slow, name: 'last-night', minutesAgo: 9 * 60 };
const { requestId } = placeStory(slow, nowMs).ids;
const nightId = placeStory(night, nowMs).ids.requestId;
const basket: Scenario = {
  ...slow,
  name: 'basket-denied',
  minutesAgo: 31,
  api: 'checkout',
  call: 'POST /checkout',
  end: { kind: 'timeout', afterMs: 30_000 },
};
const message: Scenario = {
  ...slow,
  name: 'message-denied',
  minutesAgo: 35,
  api: 'chat',
  call: 'sendmessage',
};
const world = buildWorld([slow, night, basket, message], nowMs);

let investigators: Investigators;
beforeAll(async () => {
  investigators = await openInvestigation(world);
});
afterEach(() => investigators.standIn.faults.clear());
afterAll(() => investigators.close());

/** Sources that an undisturbed diagnosis finds and this one lacks, each with the reason that it gives. */
const lost = ({ observations }: Evidence) =>
  Object.fromEntries(
    Object.entries(observations).flatMap(([name, seen]) =>
      seen.status !== 'found' && !notThere.includes(name)
        ? [[name, seen.status === 'unavailable' ? seen.reason : seen.status]]
        : [],
    ),
  );
const notThere = ['authorizerLog', 'loadBalancerLog', 'flowLog', 'backendLog', 'clientResponse'];

const deniedActions = ({ evidences }: Diagnosis) => [
  ...new Set(
    evidences.flatMap(({ observations }) =>
      Object.values(observations).flatMap((one) =>
        one.status === 'unavailable' && one.reason === 'access-denied' ? [one.args?.action] : [],
      ),
    ),
  ),
];

const seen = ({ evidences, answer }: Diagnosis) => ({
  lost: evidences.map(lost),
  causes: answer.findings.map(({ report }) => report.verdict.cause),
});

describe('without one permission', () => {
  const outcomes: Record<string, { lost: Record<string, string>; cause: string }> = {
    // Either way of reading logs does instead of the other.
    'logs:StartQuery': { lost: {}, cause: 'slow-integration' },
    'logs:GetQueryResults': { lost: {}, cause: 'slow-integration' },
    'logs:FilterLogEvents': { lost: {}, cause: 'slow-integration' },
    'logs:StopQuery': { lost: {}, cause: 'slow-integration' },
    'logs:DescribeLogGroups': { lost: {}, cause: 'slow-integration' },
    'logs:DescribeDeliveries': { lost: {}, cause: 'slow-integration' },
    'logs:DescribeDeliverySources': { lost: {}, cause: 'slow-integration' },
    'logs:DescribeDeliveryDestinations': { lost: {}, cause: 'slow-integration' },
    'apigateway:GET': {
      lost: {
        gatewaySettings: 'access-denied',
        accessLog: 'depends-on-missing',
        metrics: 'depends-on-missing',
      },
      cause: 'slow-integration',
    },
    'lambda:GetFunctionConfiguration': {
      lost: { functionSettings: 'access-denied' },
      cause: 'slow-integration',
    },
    'lambda:GetFunctionConcurrency': { lost: {}, cause: 'slow-integration' },
    'xray:BatchGetTraces': { lost: { trace: 'access-denied' }, cause: 'slow-integration' },
    'cloudwatch:GetMetricData': { lost: { metrics: 'access-denied' }, cause: 'slow-integration' },
    'cloudwatch:DescribeAlarms': { lost: {}, cause: 'slow-integration' },
  };
  it('knows them all', () => {
    expect(Object.keys(outcomes).sort()).toEqual(permissions.flatMap(({ actions }) => [...actions]).sort());
  });

  it.each(Object.entries(outcomes))('%s is lost alone', async (action, { lost, cause }) => {
    investigators.standIn.faults.deny(action);
    const diagnosis = await investigators.ask(requestId);
    expect(seen(diagnosis)).toEqual({ lost: [lost], causes: [cause] });
    const isDenied = Object.values(lost).includes('access-denied');
    expect(deniedActions(diagnosis)).toEqual(isDenied ? [action] : []);
  });

  it.each<[string, Scenario, string, string, Record<string, string>]>([
    [
      'HTTP API',
      basket,
      'lambda:GetFunctionConfiguration',
      'slow-integration',
      { functionSettings: 'access-denied' },
    ],
    ['HTTP API', basket, 'cloudwatch:GetMetricData', 'slow-integration', { metrics: 'access-denied' }],
    ['HTTP API', basket, 'logs:DescribeLogGroups', 'slow-integration', {}],
    ['HTTP API', basket, 'logs:StartQuery', 'slow-integration', {}],
    ['HTTP API', basket, 'logs:FilterLogEvents', 'slow-integration', {}],
    [
      'WebSocket',
      message,
      'lambda:GetFunctionConfiguration',
      'slow-integration',
      { functionSettings: 'access-denied' },
    ],
    ['WebSocket', message, 'cloudwatch:GetMetricData', 'slow-integration', { metrics: 'access-denied' }],
    ['WebSocket', message, 'logs:StartQuery', 'slow-integration', {}],
    [
      'WebSocket',
      message,
      'apigateway:GET',
      'slow-integration',
      {
        gatewaySettings: 'access-denied',
        accessLog: 'depends-on-missing',
        authorizerLog: 'depends-on-missing',
        metrics: 'depends-on-missing',
      },
    ],
  ])('of a request to a %s', async (_kind, scenario, action, cause, lost) => {
    investigators.standIn.faults.deny(action);
    const diagnosis = await investigators.ask(placeStory(scenario, nowMs).ids.extendedRequestId);
    expect(diagnosis.answer.findings.map(({ report }) => report.verdict.cause)).toEqual([cause]);
    const sources = Object.entries(diagnosis.evidences[0]?.observations ?? {}).flatMap(([name, one]) =>
      one.status === 'unavailable' && /denied|depends/.test(one.reason) ? [[name, one.reason]] : [],
    );
    expect(Object.fromEntries(sources)).toEqual(lost);
  });

  it('an HTTP API, whose log group only the control plane names, is not found without that, and it says so', async () => {
    investigators.standIn.faults.deny('apigateway:GET');
    const { answer } = await investigators.ask(placeStory(basket, nowMs).ids.extendedRequestId);
    expect(answer.findings.map(({ report }) => report.verdict.cause)).toEqual(['inconclusive']);
    const gaps = answer.findings.flatMap(({ report }) => report.verdict.notChecked);
    expect(JSON.stringify([gaps, answer.notes])).toContain('apigateway:GET');
  });

  it('without both ways of reading logs the denial is named, and nothing is made up', async () => {
    investigators.standIn.faults.deny('logs:StartQuery');
    investigators.standIn.faults.deny('logs:FilterLogEvents');
    const { evidences, answer } = await investigators.ask(requestId);
    expect(answer.findings.map(({ report }) => report.verdict.cause)).toEqual(['inconclusive']);
    expect(evidences[0]?.observations.executionLog).toMatchObject({
      status: 'unavailable',
      reason: 'access-denied',
      args: { action: 'logs:StartQuery' },
    });
    const denials = answer.notes.filter((note) => note.includes('could not be searched, access denied'));
    expect(denials.map((note) => /groups of (\S+ \S+) could/.exec(note)?.[1])).toEqual([
      'shop eu-west-1',
      'shop us-east-1',
      'payments eu-west-1',
    ]);
  });
});

describe('when AWS is in a bad way', () => {
  it('another region that is down is named, and costs nothing of this one', async () => {
    investigators.standIn.faults.regionDown('us-east-1');
    const diagnosis = await investigators.ask(requestId);
    expect(seen(diagnosis)).toEqual({ lost: [{}], causes: ['slow-integration'] });
    expect(diagnosis.answer.notes).toEqual([
      expect.stringMatching(
        /^shop us-east-1 could not be searched: AWS did not answer there \(.+\)\. Check the network/,
      ),
      expect.stringMatching(
        /^payments us-east-1 could not be searched: AWS did not answer there \(.+\)\. Check the network/,
      ),
    ]);
  });

  it('its own region that is down is named as the reason', async () => {
    investigators.standIn.faults.regionDown('eu-west-1');
    const { evidences, answer } = await investigators.ask(requestId);
    expect(answer.findings.map(({ report }) => report.verdict.cause)).toEqual(['inconclusive']);
    expect(evidences[0]?.observations.executionLog).toMatchObject({ reason: 'region-unreachable' });
  });

  it('throttling is waited out', async () => {
    investigators.standIn.faults.throttle('logs', 5);
    expect(seen(await investigators.ask(requestId))).toEqual({ lost: [{}], causes: ['slow-integration'] });
  });

  it('throttling without end is named at the deadline', async () => {
    investigators.standIn.faults.throttle('logs:StartQuery', 100_000);
    const { evidences, answer } = await investigators.ask(requestId, { deadlineMs: 8_000 });
    expect(answer.findings.map(({ report }) => report.verdict.cause)).toEqual(['inconclusive']);
    expect(evidences[0]?.observations.executionLog).toMatchObject({ reason: 'throttled' });
  });

  it('broken answers and cut connections are tried again', async () => {
    investigators.standIn.faults.breakDown('logs', 2);
    investigators.standIn.faults.dropSockets('lambda', 1);
    expect(seen(await investigators.ask(requestId))).toEqual({ lost: [{}], causes: ['slow-integration'] });
  });

  it('empty pages are read on', async () => {
    investigators.standIn.faults.emptyPages(3);
    expect(seen(await investigators.ask(requestId))).toEqual({ lost: [{}], causes: ['slow-integration'] });
  });

  it('sessions that end in the middle are renewed', async () => {
    await investigators.ask(requestId);
    investigators.standIn.faults.expireTokens();
    expect(seen(await investigators.ask(requestId))).toEqual({ lost: [{}], causes: ['slow-integration'] });
  });
});

describe('what a diagnosis costs', () => {
  it('is said in the receipt as AWS counted it', async () => {
    const before = investigators.standIn.requests.length;
    const { answer } = await investigators.ask(requestId);
    const [report] = answer.findings.map((finding) => finding.report);
    // Queries that are no longer needed are stopped behind the answer's back.
    const calls = investigators.standIn.requests
      .slice(before)
      .filter(({ operation }) => operation !== 'StopQuery');
    expect(report?.receipt.apiCalls).toBe(calls.length);
  });

  /** Two accounts with two regions each and ten APIs in all; every question begins with nothing remembered. */
  it.each<[string, string, number, Record<string, number>, number]>([
    ['of the last quarter of an hour', requestId, 50, { StartQuery: 1, DescribeLogGroups: 8 }, 10_000_000],
    ['of nine hours ago', nightId, 68, { StartQuery: 9, DescribeLogGroups: 12 }, 800_000_000],
    [
      'that nobody knows',
      '00000000-1111-4222-8333-444444444444',
      90,
      { StartQuery: 16, DescribeLogGroups: 15 },
      6_000_000_000,
    ],
  ])('is bounded for a request %s', async (_which, id, most, mostOf, mostBytes) => {
    const before = investigators.standIn.requests.length;
    const { answer } = await investigators.ask(id);
    const operations = investigators.standIn.requests.slice(before).map(({ operation }) => operation);
    const count = (operation: string) => operations.filter((one) => one === operation).length;
    expect(count('AssumeRole')).toBe(2); // one for each role
    expect(operations.length).toBeLessThanOrEqual(most);
    for (const [operation, times] of Object.entries(mostOf))
      expect([operation, count(operation) <= times]).toEqual([operation, true]);
    const bytes = answer.findings.reduce((sum, { report }) => sum + report.receipt.bytesScanned, 0);
    expect(bytes).toBeLessThanOrEqual(mostBytes);
  });
});
