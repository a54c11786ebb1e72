import type { LogEvent } from './log-event.ts';
import { type Paste, toPaste } from './paste.ts';
import type { Regions } from './read-regions.ts';
import { type BlockReader, readerFor } from './stream/read-block.ts';

/** Bytes that are looked at to see what a text is. */
const firstBytes = 64 * 1024;

/**
 * The same events as `readPaste`, out of a text of any size in flat memory: an export of native or tailed lines, CSV, or
 * JSON lines. One paste for each stretch of the text; events are numbered through. A document of many lines that is larger
 * than 2 MB is parted. Never throws but what `chunks` throws.
 */
export async function* streamPastes(chunks: AsyncIterable<string | Buffer>): AsyncGenerator<Paste, void> {
  let rest: Buffer = Buffer.alloc(0);
  let read: BlockReader | undefined;
  let order = 0;
  const take = (isLast: boolean): Paste => {
    const regions: Regions = { records: [], counts: new Map(), skipped: { lines: 0, samples: [] } };
    read ??= readerFor(rest.toString('utf8', 0, firstBytes));
    const done = read(rest, isLast, regions);
    // A copy, so that what was read can be let go.
    rest = Buffer.from(rest.subarray(done));
    const paste = toPaste(regions, order);
    order += paste.events.length;
    return paste;
  };
  for await (const chunk of chunks) {
    rest = Buffer.concat([rest, typeof chunk === 'string' ? Buffer.from(chunk) : chunk]);
    if (read === undefined && rest.length < firstBytes) continue;
    yield take(false);
  }
  yield take(true);
}

/** The events alone, one by one. */
export async function* streamEvents(chunks: AsyncIterable<string | Buffer>): AsyncGenerator<LogEvent, void> {
  for await (const { events } of streamPastes(chunks)) yield* events;
}
