import { describe, expect, it } from 'vitest';
import { describeLogGroups } from '../../src/aws/log-groups.ts';
import { type Clients, openAws } from '../../src/aws/open-aws.ts';
import { getRestApis } from '../../src/aws/rest-apis.ts';
import { configSchema } from '../../src/config-schema.ts';
import { assumedRole, type ScriptedAnswer, type ScriptedCall, startScriptedAws } from './scripted-aws.ts';
import { useAmbientCredentials } from './use-ambient-credentials.ts';

/** What AWS, or what stands in its place, does on a bad day: on real sockets, with the real SDK. */
const role = {
  id: '111122223333',
  roleArn: 'arn:aws:iam::111122223333:role/gw504',
  regions: ['eu-west-1', 'us-east-1'],
};
const roleless = { id: '111122223333', regions: ['eu-west-1'] };

const closers = useAmbientCredentials();

async function open(
  answer: (call: ScriptedCall, nth: number) => ScriptedAnswer,
  account: unknown = roleless,
  patienceMs: number = 1_000,
) {
  const server = await startScriptedAws(answer);
  process.env.AWS_ENDPOINT_URL = server.url;
  const config = configSchema.parse({ accounts: [account] });
  const aws = openAws(config, { connectionMs: patienceMs, answerMs: patienceMs });
  closers.push(server.close, aws.close);
  const session = aws.session({
    account: config.accounts[0],
    region: 'eu-west-1',
    askedBy: 'U1',
    count: { calls: 0 },
  });
  return { server, session, signal: new AbortController().signal };
}

describe('an endpoint that takes the call and never answers', () => {
  it('is given up after two waits, in words about the network', async () => {
    const { server, session, signal } = await open(() => ({ hang: true }));
    expect(await describeLogGroups(session, 'a', false, signal)).toEqual({
      ok: false,
      reason: 'region-unreachable',
      detail: 'no answer within 1 s',
      args: { action: 'logs:DescribeLogGroups', resource: 'a', account: '111122223333', region: 'eu-west-1' },
      code: 'TimeoutError',
    });
    expect(server.calls).toHaveLength(2);
  });

  it('is not waited for again by the next call of the same service; another service is', async () => {
    const { server, session, signal } = await open(
      (call) => (call.name.startsWith('logs:') ? { hang: true } : { body: { item: [] } }),
      roleless,
      3_000,
    );
    await describeLogGroups(session, 'a', false, signal);
    expect(await describeLogGroups(session, 'b', false, signal)).toMatchObject({
      reason: 'region-unreachable',
      args: { resource: 'b' },
    });
    expect(await getRestApis(session, signal)).toEqual({ ok: true, value: [] });
    expect(server.names()).toEqual(['logs:DescribeLogGroups', 'logs:DescribeLogGroups', 'GET /restapis']);
  });

  it('near miss: one slow call among answered ones does not silence the others', async () => {
    const { session, signal } = await open(
      (call) => (call.body.logGroupNamePrefix === 'slow' ? { hang: true } : { body: { logGroups: [] } }),
      roleless,
      3_000,
    );
    const slow = describeLogGroups(session, 'slow', false, signal);
    for (const name of ['a', 'b'])
      expect(await describeLogGroups(session, name, false, signal)).toMatchObject({ ok: true });
    expect(await slow).toMatchObject({ reason: 'region-unreachable' });
    expect(await describeLogGroups(session, 'c', false, signal)).toMatchObject({ ok: true });
  });

  it('is told from a slow search where the deadline comes first', async () => {
    const { server, session } = await open(() => ({ hang: true }), roleless, 2_000);
    expect(await describeLogGroups(session, 'a', false, AbortSignal.timeout(1_700))).toMatchObject({
      reason: 'region-unreachable',
    });
    expect(await describeLogGroups(session, 'b', false, new AbortController().signal)).toMatchObject({
      detail: 'no answer before the deadline',
    });
    expect(server.calls).toHaveLength(1);
  });

  it('a deadline that leaves no time for an answer is a deadline', async () => {
    const { session } = await open(() => ({ hang: true }));
    expect(await describeLogGroups(session, 'a', false, AbortSignal.timeout(20))).toMatchObject({
      reason: 'timed-out',
    });
  });
});

