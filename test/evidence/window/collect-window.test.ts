import { afterEach, describe, expect, it } from 'vitest';
import { analyseWindow } from '../../../src/analyse-window.ts';
import { openAws } from '../../../src/aws/open-aws.ts';
import { configSchema } from '../../../src/config-schema.ts';
import { toWindowOutput } from '../../../src/report/window-output.ts';
import { startAwsStandIn } from '../../../src/sandbox/aws/start-aws-stand-in.ts';
import type { World } from '../../../src/sandbox/aws/world.ts';
import { sampleIncidents } from '../../../src/sandbox/incidents/sample-incidents.ts';
import { sampleWorld } from '../../../src/sandbox/incidents/sample-world.ts';
import { loadTemplates } from '../../../src/templates.ts';

const nowMs = Date.parse('2026-11-20T14:00:00Z');
const minute = 60_000;
const environment = { ...process.env };
const closers: (() => unknown)[] = [];
afterEach(async () => {
  process.env = { ...environment };
  for (const close of closers.splice(0).reverse()) await close();
});

const regionsOf = (world: World) => world.accounts.flatMap(({ regions }) => Object.values(regions));

/** A thousand requests of orders/prod in the last minutes, so many of them failed, as metrics count them. */
function withMetrics(world: World, failures: number): World {
  const region = world.accounts.find((account) => account.alias === 'shop')?.regions['eu-west-1'];
  const samples = (countOf: (index: number) => number) =>
    Array.from({ length: 1_000 }, (_, index) => ({ atMs: nowMs - 3 * minute, value: countOf(index) }));
  const put = (name: string, countOf: (index: number) => number) =>
    region?.metrics.push({
      namespace: 'AWS/ApiGateway',
      name,
      dimensions: { ApiName: 'orders', Stage: 'prod' },
      samples: samples(countOf),
    });
  put('Count', () => 1);
  put('5XXError', (index) => (index < failures ? 1 : 0));
  put('IntegrationLatency', (index) => (index < 11 ? 29_000 : 200));
  return world;
}

/** `count` requests on orders/prod that timed out, spread over ten minutes: their execution logs only. */
function withTimeouts(
  count: number,
  { pathOf = () => '/orders', functionName = 'orders-create' }: Partial<TimedOut> = {},
): World {
  const world = sampleWorld(nowMs);
  const region = world.accounts.find((account) => account.alias === 'shop')?.regions['eu-west-1'];
  const group = region?.logGroups.find((one) => one.name === 'API-Gateway-Execution-Logs_a1b2c3d4e5/prod');
  if (!region || !group) throw new Error('the sample world has lost its orders API');
  for (const one of region.logGroups) one.events = [];
  region.metrics = [];
  for (let index = 0; index < count; index += 1) {
    const id = `${index.toString(16).padStart(8, '0')}-574c-4d30-b6b9-25e26d687255`;
    const atMs = nowMs - 20 * minute + Math.floor((index / count) * 10 * minute);
    const say = (afterMs: number, text: string) =>
      group.events.push({
        atMs: atMs + afterMs,
        ingestedMs: atMs + afterMs,
        message: `(${id}) ${text}`,
        stream: 'e369853df766fa44e1ed0ff613f563bd',
      });
    say(0, `HTTP Method: POST, Resource Path: ${pathOf(id)}`);
    say(
      20,
      `Sending request to https://lambda.eu-west-1.amazonaws.com/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:${functionName}/invocations`,
    );
    say(29_020, 'Execution failed due to a timeout error');
    say(29_021, 'Method completed with status: 504');
  }
  return world;
}

interface TimedOut {
  /** The path that a request asked for, by its id. */
  pathOf: (id: string) => string;
  functionName: string;
}

async function analyse(world: World, minutes = 60, api = 'orders', toMs = nowMs) {
  const aws = await startAwsStandIn(world, { now: () => nowMs });
  closers.push(aws.close);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: aws.url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIASANDBOX504ONCALL',
    AWS_SECRET_ACCESS_KEY: 'sandbox-only-not-a-secret',
  });
  const config = configSchema.parse({});
  const access = openAws(config);
  closers.push(access.close);
  const answer = await analyseWindow(
    { scope: { api }, fromMs: toMs - minutes * minute, toMs },
    {
      aws: access,
      config,
      templates: loadTemplates(),
      now: () => nowMs,
      deadlineMs: 25_000,
      signal: new AbortController().signal,
      onProgress: () => undefined,
    },
  );
  return { output: toWindowOutput(answer), answer };
}

