import { describe, expect, it } from 'vitest';
import type { RequestFacts } from '../../src/evidence/evidence.ts';
import { decideVerdict } from '../../src/verdict/decide-verdict.ts';
import type { FoundSources } from '../../src/verdict/found-sources.ts';
import {
  answer,
  evidenceWith,
  invocation,
  log,
  row,
  segment,
  sending,
  sendingToFunction,
  sentAtMs,
  settings,
  timeout,
  traceId,
} from './evidence-with.ts';

type Row = [name: string, found: FoundSources, expected: string, request?: Partial<RequestFacts>];

const judged = (found: FoundSources, request?: Partial<RequestFacts>) => {
  const { cause, phase, confidence, because } = decideVerdict(evidenceWith(found, request));
  return `${cause} ${phase} ${confidence}: ${because.map(({ fact }) => fact).join(', ')}`;
};

const failed = (text: string) => ({ executionLog: log(sending, [40, text]) });
const failedFunction = (text: string) => ({ executionLog: log(sendingToFunction, [40, text]) });
const typed = (errorResponseType: string, fields = {}) => ({
  accessLog: row({ errorResponseType, ...fields }),
});
const said = (integrationError: string, fields = {}) => ({ accessLog: row({ integrationError, ...fields }) });

describe('the execution log', () => {
  it.each<Row>([
    ['a timeout, and when it was sent', failed(timeout[1]), 'integration-timeout unknown certain: timed-out'],
    [
      'a timeout before its sending line: a wrong clock',
      { executionLog: log([5, sending[1]], [0, timeout[1]]) },
      'integration-timeout unknown certain: timeout-stated',
    ],
    [
      'a timeout without times',
      { executionLog: log([undefined, sending[1]], [undefined, timeout[1]]) },
      'integration-timeout unknown certain: timeout-stated',
    ],
    [
      'a start without a time',
      { executionLog: log([undefined, 'Starting execution for request: x'], sending, timeout) },
      'integration-timeout unknown certain: timed-out',
    ],
    [
      'a network error without a sending line',
      { executionLog: log([0, 'Execution failed due to a network error']) },
      'network-error unknown certain: stated-network-error',
    ],
    [
      'two failures of one moment: the timeout goes first',
      {
        executionLog: log(sending, [40, 'Execution failed due to configuration error: x'], [40, timeout[1]]),
      },
      'integration-timeout unknown certain: timed-out',
    ],
    [
      'two failures: the later one',
      {
        executionLog: log(sending, [40, timeout[1]], [50, 'Execution failed due to configuration error: x']),
      },
      'configuration-error none certain: stated-configuration-error',
    ],
    [
      'Lambda may not be invoked',
      failedFunction('Lambda invocation failed with status: 403.'),
      'permission-denied none certain: stated-permission-denied',
    ],
    [
      'a throttled function behind Rate Exceeded',
      {
        executionLog: log(
          sendingToFunction,
          [40, 'Lambda invocation failed with status: 429.'],
          [41, 'Execution failed due to configuration error: Rate Exceeded.'],
        ),
      },
      'lambda-throttled none certain: stated-lambda-throttled',
    ],
    [
      'Rate Exceeded alone',
      failedFunction('Execution failed due to configuration error: Rate Exceeded.'),
      'lambda-throttled none certain: stated-lambda-throttled',
    ],
    [
      'an old malformed answer whose body tells of the timeout',
      {
        executionLog: log(
          sendingToFunction,
          [90, 'Endpoint response headers: {X-Amz-Function-Error=Unhandled}'],
          [
            90,
            'Endpoint response body before transformations: {"errorMessage":"Task timed out after 3.00 seconds"}',
          ],
          [91, 'Execution failed due to configuration error: Malformed Lambda proxy response'],
        ),
      },
      'lambda-timeout wait certain: stated-lambda-timeout',
    ],
    [
      'a function that failed without proxy',
      {
        executionLog: log(
          sendingToFunction,
          [90, 'Endpoint response headers: {X-Amz-Function-Error=Unhandled}'],
          [91, 'Method completed with status: 200'],
        ),
      },
      'lambda-error none certain: stated-lambda-error',
    ],
    [
      'an authorizer that may not be invoked',
      {
        executionLog: log(
          [0, 'Extended Request Id: AAAAAAAAAAAAAAA='],
          [1, 'Starting authorizer: a'],
          [2, 'Execution failed due to configuration error: Invalid permissions on Lambda function'],
          [3, 'Method completed with status: 500'],
        ),
      },
      'permission-denied none certain: authorizer-not-permitted',
    ],
    [
      'an authorizer that failed in its own code',
      {
        executionLog: log(
          [0, 'Extended Request Id: AAAAAAAAAAAAAAA='],
          [1, 'Starting authorizer: a'],
          [2, 'Lambda execution failed with status 200 due to customer function error: boom'],
          [3, 'Method completed with status: 500'],
        ),
      },
      'authorizer-failure none certain: stated-authorizer-failure',
    ],
    [
      "an authorizer in a log that is cut off: the timeout may be the integration's",
      { executionLog: log([1, 'Starting authorizer: a'], [29_002, timeout[1]]) },
      'integration-timeout unknown certain: timeout-stated',
    ],
    [
      'an authorizer error in a log that is cut off',
      {
        executionLog: log([1, 'Starting authorizer: a'], [2, 'Execution failed due to an authorizer error']),
      },
      'authorizer-failure none certain: stated-authorizer-failure',
    ],
    [
      'an authorizer that refused in a whole log',
      {
        executionLog: log(
          [0, 'Extended Request Id: AAAAAAAAAAAAAAA='],
          [1, 'Starting authorizer: a'],
          [2, 'Unauthorized request: x'],
          [3, 'Method completed with status: 401'],
        ),
      },
      'authorizer-failure none certain: authorizer-refused',
    ],
    [
      "Lambda's service answered 429",
      {
        executionLog: log(sendingToFunction, [
          30,
          'Received response. Status: 429, Integration latency: 30 ms',
        ]),
      },
      'lambda-throttled none certain: stated-lambda-throttled',
    ],
    [
      'an answer turned into another error',
      {
        executionLog: log(
          sending,
          [30, 'Received response. Integration latency: 30 ms'],
          [31, 'Successfully completed execution'],
          [32, 'Method completed with status: 422'],
        ),
      },
      'backend-error none likely: answer-passed-on',
    ],
    [
      'nothing but the end',
      { executionLog: log([0, 'Method completed with status: 403']) },
      'inconclusive unknown possible: ended-otherwise',
    ],
  ])('%s', (_name, found, expected) => {
    expect(judged(found)).toBe(expected);
  });

  it.each([
    ['INTEGRATION_TIMEOUT', 500, 'integration-timeout unknown certain: gateway-response-timeout'],
    ['INTEGRATION_FAILURE', 504, 'network-error unknown likely: gateway-response-failure'],
    ['INTEGRATION_FAILURE', 502, 'inconclusive unknown possible: ended-otherwise'],
    ['AUTHORIZER_FAILURE', 500, 'authorizer-failure none certain: stated-authorizer-failure'],
    ['AUTHORIZER_CONFIGURATION_ERROR', 500, 'authorizer-failure none certain: stated-authorizer-failure'],
    ['UNAUTHORIZED', 401, 'authorizer-failure none certain: authorizer-refused'],
    ['THROTTLED', 429, 'request-throttled none certain: stated-request-throttled'],
    ['QUOTA_EXCEEDED', 429, 'request-throttled none certain: stated-request-throttled'],
    ['WAF_FILTERED', 403, 'waf-failure none certain: stated-waf-failure'],
    ['API_CONFIGURATION_ERROR', 500, 'configuration-error none certain: stated-configuration-error'],
    ['RESOURCE_NOT_FOUND', 404, 'inconclusive unknown possible: ended-otherwise'],
  ])('gateway response %s with %i', (type, status, expected) => {
    const executionLog = log(
      [0, `Gateway response type: ${type} with status code: ${status}`],
      [1, `Method completed with status: ${status}`],
    );
    expect(judged({ executionLog })).toBe(expected);
  });

  it('a failing function with 504 is no broken connection', () => {
    const executionLog = log(sendingToFunction, [
      9,
      'Gateway response type: INTEGRATION_FAILURE with status code: 504',
    ]);
    expect(judged({ executionLog })).toBe('inconclusive unknown possible: ');
  });

  it.each([
    ['Connection API request completed with status: 200', 'succeeded none likely: websocket-succeeded'],
    [
      'Message from client [Connection Id: A] sent to API [b] with response status code [500].',
      'inconclusive unknown possible: ended-otherwise',
    ],
    ['Integration returned status: 500', 'backend-error none likely: backend-answered'],
    ['Integration returned status: 504', 'integration-504 none likely: backend-answered-504'],
    ['WebSocket Request Route: [$default]', 'inconclusive unknown possible: '],
  ])('WebSocket: %s', (line, expected) => {
    expect(judged({ executionLog: log([0, line]) }, { apiType: 'websocket' })).toBe(expected);
  });

  it('WebSocket: an integration that returned 200 and the end of the message', () => {
    const executionLog = log(
      [0, 'Integration returned status: 200'],
      [1, 'Connection API request completed with status: 200'],
    );
    expect(judged({ executionLog }, { apiType: 'websocket' })).toBe(
      'succeeded none likely: websocket-succeeded',
    );
  });
});

