import { expect, it } from 'vitest';
import { longestSessionPolicy, permissions, sessionPolicy } from '../../src/aws/permissions.ts';

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
