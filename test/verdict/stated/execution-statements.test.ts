import { describe, expect, it } from 'vitest';
import { executionStatements } from '../../../src/verdict/stated/execution-statements.ts';
import type { LogContext } from '../../../src/verdict/stated/main-call.ts';
import { log, sending, sentAtMs, timeout } from '../evidence-with.ts';
import { tellStatement } from './tell-statement.ts';

type Line = readonly [number | undefined, string];
const told = (lines: readonly Line[], context: Partial<LogContext> = {}) =>
  executionStatements(log(...lines), { hasVpcLink: false, isFunction: false, ...context }).map((each) =>
    tellStatement(each, sentAtMs),
  );
const waf = 'WAF call got timed out';
const start: Line = [-10, 'Starting execution for request: x'];
const first: Line = [-500, 'Extended Request Id: AAAAAAAAAAAAAAA='];
const authorizer: Line = [-400, 'Starting authorizer: a'];
const end = (ms: number, status: number): Line => [ms, `Method completed with status: ${status}`];
const received = (ms: number | undefined, status?: number): Line => [
  ms,
  `Received response. ${status === undefined ? '' : `Status: ${status}, `}Integration latency: 20 ms`,
];
const headers = (fields: string): Line => [90, `Endpoint response headers: {${fields}}`];
const body = (text: string): Line => [90, `Endpoint response body before transformations: ${text}`];
const killedBody = '{"errorMessage":"Task timed out after 3.00 seconds"}';
const malformed: Line = [91, 'Execution failed due to configuration error: Malformed Lambda proxy response'];
const timedOut = `integration-timeout unknown certain timed-out waitedMs=29000 “${timeout[1]}” atMs=29000 waitedMs=29000`;

describe('a failure', () => {
  it.each<[string, Line[], string[]]>([
    [
      'a WAF that failed, before anything went on',
      [[0, waf]],
      [`waf-failure none certain stated-waf-failure “${waf}” atMs=0`],
    ],
    [
      'a WAF that failed, and the request was sent: told after the rest',
      [[-5, waf], sending, timeout],
      [timedOut, `waf-failure none certain stated-waf-failure “${waf}” atMs=-5`],
    ],
    [
      'a WAF that failed, and the request was answered',
      [[-5, waf], received(20, 500)],
      [
        'backend-error none certain backend-answered status=500 “Received response. Status: 500, Integration latency: 20 ms” atMs=20',
        `waf-failure none certain stated-waf-failure “${waf}” atMs=-5`,
      ],
    ],
    [
      'a WAF that failed, beside a line that is no sending',
      [
        [-5, waf],
        [0, 'Endpoint request URI: https://backend.example.com'],
        [9, 'Execution failed'],
      ],
      [
        '- unknown certain other-failure “Execution failed” atMs=9',
        `waf-failure none certain stated-waf-failure “${waf}” atMs=-5`,
      ],
    ],
    [
      'one without a time keeps its place',
      [sending, [undefined, 'Execution failed due to an authorizer error'], timeout],
      [
        timedOut,
        'authorizer-failure none certain stated-authorizer-failure “Execution failed due to an authorizer error”',
      ],
    ],
    [
      'a limit that could not have been hit by then',
      [
        sending,
        [
          5000,
          'Lambda execution failed with status 200 due to customer function error: Task timed out after 9.00 seconds',
        ],
      ],
      [
        'lambda-error none certain stated-lambda-error “Lambda execution failed with status 200 due to customer function error: Task timed out after 9.00 seconds” atMs=5000 waitedMs=5000',
      ],
    ],
    [
      'a limit that was hit',
      [
        sending,
        [
          9000,
          'Lambda execution failed with status 200 due to customer function error: Task timed out after 9.00 seconds',
        ],
      ],
      [
        'lambda-timeout wait certain stated-lambda-timeout “Lambda execution failed with status 200 due to customer function error: Task timed out after 9.00 seconds” atMs=9000 waitedMs=9000',
      ],
    ],
    [
      'a network error with its wait',
      [sending, [7, 'Execution failed due to a network error communicating with endpoint']],
      [
        'network-error unknown certain network-error-after waitedMs=7 “Execution failed due to a network error communicating with endpoint” atMs=7 waitedMs=7',
      ],
    ],
    [
      'in the moment of sending',
      [sending, [0, 'Execution failed due to a network error communicating with endpoint']],
      [
        'network-error unknown certain network-error-after waitedMs=0 “Execution failed due to a network error communicating with endpoint” atMs=0 waitedMs=0',
      ],
    ],
    [
      'a status of Lambda’s that says nothing',
      [sending, [7, 'Lambda invocation failed with status: 500.']],
      ['- none certain other-failure “Lambda invocation failed with status: 500.” atMs=7 waitedMs=7'],
    ],
    [
      'a function that is not there',
      [sending, [7, 'Lambda invocation failed with status: 404.']],
      [
        'configuration-error none certain function-missing “Lambda invocation failed with status: 404.” atMs=7 waitedMs=7',
      ],
    ],
  ])('%s', (_name, lines, expected) => {
    expect(told(lines)).toEqual(expected);
  });

  it.each<[string, Partial<LogContext>, string]>([
    ['behind a VPC link', { hasVpcLink: true }, 'vpc-link-failure unknown likely stated-internal-error'],
    ['behind nothing known', {}, 'vpc-link-failure unknown possible stated-internal-error'],
    ['of a function', { isFunction: true }, 'configuration-error none certain stated-configuration-error'],
  ])('an internal error %s', (_name, context, expected) => {
    const line =
      'Execution failed due to configuration error: There was an internal error while executing your request';
    expect(told([sending, [5, line]], context)).toEqual([`${expected} “${line}” atMs=5 waitedMs=5`]);
  });
});

