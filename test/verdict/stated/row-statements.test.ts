import { describe, expect, it } from 'vitest';
import type { AccessLogRow } from '../../../src/evidence/readings/access-log.ts';
import type { RowContext } from '../../../src/verdict/stated/row-context.ts';
import { rowStatements } from '../../../src/verdict/stated/row-statements.ts';
import { row, sentAtMs } from '../evidence-with.ts';
import { tellStatement } from './tell-statement.ts';

const told = (fields: Partial<AccessLogRow>, context: Partial<RowContext> = {}) =>
  rowStatements(row(fields), {
    apiType: 'rest',
    timeoutMs: undefined,
    isFunction: false,
    hasVpcLink: false,
    ...context,
  }).map((each) => tellStatement(each, sentAtMs).replace(' “the row”', ''));
const says = (said: string, message: string) => [`${said} certain row-states message=${message}`];
const ended = (message: string) => [`- unknown certain row-ended-otherwise message=${message}`];

describe('the messages of a row', () => {
  it.each<[string, string]>([
    ['Task timed out after 3.00 seconds', 'lambda-timeout wait'],
    ['Lambda Customer Function Error: boom', 'lambda-error none'],
    ['Lambda execution failed with status 200 due to customer function error: boom', 'lambda-error none'],
    ['The Lambda function returned the following error: boom. Check', 'lambda-error none'],
    ['Lambda invocation failed with status: 429. Lambda request id: x', 'lambda-throttled none'],
    ['Lambda invocation failed with status 429', 'lambda-throttled none'],
    ['Network error communicating with endpoint', 'network-error unknown'],
    ['Execution failed due to a network error communicating with endpoint', 'network-error unknown'],
    ['Execution failed due to an vpc link error', 'vpc-link-failure unknown'],
    ['Execution failed due to a VPC link error', 'vpc-link-failure unknown'],
    ['There was an error evaluating the AWS WAF rules', 'waf-failure none'],
    ['WAF call got timed out', 'waf-failure none'],
    ['Invalid endpoint address', 'dns-failure dns'],
    ['Execution failed due to configuration error: Invalid endpoint address', 'dns-failure dns'],
    ['Execution failed due to a configuration error:   Rate Exceeded.', 'lambda-throttled none'],
    ['Execution failed due to configuration error: No match for output mapping', 'configuration-error none'],
  ])('%s', (integrationError, expected) => {
    const said = says(expected, integrationError);
    expect(told({ integrationError, status: 504 })).toEqual(said);
    expect(told({ errorMessage: integrationError, status: 504 })).toEqual(said);
    expect(told({ integrationError: 'nothing known', errorMessage: integrationError })).toEqual(said);
  });

  it.each([
    'He said: Lambda Customer Function Error: boom',
    'Lambda execution failed with status due to customer function error: boom',
    'Lambda execution failed with status 2x0 due to customer function error',
    'My Lambda invocation failed with status: 429',
    'The dashboard says Execution failed due to a timeout error',
    'It was a Network error communicating with endpoint',
    'So: Execution failed due to a vpc link error',
    'Our WAF call got timed out',
    'So: Execution failed due to configuration error: Invalid endpoint address',
    'So: There was an internal error while executing your request',
  ])('not: %s', (errorMessage) => {
    expect(told({ errorMessage, status: 504 })).toEqual(ended(errorMessage));
  });

  it.each([
    'Endpoint request timed out',
    '"Endpoint request timed out"',
    'Execution failed due to a timeout error',
  ])('the gateway’s timeout: %s', (errorMessage) => {
    expect(told({ errorMessage })).toEqual(['integration-timeout unknown certain row-timed-out']);
    expect(told({ errorMessage, integrationLatencyMs: 50, requestTimeMs: sentAtMs })).toEqual([
      'integration-timeout unknown certain row-timed-out-after waitedMs=50 atMs=50 waitedMs=50',
    ]);
    // Shorter than any that can be set.
    expect(told({ errorMessage, integrationLatencyMs: 49, requestTimeMs: sentAtMs })).toEqual([
      'integration-timeout unknown possible row-timed-out-too-soon soonMs=49 atMs=49',
    ]);
  });

  it.each<[string, Partial<RowContext>, string]>([
    ['behind a VPC link', { hasVpcLink: true }, 'vpc-link-failure unknown likely row-states message='],
    ['behind nothing known', {}, 'vpc-link-failure unknown possible row-states message='],
    ['of a function', { isFunction: true }, '- unknown certain row-ended-otherwise message='],
  ])('an internal error %s', (_name, context, expected) => {
    const errorMessage = 'There was an internal error while executing your request';
    expect(told({ errorMessage, status: 500 }, context)).toEqual([`${expected}${errorMessage}`]);
  });

  it('a limit that could not have been hit is an error that was passed on', () => {
    const integrationError = 'Lambda Customer Function Error: Task timed out after 9.00 seconds';
    expect(told({ integrationError, integrationLatencyMs: 7999 })).toEqual([
      `lambda-error none certain row-states message=${integrationError} waitedMs=7999`,
    ]);
    expect(told({ integrationError, integrationLatencyMs: 8000 })).toEqual([
      `lambda-timeout wait certain row-states message=${integrationError} waitedMs=8000`,
    ]);
  });
});

