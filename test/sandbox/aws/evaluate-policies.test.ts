import { describe, expect, it } from 'vitest';
import {
  evaluatePolicies,
  matchesPattern,
  unknownOperator,
} from '../../../src/sandbox/aws/iam/evaluate-policies.ts';
import type { Policy, Statement } from '../../../src/sandbox/aws/world.ts';

const group = 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/orders:log-stream:';
const question = {
  action: 'logs:StartQuery',
  resource: group,
  keys: { 'aws:RequestedRegion': 'eu-west-1', 'aws:PrincipalAccount': '111122223333' },
};
const policy = (...statements: Partial<Statement>[]): Policy => ({
  Statement: statements.map((statement) => ({ Effect: 'Allow', Action: '*', Resource: '*', ...statement })),
});
const allowed = { isAllowed: true };
const denied = (because: string) => ({ isAllowed: false, because });

describe('evaluatePolicies', () => {
  it.each<[string, Policy[], Policy | undefined, unknown]>([
    ['nothing allows', [policy()], undefined, denied('identity-based')],
    ['no policy at all', [], undefined, denied('identity-based')],
    ['one of several allows', [policy(), policy({ Action: ['x:*', 'logs:Start*'] })], undefined, allowed],
    ['the action in other letters', [policy({ Action: 'LOGS:startquery' })], undefined, allowed],
    ['another action', [policy({ Action: 'logs:Stop*' })], undefined, denied('identity-based')],
    [
      'the resource in other letters',
      [policy({ Resource: group.toUpperCase() })],
      undefined,
      denied('identity-based'),
    ],
    ['a deny beside an allow', [policy({}, { Effect: 'Deny' })], undefined, denied('explicit-deny')],
    ['a deny of something else', [policy({}, { Effect: 'Deny', Action: 'lambda:*' })], undefined, allowed],
    ['a session that allows less', [policy({})], policy({ Action: 'lambda:*' }), denied('session')],
    ['a session that allows more', [policy({ Action: 'lambda:*' })], policy({}), denied('identity-based')],
    ['both allow', [policy({})], policy({ Action: 'logs:*' }), allowed],
    ['a session that denies', [policy({})], policy({}, { Effect: 'Deny' }), denied('explicit-deny')],
  ])('%s', (_name, identity, session, decision) => {
    expect(evaluatePolicies(question, identity, session)).toStrictEqual(decision);
  });

  it.each<[Statement['Condition'], boolean]>([
    [{ StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } }, true],
    [{ StringEquals: { 'AWS:requestedregion': ['us-east-1', 'eu-west-1'] } }, true],
    [{ StringEquals: { 'aws:RequestedRegion': 'us-east-1' } }, false],
    [{ StringNotEquals: { 'aws:RequestedRegion': 'us-east-1' } }, true],
    [{ StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } }, false],
    [{ StringEqualsIgnoreCase: { 'aws:RequestedRegion': 'EU-WEST-1' } }, true],
    [{ StringLike: { 'aws:RequestedRegion': 'eu-*' } }, true],
    [{ StringLike: { 'aws:RequestedRegion': 'us-*' } }, false],
    [{ StringNotLike: { 'aws:RequestedRegion': 'eu-*' } }, false],
    [{ StringEquals: { 'aws:SourceIdentity': 'U0' } }, false],
    [{ StringEqualsIfExists: { 'aws:SourceIdentity': 'U0' } }, true],
    [{ StringEqualsIfExists: { 'aws:RequestedRegion': 'us-east-1' } }, false],
    [{ Null: { 'aws:SourceIdentity': 'true' } }, true],
    [{ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }, false],
    [
      {
        StringEquals: { 'aws:RequestedRegion': 'eu-west-1' },
        StringLike: { 'aws:PrincipalAccount': '2*' },
      },
      false,
    ],
  ])('condition %j: %s', (Condition, isAllowed) => {
    expect(evaluatePolicies(question, [policy({ Condition })], undefined).isAllowed).toBe(isAllowed);
  });

  it('names an operator that it does not know, and none that it knows', () => {
    expect(unknownOperator(policy({ Condition: { NumericLessThan: { a: '1' } } }))).toBe('NumericLessThan');
    expect(unknownOperator(policy({ Condition: { constructor: { a: '1' } } }))).toBe('constructor');
    expect(unknownOperator(policy({ Condition: { StringLikeIfExists: { a: '1' } } }))).toBeUndefined();
  });
});

describe('matchesPattern', () => {
  it.each([
    ['*', '', true],
    ['arn:*:x', 'arn:aws:logs:x', true],
    ['arn:*:x', 'arn:x', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['a.c', 'abc', false],
    ['log-group:*', 'a log-group:x', false],
    ['$context(1)[a]{2}', '$context(1)[a]{2}', true],
    ['a*', 'a\nb', true],
  ])('%j on %j: %s', (pattern, value, expected) => {
    expect(matchesPattern(pattern, value)).toBe(expected);
  });
});
