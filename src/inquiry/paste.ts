import { cleanText } from './clean-text.ts';
import type { LogEvent } from './log-event.ts';
import { shapes } from './shapes/index.ts';
import { type PasteText, pasteText, type Region, type ShapeName } from './shapes/shape.ts';

/** What a text held: its records in order, how they were wrapped, and what was left aside. */
export interface Paste {
  events: LogEvent[];
  /** In the order of their first appearance. */
  recognised: { shape: ShapeName; records: number }[];
  /** Lines that belong to no record (blank ones do not count); `samples` are the first few, cut to a readable length. */
  skipped: { lines: number; samples: string[] };
}

/** How many lines left aside are shown, and how much of each. */
const [mostSamples, longestSample] = [5, 160];

/**
 * Unwraps any text into log records, region by region: a text may mix shapes and chatter. What a message means is read
 * elsewhere. Never throws; linear time.
 */
export function readPaste(text: string): Paste {
  const read = pasteText(cleanText(text));
  const counts = new Map<ShapeName, number>();
  const paste: Paste = { events: [], recognised: [], skipped: { lines: 0, samples: [] } };
  for (let at = 0; at < read.lines.length; ) {
    const line = read.lines[at] ?? '';
    const region = line.trim() === '' ? undefined : readRegion(read, at);
    if (region === undefined) {
      if (line.trim() !== '') skip(paste, line);
      at += 1;
      continue;
    }
    for (const record of region.records) paste.events.push({ ...record, order: paste.events.length });
    counts.set(region.shape, (counts.get(region.shape) ?? 0) + region.records.length);
    at = Math.max(region.end, at + 1);
  }
  paste.recognised = [...counts].map(([shape, records]) => ({ shape, records }));
  return paste;
}

function readRegion(text: PasteText, at: number): Region | undefined {
  for (const shape of shapes) {
    const region = shape(text, at);
    if (region !== undefined) return region;
  }
  return undefined;
}

function skip({ skipped }: Paste, line: string): void {
  skipped.lines += 1;
  if (skipped.samples.length < mostSamples) skipped.samples.push(line.trim().slice(0, longestSample));
}
