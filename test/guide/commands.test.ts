import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../src/evidence/evidence.ts';
import { tickGuide } from '../../src/guide/tick-guide.ts';
import { compileQuery, runQuery } from '../../src/sandbox/aws/insights/run-insights.ts';
import { loadTemplates } from '../../src/templates.ts';
import { decideVerdict } from '../../src/verdict/decide-verdict.ts';
import type { FoundSources } from '../../src/verdict/found-sources.ts';
import {
  answer,
  evidenceWith,
  invocation,
  log,
  requestId,
  row,
  sentAtMs,
  settings,
  timedOutFunctionLog,
  timedOutLog,
  timeout,
  traceId,
} from '../verdict/evidence-with.ts';
import { readCases } from '../verdict/read-cases.ts';

const templates = loadTemplates();
const step = (evidence: Evidence, number: number) => {
  const found = tickGuide(evidence, decideVerdict(evidence)).find((each) => each.step === number);
  if (found === undefined) throw new Error(`No step ${number}.`);
  const file = `guide/${String(number).padStart(2, '0')}`;
  return {
    ticked: `${found.status} ${found.note}`,
    note: templates.render(`${file}:notes.${found.note}`, found.args),
    commands: found.commands.map((name) => templates.render(`${file}:commands.${name}`, found.args)),
  };
};
const ask = (found: FoundSources, number: number, request: Partial<Evidence['request']> = {}) =>
  step(evidenceWith(found, request), number);

