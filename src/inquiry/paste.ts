import type { LogEvent } from './log-event.ts';
import { readStamp } from './shapes/stamp.ts';

/** What a text held: its records in order, how they were wrapped, and what was left aside. */
export interface Paste {
  events: LogEvent[];
  recognised: { shape: string; records: number }[];
  /** `samples`: the first few lines left aside. */
  skipped: { lines: number; samples: string[] };
}

/** Unwraps any text into log records. What a message means is read elsewhere. Never throws; linear time. */
export function readPaste(text: string): Paste {
  const events: LogEvent[] = [];
  const skipped = { lines: 0, samples: [] as string[] };
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    if (line.trim() === '') continue;
    const stamp = readStamp(line);
    events.push({
      ...(stamp === undefined ? {} : { atMs: stamp.atMs }),
      resolutionMs: stamp?.resolutionMs ?? 1,
      message: stamp?.rest ?? line,
      order: events.length,
    });
  }
  const recognised = events.length === 0 ? [] : [{ shape: 'lines', records: events.length }];
  return { events, recognised, skipped };
}
