import { describe, expect, it } from 'vitest';
import type { ApiType } from '../../../src/evidence/evidence.ts';
import type { ClientResponse } from '../../../src/evidence/readings/client-response.ts';
import { clientStatements } from '../../../src/verdict/stated/client-statements.ts';
import { edgeStatement } from '../../../src/verdict/stated/edge-statement.ts';
import { answer, requestId } from '../evidence-with.ts';
import { tellStatement } from './tell-statement.ts';

const arrivedAtMs = 0x6b10f3a1 * 1000;
const traceId = '1-6b10f3a1-0123456789abcdef01234567';
/** An answer with the gateway's own id, as it comes with the gateway's marks. */
const own = (fields: Partial<ClientResponse>) =>
  answer({ madeBy: 'gateway', requestId, status: 504, lines: ['* said before', 'HTTP/2 504'], ...fields });
const told = (response: ClientResponse, apiType: ApiType = 'rest', timeoutMs?: number) =>
  clientStatements(response, apiType, timeoutMs).map((each) => tellStatement(each, arrivedAtMs));

describe('the gateway’s words', () => {
  const words = 'Endpoint request timed out';
  const lines = ['HTTP/2 504', `{"message": "${words}"}`];
  it.each<[string, Partial<ClientResponse>, string[]]>([
    [
      'with its id and its marks',
      { body: `{"message": "${words}"}`, lines, dateMs: arrivedAtMs + 29_000 },
      [`integration-timeout unknown likely client-told-timeout “${lines[1]}” atMs=29000`],
    ],
    [
      'with the extended id alone',
      { body: words, lines, requestId: undefined, extendedRequestId: 'AAAA=' },
      [`integration-timeout unknown likely client-told-timeout “${lines[1]}”`],
    ],
    [
      'written with other blanks',
      { body: `{  "message"  :  "${words}"}`, lines },
      [`integration-timeout unknown likely client-told-timeout “${lines[1]}”`],
    ],
    [
      'written without any',
      { body: `{"message":"${words}"}`, lines },
      [`integration-timeout unknown likely client-told-timeout “${lines[1]}”`],
    ],
    [
      'without ids and marks: whoever knows the words',
      { body: words, lines, madeBy: 'unknown', requestId: undefined },
      [`integration-timeout unknown possible client-told-timeout-bare “${lines[1]}”`],
    ],
    [
      'without ids, by a server that names itself',
      { body: words, lines, madeBy: 'unknown', requestId: undefined, headers: { server: 'x' } },
      [],
    ],
    ['with the marks, without an id', { body: words, lines, requestId: undefined }, []],
    [
      'within other words',
      { body: `The page said: ${words}`, lines },
      ['- unknown certain client-got-error status=504 “HTTP/2 504”'],
    ],
    [
      'customised to 500',
      { body: words, lines, status: 500 },
      [`integration-timeout unknown likely client-told-timeout “${lines[1]}”`],
    ],
    [
      'in an answer below that',
      { body: words, lines, status: 499 },
      ['- unknown certain client-got-error status=499 “HTTP/2 504”'],
    ],
    [
      'no status seen',
      { body: words, lines, status: undefined },
      [`integration-timeout unknown likely client-told-timeout “${lines[1]}”`],
    ],
    [
      'a network error',
      {
        body: '{ "message" : "Network error communicating with endpoint"}',
        lines: ['HTTP/2 504', ' Network error communicating with endpoint '],
        dateMs: arrivedAtMs + 3000,
      },
      [
        'network-error unknown likely client-told-network-error “Network error communicating with endpoint” atMs=3000',
      ],
    ],
    [
      'a network error, without ids',
      {
        body: '{"message":"Network error communicating with endpoint"}',
        madeBy: 'unknown',
        requestId: undefined,
      },
      ['network-error unknown possible client-told-network-error-bare “* said before”'],
    ],
    [
      'a network error within other words',
      { body: 'It was: Network error communicating with endpoint' },
      ['- unknown certain client-got-error status=504 “HTTP/2 504”'],
    ],
  ])('%s', (_name, fields, expected) => {
    const { requestId: id, status, ...rest } = { ...own({}), ...fields };
    const response = {
      ...rest,
      ...(id === undefined ? {} : { requestId: id }),
      ...(status === undefined ? {} : { status }),
    };
    expect(told(response)).toEqual(expected);
  });
});

