import { describe, expect, it } from 'vitest';
import { readAccessRow } from '../../../src/evidence/readings/access-log.ts';

const uuid = '914bad5e-1840-41e9-83f1-efc9a0398ffc';
const ext = 'Vwc2MGFUrPEFV_g=';
const trace = '1-5c7674f4-0123456789abcdef01234567';
const clf = '21/Nov/2026:10:00:00 +0000';
const at = Date.UTC(2026, 10, 21, 10);

const timedOut = {
  requestId: uuid,
  extendedRequestId: ext,
  status: 504,
  responseLatencyMs: 29_010,
  integrationLatencyMs: 29_000,
  errorMessage: 'Endpoint request timed out',
  errorResponseType: 'INTEGRATION_TIMEOUT',
};

const rows: [string, string, object][] = [
  [
    'camelCase',
    `{"requestId":"${uuid}","extendedRequestId":"${ext}","status":"504","responseLatency":"29010","integrationLatency":"29000","errorMessage":"Endpoint request timed out","errorResponseType":"INTEGRATION_TIMEOUT"}`,
    timedOut,
  ],
  [
    'snake_case',
    `{"request_id":"${uuid}","extended_request_id":"${ext}","status":504,"response_latency":29010,"integration_latency":29000,"error_message":"Endpoint request timed out","error_response_type":"INTEGRATION_TIMEOUT"}`,
    timedOut,
  ],
  [
    'kebab-case',
    `{"request-id":"${uuid}","extended-request-id":"${ext}","status":504,"response-latency":29010,"integration-latency":29000,"error-message":"Endpoint request timed out","error-response-type":"INTEGRATION_TIMEOUT"}`,
    timedOut,
  ],
  [
    'dotted keys',
    `{"requestId":"${uuid}","extendedRequestId":"${ext}","status":504,"responseLatency":29010,"integration.latency":29000,"error.message":"Endpoint request timed out","error.responseType":"INTEGRATION_TIMEOUT"}`,
    timedOut,
  ],
  [
    'nested',
    `{"requestId":"${uuid}","extendedRequestId":"${ext}","status":504,"responseLatency":29010,"integration":{"latency":29000},"error":{"message":"Endpoint request timed out","responseType":"INTEGRATION_TIMEOUT"}}`,
    timedOut,
  ],
  [
    'bare dashes',
    `{"requestId":"${uuid}","extendedRequestId":"${ext}","status":504,"responseLatency":29010,"integrationLatency":29000,"integrationStatus":-,"errorMessage":"Endpoint request timed out","errorResponseType":"INTEGRATION_TIMEOUT"}`,
    timedOut,
  ],
  [
    'doubled quotes',
    `{"requestId":"${uuid}","extendedRequestId":"${ext}","errorMessage":""Endpoint request timed out"","status":504,"responseLatency":29010,"integrationLatency":29000,"errorResponseType":"INTEGRATION_TIMEOUT"}`,
    timedOut,
  ],
  [
    'quotes inside a message',
    `{"requestId":"${uuid}","integrationError":"The function said {"errorMessage":"no"} and left","status":"500","requestTime":"${clf}"}`,
    {
      requestId: uuid,
      status: 500,
      integrationError: 'The function said {"errorMessage":"no"} and left',
      requestTimeMs: at,
      atMs: at,
    },
  ],
  [
    'trace id with Root=',
    `{"requestId":"${uuid}","xrayTraceId":"Root=${trace}","status":"200","apiId":"abc123def4","stage":"live"}`,
    {
      requestId: uuid,
      traceId: trace,
      status: 200,
      apiId: 'abc123def4',
      stage: 'live',
    },
  ],
  [
    'dash for no trace',
    `{"requestId":"${uuid}","xrayTraceId":"-","status":"200","apiId":"abc123def4"}`,
    { requestId: uuid, status: 200, apiId: 'abc123def4' },
  ],
  [
    'HTTP API',
    `{"requestId":"${ext}","ip":"192.0.2.7","requestTime":"${clf}","httpMethod":"GET","routeKey":"GET /orders/{id}","status":"503","protocol":"HTTP/1.1","responseLength":"33"}`,
    {
      requestId: ext,
      requestTimeMs: at,
      atMs: at,
      method: 'GET',
      path: '/orders/{id}',
      routeKey: 'GET /orders/{id}',
      status: 503,
      responseLength: 33,
    },
  ],
  [
    'WebSocket',
    `{"requestId":"${ext}","requestTime":"${clf}","eventType":"MESSAGE","routeKey":"$default","status":"504","connectionId":"K2G9wEbUoAMCvag="}`,
    {
      requestId: ext,
      requestTimeMs: at,
      atMs: at,
      eventType: 'MESSAGE',
      routeKey: '$default',
      status: 504,
      connectionId: 'K2G9wEbUoAMCvag=',
    },
  ],
  [
    'replaced request id',
    `{"requestId":"${uuid}_REPLACED_INVALID_REQUEST_ID","status":"200","resourcePath":"/a"}`,
    {
      requestId: `${uuid}_REPLACED_INVALID_REQUEST_ID`,
      status: 200,
      path: '/a',
    },
  ],
  [
    'code and service status',
    `{"requestId":"${uuid}","status":"502","resourcePath":"/a","functionResponseStatus":"-","integrationServiceStatus":"200"}`,
    { requestId: uuid, status: 502, path: '/a', integrationServiceStatus: 200 },
  ],
  [
    'the variable integration.status',
    `{"requestId":"${uuid}","status":"502","resourcePath":"/a","integration.status":"504"}`,
    { requestId: uuid, status: 502, path: '/a', integrationStatus: 504 },
  ],
  [
    'plain integrationStatus 200',
    `{"requestId":"${uuid}","status":"502","resourcePath":"/a","integrationStatus":"200"}`,
    { requestId: uuid, status: 502, path: '/a', integrationServiceStatus: 200 },
  ],
  [
    'plain integrationStatus 504',
    `{"requestId":"${uuid}","status":"504","resourcePath":"/a","integrationStatus":"504"}`,
    {
      requestId: uuid,
      status: 504,
      path: '/a',
      integrationServiceStatus: 504,
      integrationStatus: 504,
    },
  ],
  [
    'epoch',
    `{"requestId":"${uuid}","status":"504","requestTimeEpoch":"1795255200123"}`,
    {
      requestId: uuid,
      status: 504,
      requestTimeMs: 1_795_255_200_123,
      atMs: 1_795_255_200_123,
    },
  ],
  [
    'REST CLF',
    `192.0.2.7 - - [${clf}] "GET /orders HTTP/1.1" 504 41 ${uuid} ${ext}`,
    {
      requestId: uuid,
      extendedRequestId: ext,
      requestTimeMs: at,
      atMs: at,
      method: 'GET',
      path: '/orders',
      status: 504,
      responseLength: 41,
    },
  ],
  [
    'REST CLF before 2022',
    `192.0.2.7 - - [${clf}] "GET /orders HTTP/1.1" 504 41 ${uuid}`,
    {
      requestId: uuid,
      requestTimeMs: at,
      atMs: at,
      method: 'GET',
      path: '/orders',
      status: 504,
      responseLength: 41,
    },
  ],
  [
    'HTTP CLF',
    `192.0.2.7 - - [${clf}] "GET GET / HTTP/1.1" 503 33 ${ext}`,
    {
      requestId: ext,
      requestTimeMs: at,
      atMs: at,
      method: 'GET',
      routeKey: 'GET /',
      path: '/',
      status: 503,
      responseLength: 33,
    },
  ],
  [
    'HTTP CLF with both ids',
    `192.0.2.7 - - [${clf}] "POST $default HTTP/1.1" 503 33 ${ext} ${ext}`,
    {
      requestId: ext,
      extendedRequestId: ext,
      requestTimeMs: at,
      atMs: at,
      method: 'POST',
      routeKey: '$default',
      status: 503,
      responseLength: 33,
    },
  ],
  [
    'HTTP CLF with the second id in brackets',
    `192.0.2.7 - - [${clf}] "GET GET /orders HTTP/1.1" 503 33 ${ext} [${ext}]`,
    {
      requestId: ext,
      extendedRequestId: ext,
      requestTimeMs: at,
      atMs: at,
      method: 'GET',
      routeKey: 'GET /orders',
      path: '/orders',
      status: 503,
      responseLength: 33,
    },
  ],
  [
    'REST CSV',
    `192.0.2.7,-,-,${clf},GET,/orders,HTTP/1.1,504,41,${uuid},${ext}`,
    {
      requestId: uuid,
      extendedRequestId: ext,
      requestTimeMs: at,
      atMs: at,
      method: 'GET',
      path: '/orders',
      status: 504,
      responseLength: 41,
    },
  ],
  [
    'HTTP CSV',
    `192.0.2.7,${clf},GET,GET /orders,HTTP/1.1,503,33,${ext}`,
    {
      requestId: ext,
      requestTimeMs: at,
      atMs: at,
      method: 'GET',
      path: '/orders',
      routeKey: 'GET /orders',
      status: 503,
      responseLength: 33,
    },
  ],
  [
    'REST XML',
    `<request id="${uuid}"> <extendedRequestId>${ext}</extendedRequestId> <ip>192.0.2.7</ip> <caller>-</caller> <user>-</user> <requestTime>${clf}</requestTime> <httpMethod>GET</httpMethod> <resourcePath>/orders</resourcePath> <status>504</status> <protocol>HTTP/1.1</protocol> <responseLength>41</responseLength> </request>`,
    {
      requestId: uuid,
      extendedRequestId: ext,
      requestTimeMs: at,
      atMs: at,
      method: 'GET',
      path: '/orders',
      status: 504,
      responseLength: 41,
    },
  ],
  [
    'REST XML without blanks',
    `<request id="${uuid}"><ip>192.0.2.7</ip><caller>-</caller><user>-</user><requestTime>${clf}</requestTime><httpMethod>GET</httpMethod><resourcePath>/orders</resourcePath><status>504</status><protocol>HTTP/1.1</protocol><responseLength>41</responseLength></request>`,
    {
      requestId: uuid,
      requestTimeMs: at,
      atMs: at,
      method: 'GET',
      path: '/orders',
      status: 504,
      responseLength: 41,
    },
  ],
];

