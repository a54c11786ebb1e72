import { describe, expect, it } from 'vitest';
import {
  type ExecutionStep,
  readExecutionLine,
  readExecutionLog,
} from '../../../src/evidence/readings/execution-log.ts';
import type { LogEvent } from '../../../src/inquiry/log-event.ts';

const id = '914bad5e-1840-11e9-83f1-efc9a0398ffc';
const lambdaId = '71952965-3b5c-4f3a-9d3e-0a2b1c4d5e6f';
const lambdaUri =
  'https://lambda.eu-west-1.amazonaws.com/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:orders:live/invocations';
const orders = {
  functionName: 'orders',
  qualifier: 'live',
  account: '111122223333',
  region: 'eu-west-1',
};

const event = (message: string, more: Partial<LogEvent> = {}): LogEvent => ({
  message,
  resolutionMs: 1,
  order: 0,
  ...more,
});
const stepOf = (message: string): ExecutionStep | undefined => readExecutionLine(event(message))?.step;

const spellings: [string, ExecutionStep][] = [
  [
    'Extended Request Id: Vwc2MGFUrPEFV_g=',
    { kind: 'extended-request-id', extendedRequestId: 'Vwc2MGFUrPEFV_g=' },
  ],
  [`Starting authorizer: 62mgrc for request: ${id}`, { kind: 'authorizer-start', authorizerId: '62mgrc' }],
  ['Successfully completed authorizer execution', { kind: 'authorizer-complete' }],
  [`Unauthorized request: ${id}`, { kind: 'authorizer-unauthorized' }],
  [
    'AuthorizerConfigurationException',
    { kind: 'authorizer-error', detail: 'AuthorizerConfigurationException' },
  ],
  ['Incoming identity: **en', { kind: 'other' }],
  ['Using valid authorizer policy for principal: **er', { kind: 'other' }],
  ['Authorizer result body before parsing: null', { kind: 'other' }],
  [`Verifying Usage Plan for request: ${id}. API Key: API Stage: uwe3g5jm54/Prod`, { kind: 'usage-plan' }],
  [
    `Verifying Usage Plan for request: ${id}. API Key: ******BeFFOj API Stage: uwe3g5jm54/Prod`,
    { kind: 'usage-plan' },
  ],
  [
    "API Key authorized because method 'GET /echo' does not require API Key. Request will not contribute to throttle or quota limits",
    { kind: 'usage-plan' },
  ],
  ['Usage Plan check succeeded for API Key and API Stage uwe3g5jm54/Prod', { kind: 'usage-plan' }],
  [
    'Key throttle limit exceeded for RestApi uwe3g5jm54, Stage Prod, Resource k0w8mc, HttpMethod POST. Limit: 1.00 Burst: 1',
    {
      kind: 'throttled',
      detail:
        'Key throttle limit exceeded for RestApi uwe3g5jm54, Stage Prod, Resource k0w8mc, HttpMethod POST. Limit: 1.00 Burst: 1',
    },
  ],
  [`Starting execution for request: ${id}`, { kind: 'start' }],
  ['HTTP Method: GET, Resource Path: /echo', { kind: 'method', method: 'GET', path: '/echo' }],
  [
    'HTTP Method: POST, Resource Path: /int/booking/api-invoker',
    { kind: 'method', method: 'POST', path: '/int/booking/api-invoker' },
  ],
  ['API Key: ****bMZHBg', { kind: 'request-detail' }],
  ['API Key ID: v7y79n2re7', { kind: 'request-detail' }],
  ['Method request path: {}', { kind: 'request-detail' }],
  ['Method request path:\n{}', { kind: 'request-detail' }],
  ['Method request query string: {}', { kind: 'request-detail' }],
  [
    'Method request headers: {Accept=*/*, X-Amzn-Trace-Id=Root=1-5c7674f4-0123456789abcdef01234567}',
    { kind: 'request-detail' },
  ],
  ['Method request body before transformations: ', { kind: 'request-detail' }],
  [
    'Method request body before transformations: Execution failed due to a timeout error',
    { kind: 'request-detail' },
  ],
  [
    'Endpoint request URI: https://backend.example.com/a',
    { kind: 'endpoint-uri', uri: 'https://backend.example.com/a' },
  ],
  [`Endpoint request URI: ${lambdaUri}`, { kind: 'endpoint-uri', uri: lambdaUri, function: orders }],
  [`Endpoint request headers: {x-amzn-lambda-integration-tag=${id}}`, { kind: 'endpoint-request-headers' }],
  ['Endpoint request body after transformations: {"a":1}', { kind: 'endpoint-request-body' }],
  [
    'Sending request to https://backend.example.com/a',
    { kind: 'sending', uri: 'https://backend.example.com/a' },
  ],
  [`Sending request to ${lambdaUri}`, { kind: 'sending', uri: lambdaUri, function: orders }],
  [
    'Received response. Status: 200, Integration latency: 20 ms',
    { kind: 'received', status: 200, integrationLatencyMs: 20 },
  ],
  [
    'Received response. Status: 504, Integration latency: 3001 ms',
    { kind: 'received', status: 504, integrationLatencyMs: 3001 },
  ],
  ['Received response. Integration latency: 11029 ms', { kind: 'received', integrationLatencyMs: 11029 }],
  [
    `Endpoint response headers: {Date=Sat, 21 Nov 2026 10:00:00 GMT, x-amzn-RequestId=${lambdaId}, X-Amz-Function-Error=Unhandled, Content-Length=12}`,
    {
      kind: 'endpoint-response-headers',
      functionRequestId: lambdaId,
      functionError: 'Unhandled',
    },
  ],
  [
    `Endpoint response headers: {x-amzn-requestid=${lambdaId}, x-amz-function-error=Handled}`,
    {
      kind: 'endpoint-response-headers',
      functionRequestId: lambdaId,
      functionError: 'Handled',
    },
  ],
  [
    'Endpoint response headers: {Date=Sat, 21 Nov 2026 10:00:00 GMT} [TRUNCATED]',
    { kind: 'endpoint-response-headers' },
  ],
  [
    'Endpoint response body before transformations: {"statusCode":504,"body":"late"}',
    { kind: 'endpoint-response-body', proxyStatus: 504 },
  ],
  [
    'Endpoint response body before transformations: {"headers":{"a":"b"},"statusCode":"503","body":"aaaa [TRUNCATED]',
    { kind: 'endpoint-response-body', proxyStatus: 503 },
  ],
  [
    'Endpoint response body before transformations: {"body":"{\\"statusCode\\":500}","isBase64Encoded":false}',
    { kind: 'endpoint-response-body' },
  ],
  [
    'Endpoint response body before transformations: <html>statusCode</html>',
    { kind: 'endpoint-response-body' },
  ],
  ['Method response body after transformations: {"message":"ok"}', { kind: 'method-response' }],
  [
    'Method response headers: {X-Amzn-Trace-Id=Root=1-5c7674f4-0123456789abcdef01234567}',
    { kind: 'method-response' },
  ],
  ['Successfully completed execution', { kind: 'completed-successfully' }],
  ['Method completed with status: 504', { kind: 'completed', status: 504 }],
  [
    `AWS Integration Endpoint RequestId : ${lambdaId}`,
    { kind: 'integration-request-id', requestId: lambdaId },
  ],
  [
    `AWS Integration Endpoint RequestId: ${lambdaId}`,
    { kind: 'integration-request-id', requestId: lambdaId },
  ],
  [
    'X-ray Tracing ID : 1-5c7674f4-0123456789abcdef01234567',
    { kind: 'trace-id', traceId: '1-5c7674f4-0123456789abcdef01234567' },
  ],
  [
    'X-ray Tracing ID : Root=1-6962324d-0123456789abcdef01234567',
    { kind: 'trace-id', traceId: '1-6962324d-0123456789abcdef01234567' },
  ],
  ['Execution failed due to a timeout error', { kind: 'timeout' }],
  [
    'Execution failed due to a network error communicating with endpoint: Connection is closed',
    { kind: 'network-error', detail: 'Connection is closed' },
  ],
  ['Execution failed due to a network error communicating with endpoint', { kind: 'network-error' }],
  ['Execution failed due to an vpc link error', { kind: 'vpc-link-error' }],
  ['Execution failed due to a VPC link error', { kind: 'vpc-link-error' }],
  [
    'Execution failed due to configuration error: Invalid endpoint address',
    { kind: 'configuration-error', detail: 'Invalid endpoint address' },
  ],
  [
    'Execution failed due to configuration error: General SSLEngine problem',
    { kind: 'configuration-error', detail: 'General SSLEngine problem' },
  ],
  [
    "Execution failed due to configuration error: Host name 'a.example.com' does not match the certificate subject provided by the peer (CN=b.example.com)",
    {
      kind: 'configuration-error',
      detail:
        "Host name 'a.example.com' does not match the certificate subject provided by the peer (CN=b.example.com)",
    },
  ],
  [
    'Execution failed due to configuration error: Malformed Lambda proxy response',
    { kind: 'configuration-error', detail: 'Malformed Lambda proxy response' },
  ],
  [
    'Execution failed due to configuration error: Rate Exceeded.',
    { kind: 'configuration-error', detail: 'Rate Exceeded.' },
  ],
  [
    'Execution failed due to an internal error',
    { kind: 'failed', detail: 'Execution failed due to an internal error' },
  ],
  [
    `Lambda execution failed with status 200 due to customer function error: 2026-11-21T10:00:10.000Z ${lambdaId} Task timed out after 10.00 seconds. Lambda request id: ${lambdaId}`,
    {
      kind: 'function-error',
      detail: `2026-11-21T10:00:10.000Z ${lambdaId} Task timed out after 10.00 seconds`,
      functionRequestId: lambdaId,
      timedOutAfterMs: 10_000,
    },
  ],
  [
    `Lambda execution failed with status 200 due to customer function error: no such order. Lambda request id: ${lambdaId}`,
    {
      kind: 'function-error',
      detail: 'no such order',
      functionRequestId: lambdaId,
    },
  ],
  [
    `Lambda invocation failed with status: 429. Lambda request id: ${lambdaId}`,
    {
      kind: 'function-invocation-failed',
      status: 429,
      functionRequestId: lambdaId,
    },
  ],
  [
    'Gateway response type: DEFAULT_5XX with status code: 500',
    { kind: 'gateway-response', responseType: 'DEFAULT_5XX', status: 500 },
  ],
  [
    'Gateway response type: INTEGRATION_TIMEOUT with status code: 504',
    {
      kind: 'gateway-response',
      responseType: 'INTEGRATION_TIMEOUT',
      status: 504,
    },
  ],
  ['WAF call got timed out', { kind: 'waf-failure', detail: 'WAF call got timed out' }],
  [
    'WebSocket Request Route: [$connect]',
    {
      kind: 'websocket',
      detail: 'WebSocket Request Route: [$connect]',
      route: '$connect',
    },
  ],
  [
    'Integration returned status: 500',
    {
      kind: 'websocket',
      detail: 'Integration returned status: 500',
      status: 500,
    },
  ],
  [
    'Client [Connection Id: K2G9wEbUoAMCvag=] disconnected from API [abc123] Close reason: [1005: Client-side close frame status not set]',
    {
      kind: 'websocket',
      detail:
        'Client [Connection Id: K2G9wEbUoAMCvag=] disconnected from API [abc123] Close reason: [1005: Client-side close frame status not set]',
      connectionId: 'K2G9wEbUoAMCvag=',
    },
  ],
  ['Execution log for request test-request', { kind: 'other' }],
  ['Starting execution for request: test-invoke-request', { kind: 'start' }],
];