describe('a page of a server behind the gateway', () => {
  it.each<[string, Partial<ClientResponse>, string[]]>([
    [
      'nginx',
      { body: '<hr><center>nginx/1.25</center>', lines: ['HTTP/2 504', '<center>nginx/1.25</center>'] },
      ['integration-504 none likely client-got-backend-page “<center>nginx/1.25</center>” atMs=5000'],
    ],
    [
      'a plain one',
      { body: '<h1>504 Gateway Timeout</h1>', lines: ['HTTP/2 504', '<h1>504 Gateway Time-out</h1>'] },
      ['integration-504 none likely client-got-backend-page “<h1>504 Gateway Time-out</h1>” atMs=5000'],
    ],
    [
      'another page',
      { body: '<h1>Not now</h1>' },
      ['- unknown certain client-got-error status=504 “HTTP/2 504” atMs=5000'],
    ],
    [
      'another status',
      { body: '<center>nginx</center>', status: 502 },
      ['- unknown certain client-got-error status=502 “HTTP/2 504” atMs=5000'],
    ],
  ])('%s', (_name, fields, expected) => {
    expect(told(own({ dateMs: arrivedAtMs + 5000, ...fields }))).toEqual(expected);
  });

  it('says nothing without an id', () => {
    expect(told(answer({ status: 504, body: '<center>nginx</center>' }))).toEqual([]);
  });
});

describe('a refusal of the gateway', () => {
  const refusal = (type: string, fields: Partial<ClientResponse> = {}) =>
    told(
      own({
        status: 429,
        headers: { 'x-amzn-errortype': type },
        lines: ['HTTP/2 429', `x-amzn-ErrorType: ${type}`],
        ...fields,
      }),
    );
  it.each([
    ['TooManyRequestsException', 'request-throttled none likely client-told-throttled'],
    ['LimitExceededException', 'request-throttled none likely client-told-throttled'],
    ['UnauthorizedException', 'authorizer-failure none likely client-told-unauthorized'],
    ['AuthorizerConfigurationException', 'authorizer-failure none likely client-told-unauthorized'],
    ['TooManyRequestsException:http://internal', 'request-throttled none likely client-told-throttled'],
  ])('%s', (type, expected) => {
    expect(refusal(type)).toEqual([`${expected} “x-amzn-ErrorType: ${type}”`]);
  });

  it.each<[string, string, Partial<ClientResponse>, string[]]>([
    ['of another type', 'toString', {}, ['- unknown certain client-got-error status=429 “HTTP/2 429”']],
    [
      'that the backend made',
      'UnauthorizedException',
      { madeBy: 'backend' },
      ['backend-error none likely client-got-backend-error status=429 “HTTP/2 429”'],
    ],
    [
      'as curl shows it, at its moment',
      'UnauthorizedException',
      { lines: ['HTTP/2 401', '< x-amzn-ErrorType: it'], dateMs: arrivedAtMs + 7 },
      ['authorizer-failure none likely client-told-unauthorized “< x-amzn-ErrorType: it” atMs=7'],
    ],
    [
      'named within another line only',
      'UnauthorizedException',
      { lines: ['HTTP/2 401', 'see x-amzn-errortype: it'] },
      ['authorizer-failure none likely client-told-unauthorized “HTTP/2 401”'],
    ],
  ])('%s', (_name, type, fields, expected) => {
    expect(refusal(type, fields)).toEqual(expected);
  });

  it('says nothing without an id', () => {
    expect(told(answer({ status: 429, headers: { 'x-amzn-errortype': 'UnauthorizedException' } }))).toEqual(
      [],
    );
  });
});