describe('the access log', () => {
  const vpc = { gatewaySettings: settings({ vpcLink: 'v1' }) };
  const isFunction = { gatewaySettings: settings({ kind: 'AWS_PROXY', functionName: 'orders' }) };
  it.each<Row>([
    ['a timeout type', typed('INTEGRATION_TIMEOUT'), 'integration-timeout unknown certain: row-timed-out'],
    [
      'a timeout type and its latency',
      typed('INTEGRATION_TIMEOUT', { integrationLatencyMs: 29_000 }),
      'integration-timeout unknown certain: row-timed-out-after',
    ],
    [
      'a timeout message',
      said('Execution failed due to a timeout error'),
      'integration-timeout unknown certain: row-timed-out',
    ],
    [
      'a failure type with 504',
      typed('INTEGRATION_FAILURE', { status: 504 }),
      'network-error unknown likely: row-states',
    ],
    [
      'a failure type with 504 of a function',
      { ...typed('INTEGRATION_FAILURE', { status: 504 }), ...isFunction },
      'inconclusive unknown possible: row-ended-otherwise',
    ],
    ['refused by type', typed('UNAUTHORIZED'), 'authorizer-failure none certain: row-states'],
    [
      'denied by an authorizer',
      typed('ACCESS_DENIED', { authorizerStatus: 403 }),
      'authorizer-failure none certain: row-states',
    ],
    [
      'denied, by an authorizer with an error',
      typed('ACCESS_DENIED', { authorizerError: 'no' }),
      'authorizer-failure none certain: row-states',
    ],
    [
      'denied by nobody who is named',
      typed('ACCESS_DENIED', { status: 403 }),
      'inconclusive unknown possible: row-ended-otherwise',
    ],
    ['a quota', typed('QUOTA_EXCEEDED'), 'request-throttled none certain: row-states'],
    ['WAF by type', typed('WAF_FILTERED'), 'waf-failure none certain: row-states'],
    [
      'an unknown type',
      typed('BAD_REQUEST_BODY', { status: 400 }),
      'inconclusive unknown possible: row-ended-otherwise',
    ],
    [
      'blocked by WAF',
      { accessLog: row({ status: 403, variables: { 'waf.responseCode': 'WAF_BLOCK' } }) },
      'waf-failure none certain: row-waf-blocked',
    ],
    [
      'a WAF error before any integration',
      { accessLog: row({ status: 500, wafError: 'timed out' }) },
      'waf-failure none certain: row-states',
    ],
    [
      'a WAF error that was passed by',
      { accessLog: row({ status: 504, wafError: 'timed out', integrationLatencyMs: 29_000 }) },
      'integration-timeout unknown likely: row-late-answer',
    ],
    [
      'an authorizer error',
      { accessLog: row({ status: 500, authorizerError: 'boom' }) },
      'authorizer-failure none certain: row-states',
    ],
    [
      'an authorizer error beside an answered integration',
      { accessLog: row({ status: 500, authorizerError: 'boom', integrationStatus: 500 }) },
      'backend-error none certain: row-backend-answered',
    ],
    [
      'a function that was throttled',
      said('Lambda invocation failed with status: 429. Lambda request id: x'),
      'lambda-throttled none certain: row-states',
    ],
    [
      "a function's error, REST",
      said('Lambda Customer Function Error:boom'),
      'lambda-error none certain: row-states',
    ],
    [
      'a VPC link error',
      said('Execution failed due to an vpc link error'),
      'vpc-link-failure unknown certain: row-states',
    ],
    [
      'an internal error',
      said('There was an internal error while executing your request'),
      'vpc-link-failure unknown possible: row-states',
    ],
    [
      'an internal error behind a VPC link',
      { ...said('There was an internal error while executing your request'), ...vpc },
      'vpc-link-failure unknown likely: row-states',
    ],
    [
      'any other configuration error',
      said(
        'Execution failed due to configuration error: Output mapping refers to an invalid method response: 418',
      ),
      'configuration-error none certain: row-states',
    ],
    [
      'words that nobody knows',
      said('Something else', { status: 500 }),
      'inconclusive unknown possible: row-ended-otherwise',
    ],
    [
      'the network message',
      { accessLog: row({ errorMessage: 'Network error communicating with endpoint' }) },
      'network-error unknown certain: row-states',
    ],
    [
      "another's 504, by the service's status",
      { accessLog: row({ status: 504, integrationStatus: 504 }) },
      'integration-504 none certain: row-backend-504',
    ],
    [
      "an HTTP backend's status, passed on",
      { accessLog: row({ status: 502, integrationServiceStatus: 502 }) },
      'backend-error none certain: row-backend-answered',
    ],
    [
      "an HTTP backend's status, mapped",
      { accessLog: row({ status: 500, integrationServiceStatus: 502 }) },
      'backend-error none likely: row-backend-answered',
    ],
    [
      "Lambda's service error is not the code's",
      { accessLog: row({ status: 500, integrationServiceStatus: 502 }), ...isFunction },
      'inconclusive unknown possible: row-ended-otherwise',
    ],
    [
      'the length of the timeout body',
      { accessLog: row({ status: 504, responseLength: 41 }) },
      'integration-timeout unknown possible: row-timeout-length',
    ],
    [
      'the length of the network body',
      { accessLog: row({ status: 504, responseLength: 56 }) },
      'network-error unknown possible: row-network-length',
    ],
    ['no status at all', { accessLog: row({ eventType: 'MESSAGE' }) }, 'inconclusive unknown possible: '],
    [
      "a late 504 whose answer carried an id is the integration's",
      { accessLog: row({ status: 504, integrationLatencyMs: 29_000, integrationRequestId: 'x' }) },
      'inconclusive unknown possible: row-ended-otherwise',
    ],
    [
      'a late 503 of a REST API',
      { accessLog: row({ status: 503, integrationLatencyMs: 29_000 }) },
      'inconclusive unknown possible: row-ended-otherwise',
    ],
    [
      'a late 504 by the whole latency',
      { accessLog: row({ status: 504, responseLatencyMs: 29_300 }) },
      'integration-timeout unknown likely: row-late-answer',
    ],
    [
      'a 504 just before the timeout',
      { accessLog: row({ status: 504, responseLatencyMs: 28_000 }) },
      'inconclusive unknown possible: row-ended-otherwise',
    ],
    [
      'a 504 long after a stated timeout',
      {
        accessLog: row({
          status: 504,
          integrationLatencyMs: 60_000,
          variables: { 'integration.status': null },
        }),
        gatewaySettings: settings({ timeoutMs: 29_000 }),
      },
      'inconclusive unknown possible: row-ended-otherwise',
    ],
  ])('%s', (_name, found, expected) => {
    expect(judged(found)).toBe(expected);
  });

  it('a better word behind a mere possibility decides', () => {
    const found = {
      accessLog: row({ status: 504, responseLength: 41 }),
      clientResponse: answer({ status: 504, madeBy: 'backend' as const }),
    };
    expect(judged(found)).toBe('integration-504 none likely: client-got-backend-504');
  });

  it.each([
    ['500', 'error', undefined, 'lambda-error none certain: function-failed'],
    ['500', 'timeout', undefined, 'lambda-timeout wait certain: function-killed'],
    ['502', 'timeout', 6000, 'lambda-timeout wait certain: function-timed-out'],
    ['504', 'timeout', 6000, 'inconclusive unknown possible: row-ended-otherwise'],
    ['200', 'error', undefined, 'succeeded none certain: row-succeeded'],
  ] as const)('status %s and a function that ended with %s', (status, ended, timedOutAfterMs, expected) => {
    const functionLog = {
      invocations: [
        invocation(20, {
          joinedBy: 'function-request-id',
          status: ended,
          durationMs: 6000,
          ...(timedOutAfterMs === undefined ? {} : { timedOutAfterMs }),
        }),
      ],
    };
    expect(judged({ accessLog: row({ status: Number(status) }), functionLog })).toBe(expected);
  });

  it.each([
    [
      'by time alone it says nothing',
      invocation(20, { joinedBy: 'time', status: 'timeout', durationMs: 6000 }),
      'inconclusive unknown possible: ',
    ],
    [
      'an error without words',
      invocation(20, { status: 'error' }),
      'lambda-error none likely: function-failed',
    ],
    [
      'an error in words',
      invocation(20, { status: 'error', errorMessage: 'boom', lines: [] }),
      'lambda-error none likely: function-failed',
    ],
    [
      'an error after every time that a gateway waits',
      invocation(20, { status: 'error', durationMs: 60_000 }),
      'inconclusive unknown possible: ',
    ],
    [
      'killed after every time that a gateway waits',
      invocation(20, { status: 'timeout', durationMs: 60_000 }),
      'lambda-timeout wait possible: function-killed, gateway-may-have-ended',
    ],
    [
      'killed clearly before the gateway gives up, by its own id',
      invocation(20, { joinedBy: 'function-request-id', status: 'timeout', durationMs: 28_000 }),
      'lambda-timeout wait likely: function-killed',
    ],
    [
      'killed as the gateway gives up, by its own id',
      invocation(20, { joinedBy: 'function-request-id', status: 'timeout', durationMs: 29_000 }),
      'lambda-timeout wait possible: function-killed, gateway-may-have-ended',
    ],
  ])('a function log alone: %s', (_name, one, expected) => {
    expect(judged({ functionLog: { invocations: [one] } })).toBe(expected);
  });
});

