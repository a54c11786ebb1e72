import { describe, expect, it } from 'vitest';
import { describeExecutionLogDeliveries } from '../../src/aws/deliveries.ts';
import { filterEvents } from '../../src/aws/filter-events.ts';
import { describeLogGroups } from '../../src/aws/log-groups.ts';
import { getMetricData } from '../../src/aws/metric-data.ts';
import { openAws } from '../../src/aws/open-aws.ts';
import { createPace } from '../../src/aws/pace.ts';
import { getRestApis } from '../../src/aws/rest-apis.ts';
import { runQuery } from '../../src/aws/run-query.ts';
import { configSchema } from '../../src/config-schema.ts';
import { type ScriptedAnswer, type ScriptedCall, startScriptedAws } from './scripted-aws.ts';
import { useAmbientCredentials } from './use-ambient-credentials.ts';

const closers = useAmbientCredentials();

async function open(
  answer: (call: ScriptedCall, nth: number) => ScriptedAnswer,
  limits: Record<string, unknown> = {},
) {
  const server = await startScriptedAws(answer);
  process.env.AWS_ENDPOINT_URL = server.url;
  const config = configSchema.parse({ limits });
  const aws = openAws(config);
  closers.push(server.close, aws.close);
  const session = aws.session({
    account: undefined,
    region: 'eu-west-1',
    askedBy: 'U1',
    count: { calls: 0 },
  });
  return { server, session, signal: new AbortController().signal };
}

const query = { name: 'q', text: 'fields @message', logGroups: ['/a'], fromMs: 0, toMs: 1_000, limit: 10 };
const endless = { ok: false, detail: 'the pages of the answer do not end' };

describe('pages that do not end', () => {
  it('of a query’s rows', async () => {
    const { server, session, signal } = await open((call) =>
      call.name === 'logs:StartQuery'
        ? { body: { queryId: 'q' } }
        : { body: { status: 'Complete', results: [[{ field: 'n', value: '1' }]], nextToken: 't' } },
    );
    expect((await runQuery(session, query, signal)).answer).toMatchObject(endless);
    expect(server.calls.length).toBeLessThan(5);
  });

  it('of log groups, though they are empty', async () => {
    const { server, session, signal } = await open(() => ({ body: { logGroups: [], nextToken: 't' } }));
    expect(await describeLogGroups(session, '/a', false, signal)).toMatchObject(endless);
    expect(server.calls).toHaveLength(2);
  });

  it('of deliveries, two of which take turns', async () => {
    const { server, session, signal } = await open((_call, nth) => ({
      body: { deliverySources: [], nextToken: `t${nth % 2}` },
    }));
    expect(await describeExecutionLogDeliveries(session, signal)).toMatchObject(endless);
    expect(server.calls).toHaveLength(3);
  });

  it('of APIs', async () => {
    const { server, session, signal } = await open(() => ({ body: { item: [], position: 'p' } }));
    expect(await getRestApis(session, signal)).toMatchObject(endless);
    expect(server.calls).toHaveLength(2);
  });

  it('of events: what came until then counts as a part', async () => {
    const { server, session, signal } = await open(() => ({
      body: { events: [{ timestamp: 1, message: 'm' }], nextToken: 't' },
    }));
    const filter = { logGroup: '/a', anyOf: ['12345678'], fromMs: 1, toMs: 2, limit: 100 };
    expect((await filterEvents(session, filter, signal)).search.status).toBe('partial');
    expect(server.calls).toHaveLength(2);
  });

  it('near miss: empty pages with a new token each time are read to the last', async () => {
    const { session, signal } = await open((_call, nth) => ({
      body: nth < 4 ? { logGroups: [], nextToken: `t${nth}` } : { logGroups: [{ logGroupName: '/a/b' }] },
    }));
    expect(await describeLogGroups(session, '/a', false, signal)).toMatchObject({
      ok: true,
      value: [{ name: '/a/b' }],
    });
  });
});