const nearMisses: [string, string][] = [
  ['an Apache combined line', `192.0.2.7 - - [${clf}] "GET /orders HTTP/1.1" 504 41 "-" "curl/8.0"`],
  [
    'an nginx JSON line',
    '{"request_id":"0123456789abcdef0123456789abcdef","status":504,"path":"/a","protocol":"HTTP/1.1"}',
  ],
  [
    'an application log with level',
    `{"level":"ERROR","requestId":"${uuid}","status":504,"path":"/a","stage":"live","apiId":"abc"}`,
  ],
  ['a record without status', `{"requestId":"${uuid}","resourcePath":"/a"}`],
  ['a record with no field of the gateway', `{"requestId":"${uuid}","status":504}`],
  ['a Lambda event', `{"requestContext":{"requestId":"${uuid}","status":1},"body":null}`],
  ['an execution line', `(${uuid}) Method completed with status: 504`],
  [
    'a platform report',
    `{"time":"2026-11-21T10:00:00Z","type":"platform.report","record":{"requestId":"${uuid}","status":"timeout"}}`,
  ],
  ['half an object', `{"requestId":"${uuid}","status":504`],
  ['broken JSON', `{"requestId":"${uuid}" 504}`],
  ['nothing', ''],
];

describe('readAccessRow of name=value pairs', () => {
  const rest = '914bad5e-1840-41e9-83f1-efc9a0398ffc';
  const values = `requestId=${rest} status=504 integrationLatency=29000`;
  it.each([
    ['blanks', `${values} error="Endpoint request timed out" responseType=INTEGRATION_TIMEOUT`],
    [
      'commas',
      `${values.replaceAll(' ', ', ')}, error="Endpoint request timed out", responseType=INTEGRATION_TIMEOUT`,
    ],
    [
      'bars',
      `${values.replaceAll(' ', ' | ')} | error="Endpoint request timed out" | responseType=INTEGRATION_TIMEOUT`,
    ],
  ])('reads them between %s', (_name, line) => {
    const row = readAccessRow(line);
    expect([
      row?.requestId,
      row?.status,
      row?.integrationLatencyMs,
      row?.errorMessage,
      row?.errorResponseType,
    ]).toEqual([rest, 504, 29_000, 'Endpoint request timed out', 'INTEGRATION_TIMEOUT']);
  });

  it.each([
    ['an application’s', `level=error ${values}`],
    ['one with other words', `upstream failed ${values}`],
    ['one without the gateway’s own fields', `requestId=${rest} status=504 path=/orders`],
    ['one with an id of no request', values.replace(rest, 'order-77')],
    ['an open quotation', `${values} error="Endpoint request`],
  ])('leaves %s', (_name, line) => {
    expect(readAccessRow(line)).toBeUndefined();
  });
});