describe('a log of two requests of one id', () => {
  it('makes what is certain likely, and nothing else', () => {
    const mixed = (...lines: readonly Line[]) =>
      executionStatements({ ...log(...lines), isMixed: true }, { hasVpcLink: false, isFunction: false }).map(
        (each) => each.confidence,
      );
    expect(mixed(sending, timeout)).toEqual(['likely']);
    expect(mixed(sending, timeout, [29_001, 'Successfully completed execution'])).toEqual(['possible']);
  });
});

describe('a timeout after headers had come', () => {
  const stopped = (rest: string) => `integration-timeout wait likely ${rest}`;
  it.each<[string, Line[], string]>([
    [
      'before it',
      [sending, received(4000), timeout],
      stopped(`answer-stopped-soon idleMs=25000 “${timeout[1]}” atMs=29000`),
    ],
    [
      'in its moment',
      [sending, received(29_000), timeout],
      stopped(`answer-stopped-soon idleMs=0 “${timeout[1]}” atMs=29000`),
    ],
    [
      'just less than a stream may pause',
      [sending, received(102), [30_000, timeout[1]]],
      stopped(`answer-stopped-soon idleMs=29898 “${timeout[1]}” atMs=30000`),
    ],
    [
      'as long as a stream may pause',
      [sending, received(101), [30_000, timeout[1]]],
      stopped(`answer-stopped-after idleMs=29899 “${timeout[1]}” atMs=30000`),
    ],
    ['after it', [sending, timeout, received(29_001)], timedOut],
    [
      'nobody knows when',
      [sending, received(undefined), timeout],
      stopped(`answer-stopped “${timeout[1]}” atMs=29000`),
    ],
    [
      'nobody knows when it ended',
      [sending, received(4000), [undefined, timeout[1]]],
      stopped(`answer-stopped “${timeout[1]}”`),
    ],
  ])('%s', (_name, lines, expected) => {
    expect(told(lines)).toEqual([expected]);
  });

  it('beside a success is one reading', () => {
    expect(told([sending, timeout, [29_001, 'Successfully completed execution']])).toEqual([
      timedOut.replace('certain', 'possible'),
    ]);
  });
});

