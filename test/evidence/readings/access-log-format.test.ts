import { describe, expect, it } from 'vitest';
import {
  compileAccessLogFormat,
  formatFields,
  missingFields,
  widenFormat,
} from '../../../src/evidence/readings/access-log-format.ts';
import { variableOfKey } from '../../../src/evidence/readings/access-variables.ts';
import { expectLinear } from '../../expect-linear.ts';

const uuid = '914bad5e-1840-41e9-83f1-efc9a0398ffc';
const clf = '21/Nov/2026:10:00:00 +0000';

const formats: [string, string, string, Record<string, string | null>][] = [
  [
    'blanks',
    '$context.requestId $context.status $context.responseLatency',
    `${uuid} 504 29010`,
    { requestId: uuid, status: '504', responseLatency: '29010' },
  ],
  [
    'a message between blanks',
    '$context.requestId $context.error.message $context.status',
    `${uuid} Endpoint request timed out 504`,
    {
      requestId: uuid,
      'error.message': 'Endpoint request timed out',
      status: '504',
    },
  ],
  [
    'two messages with one separator',
    '$context.error.message - $context.integration.error - $context.status',
    'a - b - c - 504',
    { 'error.message': 'a', 'integration.error': 'b - c', status: '504' },
  ],
  [
    'a status look-alike inside a message',
    '$context.error.message $context.status $context.requestId',
    `took 500 ms 504 ${uuid}`,
    { 'error.message': 'took 500 ms', status: '504', requestId: uuid },
  ],
  [
    'the time in brackets',
    '[$context.requestTime] $context.status',
    `[${clf}] 504`,
    { requestTime: clf, status: '504' },
  ],
  [
    'the time between blanks',
    '$context.requestTime $context.status',
    `${clf} 504`,
    { requestTime: clf, status: '504' },
  ],
  [
    'a route key between blanks',
    '$context.routeKey $context.status',
    'GET /orders 504',
    { routeKey: 'GET /orders', status: '504' },
  ],
  [
    'a dash',
    '$context.status,$context.integration.latency,$context.integration.requestId',
    '504,-,-',
    {
      status: '504',
      'integration.latency': null,
      'integration.requestId': null,
    },
  ],
  ['braces', `$\{context.status}/$\{context.requestId}`, `504/${uuid}`, { status: '504', requestId: uuid }],
  ['a trailing full stop', 'Status $context.status.', 'Status 504.', { status: '504' }],
  [
    'quotes of messageString',
    '{"m":$context.error.messageString,"s":$context.status}',
    '{"m":"Endpoint request timed out","s":504}',
    { 'error.messageString': 'Endpoint request timed out', status: '504' },
  ],
  [
    'synonyms',
    '$context.integrationLatency|$context.integrationErrorMessage|$context.awsEndpointRequestId',
    '12|x|-',
    {
      'integration.latency': '12',
      'integration.error': 'x',
      'integration.requestId': null,
    },
  ],
  [
    'claims',
    '$context.authorizer.claims.email;$context.status',
    'a b;200',
    { 'authorizer.claims.email': 'a b', status: '200' },
  ],
  [
    'an empty value',
    '$context.identity.userAgent|$context.status',
    '|200',
    { 'identity.userAgent': '', status: '200' },
  ],
  [
    'adjacent variables',
    '$context.status$context.protocol',
    '504HTTP/1.1',
    { status: '504', protocol: 'HTTP/1.1' },
  ],
  ['text around it', 'gw: $context.status end', 'gw: 504 end', { status: '504' }],
  [
    'a user agent with separators',
    '$context.identity.userAgent, $context.status',
    'Mozilla/5.0 (X11, Linux), 504',
    { 'identity.userAgent': 'Mozilla/5.0 (X11, Linux)', status: '504' },
  ],
  ['a line feed behind it', '$context.status', '504\n', { status: '504' }],
];

describe('compileAccessLogFormat', () => {
  it.each(formats)('%s', (_name, format, line, expected) => {
    expect(compileAccessLogFormat(format)(line)).toEqual(expected);
  });

  it.each([
    ['another order', '$context.requestId $context.status', `504 ${uuid}`],
    ['a word where a number stands', '$context.status', 'late'],
    ['too little', '$context.requestId $context.status', uuid],
    ['too much', '$context.status', '504 504'],
    ['a format without variables', 'plain', 'plain'],
    ['an id that is none', '$context.requestId $context.status', 'someone 504'],
  ])('refuses %s', (_name, format, line) => {
    expect(compileAccessLogFormat(format)(line)).toBeUndefined();
  });

  it('stays linear on hostile lines', () => {
    const read = compileAccessLogFormat(
      '$context.error.message $context.path $context.integration.error $context.path x',
    );
    expectLinear(45_000, (size) => {
      expect(read('a '.repeat(size))).toBeUndefined();
    });
  });
});

describe('fields of a format', () => {
  it('names what it carries, once', () => {
    expect(
      formatFields('$context.requestId $context.integrationLatency $context.integration.latency'),
    ).toEqual(['requestId', 'integration.latency']);
  });

  it('names what a preset lacks', () => {
    expect(
      missingFields(
        formatFields('$context.identity.sourceIp $context.status $context.responseLength $context.requestId'),
        'http',
      ),
    ).toEqual([
      'responseLatency',
      'integration.latency',
      'integration.status',
      'integrationStatus',
      'integration.error',
      'integration.requestId',
      'error.responseType',
      'error.message',
    ]);
  });

  it('asks a REST API for its extended id and trace id too', () => {
    expect(
      missingFields(
        formatFields(
          '$context.requestId $context.status $context.responseLatency $context.integrationLatency $context.integration.integrationStatus $context.integration.status $context.integration.error $context.awsEndpointRequestId $context.error.responseType $context.error.messageString',
        ),
        'rest',
      ),
    ).toEqual(['extendedRequestId', 'xrayTraceId']);
  });

  it('asks a WebSocket API for the one name of the service’s status that it knows', () => {
    const missing = missingFields(['requestId', 'integrationStatus'], 'websocket');
    expect(missing).toContain('integration.integrationStatus');
    expect(missingFields(['requestId', 'integration.integrationStatus'], 'websocket')).toEqual(
      missing.filter((name) => name !== 'integration.integrationStatus'),
    );
  });

  it.each(['rest', 'http', 'websocket', 'unknown'] as const)(
    'adds each to a format of a %s API under a name that is read as that variable without the format',
    (apiType) => {
      const missing = missingFields([], apiType);
      const keys = Object.entries(JSON.parse(JSON.parse(widenFormat('{}', missing) ?? '')));
      expect(keys.map(([key, value]) => [variableOfKey(key), value])).toEqual(
        missing.map((name) => [name, `$context.${name}`]),
      );
    },
  );

  it('adds none under a name that the format has', () => {
    const format = '{"integrationStatus":"$context.integration.status"}';
    expect(JSON.parse(JSON.parse(widenFormat(format, ['integrationStatus']) ?? ''))).toEqual({
      integrationStatus: '$context.integration.status',
      contextIntegrationStatus: '$context.integrationStatus',
    });
  });
});
