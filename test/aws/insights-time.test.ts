import { expect, it } from 'vitest';
import { fromInsightsTime, toInsightsWindow } from '../../src/aws/insights-time.ts';

it('turns ms into whole seconds, the end second included', () => {
  expect(toInsightsWindow(1_700_000_000_999, 1_700_000_001_001)).toEqual({
    startTime: 1_700_000_000,
    endTime: 1_700_000_001,
  });
});

it.each([
  ['2023-12-05 22:14:52.883', Date.UTC(2023, 11, 5, 22, 14, 52, 883)],
  ['2023-12-05 22:14:52', Date.UTC(2023, 11, 5, 22, 14, 52)],
  ['1701814492883', undefined],
  ['yesterday', undefined],
  [undefined, undefined],
])('reads %s', (text, ms) => {
  expect(fromInsightsTime(text)).toBe(ms);
});
