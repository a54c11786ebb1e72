import { describe, expect, it } from 'vitest';
import { filterEvents } from '../../src/aws/filter-events.ts';
import { describeLogGroups } from '../../src/aws/log-groups.ts';
import { openAws } from '../../src/aws/open-aws.ts';
import { type Query, runQuery } from '../../src/aws/run-query.ts';
import { configSchema } from '../../src/config-schema.ts';
import { assumedRole, type ScriptedAnswer, type ScriptedCall, startScriptedAws } from './scripted-aws.ts';
import { useAmbientCredentials } from './use-ambient-credentials.ts';

const query: Query = {
  name: 'queries/find-request',
  text: 'fields @message',
  logGroups: ['arn:aws:logs:eu-west-1:111122223333:log-group:/a:*', '/b'],
  fromMs: 1_700_000_000_500,
  toMs: 1_700_000_100_999,
  limit: 100,
};
const role = {
  id: '111122223333',
  alias: 'prod',
  roleArn: 'arn:aws:iam::111122223333:role/gw504',
  externalId: 'outside',
  regions: ['eu-west-1', 'us-east-1'],
};

const closers = useAmbientCredentials();

async function open(
  answer: (call: ScriptedCall, nth: number) => ScriptedAnswer,
  accounts: unknown[] = [role],
) {
  const server = await startScriptedAws(answer);
  process.env.AWS_ENDPOINT_URL = server.url;
  const config = configSchema.parse({ accounts });
  const aws = openAws(config);
  closers.push(server.close, aws.close);
  const count = { calls: 0 };
  const session = (region = 'eu-west-1', askedBy = 'U024BE7LH') =>
    aws.session({ account: config.accounts[0], region, askedBy, count });
  return { server, session, count, signal: new AbortController().signal };
}

const rows = (status: string, results: unknown[] = []) => ({
  body: {
    status,
    results,
    statistics: { bytesScanned: 2_000, recordsScanned: 7, recordsMatched: 1 },
  },
});

describe('credentials', () => {
  it('assumes the role once for all services, regions and concurrent callers', async () => {
    const { server, session, count, signal } = await open((call, nth) =>
      call.name === 'sts:AssumeRole' ? assumedRole(nth) : { body: { logGroups: [] } },
    );
    await Promise.all([
      describeLogGroups(session(), 'a', false, signal),
      describeLogGroups(session('us-east-1'), 'a', false, signal),
      describeLogGroups(session(), 'b', false, signal),
    ]);
    await describeLogGroups(session(), 'c', false, signal);
    expect(server.names().filter((name) => name === 'sts:AssumeRole')).toHaveLength(1);
    expect(server.calls[0]?.body).toMatchObject({
      RoleArn: role.roleArn,
      RoleSessionName: 'gw504-U024BE7LH',
      ExternalId: 'outside',
      SourceIdentity: 'gw504-U024BE7LH',
      DurationSeconds: '3600',
    });
    expect(String(server.calls[0]?.body.Policy).length).toBeLessThanOrEqual(2048);
    expect(count.calls).toBe(5);
  });

  it('goes without a source identity where the trust does not allow one', async () => {
    const { server, session, signal } = await open((call, nth) => {
      if (call.name !== 'sts:AssumeRole') return { body: { logGroups: [] } };
      return 'SourceIdentity' in call.body ? { error: 'AccessDenied', status: 403 } : assumedRole(nth);
    });
    expect(await describeLogGroups(session(), 'a', false, signal)).toEqual({
      ok: true,
      value: [],
    });
    expect(server.names()).toEqual(['sts:AssumeRole', 'sts:AssumeRole', 'logs:DescribeLogGroups']);
  });

  it('says that the role is gone', async () => {
    const { session, signal } = await open(() => ({
      error: 'AccessDenied',
      message: 'not authorized to perform: sts:AssumeRole',
      status: 403,
    }));
    expect(await describeLogGroups(session(), 'a', false, signal)).toMatchObject({
      ok: false,
      reason: 'role-not-assumable',
      args: {
        action: 'sts:AssumeRole',
        resource: role.roleArn,
        account: role.id,
      },
    });
  });

  it('assumes the role again, once, when AWS no longer takes the token', async () => {
    const { server, session, signal } = await open((call, nth) => {
      if (call.name === 'sts:AssumeRole') return assumedRole(nth);
      return call.token === 'token-1'
        ? { error: 'ExpiredTokenException', message: 'expired' }
        : { body: { logGroups: [] } };
    });
    expect(await describeLogGroups(session(), 'a', false, signal)).toEqual({
      ok: true,
      value: [],
    });
    expect(server.names()).toEqual([
      'sts:AssumeRole',
      'logs:DescribeLogGroups',
      'sts:AssumeRole',
      'logs:DescribeLogGroups',
    ]);
  });

  it('uses the ambient credentials where no role is configured', async () => {
    const { server, session, signal } = await open(
      () => ({ body: { logGroups: [] } }),
      [{ id: role.id, regions: role.regions }],
    );
    await describeLogGroups(session(), 'a', false, signal);
    expect(server.names()).toEqual(['logs:DescribeLogGroups']);
  });
});