describe('metrics', () => {
  const questions = (['Invocations', 'Errors'] as const).map((name) => ({
    namespace: 'AWS/Lambda',
    name,
    statistic: 'Sum' as const,
    dimensions: { FunctionName: 'orders' },
  }));
  const series = (Id: string, atSeconds: number, StatusCode = 'Complete') => ({
    Id,
    Label: Id,
    StatusCode,
    Timestamps: [atSeconds],
    Values: [1],
  });
  const points = (...times: number[]) => times.map((atMs) => ({ atMs, value: 1 }));

  it('come in parts, which belong together', async () => {
    const { server, session, signal } = await open((call) => ({
      body:
        call.body.NextToken === undefined
          ? { MetricDataResults: [series('m0', 60, 'PartialData')], NextToken: 't' }
          : { MetricDataResults: [series('m0', 120), series('m1', 60)] },
    }));
    expect(await getMetricData(session, questions, 0, 180_000, signal)).toEqual({
      ok: true,
      value: [
        { name: 'Invocations', statistic: 'Sum', points: points(60_000, 120_000) },
        { name: 'Errors', statistic: 'Sum', points: points(60_000) },
      ],
    });
    expect(server.calls).toHaveLength(2);
  });

  it.each([
    ['InternalError', 'aws-fault'],
    ['Forbidden', 'access-denied'],
  ])('that CloudWatch could not read are not zero: %s', async (status, reason) => {
    const { session, signal } = await open(() => ({
      body: {
        MetricDataResults: [series('m0', 60), { ...series('m1', 60, status), Timestamps: [], Values: [] }],
      },
    }));
    expect(await getMetricData(session, questions, 0, 60_000, signal)).toMatchObject({
      ok: false,
      reason,
      detail: `m1: ${status}`,
    });
  });
});

describe('somebody whose time is over', () => {
  it('does not wait for a slot that another one’s query keeps', async () => {
    const other = new AbortController();
    const { server, session } = await open(
      (call) =>
        call.name === 'logs:StartQuery'
          ? { body: { queryId: 'q' } }
          : { body: call.name === 'logs:StopQuery' ? { success: true } : { status: 'Running' } },
      { queriesAtOnce: 1 },
    );
    const running = runQuery(session, query, other.signal);
    await expect.poll(() => server.names()).toContain('logs:GetQueryResults');
    const late = await runQuery(session, { ...query, name: 'late' }, AbortSignal.timeout(50));
    expect(late).toMatchObject({
      answer: { reason: 'timed-out', detail: 'late' },
      search: { status: 'timed-out' },
    });
    other.abort();
    await running;
    // The slot is free again, and was not taken by whoever had left.
    const third = new AbortController();
    const next = runQuery(session, { ...query, name: 'next' }, third.signal);
    await expect.poll(() => server.names().filter((name) => name === 'logs:StartQuery')).toHaveLength(2);
    third.abort();
    await next;
  });

  it('does not wait for an answer that another one asked for with more time', async () => {
    const { server, session } = await open(() => ({ hang: true }));
    const asker = new AbortController();
    const first = describeLogGroups(session, '/a', false, asker.signal);
    await expect.poll(() => server.calls).toHaveLength(1);
    expect(await describeLogGroups(session, '/a', false, AbortSignal.timeout(50))).toMatchObject({
      ok: false,
      reason: 'timed-out',
    });
    expect(server.calls).toHaveLength(1);
    asker.abort();
    await first;
  });

  it('leaves no place in the queue behind', async () => {
    const pace = createPace({ perSecond: 1, burst: 1 });
    const gone = AbortSignal.timeout(10);
    const waiting = Array.from({ length: 500 }, () => pace.turn(gone));
    const left = await Promise.allSettled(waiting);
    expect(left.filter(({ status }) => status === 'rejected')).toHaveLength(499);
    // One turn was taken, so the next one is a second off, not five hundred.
    await pace.turn(AbortSignal.timeout(60_000));
  }, 70_000);
});