describe('an STS that never answers', () => {
  it('is asked once in each region, and then left alone for a while', async () => {
    const { server, session, signal } = await open(
      (call) => (call.name.startsWith('sts:') ? { hang: true } : { body: {} }),
      role,
    );
    expect(await describeLogGroups(session, 'a', false, signal)).toMatchObject({
      reason: 'region-unreachable',
      detail: 'no answer within 1 s',
      args: { action: 'sts:AssumeRole', resource: role.roleArn },
    });
    expect(server.calls.map(({ region }) => region)).toEqual(['eu-west-1', 'us-east-1']);
    expect(await describeLogGroups(session, 'b', false, signal)).toMatchObject({
      args: { action: 'sts:AssumeRole' },
    });
    expect(server.calls).toHaveLength(2);
  });

  it('that is slow in one region only is done without there', async () => {
    const { session, signal } = await open(
      (call, nth) => {
        if (call.name !== 'sts:AssumeRole') return { body: { logGroups: [] } };
        return call.region === 'eu-west-1' ? { hang: true } : assumedRole(nth);
      },
      role,
      3_000,
    );
    expect(await describeLogGroups(session, 'a', false, signal)).toEqual({ ok: true, value: [] });
  });

  it('does not hold a diagnosis beyond its deadline', async () => {
    const { session } = await open(
      (call) => (call.name.startsWith('sts:') ? { hang: true } : { body: {} }),
      // One region: another would be asked after this test, at the next one's server.
      { ...role, regions: ['eu-west-1'] },
      10_000,
    );
    const startedAt = performance.now();
    await describeLogGroups(session, 'a', false, AbortSignal.timeout(50));
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});

describe('a clock that is off', () => {
  const aheadMs = 3_600_000;
  const date = () => ({ date: new Date(Date.now() + aheadMs).toUTCString() });
  const refuse = (call: ScriptedCall): ScriptedAnswer => ({
    error: call.name.startsWith('sts:') ? 'SignatureDoesNotMatch' : 'InvalidSignatureException',
    message:
      'Signature expired: 20261121T130000Z is now earlier than 20261121T135500Z (20261121T140000Z - 5 min.)',
    status: 403,
    headers: date(),
  });
  const isSignedLate = ({ signedAtMs = 0 }: ScriptedCall) => signedAtMs < Date.now() + aheadMs - 300_000;

  it('is made up for, as far as AWS tells its own time, and is known afterwards', async () => {
    const { server, session, signal } = await open(
      (call, nth) => {
        if (isSignedLate(call)) return refuse(call);
        return call.name === 'sts:AssumeRole'
          ? assumedRole(nth, 7_200_000)
          : { body: { logGroups: [] }, headers: date() };
      },
      role,
      10_000,
    );
    expect(await describeLogGroups(session, 'a', false, signal)).toEqual({ ok: true, value: [] });
    expect(server.names()).toEqual([
      'sts:AssumeRole',
      'sts:AssumeRole',
      'logs:DescribeLogGroups',
      'logs:DescribeLogGroups',
    ]);
    expect(Math.round(session.clockOffMs() / 60_000)).toBe(60);
  });

  it.each([
    ['of a service', roleless],
    ['of STS', role],
  ])('is the reason where a refusal %s stays', async (_, account) => {
    const { session, signal } = await open(refuse, account, 10_000);
    expect(await describeLogGroups(session, 'a', false, signal)).toMatchObject({
      reason: 'clock-off',
      args: { minutesBehind: 60 },
    });
  });

  it('near miss: a right clock is 0 off', async () => {
    const { session, signal } = await open(() => ({ body: { logGroups: [] } }));
    await describeLogGroups(session, 'a', false, signal);
    expect(Math.abs(session.clockOffMs())).toBeLessThan(60_000);
  });
});

describe('AWS that throttles', () => {
  it.each(['ThrottlingException', 'TooManyRequestsException', 'LimitExceededException'])(
    'is given time, and answers in the end: %s',
    async (error) => {
      const { server, session, signal } = await open((_call, nth) =>
        nth <= 3 ? { error, message: 'Rate exceeded', status: 429 } : { body: { logGroups: [] } },
      );
      const beganMs = performance.now();
      expect(await describeLogGroups(session, 'a', false, signal)).toEqual({ ok: true, value: [] });
      expect(server.calls).toHaveLength(4);
      // Pauses that grow: half of each is certain, the rest at random.
      expect(performance.now() - beganMs).toBeGreaterThan(0.5 * (500 + 1_000 + 2_000));
    },
  );

  it('for longer than there is time is called by its name, and not hammered meanwhile', async () => {
    const { server, session } = await open(() => ({
      error: 'ThrottlingException',
      message: 'Rate exceeded',
    }));
    expect(await describeLogGroups(session, 'a', false, AbortSignal.timeout(2_000))).toMatchObject({
      reason: 'throttled',
    });
    expect(server.calls.length).toBeLessThan(6);
  });
});

describe('credentials that are no longer good', () => {
  const refusal = (error: string): ScriptedAnswer => ({
    error,
    message: 'The security token included in the request is invalid. AKIAIOSFODNN7EXAMPLE',
    status: 403,
  });
  it.each([
    ['expired', 'ExpiredTokenException'],
    ['revoked', 'UnrecognizedClientException'],
    ['of a user who was deleted', 'InvalidClientTokenId'],
  ])('%s, without a role: told at once, by their name, without the key', async (_what, error) => {
    const { server, session, signal } = await open(() => refusal(error));
    const answer = await describeLogGroups(session, 'a', false, signal);
    expect(answer).toMatchObject({ ok: false, reason: 'credentials-refused' });
    expect(JSON.stringify(answer)).not.toContain('AKIA');
    expect(server.calls.length).toBeLessThan(3);
  });

  it.each(['ExpiredTokenException', 'UnrecognizedClientException'])(
    'of the role, again and again (%s): the role is assumed anew once, and then they are told',
    async (error) => {
      const { server, session, signal } = await open(
        (call, nth) => (call.name === 'sts:AssumeRole' ? assumedRole(nth) : refusal(error)),
        role,
        10_000,
      );
      expect(await describeLogGroups(session, 'a', false, signal)).toMatchObject({
        reason: 'credentials-refused',
      });
      expect(server.names().filter((name) => name === 'sts:AssumeRole').length).toBeLessThanOrEqual(2);
    },
  );
});

describe('an answer that makes no sense', () => {
  it.each<[string, ScriptedAnswer, string, string, number]>([
    [
      'a page of HTML',
      { status: 200, body: '<html>Sign in</html>' },
      'not-aws',
      'HTTP 200, not an answer of AWS',
      1,
    ],
    [
      'a proxy’s error',
      { status: 502, body: '<html>Bad gateway</html>' },
      'not-aws',
      'HTTP 502, not an answer of AWS',
      3,
    ],
    [
      'a proxy’s refusal',
      { status: 403, body: '<html>Forbidden</html>' },
      'not-aws',
      'HTTP 403, not an answer of AWS',
      1,
    ],
    [
      'half of JSON',
      { status: 200, body: '{"logGroups": [' },
      'not-aws',
      'HTTP 200, not an answer of AWS',
      1,
    ],
    ['a fault of AWS', { error: 'InternalFailure', status: 500 }, 'aws-fault', 'HTTP 500', 3],
    ['a fault without a word', { status: 503, body: '' }, 'aws-fault', 'HTTP 503', 3],
  ])('%s', async (_, answer, reason, detail, calls) => {
    const { server, session, signal } = await open(() => answer);
    expect(await describeLogGroups(session, 'a', false, signal)).toMatchObject({ ok: false, reason, detail });
    expect(server.calls).toHaveLength(calls);
  });

  it.each<[string, ScriptedAnswer, string, string]>([
    [
      'a page of HTML',
      { status: 200, body: '<html>Sign in</html>' },
      'not-aws',
      'no credentials in the answer',
    ],
    ['a fault', { error: 'InternalFailure', status: 500 }, 'aws-fault', 'HTTP 500'],
    ['no XML', { status: 200, body: 'xx{{' }, 'not-aws', 'not an answer of AWS'],
  ])('of STS: %s', async (_, answer, reason, detail) => {
    const { session, signal } = await open(() => answer, { ...role, regions: ['eu-west-1'] }, 2_000);
    expect(await describeLogGroups(session, 'a', false, signal)).toMatchObject({
      ok: false,
      reason,
      detail: expect.stringContaining(detail),
      args: { action: 'sts:AssumeRole' },
    });
  });
});

it('has a client for each service that a session opens', async () => {
  const { session, signal } = await open(() => ({ body: {} }));
  const names: (keyof Clients)[] = ['logs', 'restApis', 'httpApis', 'lambda', 'xray', 'metrics'];
  const seen = await session.send(
    { action: 'x:y', resource: 'z' },
    async (clients) => Object.keys(clients),
    signal,
  );
  expect(seen).toEqual({ ok: true, value: names });
});