describe('the type of a row’s error', () => {
  it.each<[string, Partial<AccessLogRow>, Partial<RowContext>, string[]]>([
    ['INTEGRATION_TIMEOUT', {}, {}, ['integration-timeout unknown certain row-timed-out']],
    [
      'INTEGRATION_FAILURE',
      { status: 504 },
      {},
      ['network-error unknown likely row-states message=INTEGRATION_FAILURE'],
    ],
    ['INTEGRATION_FAILURE', { status: 502 }, {}, ended('INTEGRATION_FAILURE')],
    ['INTEGRATION_FAILURE', { status: 504 }, { isFunction: true }, ended('INTEGRATION_FAILURE')],
    ['INTEGRATION_FAILURE', { status: 504, integrationStatus: 200 }, {}, ended('INTEGRATION_FAILURE')],
    ['INTEGRATION_FAILURE', { status: 504, integrationServiceStatus: 200 }, {}, ended('INTEGRATION_FAILURE')],
    [
      'INTEGRATION_FAILURE',
      { status: 504, errorMessage: 'Internal server error' },
      {},
      ended('Internal server error'),
    ],
    [
      'INTEGRATION_FAILURE',
      { status: 504, errorMessage: 'Internal server error, they say' },
      {},
      ['network-error unknown likely row-states message=INTEGRATION_FAILURE'],
    ],
    [
      'INTEGRATION_FAILURE',
      { status: 504, errorMessage: 'An internal server error' },
      {},
      ['network-error unknown likely row-states message=INTEGRATION_FAILURE'],
    ],
    ['AUTHORIZER_FAILURE', {}, {}, says('authorizer-failure none', 'AUTHORIZER_FAILURE')],
    [
      'AUTHORIZER_CONFIGURATION_ERROR',
      {},
      {},
      says('authorizer-failure none', 'AUTHORIZER_CONFIGURATION_ERROR'),
    ],
    ['UNAUTHORIZED', {}, {}, says('authorizer-failure none', 'UNAUTHORIZED')],
    ['ACCESS_DENIED', { status: 403 }, {}, ended('ACCESS_DENIED')],
    ['ACCESS_DENIED', { authorizerStatus: 200 }, {}, says('authorizer-failure none', 'ACCESS_DENIED')],
    ['ACCESS_DENIED', { authorizerError: 'x' }, {}, says('authorizer-failure none', 'ACCESS_DENIED')],
    ['THROTTLED', {}, {}, says('request-throttled none', 'THROTTLED')],
    ['QUOTA_EXCEEDED', {}, {}, says('request-throttled none', 'QUOTA_EXCEEDED')],
    ['WAF_FILTERED', {}, {}, says('waf-failure none', 'WAF_FILTERED')],
    ['API_CONFIGURATION_ERROR', {}, {}, says('configuration-error none', 'API_CONFIGURATION_ERROR')],
    ['RESOURCE_NOT_FOUND', { status: 404 }, {}, ended('RESOURCE_NOT_FOUND')],
    ['RESOURCE_NOT_FOUND', {}, {}, []],
    // An error of the gateway's own is neither a success nor the length of a body.
    ['DEFAULT_5XX', { status: 200 }, {}, ended('DEFAULT_5XX')],
    ['DEFAULT_5XX', { status: 504, responseLength: 41 }, {}, ended('DEFAULT_5XX')],
    ['DEFAULT_5XX', { status: 504, responseLength: 56 }, {}, ended('DEFAULT_5XX')],
    ['DEFAULT_5XX', { status: 500, integrationStatus: 500 }, {}, ended('DEFAULT_5XX')],
  ])('%s, %j, %j', (errorResponseType, fields, context, expected) => {
    expect(told({ errorResponseType, ...fields }, context)).toEqual(expected);
  });
});

