import type { LogEvent } from '../../inquiry/log-event.ts';
import type { RedactionPolicy } from '../redact.ts';
import { otherRows } from './other-rows.ts';
import { readExport } from './read-export.ts';
import { mostCharacters, telling } from './skim-line.ts';
import { tallyRequests } from './tally-requests.ts';
import type { WindowEvidence } from './window-evidence.ts';

/**
 * Counts the failed requests of an export of any size by how they failed, route and minute, in flat memory: what a
 * request wrote is let go as soon as its last line has come. Hands on the same groups as the set queries give live. A
 * chunk is done with when the next one is asked for, so that its bytes may be used again.
 */
export async function tallyExport(
  chunks: AsyncIterable<string | Buffer>,
  options: {
    nowMs: number;
    redaction: RedactionPolicy;
    onProgress?: (lines: number, failures: number) => void;
  },
): Promise<WindowEvidence> {
  const tally = tallyRequests(options.redaction);
  const rows = otherRows();
  let lines = 0;
  let skipped = 0;
  let fromMs = Number.POSITIVE_INFINITY;
  let toMs = Number.NEGATIVE_INFINITY;
  const pass = (atMs: number) => {
    lines += 1;
    if (atMs < fromMs) fromMs = atMs;
    if (atMs > toMs) toMs = atMs;
  };
  const sink = {
    quiet: pass,
    telling(id: string, text: string, atMs: number) {
      pass(atMs);
      tally.add(id, text, atMs);
    },
    event({ message, atMs }: LogEvent) {
      const at = atMs ?? (Number.isFinite(toMs) ? toMs : 0);
      if (atMs === undefined) lines += 1;
      else pass(atMs);
      const idEnd = message.charCodeAt(0) === 40 ? message.indexOf(') ') : -1;
      if (idEnd < 9 || idEnd > 130) {
        rows.add(message, at);
        return;
      }
      const text = message.slice(idEnd + 2, idEnd + 2 + mostCharacters);
      if (telling.test(text)) tally.add(message.slice(1, idEnd), text, at);
    },
    skipped(count: number) {
      skipped += count;
    },
  };
  await readExport(chunks, sink, () =>
    options.onProgress?.(lines, Math.max(tally.failures(), rows.failures())),
  );
  tally.close();
  // An export of both logs holds each request twice; the one that saw more failures speaks.
  const fromRows = rows.groups();
  const groups = rows.failures() > tally.failures() ? fromRows : tally.groups();
  return {
    question: {
      scope: {},
      fromMs: Number.isFinite(fromMs) ? fromMs : options.nowMs,
      toMs: Number.isFinite(toMs) ? toMs : options.nowMs,
    },
    groups: groups.sort((a, b) => a.firstMs - b.firstMs),
    late: [],
    changes: [],
    isComplete: true,
    searches: [],
    notes: [
      { note: 'export-read', args: { lines, requests: Math.max(tally.requests(), rows.requests()) } },
      ...(skipped > 0 ? [{ note: 'skipped', args: { lines: skipped } }] : []),
    ],
    apiCalls: 0,
    collectedAtMs: Math.max(options.nowMs, Number.isFinite(toMs) ? toMs : 0),
  };
}
