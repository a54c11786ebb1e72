import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  GetCallerIdentityCommand,
} from '@aws-sdk/client-sts';
import { afterEach, describe, expect, it } from 'vitest';
import type { Role } from '../../../src/sandbox/aws/world.ts';
import { type OpenStandIn, openStandIn, refusalOf } from './open-stand-in.ts';
import { keys, roleArn, smallWorld } from './small-world.ts';

let standIn: OpenStandIn | undefined;
afterEach(async () => {
  await standIn?.close();
  standIn = undefined;
});

const user = 'arn:aws:iam::999900001111:user/gw504-bot';
const good: AssumeRoleCommandInput = {
  RoleArn: roleArn,
  RoleSessionName: 'gw504-U024BE7LH',
  ExternalId: 'shop-7',
};

async function open(role: Partial<Role> = {}) {
  const world = smallWorld();
  for (const account of world.accounts) account.roles = account.roles.map((one) => ({ ...one, ...role }));
  standIn = await openStandIn(world);
  return standIn;
}

describe('STS', () => {
  it('says who is asking', async () => {
    const { sts } = await open();
    expect(await sts().send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: '999900001111',
      Arn: user,
      UserId: expect.stringMatching(/^AIDA[A-Z2-7]{17}$/),
    });
  });

  it('issues a session that works, in the role of another account', async () => {
    const { sts, logs } = await open();
    const { Credentials: given, AssumedRoleUser: who } = await sts().send(new AssumeRoleCommand(good));
    const credentials = {
      accessKeyId: given?.AccessKeyId ?? '',
      secretAccessKey: given?.SecretAccessKey ?? '',
      sessionToken: given?.SessionToken ?? '',
    };
    expect(who?.Arn).toBe('arn:aws:sts::111122223333:assumed-role/gw504-read/gw504-U024BE7LH');
    expect(credentials.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(await sts({ credentials }).send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: '111122223333',
      Arn: who?.Arn,
    });
    expect(await logs({ credentials }).send(new DescribeLogGroupsCommand({}))).toMatchObject({
      logGroups: [],
    });
  });

  it('keeps the source identity where the trust policy allows one', async () => {
    const { sts } = await open({ allowsSourceIdentity: true });
    const answer = await sts().send(new AssumeRoleCommand({ ...good, SourceIdentity: 'U024BE7LH' }));
    expect(answer.SourceIdentity).toBe('U024BE7LH');
  });

  it('takes tags where the trust policy allows them', async () => {
    const { sts } = await open({ allowsTags: true });
    const answer = await sts().send(
      new AssumeRoleCommand({ ...good, Tags: [{ Key: 'asker', Value: 'U0' }] }),
    );
    expect(answer.Credentials?.SessionToken).toBeDefined();
  });

  const denied = (action: string, arn = roleArn) => ({
    code: 'AccessDenied',
    message: `User: ${user} is not authorized to perform: ${action} on resource: ${arn}`,
    status: 403,
  });
  const missing = 'arn:aws:iam::111122223333:role/nobody';
  it.each<[string, Partial<AssumeRoleCommandInput>, Partial<Role>, unknown]>([
    ['no external id', { ExternalId: undefined }, {}, denied('sts:AssumeRole')],
    ['the wrong external id', { ExternalId: 'shop-8' }, {}, denied('sts:AssumeRole')],
    ['a role that trusts somebody else', {}, { trusts: ['222233334444'] }, denied('sts:AssumeRole')],
    ['a role that does not exist', { RoleArn: missing }, {}, denied('sts:AssumeRole', missing)],
    ['a source identity that is not allowed', { SourceIdentity: 'U0' }, {}, denied('sts:SetSourceIdentity')],
    ['tags that are not allowed', { Tags: [{ Key: 'a', Value: 'b' }] }, {}, denied('sts:TagSession')],
    [
      'a session that is too short',
      { DurationSeconds: 899 },
      {},
      {
        code: 'ValidationError',
        message:
          "1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
        status: 400,
      },
    ],
    [
      'a session that is longer than the role allows',
      { DurationSeconds: 3601 },
      {},
      {
        code: 'ValidationError',
        message: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
        status: 400,
      },
    ],
    [
      'a session name with a space',
      { RoleSessionName: 'gw504 U0' },
      {},
      {
        code: 'ValidationError',
        message:
          "1 validation error detected: Value 'gw504 U0' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*",
        status: 400,
      },
    ],
    [
      'a session policy that is no JSON',
      { Policy: '{' },
      {},
      { code: 'MalformedPolicyDocumentException', message: 'This policy contains invalid Json', status: 400 },
    ],
    [
      'a session policy with a wildcard partition',
      {
        Policy: JSON.stringify({
          Statement: [{ Effect: 'Allow', Action: 'logs:*', Resource: 'arn:aws*:logs:*:*:*' }],
        }),
      },
      {},
      {
        code: 'MalformedPolicyDocumentException',
        message: 'Resource arn:aws*:logs:*:*:* must be in ARN format or "*".',
        status: 400,
      },
    ],
  ])('refuses %s', async (_name, input, role, refusal) => {
    const { sts } = await open(role);
    expect(await refusalOf(sts().send(new AssumeRoleCommand({ ...good, ...input })))).toStrictEqual(refusal);
  });

  it('refuses a session policy that is too long', async () => {
    const { sts } = await open();
    const refusal = await refusalOf(
      sts().send(new AssumeRoleCommand({ ...good, Policy: `{${' '.repeat(2048)}}` })),
    );
    expect(refusal.code).toBe('ValidationError');
    expect(refusal.message).toMatch(/at 'policy' failed .* have length less than or equal to 2048$/);
  });

  it('lets a chained role have one hour at most, whatever the role allows', async () => {
    const { sts } = await open({ maxSessionSeconds: 43_200, trusts: ['999900001111', roleArn] });
    const { Credentials: given } = await sts().send(
      new AssumeRoleCommand({ ...good, DurationSeconds: 7200 }),
    );
    const credentials = {
      accessKeyId: given?.AccessKeyId ?? '',
      secretAccessKey: given?.SecretAccessKey ?? '',
      sessionToken: given?.SessionToken ?? '',
    };
    const chained = sts({ credentials });
    const refusal = await refusalOf(chained.send(new AssumeRoleCommand({ ...good, DurationSeconds: 3601 })));
    expect(refusal.message).toBe(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    );
    const hour = await chained.send(new AssumeRoleCommand({ ...good, DurationSeconds: 3600 }));
    expect(hour.Credentials?.AccessKeyId).toBeDefined();
  });

  it('needs no policy of the caller where the trust policy of its own account names it', async () => {
    const world = smallWorld();
    const account = '111122223333';
    standIn = await openStandIn({
      keys: world.keys.map((key) => ({ ...key, account, policy: { Statement: [] } })),
      accounts: world.accounts.map((one) => ({
        ...one,
        roles: one.roles.map((role) => ({ ...role, trusts: [`arn:aws:iam::${account}:user/gw504-bot`] })),
      })),
    });
    const { sts, faults } = standIn;
    expect((await sts().send(new AssumeRoleCommand(good))).Credentials).toBeDefined();
    faults.deny('sts:AssumeRole');
    expect((await refusalOf(sts().send(new AssumeRoleCommand(good)))).message).toMatch(
      / with an explicit deny /,
    );
  });

  it('refuses a caller whose own policy does not allow sts:AssumeRole', async () => {
    const world = smallWorld();
    standIn = await openStandIn({
      ...world,
      keys: world.keys.map((key) => ({ ...key, policy: { Statement: [] } })),
    });
    expect(await refusalOf(standIn.sts().send(new AssumeRoleCommand(good)))).toStrictEqual({
      code: 'AccessDenied',
      message: `User: ${user} is not authorized to perform: sts:AssumeRole on resource: ${roleArn} because no identity-based policy allows the sts:AssumeRole action`,
      status: 403,
    });
  });
});

