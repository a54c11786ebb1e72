import { expect, it } from 'vitest';
import { bytes } from '../../src/report/bytes.ts';

it.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1_000, '1.0 kB'],
  [1_200_000, '1.2 MB'],
  [999_900_000, '999.9 MB'],
  [5_047_100_000, '5.0 GB'],
])('words %d bytes as %s', (count, words) => {
  expect(bytes(count)).toBe(words);
});
