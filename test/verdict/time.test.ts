import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../src/evidence/evidence.ts';
import { decideVerdict } from '../../src/verdict/decide-verdict.ts';
import type { FoundSources } from '../../src/verdict/found-sources.ts';
import {
  answer,
  balancerRow,
  evidenceWith,
  invocation,
  log,
  row,
  segment,
  sending,
  sentAtMs,
  settings,
  timedOutFunctionLog,
  timedOutLog,
  timeout,
  traceId,
} from './evidence-with.ts';

const judge = (found: FoundSources, request: Partial<Evidence['request']> = {}) =>
  decideVerdict(evidenceWith(found, { atMs: sentAtMs, ...request }));
const parts = (found: FoundSources, request = {}) =>
  judge(found, request).ledger.segments.map(
    (part) => `${part.segment} ${part.startMs}+${part.durationMs} ${part.source}`,
  );
const flaws = (found: FoundSources, request = {}) =>
  judge(found, request).ledger.flaws.map(({ flaw, args }) =>
    [flaw, args.segment, args.byMs].filter((each) => each !== undefined).join(' '),
  );

describe('the ledger', () => {
  it.each<[string, FoundSources, string[]]>([
    [
      'a timeout of which nothing else is known',
      {
        executionLog: log([-60, 'Starting execution for request: x'], sending, timeout, [
          29_002,
          'Method completed with status: 504',
        ]),
      },
      ['gateway 0+60 executionLog', 'integration 60+29000 executionLog', 'response 29060+2 executionLog'],
    ],
    [
      'an answer',
      {
        executionLog: log(
          sending,
          [200, 'Received response. Status: 200, Integration latency: 200 ms'],
          [210, 'Method completed with status: 200'],
        ),
      },
      ['integration 0+200 executionLog', 'response 200+10 executionLog'],
    ],
    [
      'an authorizer',
      {
        executionLog: log(
          [-500, 'Starting authorizer: a'],
          [-100, 'Successfully completed authorizer execution'],
          sending,
          timeout,
        ),
      },
      ['authorizer 0+400 executionLog', 'gateway 400+100 executionLog', 'integration 500+29000 executionLog'],
    ],
    [
      'no sending line: it cannot be divided',
      { executionLog: log([-60, 'Starting execution for request: x'], timeout) },
      ['unexplained 0+29060 arithmetic'],
    ],
    [
      'a row with all its latencies',
      {
        accessLog: row({
          requestTimeMs: sentAtMs,
          responseLatencyMs: 29_300,
          integrationLatencyMs: 29_000,
          wafLatencyMs: 10,
          authorizerLatencyMs: 200,
          errorResponseType: 'INTEGRATION_TIMEOUT',
        }),
      },
      [
        'waf 0+10 accessLog',
        'authorizer 10+200 accessLog',
        'gateway 210+90 arithmetic',
        'integration 300+29000 accessLog',
      ],
    ],
    [
      'a row with its whole latency only',
      {
        accessLog: row({
          atMs: sentAtMs,
          responseLatencyMs: 29_300,
          errorResponseType: 'INTEGRATION_TIMEOUT',
        }),
      },
      ['unexplained 0+29300 arithmetic'],
    ],
    [
      "a row with the integration's latency only",
      {
        accessLog: row({
          atMs: sentAtMs,
          integrationLatencyMs: 29_000,
          errorResponseType: 'INTEGRATION_TIMEOUT',
        }),
      },
      ['integration 0+29000 accessLog'],
    ],
    [
      'a row without any',
      { accessLog: row({ atMs: sentAtMs, errorResponseType: 'INTEGRATION_TIMEOUT' }) },
      [],
    ],
    [
      'a trace alone',
      {
        trace: {
          traceId,
          segments: [
            segment({ name: 'api', from: 0, to: 29_000, status: 504, origin: 'AWS::ApiGateway::Stage' }),
          ],
        },
      },
      ['unexplained 0+29000 arithmetic'],
    ],
    [
      'a balancer on the way',
      {
        executionLog: timedOutLog(),
        loadBalancerLog: [balancerRow({ createdAtMs: sentAtMs + 40, loadBalancerStatus: 460, traceId })],
      },
      [
        'hand-over 0+40 loadBalancerLog',
        'integration 40+28960 executionLog',
        'response 29000+2 executionLog',
      ],
    ],
    [
      'a function that was still running',
      { executionLog: timedOutFunctionLog(), functionLog: { invocations: [invocation(100)] } },
      ['hand-over 0+100 functionLog', 'function 100+28900 functionLog', 'response 29000+2 executionLog'],
    ],
    [
      'a function that ran on',
      {
        executionLog: timedOutFunctionLog(),
        functionLog: { invocations: [invocation(100, { durationMs: 41_000 })] },
      },
      [
        'hand-over 0+100 functionLog',
        'function 100+28900 functionLog',
        'response 29000+2 executionLog',
        'after-504 29002+12098 functionLog',
      ],
    ],
    [
      'a function that ran on and failed',
      {
        executionLog: timedOutFunctionLog(),
        functionLog: { invocations: [invocation(100, { durationMs: 41_000, status: 'error' })] },
      },
      [
        'hand-over 0+100 functionLog',
        'function 100+28900 functionLog',
        'response 29000+2 executionLog',
        'after-504 29002+12098 functionLog',
      ],
    ],
    [
      'a function that ended long before',
      {
        executionLog: timedOutFunctionLog(),
        functionLog: { invocations: [invocation(100, { durationMs: 900 })] },
      },
      [
        'hand-over 0+100 functionLog',
        'function 100+900 functionLog',
        'unexplained 1000+28000 arithmetic',
        'response 29000+2 executionLog',
      ],
    ],
    [
      'initialisation and a call',
      {
        executionLog: timedOutFunctionLog(),
        functionLog: {
          invocations: [
            invocation(2400, {
              durationMs: 28_000,
              initDurationMs: 2300,
              downstreamWaits: [
                {
                  target: 'db',
                  startAtMs: sentAtMs + 3000,
                  endAtMs: sentAtMs + 20_000,
                  durationMs: 17_000,
                  failed: false,
                  line: 'x',
                },
              ],
            }),
          ],
        },
      },
      [
        'hand-over 0+100 functionLog',
        'init 100+2300 functionLog',
        'function 2400+600 functionLog',
        'downstream 3000+17000 functionLog',
        'function 20000+9000 functionLog',
        'response 29000+2 executionLog',
        'after-504 29002+1398 functionLog',
      ],
    ],
    [
      'a call that outlasts the gateway',
      {
        executionLog: timedOutFunctionLog(),
        functionLog: {
          invocations: [
            invocation(100, {
              durationMs: 41_000,
              downstreamWaits: [
                {
                  target: 'db',
                  startAtMs: sentAtMs + 3000,
                  endAtMs: sentAtMs + 40_000,
                  durationMs: 37_000,
                  failed: false,
                  line: 'x',
                },
              ],
            }),
          ],
        },
      },
      [
        'hand-over 0+100 functionLog',
        'function 100+2900 functionLog',
        'downstream 3000+26000 functionLog',
        'response 29000+2 executionLog',
        'after-504 29002+12098 functionLog',
      ],
    ],
    [
      'an inferred wait is arithmetic',
      {
        executionLog: timedOutFunctionLog(),
        functionLog: {
          invocations: [
            invocation(100, {
              durationMs: 41_000,
              downstreamWaits: [
                { target: 'db', endAtMs: sentAtMs + 20_100, failed: true, line: 'ETIMEDOUT' },
              ],
            }),
          ],
        },
      },
      [
        'hand-over 0+100 functionLog',
        'downstream 100+20000 arithmetic',
        'function 20100+8900 functionLog',
        'response 29000+2 executionLog',
        'after-504 29002+12098 functionLog',
      ],
    ],
    [
      "the trace instead of the function's log; its segment begins with the initialisation",
      {
        executionLog: timedOutFunctionLog(),
        trace: {
          traceId,
          segments: [
            segment({ name: 'orders', from: 50, to: 30_500, origin: 'AWS::Lambda::Function' }),
            segment({ name: 'Initialization', from: 50, to: 3050, isCall: true, parentId: 'orders' }),
          ],
        },
      },
      [
        'hand-over 0+50 trace',
        'init 50+3000 trace',
        'function 3050+25950 trace',
        'response 29000+2 executionLog',
        'after-504 29002+1498 trace',
      ],
    ],
    ['no time at all', { executionLog: log([undefined, timeout[1]]) }, []],
  ])('%s', (_name, found, expected) => {
    expect(
      parts(found, found.executionLog !== undefined && expected.length === 0 ? { atMs: undefined } : {}),
    ).toEqual(expected);
  });

  it.each<[string, FoundSources, string[]]>([
    ['nothing is wrong', { executionLog: timedOutLog() }, []],
    ['no times', { accessLog: row({ errorResponseType: 'INTEGRATION_TIMEOUT' }) }, ['missing-times']],
    [
      'no sending line',
      { executionLog: log([-60, 'Starting execution for request: x'], timeout) },
      ['missing-sending'],
    ],
    [
      'the function began before sending',
      {
        executionLog: timedOutFunctionLog(),
        functionLog: { invocations: [invocation(-300, { durationMs: 41_000 })] },
      },
      ['negative hand-over 300'],
    ],
    [
      'WAF and authorizer overlap',
      {
        executionLog: log(
          [-500, 'Starting authorizer: a'],
          [-100, 'Successfully completed authorizer execution'],
          sending,
          timeout,
        ),
        accessLog: row({ wafLatencyMs: 700 }),
      },
      ['overlap 700'],
    ],
    [
      'WAF before the authorizer',
      {
        executionLog: log(
          [-600, 'Extended Request Id: AAAAAAAAAAAAAAA='],
          [-500, 'Starting authorizer: a'],
          [-100, 'Successfully completed authorizer execution'],
          sending,
          timeout,
        ),
        accessLog: row({ wafLatencyMs: 50 }),
      },
      [],
    ],
    [
      'the row measured the wait otherwise',
      { executionLog: timedOutLog(), accessLog: row({ integrationLatencyMs: 12_000 }) },
      ['differs-integration 17000'],
    ],
    [
      'the row measured it alike',
      { executionLog: timedOutLog(), accessLog: row({ integrationLatencyMs: 28_998 }) },
      [],
    ],
    [
      'the row measured the whole otherwise',
      { executionLog: timedOutLog(), accessLog: row({ responseLatencyMs: 40_000 }) },
      ['differs-length 10498'],
    ],
    [
      'the row measured the whole alike',
      { executionLog: timedOutLog(), accessLog: row({ responseLatencyMs: 29_100 }) },
      [],
    ],
  ])('names what is wrong: %s', (_name, found, expected) => {
    const hasTimes = found.executionLog !== undefined;
    expect(flaws(found, { atMs: hasTimes ? sentAtMs - 500 : undefined })).toEqual(expected);
  });
});