describe('WAF and the authorizer in a row', () => {
  it.each<[string, Partial<AccessLogRow>, string[]]>([
    [
      'blocked',
      { variables: { 'waf.responseCode': 'WAF_BLOCK' } },
      ['waf-failure none certain row-waf-blocked'],
    ],
    ['let by', { status: 403, variables: { 'waf.responseCode': 'WAF_ALLOW' } }, ended('403')],
    ['the authorizer failed', { status: 400, authorizerError: 'x' }, says('authorizer-failure none', 'x')],
    [
      'the authorizer failed, and the request went well',
      { status: 399, authorizerError: 'x' },
      ['succeeded none certain row-succeeded status=399'],
    ],
    [
      'the authorizer failed, and the integration was called',
      { status: 500, authorizerError: 'x', integrationStatus: 500 },
      ['backend-error none certain row-backend-answered status=500'],
    ],
    [
      'the authorizer failed, and the service was called',
      { status: 500, authorizerError: 'x', integrationServiceStatus: 200 },
      ended('500'),
    ],
    ['no status', { authorizerError: 'x' }, []],
    ['WAF failed', { status: 500, wafError: 'y' }, says('waf-failure none', 'y')],
    [
      'WAF failed, and the integration was waited for',
      { status: 500, wafError: 'y', integrationLatencyMs: 5 },
      ['- unknown certain row-ended-otherwise message=500 waitedMs=5'],
    ],
  ])('%s', (_name, fields, expected) => {
    expect(told(fields)).toEqual(expected);
  });
});

describe('what the integration answered, by a row', () => {
  it.each<[string, Partial<AccessLogRow>, Partial<RowContext>, string[]]>([
    [
      '429 of Lambda',
      { status: 500, integrationServiceStatus: 429 },
      { isFunction: true },
      ['lambda-throttled none certain row-throttled-function'],
    ],
    [
      '429 of a backend',
      { status: 429, integrationServiceStatus: 429 },
      {},
      ['backend-error none certain row-backend-answered status=429'],
    ],
    [
      'well, and the client has 504',
      { status: 504, integrationServiceStatus: 299 },
      {},
      ['integration-504 none likely row-answer-passed-on'],
    ],
    ['not so well, and the client has 504', { status: 504, integrationServiceStatus: 300 }, {}, ended('504')],
    [
      'well, and the client has another error',
      { status: 502, integrationServiceStatus: 200 },
      {},
      ended('502'),
    ],
    ['nothing, and the client has 504', { status: 504 }, {}, ended('504')],
    [
      'both: the code’s own status goes first',
      { status: 504, integrationServiceStatus: 200, integrationStatus: 503 },
      {},
      ['backend-error none certain row-backend-answered status=503'],
    ],
    ['504', { status: 504, integrationStatus: 504 }, {}, ['integration-504 none certain row-backend-504']],
    [
      '504, told by the service alone',
      { status: 500, integrationServiceStatus: 504 },
      {},
      ['integration-504 none likely row-backend-504'],
    ],
    [
      '400',
      { status: 400, integrationStatus: 400 },
      {},
      ['backend-error none certain row-backend-answered status=400'],
    ],
    ['399', { status: 399, integrationStatus: 399 }, {}, ['succeeded none certain row-succeeded status=399']],
    [
      '400, by the service of a function',
      { status: 400, integrationServiceStatus: 400 },
      { isFunction: true },
      ended('400'),
    ],
    [
      'another error than the client has',
      { status: 500, integrationStatus: 502 },
      {},
      ['backend-error none certain row-backend-answered status=502'],
    ],
  ])('%s', (_name, fields, context, expected) => {
    expect(told(fields, context)).toEqual(expected);
  });
});

