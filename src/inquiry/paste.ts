import { cleanText } from './clean-text.ts';
import type { LogEvent } from './log-event.ts';
import { type Regions, readRegions } from './read-regions.ts';
import { rejoinWrapped } from './rejoin-wrapped.ts';
import { pasteText, type ShapeName } from './shapes/shape.ts';

/** What a text held: its records in order, how they were wrapped, and what was left aside. */
export interface Paste {
  events: LogEvent[];
  /** In the order of their first appearance. */
  recognised: { shape: ShapeName; records: number }[];
  /** Where the events of another shape begin, by their order. */
  begins: { shape: ShapeName; at: number }[];
  /** Lines that belong to no record (blank ones do not count); `samples` are the first few, cut to a readable length. */
  skipped: { lines: number; samples: string[] };
}

/** What was recognised, without the records that nobody could make anything of: none of those counts as read. */
export function countRead({ recognised, begins }: Paste, unread: readonly LogEvent[]): Paste['recognised'] {
  const shapes = unread.map(({ order }) => begins.findLast(({ at }) => at <= order)?.shape);
  return recognised
    .map(({ shape, records }) => ({
      shape,
      records: records - shapes.filter((each) => each === shape).length,
    }))
    .filter(({ records }) => records > 0);
}

/**
 * Unwraps any text into log records, region by region: a text may mix shapes and chatter. What a message means is read
 * elsewhere. Never throws; linear time.
 */
export function readPaste(text: string): Paste {
  return toPaste(readRegions(pasteText(rejoinWrapped(cleanText(text)))), 0);
}

/** A paste of what was read; its records become events in place (a copy of each takes a third of the time), from `order`. */
export function toPaste({ records, counts, skipped, begins = [] }: Regions, order: number): Paste {
  return {
    events: records.map((record, index) => Object.assign(record, { order: order + index })),
    recognised: [...counts].map(([shape, count]) => ({ shape, records: count })),
    begins,
    skipped,
  };
}