describe('in the authorizer, by a whole log', () => {
  const whole = (line: string) => [first, authorizer, [0, line] as const, end(1, 500)];
  it.each<[string, string]>([
    ['Unauthorized request: x', 'authorizer-failure none certain authorizer-refused'],
    [
      'Execution failed due to an authorizer error',
      'authorizer-failure none certain stated-authorizer-failure',
    ],
    [
      'Execution failed due to configuration error: Invalid permissions on Lambda function',
      'permission-denied none certain authorizer-not-permitted',
    ],
    [
      'Execution failed due to configuration error: Invalid endpoint address',
      'authorizer-failure none certain stated-authorizer-failure',
    ],
    [timeout[1], 'authorizer-failure none likely authorizer-never-passed'],
    [
      'Execution failed due to a network error communicating with endpoint',
      'authorizer-failure none likely authorizer-never-passed',
    ],
    [
      'Key throttle limit exceeded for RestApi a, Stage b.',
      'request-throttled none certain stated-request-throttled',
    ],
    [waf, 'waf-failure none certain stated-waf-failure'],
  ])('%s', (line, expected) => {
    expect(told(whole(line))).toEqual([`${expected} “${line}” atMs=0`]);
  });

  it.each<[string, Line[]]>([
    ['cut off at its begin', [authorizer, timeout, end(29_001, 504)]],
    ['cut off at its end', [first, authorizer, timeout]],
    [
      'past the authorizer',
      [first, authorizer, [-300, 'Successfully completed authorizer execution'], timeout, end(29_001, 504)],
    ],
    ['the execution began', [first, authorizer, start, timeout, end(29_001, 504)]],
    ['without an authorizer', [first, timeout, end(29_001, 504)]],
  ])('not where the log is %s', (_name, lines) => {
    expect(told(lines)).toEqual([
      `integration-timeout unknown certain timeout-stated “${timeout[1]}” atMs=29000`,
    ]);
  });

  const never = `authorizer-failure none likely authorizer-never-passed “${timeout[1]}” atMs=29000`;
  it.each<[string, string[]]>([
    [
      'AUTHORIZER_FAILURE with status code: 504',
      [
        'authorizer-failure none certain stated-authorizer-failure “Gateway response type: AUTHORIZER_FAILURE with status code: 504” atMs=29001',
      ],
    ],
    [
      'INTEGRATION_TIMEOUT with status code: 504',
      [
        'integration-timeout unknown certain gateway-response-timeout “Gateway response type: INTEGRATION_TIMEOUT with status code: 504” atMs=29001',
        never,
      ],
    ],
    ['DEFAULT_5XX with status code: 504', [never]],
  ])('the response type names it where the failure line names nobody: %s', (response, expected) => {
    const line: Line = [29_001, `Gateway response type: ${response}`];
    expect(told([first, authorizer, timeout, line, end(29_002, 504)])).toEqual(expected);
  });

  it.each<[string, string[]]>([
    [
      'AUTHORIZER_FAILURE',
      [
        'authorizer-failure none certain stated-authorizer-failure “Gateway response type: AUTHORIZER_FAILURE with status code: 504” atMs=29001',
      ],
    ],
    [
      'INTEGRATION_TIMEOUT',
      [`integration-timeout unknown certain timeout-stated “${timeout[1]}” atMs=29000`],
    ],
  ])('of a log of failures alone, the response type %s', (type, expected) => {
    const line: Line = [29_001, `Gateway response type: ${type} with status code: 504`];
    expect(told([timeout, line, end(29_002, 504)])).toEqual(expected);
  });

  it('no response type outweighs a line that names the authorizer', () => {
    const named: Line = [0, 'Execution failed due to an authorizer error'];
    const line: Line = [1, 'Gateway response type: AUTHORIZER_FAILURE with status code: 500'];
    expect(told([first, authorizer, named, line, end(2, 500)])).toEqual([
      `authorizer-failure none certain stated-authorizer-failure “${named[1]}” atMs=0`,
    ]);
  });

  it('not where the integration answered', () => {
    expect(told([first, authorizer, received(3), timeout, end(29_001, 504)])).toEqual([
      `integration-timeout wait likely answer-stopped-soon idleMs=28997 “${timeout[1]}” atMs=29000`,
    ]);
  });
});