describe('what the client saw', () => {
  const ids = { requestId: 'a', extendedRequestId: 'b' };
  it.each<Row>([
    [
      "the gateway's words",
      {
        clientResponse: answer({
          ...ids,
          madeBy: 'gateway',
          body: '{"message": "Endpoint request timed out"}',
          headers: { a: 'b' },
        }),
      },
      'integration-timeout unknown likely: client-told-timeout',
    ],
    [
      'the same words in a 404',
      {
        clientResponse: answer({
          ...ids,
          madeBy: 'gateway',
          status: 404,
          body: '{"message": "Endpoint request timed out"}',
          headers: { a: 'b' },
        }),
      },
      'inconclusive unknown possible: client-got-error',
    ],
    [
      "the words in somebody's answer without ids",
      {
        clientResponse: answer({
          status: 504,
          body: '{"message": "Endpoint request timed out"}',
          headers: { server: 'x' },
        }),
      },
      'inconclusive unknown possible: ',
    ],
    [
      'a body that says nothing',
      {
        clientResponse: answer({
          ...ids,
          madeBy: 'gateway',
          status: 500,
          body: '{"message": "Internal server error"}',
          headers: { a: 'b' },
        }),
      },
      'inconclusive unknown possible: client-got-error',
    ],
    [
      "the backend's 500",
      { clientResponse: answer({ ...ids, madeBy: 'backend', status: 500 }) },
      'backend-error none likely: client-got-backend-error',
    ],
    [
      'an answer',
      { clientResponse: answer({ ...ids, status: 200 }) },
      'succeeded none certain: client-succeeded',
    ],
    ["an answer of nobody's", { clientResponse: answer({ status: 200 }) }, 'inconclusive unknown possible: '],
    [
      'a continued one',
      { clientResponse: answer({ ...ids, status: 100 }) },
      'inconclusive unknown possible: ',
    ],
    ['no status', { clientResponse: answer({ ...ids }) }, 'inconclusive unknown possible: '],
    [
      'a client that gave up, without a number',
      { clientResponse: answer({ clientError: 'curl: (28) Connection timed out' }) },
      'edge-timeout none certain: client-gave-up-sometime',
    ],
    [
      'a client that was refused',
      { clientResponse: answer({ clientError: 'Failed to connect to host port 443: Connection refused' }) },
      'inconclusive unknown possible: client-never-connected',
    ],
    [
      "a foreign server's 504 with the gateway's ids",
      { clientResponse: answer({ ...ids, status: 504, headers: { server: 'nginx' } }) },
      'inconclusive unknown possible: client-got-error',
    ],
    [
      'a 504 of a server that nobody knows',
      { clientResponse: answer({ status: 504, headers: { server: 'gunicorn' } }) },
      'inconclusive unknown possible: ',
    ],
    [
      'times of the headers',
      {
        clientResponse: answer({
          ...ids,
          madeBy: 'unknown',
          status: 504,
          traceId,
          dateMs: 0x6b10f3a1 * 1000 + 29_000,
          lines: ['', 'date: x'],
        }),
      },
      'integration-timeout unknown likely: client-waited',
    ],
  ])('%s', (_name, found, expected) => {
    expect(judged(found)).toBe(expected);
  });
});

