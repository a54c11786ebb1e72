import { MalformedQuery } from './malformed-query.ts';
import type { Token } from './tokenize.ts';

/** Units of bin() and datefloor() with their length, ms, and AWS's cap on their count: it is bin(5m), never bin(300s). */
const periodUnits: Record<string, { ms: number; most: number }> = {
  ms: { ms: 1, most: 1000 },
  s: { ms: 1000, most: 60 },
  m: { ms: 60_000, most: 60 },
  h: { ms: 3_600_000, most: 24 },
  d: { ms: 86_400_000, most: 365 },
  w: { ms: 604_800_000, most: 52 },
};

/** Length of "5m", ms. */
export function readPeriod(token: Token): number {
  const [, count, unit] = /^(\d+)([A-Za-z]+)$/.exec(token.text) ?? [];
  const known = unit !== undefined && Object.hasOwn(periodUnits, unit) ? periodUnits[unit] : undefined;
  if (count === undefined || known === undefined || Number(count) < 1 || Number(count) > known.most)
    throw new MalformedQuery(`Invalid period: ${token.text}`, token.start, token.end);
  return Number(count) * known.ms;
}
