import { describe, expect, it } from 'vitest';
import { hideSecrets, readFailure } from '../../src/aws/read-failure.ts';

const call = { action: 'logs:FilterLogEvents', resource: '/a', account: '111122223333', region: 'eu-west-1' };
const thrown = (name: string, message = 'why', more = {}) =>
  Object.assign(new Error(message), { name, ...more });

describe('readFailure', () => {
  it.each([
    ['a denial', thrown('AccessDeniedException'), 'access-denied'],
    ['a bare 403', thrown('Odd', 'no', { $metadata: { httpStatusCode: 403 } }), 'access-denied'],
    ['throttling', thrown('ThrottlingException'), 'throttled'],
    ['the control plane’s 429', thrown('TooManyRequestsException'), 'throttled'],
    ['a full query queue', thrown('LimitExceededException'), 'throttled'],
    ['a missing log group', thrown('ResourceNotFoundException'), 'log-group-missing'],
    [
      'a class that refuses',
      thrown('InvalidOperationException', 'log-group-class INFREQUENT_ACCESS'),
      'unsupported-class',
    ],
    ['a refused connection', thrown('Error', 'connect', { code: 'ECONNREFUSED' }), 'region-unreachable'],
    ['an unknown host', thrown('Error', 'dns', { code: 'ENOTFOUND' }), 'region-unreachable'],
    ['an expired token', thrown('ExpiredTokenException'), 'credentials-refused'],
    ['no credentials at all', thrown('CredentialsProviderError'), 'no-credentials'],
    ['anything else', thrown('InternalFailure'), 'error'],
    [
      'a wrong secret key',
      thrown('InvalidSignatureException', 'The signature we calculated does not match', {
        $metadata: { httpStatusCode: 403 },
      }),
      'credentials-refused',
    ],
    [
      'a signature from another time',
      thrown(
        'InvalidSignatureException',
        'Signature expired: 20261121T130000Z is now earlier than 20261121T140000Z',
      ),
      'clock-off',
    ],
    [
      'the same of STS',
      thrown(
        'SignatureDoesNotMatch',
        'Signature not yet current: 20261121T150000Z is still later than 20261121T140500Z',
      ),
      'clock-off',
    ],
    ['a time too far off', thrown('RequestTimeTooSkewed'), 'clock-off'],
    ['a fault of AWS', thrown('InternalFailure', 'why', { $metadata: { httpStatusCode: 500 } }), 'aws-fault'],
    [
      'the page of a proxy',
      thrown(
        'SyntaxError',
        "Unexpected token '<'\n  Deserialization error: to see the raw response, inspect the hidden field {error}.$response on this object.",
        { $metadata: { httpStatusCode: 403 } },
      ),
      'not-aws',
    ],
    ['no error at all', 'text', 'error'],
  ])('%s', (_what, error, reason) => {
    expect(readFailure(error, call, false)).toMatchObject({ ok: false, reason, args: call });
  });

  it.each([
    [
      'ends without AWS’s full stop',
      thrown('ValidationException', 'The name is too long.'),
      'The name is too long',
    ],
    [
      'tells a status where AWS says nothing',
      thrown('UnknownError', 'UnknownError', { $metadata: { httpStatusCode: 500 } }),
      'HTTP 500',
    ],
    [
      'has nothing of the SDK’s insides',
      thrown('SyntaxError', 'Deserialization error: inspect {error}.$response', {
        $metadata: { httpStatusCode: 502 },
      }),
      'HTTP 502, not an answer of AWS',
    ],
    [
      'tells how long nothing came',
      thrown(
        'TimeoutError',
        '@smithy/node-http-handler - [ERROR] a request has exceeded the configured 10000 ms requestTimeout.',
      ),
      'no answer within 10 s',
    ],
    [
      'tells that there was no connection',
      thrown(
        'TimeoutError',
        '@smithy/node-http-handler - the request socket did not establish a connection with the server within the configured timeout of 3000 ms.',
      ),
      'no connection within 3 s',
    ],
  ])('%s', (_what, error, detail) => {
    expect(readFailure(error, call, false).detail).toBe(detail);
  });

  it('tells by how much the clock is off, from the answer’s own date', () => {
    const at = (offMs: number) => ({
      $response: { headers: { date: new Date(Date.now() + offMs).toUTCString() } },
    });
    const read = (offMs: number) =>
      readFailure(thrown('RequestTimeTooSkewed', 'x', at(offMs)), call, false).args;
    expect(read(65 * 60_000)).toEqual({ ...call, minutesBehind: 65 });
    expect(read(-65 * 60_000)).toEqual({ ...call, minutesAhead: 65 });
  });

  const user = 'User: arn:aws:sts::111122223333:assumed-role/gw504/x is not authorized to perform:';
  it.each([
    [
      'the called action',
      'logs:FilterLogEvents on resource: arn:aws:logs:eu-west-1:111122223333:log-group:/a:*',
      {},
    ],
    [
      'another action that it needs',
      'kms:Decrypt on resource: arn:aws:kms:eu-west-1:111122223333:key/0f-1 because no identity-based policy allows it',
      { action: 'kms:Decrypt', resource: 'arn:aws:kms:eu-west-1:111122223333:key/0f-1' },
    ],
  ])('names %s that was denied', (_what, denied, named) => {
    expect(readFailure(thrown('AccessDeniedException', `${user} ${denied}`), call, false)).toMatchObject({
      reason: 'access-denied',
      args: { ...call, ...named },
    });
  });

  it('calls whatever comes after our deadline a deadline', () => {
    expect(readFailure(thrown('AccessDeniedException'), call, true).reason).toBe('timed-out');
  });

  it.each([
    ['function', 'lambda:GetFunctionConfiguration', 'error'],
    ['query', 'logs:GetQueryResults', 'query-failed'],
    ['query to stop', 'logs:StopQuery', 'query-failed'],
  ])('does not take a missing %s for a missing log group', (_what, action, reason) => {
    const failure = readFailure(thrown('ResourceNotFoundException'), { action, resource: '/a' }, false);
    expect(failure.reason).toBe(reason);
  });

  it.each([
    ["Log group '/b' does not exist for account ID '111122223333'", '/b'],
    ['The specified log group does not exist.', '/a, /b'],
  ])('names the group that is missing: %s', (message, logGroup) => {
    const failure = readFailure(
      thrown('ResourceNotFoundException', message),
      { action: 'logs:StartQuery', resource: '/a, /b' },
      false,
    );
    expect(failure.args).toEqual({ action: 'logs:StartQuery', resource: '/a, /b', logGroup });
  });
});

describe('hideSecrets', () => {
  it.each([
    ['The security token ASIAABCDEFGHIJKLMNOP is invalid', 'The security token *** is invalid'],
    ['Credential=AKIAIOSFODNN7EXAMPLE/2026, Signature=abc123', 'Credential=***, Signature=***'],
    [`token ${'A1b2/'.repeat(30)} end`, 'token *** end'],
    [
      'logs:StartQuery on arn:aws:logs:eu-west-1:111122223333:log-group:/a',
      'logs:StartQuery on arn:aws:logs:eu-west-1:111122223333:log-group:/a',
    ],
  ])('%s', (text, expected) => {
    expect(hideSecrets(text)).toBe(expected);
  });
});