describe('how long the client saw it take', () => {
  const lines = ['HTTP/2 504', '< Date: Fri', 'real 0m29s'];
  const waited = (waitedMs: number) =>
    `integration-timeout unknown likely client-waited waitedMs=${waitedMs} “< Date: Fri” atMs=${waitedMs} waitedMs=${waitedMs}`;
  const plain = (status = 504) => [`- unknown certain client-got-error status=${status} “HTTP/2 504” atMs=`];
  it.each<[number, ApiType, number | undefined, number, boolean]>([
    [29_000, 'rest', undefined, 504, true],
    [27_000, 'rest', undefined, 504, true],
    [26_999, 'rest', undefined, 504, false],
    [31_000, 'rest', undefined, 504, true],
    [31_001, 'rest', undefined, 504, false],
    [60_000, 'rest', 60_000, 504, true],
    [29_000, 'rest', 60_000, 504, false],
    [30_000, 'http', undefined, 503, true],
    [29_000, 'rest', undefined, 503, false],
    [29_000, 'rest', undefined, 502, false],
  ])('%i ms, %s, timeout %s, status %i: %s', (ms, apiType, timeoutMs, status, isTimeout) => {
    const response = own({ status, traceId, dateMs: arrivedAtMs + ms, lines });
    expect(told(response, apiType, timeoutMs)).toEqual(
      isTimeout ? [waited(ms)] : plain(status).map((each) => `${each}${ms}`),
    );
  });

  it.each<[string, Partial<ClientResponse>, string[]]>([
    ['by whom is unknown, with an id', { madeBy: 'unknown' }, [waited(29_000)]],
    [
      'made by the backend',
      { madeBy: 'backend' },
      ['integration-504 none likely client-got-backend-504 “HTTP/2 504” atMs=29000'],
    ],
    [
      'in a later line of that name only',
      { lines: ['HTTP/2 504', 'up to date: yes'] },
      [waited(29_000).replace('< Date: Fri', 'HTTP/2 504')],
    ],
    [
      'not marked by curl',
      { lines: ['HTTP/2 504', 'date: Fri'] },
      [waited(29_000).replace('< Date: Fri', 'date: Fri')],
    ],
    [
      'marked without a blank',
      { lines: ['HTTP/2 504', '<date: Fri'] },
      [waited(29_000).replace('< Date: Fri', '<date: Fri')],
    ],
    [
      'another kind of trace id',
      { traceId: `x${traceId}` },
      ['- unknown certain client-got-error status=504 “HTTP/2 504” atMs=29000'],
    ],
  ])('%s', (_name, fields, expected) => {
    expect(told(own({ traceId, dateMs: arrivedAtMs + 29_000, lines, ...fields }))).toEqual(expected);
  });

  it('says nothing of whom it was asked, without an id', () => {
    expect(told(answer({ status: 504, traceId, dateMs: arrivedAtMs + 29_000, lines }))).toEqual([]);
  });

  it.each<[number | undefined, ApiType, number | undefined, boolean]>([
    [29_000, 'rest', undefined, true],
    [28_999, 'rest', undefined, false],
    [31_000, 'rest', undefined, true],
    [31_001, 'rest', undefined, false],
    [30_000, 'http', undefined, true],
    [60_100, 'rest', 60_000, true],
    [undefined, 'rest', 0, false],
  ])('by the client’s own measure: %s ms, %s, timeout %s: %s', (totalMs, apiType, timeoutMs, isTimeout) => {
    const response = own({ lines, ...(totalMs === undefined ? {} : { totalMs }) });
    expect(told(response, apiType, timeoutMs)).toEqual([
      isTimeout
        ? `integration-timeout unknown likely client-measured totalMs=${totalMs} “real 0m29s”`
        : '- unknown certain client-got-error status=504 “HTTP/2 504”',
    ]);
  });

  it('keeps the moment of the measured answer', () => {
    expect(told(own({ lines, totalMs: 29_000, dateMs: arrivedAtMs + 4 }))).toEqual([
      'integration-timeout unknown likely client-measured totalMs=29000 “real 0m29s” atMs=4',
    ]);
  });
});

describe('the length of a body that was left out', () => {
  const lines = ['HTTP/2 504', '< Content-Length: 41'];
  it.each<[string, Partial<ClientResponse>, string]>([
    ['41', {}, 'integration-timeout unknown possible client-timeout-length “< Content-Length: 41” atMs=8'],
    ['56', {}, 'network-error unknown possible client-network-length “< Content-Length: 41” atMs=8'],
    ['42', {}, '- unknown certain client-got-error status=504 “HTTP/2 504” atMs=8'],
    ['41', { status: 500 }, '- unknown certain client-got-error status=500 “HTTP/2 504” atMs=8'],
    ['41', { body: 'x' }, '- unknown certain client-got-error status=504 “HTTP/2 504” atMs=8'],
    ['41', { madeBy: 'unknown' }, '- unknown certain client-got-error status=504 “HTTP/2 504” atMs=8'],
  ])('%s bytes, %j', (bytes, fields, expected) => {
    const headers = { 'content-length': bytes };
    expect(told(own({ headers, lines, dateMs: arrivedAtMs + 8, ...fields }))).toEqual([expected]);
  });

  it('is found at the beginning of its line', () => {
    const headers = { 'content-length': '41' };
    expect(told(own({ headers, lines: ['HTTP/2 504', 'a content-length: 41'] }))).toEqual([
      'integration-timeout unknown possible client-timeout-length “HTTP/2 504”',
    ]);
  });
});