describe('the budget', () => {
  const findings = (
    found: FoundSources,
    request: Partial<Evidence['request']> = {},
    statedTimeoutMs?: number,
  ) =>
    decideVerdict({
      ...evidenceWith(found, request),
      ...(statedTimeoutMs === undefined ? {} : { statedTimeoutMs }),
    }).budget.findings.map(
      ({ finding, args }) => `${finding} ${args.rightMs ?? args.limitMs ?? args.gatewayMs}`,
    );
  const functionSettings = (timeoutMs: number) => ({
    functionName: 'orders',
    timeoutMs,
    logGroup: '/aws/lambda/orders',
    logFormat: 'Text' as const,
    inVpc: false,
  });
  const regional = settings({ timeoutMs: 29_000 }, { endpointType: 'REGIONAL' });

  it.each<[string, FoundSources, Partial<Evidence['request']>, number | undefined, string[]]>([
    [
      'nothing to say of a request that was answered',
      { executionLog: log([0, 'Method completed with status: 200']) },
      {},
      undefined,
      [],
    ],
    ['the kind of endpoint is not known', { executionLog: timedOutLog() }, {}, undefined, []],
    [
      'a Regional API can ask for more',
      { executionLog: timedOutLog(), gatewaySettings: regional },
      {},
      undefined,
      ['rest-can-ask 29000'],
    ],
    [
      'an edge-optimised one cannot',
      {
        executionLog: timedOutLog(),
        gatewaySettings: settings({ timeoutMs: 29_000 }, { endpointType: 'EDGE' }),
      },
      {},
      undefined,
      ['edge-at-limit 29000'],
    ],
    [
      'nor can it be configured so',
      {
        executionLog: timedOutLog(),
        gatewaySettings: settings({ timeoutMs: 60_000 }, { endpointType: 'EDGE' }),
      },
      {},
      undefined,
      ['gateway-above-limit 29000', 'measured-otherwise 60000', 'edge-at-limit 29000'],
    ],
    [
      'a WebSocket API cannot',
      { executionLog: timedOutLog() },
      { apiType: 'websocket' },
      undefined,
      ['websocket-at-limit 29000'],
    ],
    [
      'a short timeout',
      { executionLog: log(sending, [5000, timeout[1]]) },
      {},
      undefined,
      ['below-default 29000'],
    ],
    [
      'an HTTP API at its limit',
      { accessLog: row({ errorResponseType: 'INTEGRATION_TIMEOUT', integrationLatencyMs: 30_000 }) },
      { apiType: 'http' },
      undefined,
      ['http-at-limit 30000'],
    ],
    [
      'an HTTP API below it',
      { accessLog: row({ errorResponseType: 'INTEGRATION_TIMEOUT', integrationLatencyMs: 10_000 }) },
      { apiType: 'http' },
      undefined,
      ['http-can-be-raised 30000'],
    ],
    [
      'an HTTP API with more than it can have',
      { accessLog: row({ status: 200 }) },
      { apiType: 'http' },
      60_000,
      ['gateway-above-limit 30000'],
    ],
    [
      'a streaming integration may have fifteen minutes',
      {
        executionLog: log([0, 'Method completed with status: 200']),
        gatewaySettings: settings({ timeoutMs: 900_000, streaming: true }, { endpointType: 'REGIONAL' }),
      },
      {},
      undefined,
      [],
    ],
    [
      'and no more',
      {
        executionLog: log([0, 'Method completed with status: 200']),
        gatewaySettings: settings({ timeoutMs: 1_000_000, streaming: true }, { endpointType: 'REGIONAL' }),
      },
      {},
      undefined,
      ['gateway-above-limit 900000'],
    ],
    [
      'a function that may outlive the gateway',
      { executionLog: timedOutLog(), functionSettings: functionSettings(60_000) },
      {},
      undefined,
      ['function-outlives-gateway 28000'],
    ],
    [
      'a function as long as the gateway',
      { executionLog: timedOutLog(), functionSettings: functionSettings(29_000) },
      {},
      undefined,
      ['function-outlives-gateway 28000'],
    ],
    [
      'a function that ends before',
      { executionLog: timedOutLog(), functionSettings: functionSettings(28_000) },
      {},
      undefined,
      [],
    ],
    [
      'a gateway too short for any whole second',
      { executionLog: log(sending, [400, timeout[1]]), functionSettings: functionSettings(3000) },
      {},
      undefined,
      ['below-default 29000'],
    ],
    [
      "the function's own timeout, as the gateway quotes it",
      {
        executionLog: log(sending, [
          10_000,
          'Lambda execution failed with status 200 due to customer function error: Task timed out after 40.00 seconds.',
        ]),
      },
      {},
      29_000,
      ['function-outlives-gateway 28000'],
    ],
    [
      'a client that waits less',
      { executionLog: timedOutLog(), clientResponse: answer({ clientError: 'x', clientTimeoutMs: 10_000 }) },
      {},
      undefined,
      ['client-before-gateway 30000'],
    ],
    [
      'a client that waits longer',
      { executionLog: timedOutLog(), clientResponse: answer({ clientError: 'x', clientTimeoutMs: 60_000 }) },
      {},
      undefined,
      [],
    ],
    [
      'CloudFront before a long gateway',
      {
        executionLog: log(sending, [60_000, timeout[1]]),
        clientResponse: answer({ status: 504, madeBy: 'cloudfront' }),
      },
      {},
      undefined,
      ['cloudfront-before-gateway 61000'],
    ],
    [
      'CloudFront and an ordinary gateway',
      { executionLog: timedOutLog(), clientResponse: answer({ status: 504, madeBy: 'cloudfront' }) },
      {},
      undefined,
      [],
    ],
    [
      'a call that may outlive its caller',
      {
        executionLog: timedOutLog(),
        functionLog: {
          invocations: [
            invocation(100, {
              downstreamWaits: [
                { target: 'a', failed: false, line: 'x', durationMs: 90_000 },
                { target: 'b', failed: true, line: 'x' },
                { target: 'c', failed: true, line: 'x', durationMs: 100 },
                { target: 'db', failed: true, line: 'x', durationMs: 30_000 },
                { target: 'db2', failed: true, line: 'x', durationMs: 30_000 },
              ],
            }),
          ],
        },
      },
      {},
      undefined,
      ['dependency-outlives-gateway 14500'],
    ],
  ])('%s', (_name, found, request, statedTimeoutMs, expected) => {
    expect(findings(found, request, statedTimeoutMs)).toEqual(expected);
  });

  it('keeps the numbers that it was judged from', () => {
    const found = {
      executionLog: timedOutLog(),
      functionSettings: functionSettings(60_000),
      clientResponse: answer({ clientError: 'x', clientTimeoutMs: 90_000 }),
    };
    const { findings: _findings, ...numbers } = judge(found).budget;
    expect(numbers).toEqual({ gatewayMs: 29_000, functionMs: 60_000, upstreamMs: 90_000 });
  });
});

