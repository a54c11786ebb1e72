import { describe, expect, it } from 'vitest';
import {
  claimOf,
  claimStretch,
  countAhead,
  isBehind,
  isClaimed,
  isFarAhead,
  shareStretches,
  waitForTaking,
} from '../../../src/evidence/window/claim-stretch.ts';

const megabyte = 1024 * 1024;

describe('claimStretch', () => {
  it('gives each stretch of a file once, whoever asks, and says who has which', () => {
    const shared = shareStretches(5 * megabyte, 2);
    expect(isClaimed(shared, 0)).toBe(false);
    expect(claimOf(shared, 0)).toBeUndefined();
    expect(claimStretch(shared, 0)).toStrictEqual({ index: 0, from: 0, bytes: 2 * megabyte });
    expect(claimStretch(shared, 1)).toStrictEqual({ index: 1, from: 2 * megabyte, bytes: 2 * megabyte });
    expect([isClaimed(shared, 1), isClaimed(shared, 2)]).toStrictEqual([true, false]);
    expect(claimStretch(shared, 1)).toStrictEqual({ index: 2, from: 4 * megabyte, bytes: megabyte });
    expect([claimOf(shared, 0)?.index, claimOf(shared, 1)?.index]).toStrictEqual([0, 2]);
    expect(claimStretch(shared, 0)).toBeUndefined();
    expect(claimOf(shared, 0)).toBeUndefined();
    expect([isBehind(shared, 2), isBehind(shared, 3)]).toStrictEqual([false, true]);
  });

  it.each([
    ['nothing', 0, 0],
    ['one byte', 1, 1],
    ['one whole stretch', 2 * megabyte, 1],
    ['a stretch and a byte', 2 * megabyte + 1, 2],
    ['more than 32 bits can count', 5_000 * megabyte, 2_500],
  ])('parts a file of %s', (_, bytes, parts) => {
    const shared = shareStretches(bytes, 1);
    const stretches = Array.from({ length: parts + 1 }, () => claimStretch(shared, 0));
    expect(stretches.map((one) => one?.index)).toStrictEqual([...Array(parts).keys(), undefined]);
    expect(stretches.reduce((sum, one) => sum + (one?.bytes ?? 0), 0)).toBe(bytes);
    expect(stretches.at(-2)?.from).toBe(parts === 0 ? undefined : (parts - 1) * 2 * megabyte);
  });

  it('holds claimants back while much is not yet taken', () => {
    const shared = shareStretches(100 * megabyte, 1);
    countAhead(shared, 48 * megabyte - 1);
    expect(isFarAhead(shared)).toBe(false);
    countAhead(shared, 1);
    expect(isFarAhead(shared)).toBe(true);
    countAhead(shared, -1);
    expect(isFarAhead(shared)).toBe(false);
    // Returns at once, or this test would not end.
    waitForTaking(shared);
  });
});