describe('whose call the sending line was', () => {
  const sent = (ms: number | undefined): Line => [ms, sending[1]];
  const stated = `integration-timeout unknown certain timeout-stated “${timeout[1]}” atMs=29000`;
  const waited = (ms: number) =>
    `integration-timeout unknown certain timed-out waitedMs=${ms} “${timeout[1]}” atMs=29000 waitedMs=${ms}`;
  it.each<[string, Line[], string]>([
    ['after the start', [start, sent(0), timeout], waited(29_000)],
    ['as exact as the log’s times', [start, sent(-11), timeout], waited(29_011)],
    ['before the start: the authorizer’s', [sent(-12), start, timeout], stated],
    ['without a time', [start, sent(undefined), timeout], stated],
    ['the last of two', [start, sent(0), sent(5), timeout], waited(28_995)],
    ['in the authorizer', [authorizer, sent(-300), timeout], stated],
    ['later than the end: a wrong clock', [start, sent(29_001), timeout], stated],
  ])('%s', (_name, lines, expected) => {
    expect(told(lines)).toEqual([expected]);
  });
});

describe('a configuration error', () => {
  const wrong: Line = [91, 'Execution failed due to configuration error: X-Sku header already present'];
  const received: Line = [80, 'Received response. Status: 200, Integration latency: 72 ms'];
  const first: Line = [-10, 'Extended Request Id: Kq2wXbUoAMEvag0='];
  const last: Line = [95, 'Method completed with status: 500'];
  const begun: Line = [-5, 'Starting execution for request: 3c1d5a0e-7b42-4f0e-9a35-5e8f1b2c6d70'];
  it.each<[string, Line[], string]>([
    ['before an answer', [begun, sending, wrong], 'stated-configuration-error'],
    ['of a whole log without a call', [first, begun, wrong, last], 'configuration-error-before-call'],
    ['of a whole log with one', [first, begun, sending, wrong, last], 'stated-configuration-error'],
    ['of a log that is cut', [begun, wrong, last], 'stated-configuration-error'],
    ['behind an answer', [begun, sending, received, wrong], 'configuration-error-after-answer'],
    [
      'behind an answer of the authorizer',
      [[-9, sending[1]], [-8, received[1]], begun, sending, wrong],
      'stated-configuration-error',
    ],
    [
      'before anything was sent',
      [[-9, sending[1]], [-8, received[1]], begun, wrong],
      'stated-configuration-error',
    ],
  ])('%s', (_where, lines, fact) => {
    expect(told(lines)[0]).toContain(`configuration-error none certain ${fact} `);
  });
});