describe('runQuery', () => {
  const withRole = (answer: (call: ScriptedCall, nth: number) => ScriptedAnswer) =>
    open(answer, [{ id: role.id, regions: role.regions }]);

  it('sends seconds, ARNs without ":*", and waits through Scheduled, Unknown and Running', async () => {
    const statuses = ['Scheduled', 'Unknown', 'Running', 'Complete'];
    const { server, session, signal } = await withRole((call, nth) =>
      call.name === 'logs:StartQuery'
        ? { body: { queryId: 'q' } }
        : rows(statuses[nth - 1] ?? 'Complete', [
            [
              { field: '@message', value: 'hello' },
              { field: '@ptr', value: 'p' },
            ],
          ]),
    );
    const looked = await runQuery(session(), query, signal);
    expect(looked.answer).toEqual({
      ok: true,
      value: [{ '@message': 'hello', '@ptr': 'p' }],
    });
    expect(looked.search).toMatchObject({
      status: 'complete',
      bytesScanned: 2_000,
      recordsScanned: 7,
      fromMs: query.fromMs,
    });
    expect(server.calls[0]?.body).toEqual({
      queryString: 'fields @message',
      logGroupIdentifiers: ['arn:aws:logs:eu-west-1:111122223333:log-group:/a', '/b'],
      startTime: 1_700_000_000,
      endTime: 1_700_000_100,
      limit: 100,
    });
  });

  it.each(['Failed', 'Cancelled', 'Timeout'])('takes %s as a failure, not as "no rows"', async (status) => {
    const { session, signal } = await withRole((call) =>
      call.name === 'logs:StartQuery' ? { body: { queryId: 'q' } } : rows(status),
    );
    const looked = await runQuery(session(), query, signal);
    expect(looked).toMatchObject({
      answer: {
        ok: false,
        reason: 'query-failed',
        detail: `queries/find-request: ${status}`,
      },
      search: { status: 'failed' },
    });
  });

  it.each([
    ['AccessDeniedException', 'access-denied', 'denied'],
    ['ResourceNotFoundException', 'log-group-missing', 'failed'],
    ['MalformedQueryException', 'query-failed', 'failed'],
    ['InvalidParameterException', 'error', 'failed'],
  ])('reads %s as %s', async (error, reason, status) => {
    const { session, signal } = await withRole(() => ({
      error,
      message: 'why',
    }));
    expect(await runQuery(session(), query, signal)).toMatchObject({
      answer: { ok: false, reason, code: error },
      search: { status },
    });
  });

  it('waits for a free slot when AWS runs as many queries as it will', async () => {
    const { server, session, signal } = await withRole((call, nth) => {
      if (call.name === 'logs:StartQuery')
        return nth <= 1 ? { error: 'LimitExceededException' } : { body: { queryId: 'q' } };
      return rows('Complete');
    });
    expect((await runQuery(session(), query, signal)).answer).toEqual({
      ok: true,
      value: [],
    });
    expect(server.names().filter((name) => name === 'logs:StartQuery').length).toBeGreaterThan(1);
  });

  it('stops the query when somebody stops the diagnosis', async () => {
    const stop = new AbortController();
    const { server, session } = await withRole((call) => {
      if (call.name === 'logs:GetQueryResults') stop.abort();
      return call.name === 'logs:StartQuery'
        ? { body: { queryId: 'q' } }
        : call.name === 'logs:StopQuery'
          ? { body: { success: true } }
          : rows('Running');
    });
    const looked = await runQuery(session(), query, stop.signal);
    expect(looked).toMatchObject({
      answer: { ok: false, reason: 'timed-out' },
      search: { status: 'stopped' },
    });
    expect(server.calls.at(-1)).toMatchObject({
      name: 'logs:StopQuery',
      body: { queryId: 'q' },
    });
  });

  it('calls a deadline a deadline', async () => {
    const deadline = new AbortController();
    const { session } = await withRole((call) => {
      if (call.name === 'logs:GetQueryResults')
        deadline.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
      return call.name === 'logs:StartQuery' ? { body: { queryId: 'q' } } : rows('Running');
    });
    expect(await runQuery(session(), query, deadline.signal)).toMatchObject({
      answer: { ok: false, reason: 'timed-out' },
      search: { status: 'timed-out' },
    });
  });

  it('reads further pages', async () => {
    const { session, signal } = await withRole((call) => {
      if (call.name === 'logs:StartQuery') return { body: { queryId: 'q' } };
      const isFirst = call.body.nextToken === undefined;
      return {
        body: {
          status: 'Complete',
          results: [[{ field: 'n', value: isFirst ? '1' : '2' }]],
          ...(isFirst ? { nextToken: 't' } : {}),
        },
      };
    });
    expect((await runQuery(session(), query, signal)).answer).toEqual({
      ok: true,
      value: [{ n: '1' }, { n: '2' }],
    });
  });

  it('says that a region does not answer', async () => {
    const { session, signal } = await withRole(() => ({ destroy: true }));
    expect(await runQuery(session(), query, signal)).toMatchObject({
      answer: { ok: false, reason: 'region-unreachable' },
    });
  });
});