const nearMisses = [
  'INFO Execution failed due to a timeout error',
  '2026-11-21T10:00:00.000Z 71952965-3b5c-4f3a-9d3e-0a2b1c4d5e6f ERROR Execution failed due to a timeout error',
  '"Execution failed due to a timeout error"',
  'execution failed due to a timeout error',
  'The gateway said: Method completed with status: 504',
  'Method completed with status: soon',
  'HTTP Method: , Resource Path: /',
  'Received response. Integration latency: unknown',
  'Received response',
  'Gateway response type: maybe',
  'Sending',
  'X-ray Tracing ID',
  '{"level":"ERROR","message":"Execution failed due to a timeout error","requestId":"71952965-3b5c-4f3a-9d3e-0a2b1c4d5e6f"}',
  '{"requestId":"914bad5e-1840-11e9-83f1-efc9a0398ffc","apiId":"uwe3g5jm54","integrationErrorMessage":"Execution failed due to a timeout error"}',
  '(914bad5e) said Execution failed due to a timeout error',
  'REPORT RequestId: 71952965-3b5c-4f3a-9d3e-0a2b1c4d5e6f Duration: 1 ms',
  '',
];

describe('readExecutionLine', () => {
  it.each(spellings)('%s', (message, step) => {
    expect(stepOf(`(${id}) ${message}`)).toEqual(step);
    expect(stepOf(message)).toEqual(step);
    expect(stepOf(`(K2G9wEbUoAMEvag=) ${message}`)).toEqual(step);
    expect(stepOf(JSON.stringify({ restApiId: 'uwe3g5jm54', requestId: id, message }))).toEqual(step);
  });

  it.each(nearMisses)('is no gateway line: %s', (message) => {
    expect(stepOf(message)).toBeUndefined();
  });

  it('takes nothing from a Lambda log group', () => {
    expect(
      readExecutionLine(
        event('Execution failed due to a timeout error', {
          logGroup: '/aws/lambda/orders',
        }),
      ),
    ).toBeUndefined();
  });
});