describe('a row without words, as long as the timeout', () => {
  const late = (waitedMs: number, confidence = 'likely', status = 504) =>
    `integration-timeout unknown ${confidence} row-late-answer status=${status} waitedMs=${waitedMs} waitedMs=${waitedMs}`;
  const no = (waitedMs: number, status = 504) => [
    `- unknown certain row-ended-otherwise message=${status} waitedMs=${waitedMs}`,
  ];
  it.each<[number, number, Partial<RowContext>, boolean]>([
    [28_900, 504, {}, true],
    [28_899, 504, {}, false],
    [30_500, 504, {}, true],
    [30_501, 504, {}, false],
    [29_000, 503, {}, false],
    [30_000, 503, { apiType: 'http' }, true],
    [29_899, 504, { apiType: 'http' }, false],
    [60_000, 504, { timeoutMs: 60_000 }, true],
    [29_000, 504, { timeoutMs: 60_000 }, false],
    [29_000, 500, {}, false],
  ])('%i ms with %i, %j: %s', (integrationLatencyMs, status, context, isLate) => {
    expect(told({ status, integrationLatencyMs }, context)).toEqual(
      isLate ? [late(integrationLatencyMs, 'likely', status)] : no(integrationLatencyMs, status),
    );
  });

  it.each<[string, Partial<AccessLogRow>, string[]]>([
    [
      'its authorizer took it',
      { responseLatencyMs: 29_003, authorizerLatencyMs: 28_990 },
      ['- unknown certain row-ended-otherwise message=504'],
    ],
    [
      'WAF took it',
      { responseLatencyMs: 29_003, wafLatencyMs: 2000 },
      ['- unknown certain row-ended-otherwise message=504'],
    ],
    [
      'it is the wait and what was before it',
      { responseLatencyMs: 30_203, authorizerLatencyMs: 1000, wafLatencyMs: 200 },
      [late(29_003)],
    ],
  ])('by the length of the whole, less what was before: %s', (_what, fields, expected) => {
    expect(told({ status: 504, ...fields })).toEqual(expected);
  });

  it('by the length of the whole, where that is all', () => {
    expect(told({ status: 504, responseLatencyMs: 29_000, requestTimeMs: sentAtMs })).toEqual([
      'integration-timeout unknown likely row-late-answer status=504 waitedMs=29000 atMs=29000 waitedMs=29000',
    ]);
  });

  it.each<[string, Partial<AccessLogRow>]>([
    ['an id of the integration', { integrationRequestId: 'x' }],
    ['an answer of the service', { integrationServiceStatus: 300 }],
  ])('not with %s', (_name, fields) => {
    expect(told({ status: 504, integrationLatencyMs: 29_000, ...fields })).toEqual(no(29_000));
  });

  it('not with a good answer of the integration', () => {
    expect(told({ status: 504, integrationLatencyMs: 29_000, integrationStatus: 200 })).toEqual(no(29_000));
  });

  it.each<[string, number, Partial<AccessLogRow>, Partial<RowContext>, boolean]>([
    ['that the row says had no answer', 60_000, { variables: { 'integration.status': null } }, {}, true],
    ['of a format that would not say', 60_000, {}, {}, false],
    [
      'of another API type',
      60_000,
      { variables: { 'integration.status': null } },
      { apiType: 'http' },
      false,
    ],
    [
      'with a known timeout',
      60_000,
      { variables: { 'integration.status': null } },
      { timeoutMs: 29_000 },
      false,
    ],
    ['shorter than any timeout', 5000, { variables: { 'integration.status': null } }, {}, false],
  ])('a longer wait %s', (_name, integrationLatencyMs, fields, context, isLate) => {
    expect(told({ status: 504, integrationLatencyMs, ...fields }, context)).toEqual(
      isLate ? [late(integrationLatencyMs, 'possible')] : no(integrationLatencyMs),
    );
  });
});

describe('a row’s status, where nothing tells more', () => {
  it.each<[string, Partial<AccessLogRow>, string[]]>([
    ['none', {}, []],
    ['a success', { status: 399 }, ['succeeded none certain row-succeeded status=399']],
    ['an error', { status: 400 }, ended('400')],
    ['an error with words', { status: 400, errorMessage: 'x' }, ended('x')],
    [
      '504 with the timeout’s body',
      { status: 504, responseLength: 41 },
      ['integration-timeout unknown possible row-timeout-length'],
    ],
    [
      '504 with the network error’s body',
      { status: 504, responseLength: 56 },
      ['network-error unknown possible row-network-length'],
    ],
    ['504 with another body', { status: 504, responseLength: 42 }, ended('504')],
    ['another status with the timeout’s length', { status: 500, responseLength: 41 }, ended('500')],
    ['another status with the network error’s length', { status: 500, responseLength: 56 }, ended('500')],
  ])('%s', (_name, fields, expected) => {
    expect(told(fields)).toEqual(expected);
  });

  it.each<[string, Partial<AccessLogRow>, string]>([
    [
      'arrival and length',
      { requestTimeMs: sentAtMs, atMs: sentAtMs + 9, responseLatencyMs: 50, integrationLatencyMs: 40 },
      ' atMs=50 waitedMs=40',
    ],
    ['the record’s own time', { atMs: sentAtMs + 9, integrationLatencyMs: 40 }, ' atMs=49 waitedMs=40'],
    ['no time', { responseLatencyMs: 50 }, ''],
    ['no length', { requestTimeMs: sentAtMs }, ''],
  ])('when: %s', (_name, fields, expected) => {
    expect(told({ status: 200, ...fields })).toEqual([
      `succeeded none certain row-succeeded status=200${expected}`,
    ]);
  });
});
