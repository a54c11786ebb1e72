import type { Config } from '../config-schema.ts';
import { partitionOf } from './partition.ts';
import { permissions } from './permissions.ts';

/** One role that the configuration asks for: what it may do, and who may assume it. Plain IAM documents. */
export interface RolePolicy {
  account: string;
  alias?: string;
  /** The role's name without its path; "gw504" where the configuration names no role. */
  roleName: string;
  /** "/" or "/ops/": a part of the role's ARN. */
  path: string;
  externalId?: string;
  permissions: PolicyDocument;
  trust: PolicyDocument;
}

export interface PolicyDocument {
  Version: '2012-10-17';
  Statement: Record<string, unknown>[];
}

/** Stands where the ARN of the identity that runs the bot belongs; nothing in the configuration tells it. */
export const principalBlank = 'arn:aws:iam::ACCOUNT_OF_THE_BOT:role/ROLE_OF_THE_BOT';

/** The least read-only role for every configured account; one for any account where none is configured. */
export function rolePolicies(config: Config): RolePolicy[] {
  if (config.accounts.length === 0)
    return [
      {
        account: '*',
        roleName: 'gw504',
        path: '/',
        permissions: permissionsFor(['*'], ['*'], 'aws'),
        trust: trustFor(undefined),
      },
    ];
  return config.accounts.map((account) => ({
    account: account.id,
    ...(account.alias === undefined ? {} : { alias: account.alias }),
    roleName: account.roleArn?.split('/').at(-1) ?? 'gw504',
    path: account.roleArn?.match(/:role(\/(?:.*\/)?)[^/]+$/)?.[1] ?? '/',
    ...(account.externalId === undefined ? {} : { externalId: account.externalId }),
    permissions: permissionsFor(
      [account.id, ...account.linkedAccounts],
      account.regions,
      account.roleArn?.split(':')[1] ?? partitionOf(account.regions[0] ?? ''),
    ),
    trust: trustFor(account.externalId),
  }));
}

/** Names every account and region that is configured; nothing wider than the session policy that narrows each session. */
function permissionsFor(accounts: string[], regions: string[], partition: string): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: permissions.map(({ id, actions, resources }) => ({
      Sid: id,
      Effect: 'Allow',
      Action: [...actions],
      Resource: resources.flatMap((resource) => nameResources(resource, accounts, regions, partition)),
      ...(resources.every((resource) => resource === '*') && !regions.includes('*')
        ? { Condition: { StringEquals: { 'aws:RequestedRegion': regions } } }
        : {}),
    })),
  };
}

function nameResources(resource: string, accounts: string[], regions: string[], partition: string): string[] {
  if (resource === '*') return ['*'];
  const [, , service = '', , , ...rest] = resource.split(':');
  return regions.flatMap((region) =>
    service === 'apigateway'
      ? [`arn:${partition}:${service}:${region}::${rest.join(':')}`] // its ARNs hold no account
      : accounts.map((account) => `arn:${partition}:${service}:${region}:${account}:${rest.join(':')}`),
  );
}

function trustFor(externalId: string | undefined): PolicyDocument {
  const principal = { AWS: principalBlank };
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'LetTheBotAssume',
        Effect: 'Allow',
        Principal: principal,
        Action: 'sts:AssumeRole',
        ...(externalId === undefined
          ? {}
          : { Condition: { StringEquals: { 'sts:ExternalId': externalId } } }),
      },
      {
        Sid: 'LetTheBotSayWhoAsked',
        Effect: 'Allow',
        Principal: principal,
        Action: 'sts:SetSourceIdentity',
        Condition: { StringLike: { 'sts:SourceIdentity': 'gw504-*' } },
      },
    ],
  };
}