describe('a status, where nothing tells more', () => {
  it.each<[string, Partial<ClientResponse>, string[]]>([
    [
      'the backend’s 504',
      { madeBy: 'backend' },
      ['integration-504 none likely client-got-backend-504 “HTTP/2 504” atMs=9'],
    ],
    [
      'another error of the backend',
      { madeBy: 'backend', status: 400 },
      ['backend-error none likely client-got-backend-error status=400 “HTTP/2 504” atMs=9'],
    ],
    ['an error', { status: 400 }, ['- unknown certain client-got-error status=400 “HTTP/2 504” atMs=9']],
    [
      'a redirect',
      { status: 399 },
      ['succeeded none certain client-succeeded status=399 “HTTP/2 504” atMs=9'],
    ],
    [
      'a success',
      { status: 200 },
      ['succeeded none certain client-succeeded status=200 “HTTP/2 504” atMs=9'],
    ],
    ['no final answer', { status: 100 }, []],
    [
      'quoted by another tool',
      { lines: ['Request URL: x', 'Status Code: 504'] },
      ['- unknown certain client-got-error status=504 “Status Code: 504” atMs=9'],
    ],
    [
      'of a version with a dot',
      { lines: ['', ' HTTP/1.1 504 Gateway Timeout'] },
      ['- unknown certain client-got-error status=504 “HTTP/1.1 504 Gateway Timeout” atMs=9'],
    ],
    [
      'in no line at all: the first that says anything',
      { lines: ['', 'HTTP/x', ' HTTP/2 5 '] },
      ['- unknown certain client-got-error status=504 “HTTP/x” atMs=9'],
    ],
    ['in no line', { lines: [] }, ['- unknown certain client-got-error status=504 atMs=9']],
  ])('%s', (_name, fields, expected) => {
    expect(told(own({ dateMs: arrivedAtMs + 9, ...fields }))).toEqual(expected);
  });

  it.each([200, 400])('%i without an id is anybody’s', (status) => {
    expect(told(answer({ status }))).toEqual([]);
  });
});

describe('a client without an answer', () => {
  it.each<[string, string, string[], string[]]>([
    [
      'never connected',
      'Failed to connect to api.example.com port 443',
      ['curl: (28) Failed to connect to api.example.com'],
      ['- unknown possible client-never-connected “curl: (28) Failed to connect to api.example.com” atMs=9'],
    ],
    [
      'timed out while connecting',
      'Connection timed out after 5000 ms',
      ['* Trying', 'curl: Connection timed out'],
      ['- unknown possible client-never-connected “curl: Connection timed out” atMs=9'],
    ],
    [
      'timed out while connecting, in short',
      'Connect timed out',
      ['x'],
      ['- unknown possible client-never-connected “x” atMs=9'],
    ],
    [
      'while it asked for the name',
      'Resolving timed out',
      ['x'],
      ['- unknown possible client-never-connected “x” atMs=9'],
    ],
    ['something else', 'Could not have Resolving', ['x'], []],
  ])('%s', (_name, clientError, lines, expected) => {
    expect(told(answer({ clientError, lines, dateMs: arrivedAtMs + 9 }))).toEqual(expected);
  });

  it('says nothing of a connection where nothing is known', () => {
    expect(told(answer({}))).toEqual([]);
  });
});