describe('signatures', () => {
  it.each([
    ['an unknown key', { ...keys, accessKeyId: 'AKIASOMEBODYELSE0000' }, 'InvalidClientTokenId'],
    ['a wrong secret', { ...keys, secretAccessKey: 'guess' }, 'SignatureDoesNotMatch'],
    ['a token that nobody issued', { ...keys, sessionToken: 'made-up' }, 'InvalidClientTokenId'],
  ])('refuse %s in the words of STS', async (_name, credentials, code) => {
    const { sts } = await open();
    expect(await refusalOf(sts({ credentials }).send(new GetCallerIdentityCommand({})))).toMatchObject({
      code,
      status: 403,
    });
  });

  it.each([
    ['an unknown key', { ...keys, accessKeyId: 'AKIASOMEBODYELSE0000' }, 'UnrecognizedClientException'],
    ['a wrong secret', { ...keys, secretAccessKey: 'guess' }, 'InvalidSignatureException'],
  ])('refuse %s in the words of a JSON service', async (_name, credentials, code) => {
    const { logs } = await open();
    expect(await refusalOf(logs({ credentials }).send(new DescribeLogGroupsCommand({})))).toMatchObject({
      code,
      status: 400,
    });
  });

  it('refuse a session that has ended, and one that was ended', async () => {
    const opened = await open();
    const issue = async () => {
      const { Credentials: given } = await opened.sts().send(new AssumeRoleCommand(good));
      return {
        accessKeyId: given?.AccessKeyId ?? '',
        secretAccessKey: given?.SecretAccessKey ?? '',
        sessionToken: given?.SessionToken ?? '',
      };
    };
    const first = opened.logs({ credentials: await issue() });
    await first.send(new DescribeLogGroupsCommand({}));
    opened.faults.expireTokens();
    const expired = {
      code: 'ExpiredTokenException',
      message: 'The security token included in the request is expired',
      status: 400,
    };
    expect(await refusalOf(first.send(new DescribeLogGroupsCommand({})))).toStrictEqual(expired);
    const second = opened.logs({ credentials: await issue() });
    expect(await second.send(new DescribeLogGroupsCommand({}))).toMatchObject({ logGroups: [] });
  });

  it('refuse a request without any', async () => {
    const { url } = await open();
    const bare = await fetch(`${url}/aws/restapis`);
    expect([bare.status, await bare.json()]).toStrictEqual([
      400,
      { __type: 'MissingAuthenticationTokenException', message: 'Missing Authentication Token' },
    ]);
  });
});
