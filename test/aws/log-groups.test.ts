import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeLogGroup, describeNamedGroups } from '../../src/aws/log-groups.ts';
import { type AwsAccess, openAws } from '../../src/aws/open-aws.ts';
import { configSchema } from '../../src/config-schema.ts';
import { type ScriptedAnswer, type ScriptedCall, startScriptedAws } from './scripted-aws.ts';

const before = { ...process.env };
const signal = new AbortController().signal;
let aws: AwsAccess;
let server: Awaited<ReturnType<typeof startScriptedAws>>;
let refuse: ((call: ScriptedCall) => ScriptedAnswer | undefined) | undefined;

beforeEach(async () => {
  refuse = undefined;
  server = await startScriptedAws((call) => refuse?.(call) ?? { body: { logGroups: groupsOf(call) } });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: server.url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIAAMBIENT',
    AWS_SECRET_ACCESS_KEY: 'x',
  });
  aws = openAws(configSchema.parse({}));
});
afterEach(async () => {
  aws.close();
  await server.close();
  process.env = { ...before };
});

const session = () =>
  aws.session({ account: undefined, region: 'eu-west-1', askedBy: 'terminal', count: { calls: 0 } });

/** Every group exists but those that are named so. */
const groupsOf = ({ body }: ScriptedCall) =>
  namesOf(body)
    .filter((name) => !name.includes('gone'))
    .map((logGroupName) => ({
      logGroupName,
      arn: `arn:aws:logs:eu-west-1:111122223333:log-group:${logGroupName}:*`,
      storedBytes: 7,
    }));
const namesOf = (body: Record<string, unknown>) =>
  Array.isArray(body.logGroupIdentifiers)
    ? body.logGroupIdentifiers.map(String)
    : [String(body.logGroupNamePrefix), `${body.logGroupNamePrefix}-other`];
const asked = () => server.calls.map(({ body }) => body.logGroupIdentifiers ?? body.logGroupNamePrefix);
const seen = (answers: Awaited<ReturnType<typeof describeNamedGroups>>) =>
  answers.map((answer) => (answer.ok ? (answer.value?.name ?? 'none') : answer.reason));

const many = Array.from({ length: 53 }, (_, number) => `/group/${number}`);

describe('log groups by name', () => {
  it('are asked for fifty to a call, and stand in the order of their names', async () => {
    expect(seen(await describeNamedGroups(session(), many, signal))).toEqual(many);
    expect(asked()).toEqual([many.slice(0, 50), many.slice(50)]);
  });

  it('are asked for once, each by itself', async () => {
    await describeNamedGroups(session(), ['/a', '/gone'], signal);
    expect(seen(await describeNamedGroups(session(), ['/gone', '/b', '/a'], signal))).toEqual([
      'none',
      '/b',
      '/a',
    ]);
    expect(await describeLogGroup(session(), '/a', signal)).toMatchObject({
      value: { name: '/a', storedBytes: 7 },
    });
    expect(asked()).toEqual([['/a', '/gone'], ['/b']]);
  });

  it('that AWS does not take together are asked for one by one', async () => {
    refuse = ({ body }) =>
      body.logGroupIdentifiers ? { error: 'ResourceNotFoundException', message: 'One of them.' } : undefined;
    expect(seen(await describeNamedGroups(session(), ['/a', '/gone'], signal))).toEqual(['/a', 'none']);
    expect(asked()).toEqual([['/a', '/gone'], '/a', '/gone']);
  });

  it('that may not be described are not asked for one by one, and are asked for again', async () => {
    refuse = () => ({ error: 'AccessDeniedException', message: 'no' });
    expect(seen(await describeNamedGroups(session(), ['/a', '/b'], signal))).toEqual([
      'access-denied',
      'access-denied',
    ]);
    refuse = undefined;
    expect(seen(await describeNamedGroups(session(), ['/a'], signal))).toEqual(['/a']);
    expect(asked()).toEqual([['/a', '/b'], ['/a']]);
  });
});
