import { permissions } from '../../aws/permissions.ts';
import type { Policy } from '../aws/world.ts';

/** Exactly what gw504 asks for, and nothing else; `gw504 policy` prints the same. */
export function readOnlyPolicy(): Policy {
  return {
    Statement: permissions.map(({ actions, resources }) => ({
      Effect: 'Allow',
      Action: [...actions],
      Resource: resources.map((resource) => resource.replace('arn:aws*:', 'arn:aws:')),
    })),
  };
}

/** The same, but for one log group that its owners keep to themselves. */
export function readOnlyPolicyWithout(logGroup: string): Policy {
  return {
    Statement: [
      ...readOnlyPolicy().Statement,
      {
        Effect: 'Deny',
        Action: ['logs:StartQuery', 'logs:FilterLogEvents'],
        Resource: `arn:aws:logs:*:*:log-group:${logGroup}:*`,
      },
    ],
  };
}

/** What the bot's own credentials may do: assume these roles, under a name that CloudTrail can tell people by. */
export function assumeRolePolicy(roleArns: string[]): Policy {
  return {
    Statement: [
      {
        Effect: 'Allow',
        Action: ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'],
        Resource: roleArns,
      },
    ],
  };
}
