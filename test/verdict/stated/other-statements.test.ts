import { describe, expect, it } from 'vitest';
import type { ApiType } from '../../../src/evidence/evidence.ts';
import type { Invocation } from '../../../src/evidence/readings/function-log.ts';
import type { TraceSegment } from '../../../src/evidence/readings/trace.ts';
import { configurationCause } from '../../../src/verdict/stated/configuration-cause.ts';
import { functionStatements } from '../../../src/verdict/stated/function-statements.ts';
import { traceStatements } from '../../../src/verdict/stated/trace-statements.ts';
import { invocation, row, segment, sentAtMs, traceId } from '../evidence-with.ts';
import { tellStatement } from './tell-statement.ts';

describe('what a trace tells of the end', () => {
  const gateway = (to: number, fields: Partial<TraceSegment> = {}) =>
    segment({ name: 'orders/prod', from: 0, to, origin: 'AWS::ApiGateway::Stage', status: 504, ...fields });
  const call = (to: number, fields: Partial<TraceSegment> = {}) =>
    segment({ name: 'backend', from: 10, to, isCall: true, parentId: 'orders/prod', ...fields });
  const told = (segments: TraceSegment[], apiType: ApiType = 'rest', timeoutMs?: number) =>
    traceStatements({ traceId, segments }, apiType, timeoutMs).map((each) => tellStatement(each, sentAtMs));
  const timedOut = (ms: number, confidence = 'likely', waitedMs = ms) =>
    `integration-timeout unknown ${confidence} trace-timed-out waitedMs=${ms} atMs=${ms} waitedMs=${waitedMs}`;
  const otherwise = (ms: number, status = 504, waitedMs = ms) =>
    `- unknown likely trace-ended-otherwise status=${status} lengthMs=${ms} atMs=${ms} waitedMs=${waitedMs}`;

  it.each<[string, TraceSegment[], ApiType, number | undefined, string[]]>([
    ['no gateway in it', [call(9)], 'rest', undefined, []],
    [
      'a gateway still at it',
      [segment({ name: 'a', from: 0, origin: 'AWS::ApiGateway::Stage', status: 504 })],
      'rest',
      undefined,
      [],
    ],
    [
      'no status',
      [segment({ name: 'a', from: 0, to: 9, origin: 'AWS::ApiGateway::Stage' })],
      'rest',
      undefined,
      [],
    ],
    ['as long as the timeout', [gateway(29_000)], 'rest', undefined, [timedOut(29_000)]],
    ['a little shorter', [gateway(27_500)], 'rest', undefined, [timedOut(27_500)]],
    ['shorter', [gateway(27_499)], 'rest', undefined, [otherwise(27_499)]],
    ['a little longer', [gateway(30_500)], 'rest', undefined, [timedOut(30_500)]],
    [
      'longer: perhaps a raised timeout',
      [gateway(30_501)],
      'rest',
      undefined,
      [timedOut(30_501, 'possible')],
    ],
    ['longer than a known timeout', [gateway(30_501)], 'rest', 29_000, [otherwise(30_501)]],
    ['as long as a known timeout', [gateway(60_000)], 'rest', 60_000, [timedOut(60_000)]],
    ['as long as an HTTP API’s', [gateway(31_500)], 'http', undefined, [timedOut(31_500)]],
    ['another status', [gateway(29_000, { status: 502 })], 'rest', undefined, [otherwise(29_000, 502)]],
    [
      'the call took that much of it',
      [gateway(29_000), call(28_900)],
      'rest',
      undefined,
      [timedOut(29_000, 'likely', 28_890)],
    ],
    [
      'the call answered 504 early',
      [gateway(500), call(400, { status: 504 })],
      'rest',
      undefined,
      ['integration-504 none likely trace-answered-504 atMs=500 waitedMs=390'],
    ],
    [
      'the call answered otherwise',
      [gateway(500), call(400, { status: 500 })],
      'rest',
      undefined,
      [otherwise(500, 504, 390)],
    ],
    [
      'the call answered 504 late',
      [gateway(60_000), call(59_000, { status: 504 })],
      'rest',
      undefined,
      [otherwise(60_000, 504, 58_990)],
    ],
    [
      'a success',
      [gateway(500, { status: 399 })],
      'rest',
      undefined,
      ['succeeded none likely trace-succeeded status=399 atMs=500 waitedMs=500'],
    ],
    ['no success', [gateway(500, { status: 400 })], 'rest', undefined, [otherwise(500, 400)]],
  ])('%s', (_name, segments, apiType, timeoutMs, expected) => {
    expect(told(segments, apiType, timeoutMs)).toEqual(expected);
  });
});

