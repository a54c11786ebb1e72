/** Makes names as Slack makes them: no two alike within one stand-in, and the same ones in the same order each run. */
export interface Ids {
  /** `prefix` and eight characters: "Ev" gives "Ev00000001". */
  next(prefix: string): string;
  /** A message's ts: seconds, a dot, six digits; each later than the one before, also within one millisecond. */
  ts(): string;
}

export function createIds(now: () => number): Ids {
  let count = 0;
  let lastMicroseconds = 0;
  return {
    next(prefix) {
      count += 1;
      return `${prefix}${count.toString(36).toUpperCase().padStart(8, '0')}`;
    },
    ts() {
      lastMicroseconds = Math.max(Math.floor(now()) * 1000, lastMicroseconds + 1);
      return tsOf(lastMicroseconds);
    },
  };
}

function tsOf(microseconds: number): string {
  const seconds = Math.floor(microseconds / 1_000_000);
  return `${seconds}.${String(microseconds % 1_000_000).padStart(6, '0')}`;
}

/** The ts of a moment, epoch ms. `order` tells messages of the same moment apart, in millionths of a second. */
export function tsAt(epochMs: number, order: number): string {
  return tsOf(Math.floor(epochMs) * 1000 + order);
}
