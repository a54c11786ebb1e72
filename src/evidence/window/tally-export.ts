import type { RedactionPolicy } from '../redact.ts';
import { otherRows } from './other-rows.ts';
import { type OpenedExport, readExport } from './read-export.ts';
import type { ExportSink } from './skim-export.ts';
import { type ByteLine, mostCharacters, telling } from './skim-line.ts';
import { tallyRequests } from './tally-requests.ts';
import type { WindowEvidence } from './window-evidence.ts';

/**
 * Counts the failed requests of an export of any size by how they failed, route and minute, in flat memory: what a
 * request wrote is let go as soon as its last line has come. Hands on the same groups as the set queries give live. A
 * chunk is done with when the next one is asked for, so that its bytes may be used again.
 */
export async function tallyExport(
  source: AsyncIterable<string | Buffer> | OpenedExport,
  options: {
    nowMs: number;
    redaction: RedactionPolicy;
    onProgress?: (bytes: number, lines: number, failures: number) => void;
  },
): Promise<WindowEvidence> {
  const tally = tallyRequests(options.redaction);
  const rows = otherRows();
  let lines = 0;
  let skipped = 0;
  let fromMs = Number.POSITIVE_INFINITY;
  let toMs = Number.NEGATIVE_INFINITY;
  const pass = (count: number, earliestMs: number, latestMs: number) => {
    lines += count;
    if (earliestMs < fromMs) fromMs = earliestMs;
    if (latestMs > toMs) toMs = latestMs;
  };
  const sink: ExportSink = {
    quiet: pass,
    telling(line) {
      pass(1, line.atMs, line.atMs);
      tally.add(line);
    },
    event({ message, atMs }) {
      const at = atMs ?? (Number.isFinite(toMs) ? toMs : 0);
      if (atMs === undefined) lines += 1;
      else pass(1, atMs, atMs);
      const idEnd = message.charCodeAt(0) === 40 ? message.indexOf(') ') : -1;
      if (idEnd < 9 || idEnd > 130) {
        rows.add(message, at);
        return;
      }
      const text = message.slice(idEnd + 2, idEnd + 2 + mostCharacters);
      if (telling.test(text)) tally.add(toByteLine(message.slice(1, idEnd), text, at));
    },
    skipped(count) {
      skipped += count;
    },
  };
  await readExport(source, sink, (bytes) =>
    options.onProgress?.(bytes, lines, Math.max(tally.failures(), rows.failures())),
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

function toByteLine(id: string, text: string, atMs: number): ByteLine {
  const bytes = Buffer.from(`${id}${text}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const idTo = Buffer.byteLength(id);
  return { bytes, view, atMs, idFrom: 0, idTo, from: idTo, to: bytes.length };
}
