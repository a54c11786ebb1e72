import { textAt } from '../text-at.ts';
import type { PasteRecord, Shape } from './shape.ts';
import { readMoment } from './stamp.ts';
import { type Row, unwrapRow } from './unwrap-row.ts';

/** Most lines that one event of `--output text` may take. */
const longestEventLines = 500;

/**
 * `aws logs … --output text`: `EVENTS`, then the members of the event by name of member, with tabs between them; or
 * `RESULTS`, a field and its value. The message may hold tabs and line ends: it is what stands between the others.
 */
export const readCliText: Shape = (text, at) => {
  const line = textAt(text.lines, at);
  if (line.startsWith('RESULTS\t')) return readResults(text.lines, at);
  if (!line.startsWith('EVENTS\t')) return undefined;
  let end = at;
  const isLast = (each: string) => /\t\d{13}\s*$/.test(each.slice(-40));
  while (end < Math.min(text.lines.length, at + longestEventLines) && !isLast(textAt(text.lines, end))) {
    end += 1;
    if (textAt(text.lines, end).startsWith('EVENTS\t')) return undefined;
  }
  const event = text.lines.slice(at, end + 1).join('\n');
  const found = /^EVENTS\t(?:(\d{30,70})\t(\d{13})\t([^\t\n]{1,512})|(\d{13}))\t([\s\S]*)\t(\d{13})\s*$/.exec(
    event,
  );
  const moment = readMoment(found?.[6]);
  if (found === null || moment === undefined) return undefined;
  const ingested = readMoment(found[2] ?? found[4]);
  const record: PasteRecord = {
    ...moment,
    message: textAt(found, 5).trimEnd(),
    ...(ingested === undefined ? {} : { ingestedMs: ingested.atMs }),
    ...(found[3] === undefined ? {} : { logStream: found[3] }),
  };
  return { shape: 'aws logs text output', records: [record], end: end + 1 };
};

function readResults(lines: readonly string[], at: number) {
  const rows: Row[] = [];
  let end = at;
  for (; end < lines.length; end += 1) {
    const found = /^RESULTS\t([^\t]{1,200})\t([\s\S]*)$/.exec(textAt(lines, end));
    if (found === null) break;
    const [field, value] = [textAt(found, 1), textAt(found, 2)];
    const row = rows.at(-1);
    if (row === undefined || row.has(field)) rows.push(new Map([[field, value]]));
    else row.set(field, value);
  }
  return {
    shape: 'aws logs text output' as const,
    records: rows.flatMap((row) => unwrapRow(row) ?? []),
    end,
  };
}