describe('a trace alone', () => {
  const stage = { name: 'orders/prod', from: -60, origin: 'AWS::ApiGateway::Stage' };
  it.each([
    [
      "the gateway's 504 after its timeout",
      segment({ ...stage, to: 28_990, status: 504 }),
      'integration-timeout unknown likely: trace-timed-out',
    ],
    [
      'a 504 after a second',
      segment({ ...stage, to: 1000, status: 504 }),
      'inconclusive unknown possible: trace-ended-otherwise',
    ],
    [
      'a 504 after a raised timeout',
      segment({ ...stage, to: 60_000, status: 504 }),
      'integration-timeout unknown possible: trace-timed-out',
    ],
    ['an answer', segment({ ...stage, to: 1000, status: 204 }), 'succeeded none likely: trace-succeeded'],
    [
      'another error',
      segment({ ...stage, to: 1000, status: 500 }),
      'inconclusive unknown possible: trace-ended-otherwise',
    ],
    ['still running', segment({ ...stage }), 'inconclusive unknown possible: '],
    [
      'no segment of the gateway',
      segment({ name: 'orders', from: 0, to: 10, origin: 'AWS::Lambda' }),
      'inconclusive unknown possible: ',
    ],
    [
      'a segment without origin',
      segment({ name: 'orders', from: 0, to: 10 }),
      'inconclusive unknown possible: ',
    ],
  ])('%s', (_name, one, expected) => {
    expect(judged({ trace: { traceId, segments: [one] } }, { atMs: sentAtMs })).toBe(expected);
  });

  it.each([
    ['the integration answered 504 early', 1000, 504, 'integration-504 none likely: trace-answered-504'],
    ['its call bears no status', 1000, undefined, 'inconclusive unknown possible: trace-ended-otherwise'],
    [
      'its call ended with the timeout, whatever it shows',
      28_990,
      504,
      'integration-timeout unknown likely: trace-timed-out',
    ],
    [
      'its call was answered after a raised timeout',
      60_000,
      504,
      'inconclusive unknown possible: trace-ended-otherwise',
    ],
  ])('%s', (_name, to, status, expected) => {
    const call = segment({
      name: 'backend.example.com',
      parentId: stage.name,
      isCall: true,
      from: 0,
      to: to - 2,
      ...(status === undefined ? {} : { status }),
    });
    const trace = { traceId, segments: [segment({ ...stage, to, status: 504 }), call] };
    expect(judged({ trace }, { atMs: sentAtMs })).toBe(expected);
  });
});

describe('what is cut off or without times', () => {
  it.each<Row>([
    [
      'an authorizer that refused',
      { executionLog: log([2, 'Unauthorized request: x']) },
      'authorizer-failure none certain: authorizer-refused',
    ],
    [
      'two failures: the timeout goes first',
      {
        executionLog: log(
          [undefined, 'Execution failed due to configuration error: x'],
          [undefined, timeout[1]],
        ),
      },
      'integration-timeout unknown certain: timeout-stated',
    ],
    [
      "the gateway's words beside the extended id only",
      {
        clientResponse: answer({
          extendedRequestId: 'b',
          madeBy: 'gateway',
          body: '{"message": "Endpoint request timed out"}',
          headers: { a: 'b' },
        }),
      },
      'integration-timeout unknown likely: client-told-timeout',
    ],
  ])('%s', (_name, found, expected) => {
    expect(judged(found)).toBe(expected);
  });
});
