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
    ['no error at all', 'text', 'error'],
  ])('%s', (_what, error, reason) => {
    expect(readFailure(error, call, false)).toMatchObject({ ok: false, reason, args: call });
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

  it('does not take a missing function for a missing log group', () => {
    const failure = readFailure(
      thrown('ResourceNotFoundException'),
      { action: 'lambda:GetFunctionConfiguration', resource: 'f' },
      false,
    );
    expect(failure.reason).toBe('error');
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