describe('readAccessRow', () => {
  it.each(rows)('%s', (_name, message, expected) => {
    const { line, variables, ...row } = readAccessRow(message) ?? {
      line: '',
      variables: {},
    };
    expect({ line, ...row }).toEqual({ line: message, ...expected });
    expect(Object.keys(variables).length).toBeGreaterThan(2);
  });

  it.each(nearMisses)('leaves %s alone', (_name, message) => {
    expect(readAccessRow(message)).toBeUndefined();
  });

  it('leaves everything of a Lambda log group alone', () => {
    expect(readAccessRow(rows[0]?.[1] ?? '', { logGroup: '/aws/lambda/orders' })).toBeUndefined();
  });

  it('maps any keys by the stage’s JSON format', () => {
    const format =
      '{"a":"$context.requestId","b":"$context.status","c":{"d":"$context.integration.latency"},"e":"$context.integrationErrorMessage"}';
    const row = readAccessRow(`{"e":"-","a":"${uuid}","c":{"d":"12"},"b":"504","@ingested":"x"}`, {
      format,
      atMs: 5,
      logGroup: 'g',
    });
    expect(row).toEqual({
      line: `{"e":"-","a":"${uuid}","c":{"d":"12"},"b":"504","@ingested":"x"}`,
      variables: {
        requestId: uuid,
        status: '504',
        'integration.latency': '12',
        'integration.error': null,
      },
      requestId: uuid,
      status: 504,
      integrationLatencyMs: 12,
      atMs: 5,
      logGroup: 'g',
    });
  });

  it('reads a line by the format’s text when it is no JSON', () => {
    const row = readAccessRow(`${uuid}|504|Endpoint request timed out`, {
      format: '$context.requestId|$context.status|$context.error.message',
    });
    expect(row).toMatchObject({
      requestId: uuid,
      status: 504,
      errorMessage: 'Endpoint request timed out',
    });
  });

  it('falls back to usual names when a row is older than the format', () => {
    expect(
      readAccessRow(rows[0]?.[1] ?? '', {
        format: '$context.requestId $context.status',
      }),
    ).toMatchObject({ status: 504 });
  });
});