describe('what the function’s log tells of the end', () => {
  const told = (fields: Partial<Invocation>, status?: number | 'no row', timeoutMs?: number) =>
    functionStatements(
      invocation(0, {
        lines: [
          { text: 'START', atMs: sentAtMs },
          { text: 'the last', atMs: sentAtMs + 5 },
        ],
        ...fields,
      }),
      status === 'no row' ? undefined : row(status === undefined ? {} : { status }),
      timeoutMs,
    ).map((each) => tellStatement({ ...each, atMs: each.fact.atMs ?? 0 }, sentAtMs));
  const ranTooLong = (durationMs: number) => [
    `integration-timeout unknown likely function-ran-too-long durationMs=${durationMs} “the last” atMs=5`,
  ];
  it.each<[string, Partial<Invocation>, number | 'no row' | undefined, number | undefined, string[]]>([
    ['ran past a 504', { durationMs: 28_000 }, 504, undefined, ranTooLong(28_000)],
    ['ran less', { durationMs: 27_999 }, 504, undefined, []],
    ['ran past a known timeout', { durationMs: 9500 }, 504, 10_000, ranTooLong(9500)],
    ['ran less than a known timeout', { durationMs: 9499 }, 504, 10_000, []],
    ['ran, and there was no 504', { durationMs: 60_000 }, 502, undefined, []],
    ['nobody knows how long it ran', {}, 504, undefined, []],
    ['by time alone', { durationMs: 28_500, joinedBy: 'time' }, 504, undefined, []],
    [
      'died, and the client has 502',
      { status: 'error', errorType: 'Boom' },
      502,
      undefined,
      ['lambda-error none likely function-failed error=Boom “the last” atMs=5'],
    ],
    [
      'died, and the client has 500',
      { status: 'error', errorMessage: 'boom' },
      500,
      undefined,
      ['lambda-error none likely function-failed error=boom “the last” atMs=5'],
    ],
    [
      'died of a type and a message',
      { status: 'error', errorType: 'Boom', errorMessage: 'boom' },
      500,
      undefined,
      ['lambda-error none likely function-failed error=Boom “the last” atMs=5'],
    ],
    [
      'died without words',
      { status: 'error' },
      502,
      undefined,
      ['lambda-error none likely function-failed error=error “the last” atMs=5'],
    ],
    [
      'died, by Lambda’s own id',
      { status: 'error', joinedBy: 'function-request-id' },
      'no row',
      undefined,
      ['lambda-error none certain function-failed error=error “the last” atMs=5'],
    ],
    ['died, and the client has 504', { status: 'error' }, 504, undefined, []],
    ['did not die', {}, 502, undefined, []],
    [
      'died early, and no row says more',
      { status: 'error', durationMs: 28_499 },
      'no row',
      undefined,
      ['lambda-error none likely function-failed error=error “the last” atMs=5'],
    ],
    ['died after the gateway’s time', { status: 'error', durationMs: 28_500 }, 'no row', undefined, []],
    ['died after a shorter known time', { status: 'error', durationMs: 10_000 }, 'no row', 10_000, []],
    [
      'died after the usual time, with a longer known one',
      { status: 'error', durationMs: 28_500 },
      'no row',
      60_000,
      [],
    ],
    [
      'killed after the gateway’s time',
      { status: 'timeout', durationMs: 60_000 },
      'no row',
      undefined,
      ['lambda-timeout wait possible function-killed “the last” atMs=5'],
    ],
    [
      'killed by a limit below the gateway’s time',
      { status: 'timeout', timedOutAfterMs: 28_000 },
      'no row',
      undefined,
      ['lambda-timeout wait likely function-timed-out timeoutMs=28000 “the last” atMs=5'],
    ],
    [
      'killed by a limit above a shorter known time',
      { status: 'timeout', timedOutAfterMs: 10_000 },
      'no row',
      10_000,
      ['lambda-timeout wait possible function-timed-out timeoutMs=10000 “the last” atMs=5'],
    ],
    [
      'killed, with its limit',
      { status: 'timeout', timedOutAfterMs: 3000 },
      502,
      undefined,
      ['lambda-timeout wait likely function-timed-out timeoutMs=3000 “the last” atMs=5'],
    ],
  ])('%s', (_name, fields, status, timeoutMs, expected) => {
    expect(told(fields, status, timeoutMs)).toEqual(expected);
  });

  it.each<[string, Partial<Invocation>, string]>([
    ['timeout', { status: 'timeout' }, '2026 Task timed out after 3.00 seconds'],
    ['timeout', { status: 'timeout' }, 'REPORT RequestId: x Status: timeout'],
    ['timeout', { status: 'timeout' }, '{"status":"timeout"}'],
    ['timeout', { status: 'timeout' }, 'Status:timeout'],
    ['error', { status: 'error' }, 'an Exception'],
    ['error', { status: 'error' }, 'it FAILED'],
  ])('the line that shows a %s: %s', (_name, fields, text) => {
    const lines = [{ text: 'START' }, { text, atMs: sentAtMs + 3 }, { text: 'END', atMs: sentAtMs + 9 }];
    expect(told({ ...fields, lines }, 502)[0]).toContain(`“${text}” atMs=3`);
  });

  it.each(['REPORT RequestId: x', '{"type":"platform.report"}'])(
    'the line that shows its length: %s',
    (text) => {
      const lines = [{ text: 'START' }, { text, atMs: sentAtMs + 3 }, { text: 'more', atMs: sentAtMs + 9 }];
      expect(told({ durationMs: 29_000, lines }, 504)[0]).toContain(`“${text}” atMs=3`);
    },
  );
});