/** The words that a shell makes of a command. */
const words = (command: string) =>
  execFileSync('sh', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' })
    .trimEnd()
    .split('\n');

describe("a function's log alone", () => {
  const functionLog = (id: string) => ({
    functionLog: { invocations: [{ ...invocation(0), functionRequestId: id }] },
  });
  it.each([
    ['goes by an id that the API does not know', { id: 'a-lambda-id' }, 'REQUEST_ID'],
    ['names a trace, which the API knows', { id: 'a-lambda-id', traceId }, traceId],
    ['beside the request', { id: requestId }, requestId],
  ])('%s', (_name, request, expected) => {
    expect(ask(functionLog('a-lambda-id'), 5, request).commands.join('')).toContain(`"${expected}"`);
  });
});

describe('queries', () => {
  const records = (lines: string[]) =>
    lines.map((message, index) => ({
      timestampMs: sentAtMs + index,
      ingestedMs: sentAtMs + index,
      message,
      stream: 's',
      log: '111122223333:access',
    }));
  const withFormat = (accessLogFormat: string | undefined) =>
    settings({}, accessLogFormat === undefined ? {} : { accessLogFormat, accessLogGroup: 'access' });
  const json = (status: number | string) => JSON.stringify({ rid: 'a', st: status, verb: 'POST', size: 504 });

  it.each<[string, FoundSources, (status: number) => string]>([
    [
      'JSON under names of its own',
      {
        gatewaySettings: withFormat(
          '{"rid":"$context.requestId","st":"$context.status","verb":"$context.httpMethod"}',
        ),
      },
      (status) => json(String(status)),
    ],
    [
      'JSON with a number',
      { gatewaySettings: withFormat('{ "rid": "$context.requestId", "st": $context.status }') },
      (status) => json(status),
    ],
    [
      'JSON with a dashed name',
      { gatewaySettings: withFormat('{"request-id":"$context.requestId","http-status":"$context.status"}') },
      (status) => JSON.stringify({ 'request-id': 'a', 'http-status': String(status) }),
    ],
    [
      'CLF',
      {
        gatewaySettings: withFormat(
          '$context.identity.sourceIp - - [$context.requestTime] "$context.httpMethod $context.resourcePath $context.protocol" $context.status $context.responseLength $context.requestId',
        ),
      },
      (status) => `198.51.100.7 - - [20/Nov/2026:14:42:09 +0000] "POST /orders/504 HTTP/1.1" ${status} 504 a`,
    ],
    [
      'CSV',
      {
        gatewaySettings: withFormat(
          '$context.identity.sourceIp,$context.requestTime,$context.protocol,$context.status,$context.responseLength',
        ),
      },
      (status) => `198.51.100.7,20/Nov/2026:14:42:09 +0000,HTTP/1.1,${status},504`,
    ],
    [
      'XML',
      {
        gatewaySettings: withFormat(
          '<request id="$context.requestId"><status>$context.status</status></request>',
        ),
      },
      (status) => `<request id="a"><status>${status}</status><length>504</length></request>`,
    ],
    [
      'a row of which the format is not known',
      { accessLog: row({ line: json(504), variables: {} }) },
      (status) => JSON.stringify({ status: String(status), requestId: 'a' }),
    ],
    [
      'a row under usual names',
      { accessLog: row({ line: '{"request_id":"a","http_status":"504"}' }) },
      (status) => JSON.stringify({ request_id: 'a', http_status: String(status) }),
    ],
    [
      'nothing at all: the usual names',
      {},
      (status) => JSON.stringify({ status: String(status), requestId: 'a' }),
    ],
  ])('the 5xx rows of %s: 500 and 504, and none of 200, 405, 415 and 451', (_name, found, line) => {
    const [query = ''] = ask(found, 4).commands;
    const { rows } = runQuery(compileQuery(query), records([200, 405, 415, 451, 500, 504].map(line)), {
      limit: 100,
      nowMs: 0,
    });
    expect(rows).toHaveLength(2);
  });

  it("shows the stage's own fields", () => {
    const gatewaySettings = withFormat(
      '{"rid":"$context.requestId","st":"$context.status","verb":"$context.httpMethod","x":"$context.extendedRequestId"}',
    );
    expect(ask({ gatewaySettings }, 4).commands).toEqual([
      'fields @timestamp, @message, @logStream | filter st like /^5\\d\\d$/ | sort @timestamp desc | display @timestamp, verb, st, x, rid',
    ]);
  });

  it.each(readCases().map(({ name, evidences }) => [name, evidences] as const))(
    '%s: every query compiles',
    (_name, evidences) => {
      for (const evidence of evidences)
        for (const number of [4, 5, 7, 8])
          for (const query of step(evidence, number).commands) expect(compileQuery(query).text).toBe(query);
    },
  );

  it('looks for the trace id where there is one, for it is what a backend gets', () => {
    const { commands } = ask({ executionLog: timedOutLog() }, 8, { traceId });
    expect(commands[0]).toContain(`like "${traceId}"`);
  });
});

describe('commands', () => {
  const formats = settings(
    {},
    { accessLogGroup: 'access', accessLogFormat: '{"id":"$context.requestId","st":"$context.status"}' },
  );

  it('adds what the format lacks, and keeps what it has', () => {
    const { ticked, note, commands } = ask({ gatewaySettings: formats }, 3, {
      apiId: 'a1b2c3d4e5',
      stage: 'prod',
      region: 'eu-west-1',
    });
    expect(ticked).toBe('failed fields');
    expect(note).toBe(
      'It lacks $context.extendedRequestId, $context.responseLatency, $context.integration.latency, $context.integration.status, $context.integrationStatus, $context.integration.error, $context.integration.requestId, $context.error.responseType, $context.error.message, $context.xrayTraceId.',
    );
    const args = words(commands[0] ?? '');
    expect(args.slice(0, -1)).toEqual(
      'aws apigateway update-stage --region eu-west-1 --rest-api-id a1b2c3d4e5 --stage-name prod --patch-operations'.split(
        ' ',
      ),
    );
    const [operation] = JSON.parse(args.at(-1) ?? '');
    expect({ ...operation, value: JSON.parse(operation.value) }).toEqual({
      op: 'replace',
      path: '/accessLogSettings/format',
      value: {
        id: '$context.requestId',
        st: '$context.status',
        extendedRequestId: '$context.extendedRequestId',
        responseLatency: '$context.responseLatency',
        integrationLatency: '$context.integration.latency',
        integrationResponseStatus: '$context.integration.status',
        integrationStatus: '$context.integrationStatus',
        integrationError: '$context.integration.error',
        integrationRequestId: '$context.integration.requestId',
        errorResponseType: '$context.error.responseType',
        errorMessage: '$context.error.message',
        xrayTraceId: '$context.xrayTraceId',
      },
    });
  });

  it('for an HTTP API in its own way', () => {
    const { commands } = ask({ gatewaySettings: { ...formats, apiType: 'http' } }, 3);
    const args = words(commands[0] ?? '');
    expect(args.slice(0, 3)).toEqual(['aws', 'apigatewayv2', 'update-stage']);
    expect(JSON.parse(JSON.parse(args.at(-1) ?? '').Format)).toHaveProperty('integrationLatency');
  });

  it.each([
    ['$context.requestId $context.status', 'failed fields', 0],
    [`{"it's":"$context.requestId"}`, 'failed fields', 0],
    ['{}', 'failed fields', 1],
    [
      '{"a":"$context.integration.status","b":"$context.integration.integrationStatus","c":"$context.integrationLatency"}',
      'passed on',
      0,
    ],
    [
      [
        '{"a":"$',
        '{context.integration.status}","b":"$context.integrationStatus","c":"$context.integration.latency"}',
      ].join(''),
      'passed on',
      0,
    ],
  ])('format %s: %s', (accessLogFormat, ticked, commands) => {
    const said = ask({ gatewaySettings: settings({}, { accessLogGroup: 'access', accessLogFormat }) }, 3);
    expect([said.ticked, said.commands.length]).toEqual([ticked, commands]);
  });

  it.each<[string, FoundSources, string]>([
    ['off', { gatewaySettings: settings() }, 'failed off'],
    [
      'off now, and a row was read',
      { gatewaySettings: settings(), accessLog: row({ variables: { status: '504' } }) },
      'failed fields',
    ],
    [
      'a row with all of it',
      {
        accessLog: row({
          variables: { 'integration.status': null, integrationStatus: '200', 'integration.latency': '1' },
        }),
      },
      'passed on',
    ],
    [
      'on, of unknown format',
      { gatewaySettings: settings({}, { accessLogGroup: 'access' }) },
      'unknown unknown',
    ],
  ])('access log %s', (_name, found, expected) => {
    expect(ask(found, 3).ticked).toBe(expected);
  });

  it.each([
    ['prod', '/orders', 'https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/prod/orders'],
    ['prod', '/prod/orders', 'https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/prod/orders'],
    ['$default', '/orders', 'https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/orders'],
  ])('reproduces on stage %s path %s', (stage, path, url) => {
    const { commands } = ask({ executionLog: timedOutLog() }, 2, {
      apiId: 'a1b2c3d4e5',
      region: 'eu-west-1',
      stage,
      path,
      method: 'POST',
    });
    expect(words(commands[0] ?? '')).toEqual(['curl', '-v', '-X', 'POST', url]);
  });

  it.each<[string, FoundSources, string]>([
    ['a client called', { clientResponse: answer({ status: 504 }) }, '/prod/orders'],
    ['a row names', { clientResponse: answer({ status: 504 }), accessLog: row({}) }, '/STAGE/prod/orders'],
    [
      'the execution log names',
      { clientResponse: answer({ status: 504 }), executionLog: timedOutLog() },
      '/STAGE/prod/orders',
    ],
    ['nobody called', { functionLog: { invocations: [invocation(50, { traceId })] } }, '/STAGE/prod/orders'],
  ])('reproduces, on a stage that nobody names, the path that %s', (_who, found, path) => {
    const { commands } = ask(found, 2, {
      apiId: 'a1b2c3d4e5',
      region: 'eu-west-1',
      stage: undefined,
      path: '/prod/orders',
      method: 'GET',
    });
    expect(words(commands[0] ?? '').at(-1)).toBe(
      `https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com${path}`,
    );
  });

  it.each(["/orders'; touch /tmp/x; '", '/orders$(id)', '/orders`id`', '/a b', '/orders"', '/orders\n-o x'])(
    'lets no path out of its quotes: %j',
    (path) => {
      const { commands } = ask({ executionLog: timedOutLog() }, 2, {
        apiId: 'a',
        region: 'r',
        stage: 's',
        path,
        method: "GET'",
      });
      expect(words(commands[0] ?? '')).toEqual([
        'curl',
        '-v',
        '-X',
        'GET',
        'https://a.execute-api.r.amazonaws.com/s/PATH',
      ]);
    },
  );

  it.each<[string, FoundSources, Partial<Evidence['request']>, string]>([
    ['INFO', { gatewaySettings: settings() }, {}, 'passed info'],
    ['OFF', { gatewaySettings: settings({}, { executionLogLevel: 'OFF' }) }, {}, 'failed off'],
    [
      'ERROR, though lines were read',
      { gatewaySettings: settings({}, { executionLogLevel: 'ERROR' }), executionLog: log(timeout) },
      {},
      'failed error-level',
    ],
    ['HTTP API without a log', { gatewaySettings: settings() }, { apiType: 'http' }, 'failed http-off'],
    [
      'HTTP API with a log',
      { gatewaySettings: settings({}, { accessLogGroup: 'access' }) },
      { apiType: 'http' },
      'passed http-on',
    ],
    ['HTTP API, nothing read', {}, { apiType: 'http' }, 'unknown http-unknown'],
  ])('logging: %s', (_name, found, request, expected) => {
    expect(ask(found, 1, request).ticked).toBe(expected);
  });

  it('counts from the metrics what the query will tell apart', () => {
    const points = [0, 3, 4, 0].map((value, minute) => ({ atMs: sentAtMs + minute * 60_000, value }));
    const metrics = { series: [{ name: '5XXError', statistic: 'Sum', points }] };
    expect(ask({ executionLog: timedOutLog(), metrics }, 7).note).toBe(
      'The metrics show 7 server errors in the minutes around, the first at 14:43:09.200 UTC and the last at 14:44:09.200 UTC; the query counts the timeouts among them.',
    );
    const none = { series: [{ name: '5XXError', statistic: 'Sum', points: points.slice(0, 1) }] };
    expect(ask({ executionLog: timedOutLog(), metrics: none }, 7).ticked).toBe('to-do run');
  });

  it.each<[string, FoundSources, string]>([
    ['a timeout without a time', { executionLog: log([undefined, timeout[1]]) }, 'passed timeout'],
    [
      'another end, without a line to quote',
      { accessLog: row({ status: 200 }), executionLog: log([0, 'HTTP Method: GET, Resource Path: /']) },
      'failed no-timeout',
    ],
  ])('the timeout line: %s', (_name, found, expected) => {
    expect(ask(found, 6).ticked).toBe(expected);
  });

  it('a function near the end of its memory should have more', () => {
    const one = {
      functionRequestId: 'a',
      joinedBy: 'trace-id' as const,
      startAtMs: sentAtMs + 10,
      maxMemoryUsedMb: 490,
      memorySizeMb: 512,
      downstreamWaits: [],
      lines: [],
    };
    const found = { executionLog: timedOutFunctionLog(), functionLog: { invocations: [one] } };
    expect(ask(found, 13).note).toContain('490 of 512 MB');
  });
});