describe('an old malformed answer', () => {
  const malformedOnly = `malformed-response none certain stated-malformed-response “${malformed[1]}” atMs=91`;
  it.each<[string, Line[], string]>([
    ['alone', [malformed], malformedOnly],
    [
      'behind headers and a body that tell nothing',
      [headers('X=y'), body('{"statusCode":200}'), malformed],
      malformedOnly,
    ],
    [
      'behind a call that failed otherwise',
      [[80, 'Lambda invocation failed with status: 403.'], malformed],
      malformedOnly,
    ],
    [
      'behind a throttled call',
      [[80, 'Lambda invocation failed with status: 429.'], malformed],
      'lambda-throttled none certain stated-lambda-throttled “Lambda invocation failed with status: 429.” atMs=91',
    ],
    [
      'behind an error',
      [headers('X-Amz-Function-Error=Unhandled'), body('{"errorMessage":"boom"}'), malformed],
      'lambda-error none certain stated-lambda-error “Endpoint response headers: {X-Amz-Function-Error=Unhandled}” atMs=91',
    ],
    [
      'behind a timeout',
      [headers('X-Amz-Function-Error=Unhandled'), body(killedBody), malformed],
      `lambda-timeout wait certain stated-lambda-timeout “Endpoint response body before transformations: ${killedBody}” atMs=91`,
    ],
    [
      'behind the words of a timeout that was no error',
      [headers('X=y'), body(killedBody), malformed],
      malformedOnly,
    ],
  ])('%s', (_name, lines, expected) => {
    expect(told(lines)[0]).toBe(expected);
  });

  it.each<[string, Line, boolean, string]>([
    [
      'Lambda’s service turned the call away',
      [80, 'Received response. Status: 429, Integration latency: 72 ms'],
      true,
      'lambda-throttled none certain stated-lambda-throttled “Received response. Status: 429, Integration latency: 72 ms” atMs=91',
    ],
    [
      'a service that is not Lambda',
      [80, 'Received response. Status: 429, Integration latency: 72 ms'],
      false,
      malformedOnly,
    ],
    [
      'Lambda took the call',
      [80, 'Received response. Status: 200, Integration latency: 72 ms'],
      true,
      malformedOnly,
    ],
  ])('behind an answer: %s', (_name, received, isFunction, expected) => {
    expect(told([received, malformed], { isFunction })[0]).toBe(expected);
  });

  it('of another kind is what it says', () => {
    const line = 'Execution failed due to configuration error: Invalid endpoint address';
    expect(told([headers('X-Amz-Function-Error=Unhandled'), [91, line]])).toEqual([
      `dns-failure dns certain stated-dns-failure “${line}” atMs=91`,
    ]);
  });
});

