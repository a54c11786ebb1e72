import { z } from 'zod';
import { AwsError, constraintError } from '../aws-error.ts';
import type { Policy } from '../world.ts';
import { unknownOperator } from './evaluate-policies.ts';

/** AWS's limit for an inline session policy, characters. */
const mostCharacters = 2048;

const texts = z.union([z.string(), z.array(z.string()).min(1)]);
const statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: texts,
  Resource: texts,
  Condition: z.record(z.string(), z.record(z.string(), texts)).optional(),
});
const policySchema = z.strictObject({
  Version: z.enum(['2012-10-17', '2008-10-17']).optional(),
  Id: z.string().optional(),
  Statement: z.union([statement.transform((one) => [one]), z.array(statement).min(1)]),
});

/** Reads the policy that narrows a session, or refuses it as STS does. */
export function readSessionPolicy(text: string): Policy {
  if (text.length > mostCharacters)
    throw constraintError(
      'ValidationError',
      text,
      'policy',
      `have length less than or equal to ${mostCharacters}`,
    );
  const malformed = (why: string) => new AwsError('MalformedPolicyDocument', why);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw malformed('This policy contains invalid Json');
  }
  const read = policySchema.safeParse(value);
  if (!read.success) throw malformed('Syntax errors in policy.');
  const policy: Policy = {
    Statement: read.data.Statement.map(({ Effect, Action, Resource, Condition }) => ({
      Effect,
      Action,
      Resource,
      ...(Condition ? { Condition } : {}),
    })),
  };
  for (const { Action, Resource } of policy.Statement) {
    const action = [Action].flat().find((one) => one !== '*' && !/^[a-z0-9-]+:[\w*?]+$/i.test(one));
    if (action !== undefined)
      throw malformed('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
    const resource = [Resource]
      .flat()
      .find((one) => one !== '*' && !/^arn:[^:*?]+:[^:]*:[^:]*:[^:]*:.+$/.test(one));
    // The partition takes no wildcard.
    if (resource !== undefined) throw malformed(`Resource ${resource} must be in ARN format or "*".`);
  }
  const operator = unknownOperator(policy);
  if (operator !== undefined) throw malformed(`Invalid Condition type : ${operator}.`);
  return policy;
}
