import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { longestSessionPolicy, permissions, sessionPolicy } from '../../src/aws/permissions.ts';
import { rolePolicies } from '../../src/aws/role-policy.ts';
import { configSchema } from '../../src/config-schema.ts';

const many = Array.from({ length: 30 }, (_, index) => `eu-central-${index}`);

it.each([
  ['one region', ['eu-west-1'], true],
  ['more regions than fit', many.concat(many, many), false],
])('keeps the session policy within the limit: %s', (_what, regions, isNarrow) => {
  const policy = sessionPolicy(regions, 'aws');
  expect(policy.length).toBeLessThanOrEqual(longestSessionPolicy);
  expect(policy.includes('aws:RequestedRegion')).toBe(isNarrow);
});

it('names the partition of the role', () => {
  expect(sessionPolicy(['cn-north-1'], 'aws-cn')).toContain('arn:aws-cn:lambda:');
});

it('only reads', () => {
  for (const { actions } of permissions)
    for (const action of actions)
      expect(action).toMatch(/^\w+:(Get|Describe|BatchGet|FilterLogEvents|StartQuery|StopQuery|GET$)/);
});

/** What each command of the SDK that the product sends needs; a role or anybody may always ask who it is. */
const neededFor: Record<string, string> = {
  AssumeRole: '',
  GetCallerIdentity: '',
  BatchGetTraces: 'xray:BatchGetTraces',
  DescribeAlarms: 'cloudwatch:DescribeAlarms',
  DescribeDeliveries: 'logs:DescribeDeliveries',
  DescribeDeliveryDestinations: 'logs:DescribeDeliveryDestinations',
  DescribeDeliverySources: 'logs:DescribeDeliverySources',
  DescribeLogGroups: 'logs:DescribeLogGroups',
  FilterLogEvents: 'logs:FilterLogEvents',
  GetApis: 'apigateway:GET',
  GetAuthorizers: 'apigateway:GET',
  GetFunctionConcurrency: 'lambda:GetFunctionConcurrency',
  GetFunctionConfiguration: 'lambda:GetFunctionConfiguration',
  GetIntegrations: 'apigateway:GET',
  GetMetricData: 'cloudwatch:GetMetricData',
  GetQueryResults: 'logs:GetQueryResults',
  GetResources: 'apigateway:GET',
  GetRestApis: 'apigateway:GET',
  GetRoutes: 'apigateway:GET',
  GetStages: 'apigateway:GET',
  StartQuery: 'logs:StartQuery',
  StopQuery: 'logs:StopQuery',
};
const source = new URL('../../src/', import.meta.url);

it('allows each command that the product can send, and no action that no command needs', () => {
  const texts = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.startsWith('sandbox'))
    .map((name) => readFileSync(new URL(name, source), 'utf8'))
    .filter((text) => text.includes('@aws-sdk/'));
  const sent = new Set(
    texts.flatMap((text) => [...text.matchAll(/\bnew (\w+)Command\(/g)].map(([, name = '']) => name)),
  );
  expect([...sent].sort()).toEqual(Object.keys(neededFor).sort());
  const needed = new Set(Object.values(neededFor).filter((action) => action !== ''));
  expect([...new Set<string>(permissions.flatMap(({ actions }) => [...actions]))].sort()).toEqual(
    [...needed].sort(),
  );
});

it.each([
  ['eu-west-1', undefined, 'aws'],
  ['cn-north-1', undefined, 'aws-cn'],
  ['us-gov-west-1', undefined, 'aws-us-gov'],
  ['cn-north-1', 'arn:aws-cn:iam::111122223333:role/gw504', 'aws-cn'],
])('prints the ARNs of the partition of %s, with the role %s', (region, roleArn, partition) => {
  const [policy] = rolePolicies(
    configSchema.parse({ accounts: [{ id: '111122223333', regions: [region], roleArn }] }),
  );
  const resources = policy?.permissions.Statement.flatMap(({ Resource }) => Resource).filter(
    (one) => one !== '*',
  );
  expect(resources?.length).toBeGreaterThan(4);
  expect(resources?.filter((one) => !String(one).startsWith(`arn:${partition}:`))).toEqual([]);
});
