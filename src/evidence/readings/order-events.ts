interface Ordered {
  atMs?: number;
  order: number;
}

/**
 * Events by time, then by where they stood. A listing that runs newest first is turned over first, so that lines of the
 * same millisecond keep their sense; a line without a time stays beside the line before it. Linear but for one sort.
 */
export function orderEvents<Event extends Ordered>(events: readonly Event[]): Event[] {
  const listed = [...events].sort((a, b) => a.order - b.order);
  const asRead = isNewestFirst(listed) ? listed.reverse() : listed;
  let last = Number.NEGATIVE_INFINITY;
  return asRead
    .map((event, index) => {
      last = event.atMs ?? last;
      return { event, at: last, index };
    })
    .sort((a, b) => (a.at === b.at ? 0 : a.at - b.at) || a.index - b.index)
    .map(({ event }) => event);
}

/** True where times only ever fall from one line to the next, and fall at least once. */
function isNewestFirst(listed: readonly Ordered[]): boolean {
  let falls = 0;
  let before: number | undefined;
  for (const { atMs } of listed) {
    if (atMs === undefined) continue;
    if (before !== undefined && atMs > before) return false;
    if (before !== undefined && atMs < before) falls += 1;
    before = atMs;
  }
  return falls > 0;
}