describe('readExecutionLog', () => {
  const at = (ms: number, message: string, order: number, more: Partial<LogEvent> = {}): LogEvent =>
    event(`(${id}) ${message}`, {
      atMs: 1_795_255_200_000 + ms,
      order,
      ...more,
    });

  it('orders by time, then as it stood, drops what stands twice, and finds ids and place', () => {
    const log = readExecutionLog([
      at(29_050, 'Execution failed due to a timeout error', 4),
      at(0, 'Extended Request Id: Vwc2MGFUrPEFV_g=', 0),
      at(0, 'Extended Request Id: Vwc2MGFUrPEFV_g=', 1),
      at(0, `Verifying Usage Plan for request: ${id}. API Key: API Stage: uwe3g5jm54/Prod`, 2),
      at(50, 'Sending request to https://backend.example.com/a', 3),
      at(29_051, 'X-ray Tracing ID : 1-5c7674f4-0123456789abcdef01234567', 5),
      at(29_052, 'some application text', 6),
    ]);
    expect(log && { ...log, events: log.events.map(({ step }) => step.kind) }).toEqual({
      requestId: id,
      extendedRequestId: 'Vwc2MGFUrPEFV_g=',
      traceId: '1-5c7674f4-0123456789abcdef01234567',
      apiId: 'uwe3g5jm54',
      stage: 'Prod',
      level: 'info',
      testInvoke: false,
      truncated: false,
      events: ['extended-request-id', 'usage-plan', 'sending', 'timeout', 'trace-id'],
    });
  });

  it('turns a newest-first listing over, lines of one millisecond included', () => {
    const log = readExecutionLog([
      at(10, 'Method completed with status: 504', 0),
      at(10, 'Execution failed due to a timeout error', 1),
      at(0, `Starting execution for request: ${id}`, 2),
    ]);
    expect(log?.events.map(({ step }) => step.kind)).toEqual(['start', 'timeout', 'completed']);
  });

  it('proves no level from failure lines alone', () => {
    const log = readExecutionLog([
      at(0, 'Execution failed due to a timeout error', 0),
      at(1, 'Method completed with status: 504', 1),
    ]);
    expect(log?.level).toBe('unknown');
  });

  it("knows the console's test, keeps the order inside one second, and takes its id from the first line", () => {
    const second = 1_795_255_200_000;
    const lines = [
      `Execution log for request ${id}`,
      `Starting execution for request: ${id}`,
      'Sending request to https://a.example',
      'Execution failed due to a timeout error',
    ];
    const log = readExecutionLog(
      lines.map((message, order) => event(message, { atMs: second, resolutionMs: 1000, order })),
    );
    expect(log?.testInvoke).toBe(true);
    expect(log?.requestId).toBe(id);
    expect(log?.events.map(({ line }) => line)).toEqual(lines);
  });

  it('takes the place from the log group, and notices the cut', () => {
    const logGroup = 'API-Gateway-Execution-Logs_abc123def4/live';
    const log = readExecutionLog([at(0, 'Method request headers: {a=b [TRUNCATED]', 0, { logGroup })]);
    expect(log).toMatchObject({
      apiId: 'abc123def4',
      stage: 'live',
      logGroup,
      truncated: true,
    });
  });

  it('is nothing when no line is an execution line', () => {
    expect(readExecutionLog([event('hello')])).toBeUndefined();
  });
});