describe('filterEvents', () => {
  const filter = {
    logGroup: '/a',
    anyOf: ['7e3d0000-aaaa'],
    fromMs: 1,
    toMs: 2,
    limit: 100,
  };
  const open0 = (answer: (call: ScriptedCall, nth: number) => ScriptedAnswer) =>
    open(answer, [{ id: role.id, regions: role.regions }]);

  it('quotes the id, sends milliseconds, and goes on through empty pages', async () => {
    const { server, session, signal } = await open0((_call, nth) =>
      nth < 3
        ? { body: { events: [], nextToken: `t${nth}` } }
        : {
            body: {
              events: [
                {
                  timestamp: 5,
                  ingestionTime: 9,
                  message: 'm',
                  logStreamName: 's',
                },
              ],
            },
          },
    );
    const looked = await filterEvents(session(), filter, signal);
    expect(looked.answer).toEqual({
      ok: true,
      value: [
        {
          atMs: 5,
          resolutionMs: 1,
          message: 'm',
          ingestedMs: 9,
          logGroup: '/a',
          logStream: 's',
          order: 0,
        },
      ],
    });
    expect(server.calls[0]?.body).toEqual({
      logGroupName: '/a',
      startTime: 1,
      endTime: 2,
      filterPattern: '"7e3d0000-aaaa"',
    });
    expect(looked.search.status).toBe('complete');
  });

  it('says when the class of the group refuses', async () => {
    const { session, signal } = await open0(() => ({
      error: 'InvalidOperationException',
      message:
        'The log group /a is of log-group-class INFREQUENT_ACCESS. FilterLogEvents is not supported for this log class.',
    }));
    expect((await filterEvents(session(), filter, signal)).answer).toMatchObject({
      ok: false,
      reason: 'unsupported-class',
    });
  });

  it('calls a search partial when it had to stop before the last page', async () => {
    const { session, signal } = await open0(() => ({
      body: { events: [{ timestamp: 1, message: 'm' }], nextToken: 't' },
    }));
    expect((await filterEvents(session(), { ...filter, limit: 1 }, signal)).search.status).toBe('partial');
  });
});
