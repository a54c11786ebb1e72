import { expect, it } from 'vitest';
import { believableDuration, believableTime } from '../../src/inquiry/believable-time.ts';

const dayMs = 86_400_000;

it.each<[string, number | undefined, number | undefined]>([
  ['now', Date.UTC(2026, 10, 20), Date.UTC(2026, 10, 20)],
  ['the first moment of 1970', 0, 0],
  ['a moment before it', -1, undefined],
  ['the last second of trace ids', 4_294_967_296_000, 4_294_967_296_000],
  ['a moment behind it', 4_294_967_296_001, undefined],
  ['more than a Date holds', 8_640_000_000_000_001, undefined],
  ['no number', Number.NaN, undefined],
  ['without end', Number.POSITIVE_INFINITY, undefined],
  ['nothing', undefined, undefined],
])('believes a time or not: %s', (_what, ms, expected) => {
  expect(believableTime(ms)).toBe(expected);
});

it.each<[string, number | undefined, number | undefined]>([
  ['29 s', 29_000, 29_000],
  ['a clock that went back', -3, -3],
  ['400 days', 400 * dayMs, 400 * dayMs],
  ['more', 400 * dayMs + 1, undefined],
  ['more, backwards', -400 * dayMs - 1, undefined],
  ['no number', Number.NaN, undefined],
  ['nothing', undefined, undefined],
])('believes a duration or not: %s', (_what, ms, expected) => {
  expect(believableDuration(ms)).toBe(expected);
});
