import { z } from 'zod';
import { AwsError, constraintError } from '../aws-error.ts';
import { type CredentialStore, type Principal, roleIdOf } from '../iam/credentials.ts';
import { readSessionPolicy } from '../iam/session-policy.ts';
import { queryXml } from '../protocols/query-xml.ts';
import { type Call, operation, type Service } from '../service.ts';
import type { Role, World } from '../world.ts';

const assumeRoleInput = z.object({
  RoleArn: z.string(),
  RoleSessionName: z.string(),
  DurationSeconds: z.coerce.number().default(3600),
  Policy: z.string().optional(),
  ExternalId: z.string().optional(),
  SourceIdentity: z.string().optional(),
  Tags: z.array(z.object({ Key: z.string(), Value: z.string() })).default([]),
});
type AssumeRoleInput = z.output<typeof assumeRoleInput>;

/** Security Token Service: who is asking, and sessions of roles. */
export function createSts(world: World, store: CredentialStore): Service {
  const operations = {
    GetCallerIdentity: operation(z.object({}), ({ principal }) => ({
      // Needs no permission, whatever policies say.
      Arn: principal.arn,
      UserId: principal.userId,
      Account: principal.account,
    })),
    AssumeRole: operation(assumeRoleInput, assumeRole),
  };
  return {
    scope: 'sts',
    name: 'sts',
    protocol: queryXml({
      namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
      version: '2011-06-15',
      operations: Object.keys(operations),
    }),
    operations,
    throttled: () => new AwsError('ThrottlingException', 'Rate exceeded'),
  };

  function assumeRole(call: Call, input: AssumeRoleInput) {
    checkMembers(input);
    const sessionPolicy = input.Policy === undefined ? undefined : readSessionPolicy(input.Policy);
    const role = world.accounts.flatMap((account) => account.roles).find((one) => one.arn === input.RoleArn);
    const refuse = (action: string) =>
      new AwsError(
        'AccessDeniedException',
        `User: ${call.principal.arn} is not authorized to perform: ${action} on resource: ${input.RoleArn}`,
        403,
      );
    // A role that does not exist is refused like one that does not trust the caller: existence is not told.
    if (!role || !isTrusted(role, call.principal, input.ExternalId)) throw refuse('sts:AssumeRole');
    if (namesCaller(role, call.principal)) call.allowNamed('sts:AssumeRole', role.arn);
    else call.allow('sts:AssumeRole', role.arn);
    const inherited = call.principal.sourceIdentity;
    if (input.SourceIdentity && inherited && input.SourceIdentity !== inherited)
      throw refuse('sts:SetSourceIdentity');
    if (input.SourceIdentity && !role.allowsSourceIdentity) throw refuse('sts:SetSourceIdentity');
    if (input.Tags.length > 0 && !role.allowsTags) throw refuse('sts:TagSession');
    checkDuration(role, call.principal, input.DurationSeconds);

    const [, account = '', roleName = ''] =
      role.arn.match(/^arn:[^:]+:iam::(\d+):role\/(?:.*\/)?([^/]+)$/) ?? [];
    const arn = role.arn
      .replace(':iam:', ':sts:')
      .replace(/:role\/.*$/, `:assumed-role/${roleName}/${input.RoleSessionName}`);
    const userId = `${roleIdOf(role.arn)}:${input.RoleSessionName}`;
    const sourceIdentity = input.SourceIdentity ?? inherited;
    const issued = store.issue(
      {
        account,
        arn,
        userId,
        policies: [role.policy],
        roleArn: role.arn,
        ...(sessionPolicy ? { sessionPolicy } : {}),
        ...(sourceIdentity ? { sourceIdentity } : {}),
      },
      call.clockMs + input.DurationSeconds * 1000,
    );
    return {
      Credentials: {
        AccessKeyId: issued.accessKeyId,
        SecretAccessKey: issued.secretAccessKey,
        SessionToken: issued.session.token,
        Expiration: new Date(issued.session.expiresAtMs).toISOString().replace(/\.\d+Z$/, 'Z'),
      },
      AssumedRoleUser: { AssumedRoleId: userId, Arn: arn },
      ...(input.Policy === undefined ? {} : { PackedPolicySize: Math.ceil(input.Policy.length / 41) }),
      ...(sourceIdentity ? { SourceIdentity: sourceIdentity } : {}),
    };
  }
}

/** The trust policy: is the caller named (itself, its role or its account), and does it know the external id? */
function isTrusted(role: Role, principal: Principal, externalId: string | undefined): boolean {
  if (role.externalId !== undefined && role.externalId !== externalId) return false;
  return role.trusts.some((trusted) => {
    const account = trusted.match(/^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/)?.[1];
    if (account !== undefined) return account === principal.account;
    return trusted === '*' || trusted === principal.arn || trusted === principal.roleArn;
  });
}

/** Within one account a trust policy that names the very caller is enough; else its own policy must allow it too. */
function namesCaller(role: Role, principal: Principal): boolean {
  return (
    role.arn.split(':')[4] === principal.account &&
    role.trusts.some((trusted) => trusted === principal.arn || trusted === principal.roleArn)
  );
}

function checkMembers(input: AssumeRoleInput): void {
  const names = [
    ['roleSessionName', input.RoleSessionName, /^[\w+=,.@-]*$/, 2, 64, '[\\w+=,.@-]*'],
    ['sourceIdentity', input.SourceIdentity, /^[\w+=,.@-]*$/, 2, 64, '[\\w+=,.@-]*'],
    ['externalId', input.ExternalId, /^[\w+=,.@:/-]*$/, 2, 1224, '[\\w+=,.@:\\/-]*'],
    ['roleArn', input.RoleArn, /^[ -~]+$/, 20, 2048, '[ -~]+'],
  ] as const;
  for (const [member, value, pattern, least, most, shown] of names) {
    if (value === undefined) continue;
    if (value.length < least)
      throw constraintError(
        'ValidationError',
        value,
        member,
        `have length greater than or equal to ${least}`,
      );
    if (value.length > most)
      throw constraintError('ValidationError', value, member, `have length less than or equal to ${most}`);
    if (!pattern.test(value))
      throw constraintError('ValidationError', value, member, `satisfy regular expression pattern: ${shown}`);
  }
  if (input.Tags.length > 50)
    throw constraintError('ValidationError', '[…]', 'tags', 'have length less than or equal to 50');
  if (!/^arn:[^:]+:iam::\d{12}:role\/.+$/.test(input.RoleArn))
    throw new AwsError('ValidationError', `${input.RoleArn} is invalid`);
}

function checkDuration(role: Role, principal: Principal, seconds: number): void {
  if (!(seconds >= 900))
    throw constraintError(
      'ValidationError',
      seconds,
      'durationSeconds',
      'have value greater than or equal to 900',
    );
  if (seconds > 43_200)
    throw constraintError(
      'ValidationError',
      seconds,
      'durationSeconds',
      'have value less than or equal to 43200',
    );
  if (principal.roleArn && seconds > 3600)
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    );
  if (seconds > role.maxSessionSeconds)
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
}