describe('what stands behind “configuration error:”', () => {
  it.each<[string, string | undefined]>([
    ['Invalid endpoint address', 'dns-failure dns stated-dns-failure'],
    ['PKIX path building failed', 'tls-failure tls stated-tls-failure'],
    ['General SSLEngine problem', 'tls-failure tls stated-tls-failure'],
    [
      "Host name 'a.example.com' does not match the certificate subject",
      'tls-failure tls stated-tls-failure',
    ],
    ['Rate Exceeded.', 'lambda-throttled none stated-lambda-throttled'],
    ['Malformed Lambda proxy response', 'malformed-response none stated-malformed-response'],
    [
      "The response from the Lambda function doesn't match the format",
      'malformed-response none stated-malformed-response',
    ],
    [
      'The response from the Lambda function doesnt match the format',
      'malformed-response none stated-malformed-response',
    ],
    ['Invalid permissions on Lambda function', 'permission-denied none stated-permission-denied'],
    [
      'API Gateway does not have permission to assume the role',
      'permission-denied none stated-permission-denied',
    ],
    [
      "The IAM role configured on the integration or API Gateway doesn't have permissions",
      'permission-denied none stated-permission-denied',
    ],
    [
      'The IAM role configured on the integration or API Gateway doesn’t have permissions',
      'permission-denied none stated-permission-denied',
    ],
    ['Could not parse policy', 'authorizer-failure none stated-authorizer-failure'],
    ['Authorizer x', 'authorizer-failure none stated-authorizer-failure'],
    ['An Invalid endpoint address', undefined],
    ['The PKIX path', undefined],
    ['A Rate Exceeded', undefined],
    ['A Malformed Lambda proxy response', undefined],
    ['No Invalid permissions on Lambda function', undefined],
    ['The Authorizer', undefined],
    ['Host name a does not match', undefined],
  ])('%s', (detail, expected) => {
    const known = configurationCause(detail);
    expect(known === undefined ? undefined : `${known.cause} ${known.phase} ${known.fact}`).toBe(expected);
  });
});
