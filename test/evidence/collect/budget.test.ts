import { describe, expect, it } from 'vitest';
import { configSchema } from '../../../src/config-schema.ts';
import { createBudget, estimateBytes } from '../../../src/evidence/budget.ts';
import { queryValue } from '../../../src/evidence/query-value.ts';

const limits = (costGuard: 'off' | 'shadow' | 'enforce') =>
  configSchema.parse({ limits: { bytesPerQuestion: 10_000_000_000, costGuard } }).limits;
const day = 86_400_000;
const group = {
  name: '/a',
  arn: '',
  account: undefined,
  retentionDays: undefined,
  createdAtMs: 0,
  storedBytes: 100,
  class: 'STANDARD',
} as const;

describe('createBudget', () => {
  it.each([
    [
      'refuses what goes past the limit',
      'enforce',
      undefined,
      40_000_000_000,
      { reason: 'budget-refused', args: { bytes: 40_000_000_000, usd: 0.2 } },
    ],
    ['lets pass what a person agreed to', 'enforce', 50_000_000_000, 40_000_000_000, undefined],
    ['lets pass what fits', 'enforce', undefined, 9_000_000_000, undefined],
    ['only remembers in shadow mode', 'shadow', undefined, 40_000_000_000, undefined],
    ['is off', 'off', undefined, 40_000_000_000, undefined],
  ] as const)('%s', (_what, mode, allowed, bytes, expected) => {
    const budget = createBudget(limits(mode), allowed);
    const answer = budget.ask(bytes);
    if (expected === undefined) expect(answer).toBeUndefined();
    else expect(answer).toMatchObject(expected);
    expect(budget.wouldHaveAsked()).toBe(mode === 'shadow' ? bytes : undefined);
  });

  it('counts what was spent before', () => {
    const budget = createBudget(limits('enforce'), undefined);
    budget.spend(8_000_000_000);
    expect(budget.ask(3_000_000_000)).toMatchObject({
      reason: 'budget-refused',
      args: { bytes: 3_000_000_000, spentBytes: 8_000_000_000 },
    });
  });
});

it('guesses a wider scan of groups of unknown size from a narrower one', () => {
  const budget = createBudget(limits('enforce'), undefined);
  expect(budget.guess(['/a', '/b'], day)).toBe(0);
  budget.measure(['/a', '/b'], day / 24, 2_000);
  expect(budget.guess(['/a', '/b'], day)).toBe(48_000);
  expect(budget.guess(['/a', '/c'], day)).toBe(24_000);
});

it.each([
  ['its share of the time kept since creation', {}, 1 * day, 10],
  ['its share of the retention', { retentionDays: 5 }, 1 * day, 20],
  ['all, but not more than all', { retentionDays: 1 }, 7 * day, 100],
])('estimates %s', (_what, more, windowMs, expected) => {
  expect(estimateBytes([{ ...group, ...more }], 10 * day - windowMs, 10 * day, 10 * day)).toBe(expected);
});

it('lets only ids of the allow-list into a query', () => {
  expect(queryValue('JKJaXmPLvHcESHA=')).toBe('JKJaXmPLvHcESHA=');
  for (const bad of ['" | fields * | filter "', 'abc', `a${'b'.repeat(200)}`, '7e3d/../x'])
    expect(() => queryValue(bad)).toThrow();
});