describe('retry', () => {
  const retry = (found: FoundSources, method: string | undefined) =>
    judge(found, method === undefined ? {} : { method }).retry;
  const late = {
    executionLog: timedOutFunctionLog(),
    functionLog: { invocations: [invocation(100, { durationMs: 41_000 })] },
  };
  it.each<[string, FoundSources, string | undefined, string]>([
    [
      'what fails in the same way',
      { executionLog: log([0, 'Execution failed due to configuration error: Invalid endpoint address']) },
      'GET',
      'useless',
    ],
    [
      'what was stopped before',
      { executionLog: log([0, 'Key throttle limit exceeded for RestApi a1b2c3d4e5, Stage prod.']) },
      'POST',
      'safe',
    ],
    ['work that was done and may be repeated, but need not be', late, 'put', 'needless'],
    ['a question whose answer came too late', late, 'get', 'safe'],
    ['a repeatable method whose work nobody saw the end of', { executionLog: timedOutLog() }, 'PUT', 'safe'],
    ['work that was done', late, 'POST', 'duplicates'],
    ['work that was done, by an unknown method', late, undefined, 'duplicates'],
    ['work that may have been done', { executionLog: timedOutLog() }, 'PATCH', 'risky'],
    ['nothing is known', { executionLog: timedOutLog() }, undefined, 'unknown'],
    [
      'it was answered',
      { executionLog: log([0, 'Method completed with status: 200']) },
      'POST',
      'duplicates',
    ],
    [
      'it was answered, by an unknown method',
      { executionLog: log([0, 'Method completed with status: 200']) },
      undefined,
      'unknown',
    ],
  ])('%s', (_name, found, method, expected) => {
    expect(retry(found, method)).toBe(expected);
  });
});

describe('clocks', () => {
  it.each([
    ['differ by less than anybody can tell', -90, -50, []],
    [
      'differ, and the function would have begun before the request',
      -700,
      -50,
      ['negative hand-over 700', 'outside function 650'],
    ],
  ])('%s', (_name, startMs, arrivedMs, expected) => {
    const found = {
      executionLog: timedOutFunctionLog(),
      functionLog: { invocations: [invocation(startMs, { durationMs: 41_000 })] },
    };
    expect(flaws(found, { atMs: sentAtMs + arrivedMs })).toEqual(expected);
  });
});

describe('a row with the authorizer only', () => {
  it('puts it at the beginning', () => {
    const accessLog = row({
      requestTimeMs: sentAtMs,
      responseLatencyMs: 29_300,
      integrationLatencyMs: 29_000,
      authorizerLatencyMs: 200,
      errorResponseType: 'INTEGRATION_TIMEOUT',
    });
    expect(parts({ accessLog })).toEqual([
      'authorizer 0+200 accessLog',
      'gateway 200+100 arithmetic',
      'integration 300+29000 accessLog',
    ]);
  });
});