describe('analyseWindow', () => {
  it.each([10, 1_000])('counts %i failures with the same few queries', async (count) => {
    const { output } = await analyse(withTimeouts(count));
    const { window } = output;
    expect({
      failures: window.failures,
      complete: window.complete,
      byCause: window.byCause,
      byRoute: window.byRoute,
      byTarget: window.byTarget,
      byStatus: window.byStatus,
      minutes: window.byMinute.length,
      queries: window.receipt.queries.length,
      trend: window.trend,
      breadth: window.breadth,
      slowestMs: window.latency.slowestMs,
    }).toStrictEqual({
      failures: count,
      complete: true,
      byCause: [{ cause: 'integration-timeout', requests: count }],
      byRoute: [{ name: 'POST /orders', requests: count }],
      byTarget: [{ name: 'orders-create', requests: count }],
      byStatus: [{ name: '504', requests: count }],
      minutes: count === 10 ? 10 : 11,
      queries: 4,
      trend: 'over',
      breadth: 'one-route',
      slowestMs: 29_021,
    });
    expect(output.reports[0]?.request.id).toBe(window.worthDiagnosing[0]?.id);
  });

  it('counts by the resource of the API, though the log names the path that each request asked for', async () => {
    const { output } = await analyse(
      withTimeouts(400, { pathOf: (id) => `/orders/${id}/refund`, functionName: 'orders-refund' }),
    );
    const { window } = output;
    expect({ failures: window.failures, byRoute: window.byRoute, breadth: window.breadth }).toStrictEqual({
      failures: 400,
      byRoute: [{ name: 'POST /orders/{id}/refund', requests: 400 }],
      breadth: 'one-route',
    });
    // One row a minute and not one a request, or a few thousand ids would be more than a query gives.
    const [query] = window.receipt.queries.filter(({ text }) => text.includes('Resource Path'));
    expect(query?.status).toBe('complete');
  });

  it('takes minutes together over more than a day, or a week of them would be more than a query gives', async () => {
    const { output } = await analyse(withTimeouts(30), 3 * 24 * 60);
    const times = output.window.byMinute.map(({ minute: at }) => Date.parse(at));
    expect(output.window.failures).toBe(30);
    expect(times).toStrictEqual([nowMs - 20 * minute, nowMs - 10 * minute]);
    // The second stretch ends with the window: its last lines may still be to come.
    expect(output.window.trend).toBe('steady');
  });

  it('tells how many requests there were in all, and how long they took', async () => {
    const { answer } = await analyse(withMetrics(withTimeouts(10), 10));
    expect(answer.window.traffic).toStrictEqual([
      {
        stage: 'orders/prod',
        requests: 1_000,
        failures: 10,
        latency: { p50Ms: 200, p90Ms: 200, p99Ms: 29_000 },
      },
    ]);
    expect(answer.window.latency.timeoutMs).toBe(29_000);
    expect(answer.lines).toContain(
      'Of 1,000 requests to orders/prod in those minutes, CloudWatch counted 10 as 5xx (1\u00A0%).',
    );
    expect(answer.lines).toContain(
      'Of all requests to orders/prod, half had their answer within 200 ms, 90\u00A0% within 200 ms, 99\u00A0% within 29.0 s.',
    );
  });

  it('never calls a window calm whose failures CloudWatch counted, though no log shows them', async () => {
    const { answer } = await analyse(withMetrics(withTimeouts(10), 4), 5);
    expect(answer.window).toMatchObject({ failures: 0, complete: true });
    expect(answer.window.summary).toMatch(
      /^CloudWatch counted 4 of 1,000 requests to orders\/prod as failed .* no log/,
    );
  });

  it('says of no log that it was read where none could be', async () => {
    const world = withMetrics(withTimeouts(10), 4);
    for (const key of world.keys)
      key.policy.Statement.push({ Effect: 'Deny', Action: 'logs:StartQuery', Resource: '*' });
    const { answer } = await analyse(world, 5);
    expect(answer.window.summary).toMatch(/^CloudWatch counted 4 of 1,000 requests/);
    const words = JSON.stringify(answer);
    expect(words).toContain('The logs of orders/prod could not be read; the notes say why.');
    expect(words).not.toContain('were read');
  });

  it('counts work as late by the timeout of its own route', async () => {
    const world = withTimeouts(10);
    for (const region of regionsOf(world))
      for (const api of region.restApis)
        for (const method of api.methods) method.integration.timeoutMs = 50_000;
    const functionLog = (tookMs: number) => {
      const group = regionsOf(world)
        .flatMap(({ logGroups }) => logGroups)
        .find(({ name }) => name === '/aws/lambda/orders-create');
      group?.events.push({
        atMs: nowMs - 15 * minute,
        ingestedMs: nowMs - 15 * minute,
        message: `REPORT RequestId: 5f0c2b1d-574c-4d30-b6b9-25e26d687255\tDuration: ${tookMs}.00 ms\tBilled Duration: ${tookMs} ms\tMemory Size: 128 MB\tMax Memory Used: 64 MB`,
        stream: '2026/11/20/[$LATEST]e369853df766fa44e1ed0ff613f563bd',
      });
    };
    functionLog(40_000);
    functionLog(60_000);
    const { answer } = await analyse(world);
    expect(answer.window.finishedLate).toStrictEqual([{ name: 'orders-create', requests: 1, timedOut: 10 }]);
    expect(answer.warning).toMatch(
      /^1 invocation of orders-create ran on .* beside 10 requests .* \(10\u00A0%\)/,
    );
  });

  it('says of a window without failures that every log was read, and diagnoses nothing', async () => {
    const { output } = await analyse(withTimeouts(10), 5);
    expect(output.window).toMatchObject({ failures: 0, complete: true, trend: 'none', breadth: 'none' });
    expect(output.window.summary).toContain('every log was read to its end');
    expect(output.reports).toStrictEqual([]);
  });

  it('never says "none" where a log could not be read', async () => {
    const world = withTimeouts(10);
    for (const key of world.keys)
      key.policy.Statement.push({ Effect: 'Deny', Action: 'logs:StartQuery', Resource: '*' });
    const { output } = await analyse(world);
    expect(output.window).toMatchObject({ failures: 0, complete: false });
    expect(output.window.summary).toContain('Nothing could be counted');
    expect(output.notes.join(' ')).toContain('access denied');
  });

  it.each([
    ['wholly', nowMs - 40 * 24 * 60 * minute, 60],
    ['in part', nowMs - 20 * 24 * 60 * minute, 15 * 24 * 60],
  ])('never says "none" of a time whose lines are gone %s', async (_what, toMs, minutes) => {
    const { output } = await analyse(withTimeouts(10), minutes, 'orders', toMs);
    expect(output.window).toMatchObject({ failures: 0, complete: false });
    expect(output.window.summary).toContain('not every log could be read');
    expect(output.notes.join(' ')).toMatch(/API-Gateway-Execution-Logs_\S+ .*keeps? lines for 30 days, so/);
  });

  const formatAs = (world: World, formats: string[], level: 'OFF' | 'INFO' = 'OFF') => {
    for (const { restApis } of regionsOf(world))
      for (const api of restApis.filter(({ name }) => name === 'orders')) {
        const [stage] = api.stages;
        if (stage)
          api.stages = formats.map((format, index) => ({
            ...stage,
            name: index === 0 ? stage.name : `other${index}`,
            level,
            accessLog: { group: '/aws/apigateway/orders-access', format },
          }));
      }
    for (const { logGroups } of regionsOf(world))
      logGroups.push({
        name: '/aws/apigateway/orders-access',
        createdMs: nowMs - 90 * 86_400_000,
        events: [],
      });
    return world;
  };

  it.each<[string, string[], 'OFF' | 'INFO', boolean, RegExp]>([
    [
      'tells no status',
      ['$context.requestId'],
      'OFF',
      false,
      /could not be counted: the format .* no status/,
    ],
    ['tells no id', ['$context.status $context.path'], 'OFF', false, /orders-access .* no request id/],
    [
      'is one of two in the group',
      ['$context.requestId $context.status', '$context.status $context.requestId'],
      'OFF',
      false,
      /several stages write there/,
    ],
    ['tells both', ['$context.requestId $context.status'], 'OFF', true, /^$/],
    ['tells nothing, beside an execution log', ['$context.path'], 'INFO', true, /^$/],
  ])(
    'calls no window calm where the format of its access log %s',
    async (_what, formats, level, isComplete, note) => {
      const { output } = await analyse(formatAs(withTimeouts(10), formats, level), 5);
      expect(output.window).toMatchObject({ failures: 0, complete: isComplete });
      expect(output.notes.join(' ')).toMatch(note);
    },
  );

  it.each(['function-says-504', 'backend-504', 'slow-order', 'function-throws'])(
    'says of %s what its own gateway log tells a diagnosis',
    async (name) => {
      const incident = sampleIncidents(nowMs).find((one) => one.name === name);
      const atMs = incident?.atMs ?? 0;
      const { output } = await analyse(sampleWorld(nowMs), 1, incident?.api, atMs + 50_000);
      const coarse = incident?.shown === 'slow-integration' ? 'integration-timeout' : incident?.shown;
      expect(output.window.byCause).toContainEqual({ cause: coarse, requests: 1 });
      expect(output.window.byCause.map(({ cause }) => cause)).not.toContain('inconclusive');
    },
  );

  it('tells the failures of the sample API apart by their causes, each request once', async () => {
    const { output } = await analyse(sampleWorld(nowMs), 90);
    const causes = output.window.byCause.map((one) => one.cause);
    expect(causes).toContain('integration-timeout');
    expect(causes).toContain('lambda-error');
    expect(output.window.byCause.reduce((sum, one) => sum + one.requests, 0)).toBe(output.window.failures);
    expect(output.window.finishedLate.map((one) => one.name)).toContain('orders-create');
  });
});
