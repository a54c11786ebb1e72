import { shapes } from './shapes/index.ts';
import type { PasteRecord, PasteText, Region, ShapeName } from './shapes/shape.ts';
import { textAt } from './text-at.ts';

/** What was read of a text's lines, and which were left aside. */
export interface Regions {
  records: PasteRecord[];
  /** In the order of their first appearance. */
  counts: Map<ShapeName, number>;
  skipped: { lines: number; samples: string[] };
  /** Where the records of another shape begin, in order. */
  begins?: { shape: ShapeName; at: number }[];
}

/** How many lines left aside are shown, and how much of each. */
export const [mostSamples, longestSample] = [5, 160];

/** Reads lines region by region: each by the first shape that knows it, the rest is left aside. */
export function readRegions(text: PasteText): Regions {
  const begins: { shape: ShapeName; at: number }[] = [];
  const regions: Regions = { records: [], counts: new Map(), skipped: { lines: 0, samples: [] }, begins };
  for (let at = 0; at < text.lines.length; ) {
    const line = textAt(text.lines, at);
    if (line.trim() === '') {
      at += 1;
      continue;
    }
    const region = readRegion(text, at);
    if (region === undefined) skip(regions, line);
    else {
      if (begins.at(-1)?.shape !== region.shape)
        begins.push({ shape: region.shape, at: regions.records.length });
      for (const record of region.records) regions.records.push(record);
      regions.counts.set(region.shape, (regions.counts.get(region.shape) ?? 0) + region.records.length);
    }
    at = Math.max(region?.end ?? 0, at + 1);
  }
  return regions;
}

function readRegion(text: PasteText, at: number): Region | undefined {
  for (const shape of shapes) {
    const region = shape(text, at);
    if (region !== undefined) return region;
  }
  return undefined;
}

function skip({ skipped }: Regions, line: string): void {
  skipped.lines += 1;
  if (skipped.samples.length < mostSamples) skipped.samples.push(line.trim().slice(0, longestSample));
}
