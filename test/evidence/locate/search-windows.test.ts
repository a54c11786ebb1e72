import { describe, expect, it } from 'vitest';
import { searchWindows } from '../../../src/evidence/locate/search-windows.ts';
import type { Inquiry } from '../../../src/inquiry/inquiry.ts';

const now = Date.UTC(2026, 10, 20, 12);
const minute = 60_000;
const hour = 60 * minute;
const uuid: Inquiry = { id: { kind: 'uuid', value: 'f4267199-574c-4d30-b6b9-25e26d687255' }, scope: {} };
/** Windows as minutes before (negative) or after now. */
const relative = (inquiry: Inquiry, maxHours = 168) =>
  searchWindows(inquiry, now, maxHours).map(({ fromMs, toMs }) => [
    (fromMs - now) / minute,
    (toMs - now) / minute,
  ]);

describe('searchWindows', () => {
  it('goes back step by step from now, each step only as far as the former did not reach', () => {
    expect(relative(uuid)).toEqual([
      [-15, 1],
      [-180, -13],
      [-1440, -178],
      [-10080, -1438],
    ]);
  });

  it('never goes further than the configuration allows', () => {
    expect(relative(uuid, 2)).toEqual([
      [-15, 1],
      [-120, -13],
    ]);
  });

  it('keeps to a stated window', () => {
    expect(relative({ ...uuid, aroundMs: now - hour, windowMs: 30 * minute })).toEqual([[-90, -30]]);
    expect(relative({ ...uuid, windowMs: 30 * minute })).toEqual([[-30, 1]]);
  });

  it('widens on both sides of a stated time, but not into the future', () => {
    expect(relative({ ...uuid, aroundMs: now - hour }, 24)).toEqual([
      [-75, -45],
      [-240, 1],
      [-1500, 1],
    ]);
  });

  it('takes a time ahead of this clock for now', () => {
    expect(relative({ ...uuid, aroundMs: now + 4 * minute, windowMs: 2 * minute })).toEqual([[-2, 1]]);
    const id = {
      kind: 'trace',
      value: '1-682beb8a-0123456789abcdef01234567',
      atMs: now + 3 * minute,
    } as const;
    expect(relative({ ...uuid, id })).toEqual([[-2, 1]]);
  });

  it('looks only where a trace id says that its request was', () => {
    const id = { kind: 'trace', value: '1-682beb8a-0123456789abcdef01234567', atMs: now - hour } as const;
    expect(relative({ ...uuid, id })).toEqual([[-62, -44]]);
  });
});