describe('who is in front of the gateway', () => {
  const edge = (fields: Partial<ClientResponse>) => {
    const one = edgeStatement(answer({ dateMs: arrivedAtMs + 9, ...fields }));
    return one === undefined ? undefined : tellStatement(one, arrivedAtMs);
  };
  const cloudfront = { madeBy: 'cloudfront', status: 504 } as const;
  const page = 'Generated by cloudfront (CloudFront)';
  it.each<[string, Partial<ClientResponse>, string | undefined]>([
    [
      'CloudFront’s headers alone',
      { ...cloudfront, lines: ['a', 'x-cache: Error from cloudfront'] },
      'edge-timeout none likely edge-headers “x-cache: Error from cloudfront” atMs=9',
    ],
    [
      'CloudFront’s headers, as curl shows them',
      { ...cloudfront, lines: ['a', '< X-Cache: Error'] },
      'edge-timeout none likely edge-headers “< X-Cache: Error” atMs=9',
    ],
    [
      'CloudFront’s headers, marked without a blank',
      { ...cloudfront, lines: ['a', '<X-Cache: Error'] },
      'edge-timeout none likely edge-headers “<X-Cache: Error” atMs=9',
    ],
    [
      'its status line',
      { ...cloudfront, lines: ['not x-cache: it', 'HTTP/1.1 504'] },
      'edge-timeout none likely edge-headers “HTTP/1.1 504” atMs=9',
    ],
    [
      'CloudFront’s page',
      { ...cloudfront, body: page, lines: ['a', page] },
      `edge-timeout none certain edge-page “${page}” atMs=9`,
    ],
    [
      'CloudFront’s other page',
      { ...cloudfront, body: 'The request could not be satisfied', lines: ['a', '<H1>504 ERROR</H1>'] },
      'edge-timeout none certain edge-page “<H1>504 ERROR</H1>” atMs=9',
    ],
    [
      'CloudFront’s page by its title',
      { ...cloudfront, body: page, lines: ['a', '504 Gateway Timeout ERROR'] },
      'edge-timeout none certain edge-page “504 Gateway Timeout ERROR” atMs=9',
    ],
    [
      'CloudFront’s page by its status line',
      { ...cloudfront, body: page, lines: ['a', 'HTTP/1.1 504 Gateway Time-out'] },
      'edge-timeout none certain edge-page “HTTP/1.1 504 Gateway Time-out” atMs=9',
    ],
    ['another status of CloudFront', { ...cloudfront, status: 502 }, undefined],
    ['another status of its page', { ...cloudfront, status: 502, body: page }, undefined],
    [
      'another server',
      { status: 504, headers: { server: 'nginx/1.25' }, lines: ['a', 'server: nginx/1.25'] },
      'edge-timeout none possible edge-answer server=nginx/1.25 “server: nginx/1.25” atMs=9',
    ],
    [
      'another server, as curl shows it',
      { status: 504, headers: { server: 'awselb/2.0' }, lines: ['its server: x', '<server: awselb/2.0'] },
      'edge-timeout none possible edge-answer server=awselb/2.0 “<server: awselb/2.0” atMs=9',
    ],
    ['a server that nobody knows', { status: 504, headers: { server: 'my-nginx' } }, undefined],
    ['no server named', { status: 504 }, undefined],
    [
      'another server, with the gateway’s id',
      { status: 504, headers: { server: 'nginx' }, requestId },
      undefined,
    ],
    [
      'another server, with the extended id',
      { status: 504, headers: { server: 'nginx' }, extendedRequestId: 'A=' },
      undefined,
    ],
    ['another status of a server', { status: 502, headers: { server: 'nginx' } }, undefined],
    [
      'the client gave up',
      { clientError: 'Operation timed out', clientTimeoutMs: 10_000, lines: ['a', 'it timed out'] },
      'edge-timeout none certain client-gave-up clientMs=10000 “it timed out” atMs=9 waitedMs=10000',
    ],
    [
      'a library’s name for a socket that timed out, connecting or later',
      { clientError: 'ESOCKETTIMEDOUT', lines: ['a', 'ETIMEDOUT'] },
      undefined,
    ],
    [
      'the client gave up, in one word',
      { clientError: 'request timeout', lines: ['a', 'a Timeout'] },
      'edge-timeout none certain client-gave-up-sometime “a Timeout” atMs=9',
    ],
    [
      'the client gave up, in two words',
      { clientError: 'time-out', clientTimeoutMs: 5, lines: ['a', 'time-out'] },
      'edge-timeout none certain client-gave-up clientMs=5 “time-out” atMs=9 waitedMs=5',
    ],
    ['the client failed otherwise', { clientError: 'Connection reset' }, undefined],
    ['it failed after an answer', { status: 500, clientError: 'timed out' }, undefined],
    ['it never connected', { clientError: 'Connection timed out' }, undefined],
    ['nothing', {}, undefined],
  ])('%s', (_name, fields, expected) => {
    expect(edge(fields)).toBe(expected);
  });
});
