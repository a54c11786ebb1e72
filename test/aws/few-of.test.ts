import { expect, it } from 'vitest';
import { fewOf } from '../../src/aws/few-of.ts';

it.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b', 'c'], 'a, b, c'],
  [['a', 'b', 'c', 'd'], 'a, b, c (+1)'],
])('names %j as "%s"', (names, shown) => {
  expect(fewOf(names)).toBe(shown);
});