describe('how a request without a failure ended', () => {
  const done: Line = [95, 'Successfully completed execution'];
  const error = 'X-Amz-Function-Error=Unhandled';
  const receivedLine = (status: number) =>
    `“Received response. Status: ${status}, Integration latency: 20 ms” atMs=20`;
  it.each<[string, Line[], Partial<LogContext>, string[]]>([
    ['nothing', [sending], {}, []],
    [
      '504 as long as the timeout',
      [sending, end(29_000, 504)],
      {},
      [
        'integration-timeout unknown likely ended-at-timeout status=504 waitedMs=29000 “Method completed with status: 504” atMs=29000 waitedMs=29000',
      ],
    ],
    [
      '504 before that',
      [sending, end(28_899, 504)],
      {},
      ['- unknown certain ended-otherwise status=504 “Method completed with status: 504” atMs=28899'],
    ],
    [
      'the end alone: a success',
      [end(99, 399)],
      {},
      ['succeeded none certain stated-succeeded status=399 “Method completed with status: 399” atMs=99'],
    ],
    [
      'the end alone: an error',
      [end(99, 400)],
      {},
      ['- unknown certain ended-otherwise status=400 “Method completed with status: 400” atMs=99'],
    ],
    [
      'answered 504',
      [received(20, 504), end(99, 200)],
      {},
      [`integration-504 none certain backend-answered-504 ${receivedLine(504)}`],
    ],
    [
      'answered an error',
      [received(20, 400), end(99, 200)],
      {},
      [`backend-error none certain backend-answered status=400 ${receivedLine(400)}`],
    ],
    [
      'answered well',
      [received(20, 399), end(99, 200)],
      {},
      ['succeeded none certain stated-succeeded status=200 “Method completed with status: 200” atMs=99'],
    ],
    [
      '429 of a backend',
      [received(20, 429)],
      {},
      [`backend-error none certain backend-answered status=429 ${receivedLine(429)}`],
    ],
    [
      '429 of Lambda',
      [received(20, 429)],
      { isFunction: true },
      [`lambda-throttled none certain stated-lambda-throttled ${receivedLine(429)}`],
    ],
    [
      'another error of Lambda',
      [received(20, 500)],
      { isFunction: true },
      [`backend-error none certain backend-answered status=500 ${receivedLine(500)}`],
    ],
    [
      'an error in the function’s own answer',
      [body('{"statusCode":400}'), end(99, 400)],
      { isFunction: true },
      [
        'backend-error none certain function-answered status=400 “Endpoint response body before transformations: {"statusCode":400}” atMs=90',
      ],
    ],
    [
      '429 in the function’s own answer is not Lambda’s',
      [body('{"statusCode":429}')],
      { isFunction: true },
      [
        'backend-error none certain function-answered status=429 “Endpoint response body before transformations: {"statusCode":429}” atMs=90',
      ],
    ],
    [
      'a good answer of the function, mapped to an error',
      [body('{"statusCode":399}'), end(99, 500)],
      {},
      ['- unknown certain ended-otherwise status=500 “Method completed with status: 500” atMs=99'],
    ],
    [
      'a body with a status, and one without behind it',
      [body('{"statusCode":503}'), body('{}')],
      {},
      [
        'backend-error none certain function-answered status=503 “Endpoint response body before transformations: {"statusCode":503}” atMs=90',
      ],
    ],
    [
      'passed on',
      [received(20), done, end(99, 502)],
      {},
      ['backend-error none likely answer-passed-on status=502 “Method completed with status: 502” atMs=99'],
    ],
    [
      'passed on as 504',
      [received(20), done, end(99, 504)],
      {},
      ['integration-504 none likely answer-passed-on status=504 “Method completed with status: 504” atMs=99'],
    ],
    [
      'not passed on: no answer',
      [done, end(99, 502)],
      {},
      ['- unknown certain ended-otherwise status=502 “Method completed with status: 502” atMs=99'],
    ],
    [
      'not passed on: no success',
      [received(20), end(99, 502)],
      {},
      ['- unknown certain ended-otherwise status=502 “Method completed with status: 502” atMs=99'],
    ],
    [
      'a function’s error that reached the client as 200',
      [headers(error), body('{"errorMessage":"boom"}'), end(99, 200)],
      {},
      [`lambda-error none certain stated-lambda-error “Endpoint response headers: {${error}}” atMs=90`],
    ],
    [
      'a function’s timeout that reached the client as 200',
      [headers(error), body(killedBody), end(99, 200)],
      {},
      [
        `lambda-timeout wait certain stated-lambda-timeout “Endpoint response body before transformations: ${killedBody}” atMs=90`,
      ],
    ],
    [
      'the words of a timeout without the header',
      [headers('X=y'), body(killedBody), end(99, 200)],
      {},
      ['succeeded none certain stated-succeeded status=200 “Method completed with status: 200” atMs=99'],
    ],
  ])('%s', (_name, lines, context, expected) => {
    expect(told(lines, context)).toEqual(expected);
  });

  it.each<[string, Line[], string[]]>([
    [
      'an integration’s error',
      [[5, 'Integration returned status: 400']],
      ['backend-error none likely backend-answered status=400 “Integration returned status: 400” atMs=5'],
    ],
    [
      'an integration’s 504',
      [[5, 'Integration returned status: 504']],
      ['integration-504 none likely backend-answered-504 “Integration returned status: 504” atMs=5'],
    ],
    ['an integration’s good answer alone', [[5, 'Integration returned status: 399']], []],
    [
      'the message’s success',
      [[5, 'Connection API request completed with status: 399']],
      [
        'succeeded none likely websocket-succeeded status=399 “Connection API request completed with status: 399” atMs=5',
      ],
    ],
    [
      'the message’s error',
      [[5, 'Connection API request completed with status: 400']],
      [
        '- unknown certain ended-otherwise status=400 “Connection API request completed with status: 400” atMs=5',
      ],
    ],
    [
      'both: the integration’s good answer does not end it',
      [
        [5, 'Integration returned status: 200'],
        [6, 'Connection API request completed with status: 410'],
      ],
      [
        '- unknown certain ended-otherwise status=410 “Connection API request completed with status: 410” atMs=6',
      ],
    ],
    ['a line without a status', [[5, 'WebSocket Request Route: [$default]']], []],
  ])('WebSocket: %s', (_name, lines, expected) => {
    expect(told(lines)).toEqual(expected);
  });
});
