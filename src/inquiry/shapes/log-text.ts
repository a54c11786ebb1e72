import { readLogLine } from './log-line.ts';
import type { PasteRecord } from './shape.ts';

/** Opening of a record that never bears a time of its own. */
const opening =
  /^(?:\([\w=-]{8,80}\) |Execution log for request |(?:START|END|REPORT|XRAY|INIT_START|INIT_REPORT) (?:RequestId|TraceId|Runtime|\S))/;

/**
 * Records of a text that is known to be log and nothing else (a JSON string, a test's `log` member): each line that bears a
 * time or opens a record begins one; any other line belongs to the record before it.
 */
export function readLogText(text: string): PasteRecord[] {
  const records: PasteRecord[] = [];
  for (const line of text.replace(/\s+$/, '').split('\n')) {
    const { record, isStamped } = readLogLine(line.replace(/\r$/, ''));
    const last = records.at(-1);
    const begins = isStamped || opening.test(record.message);
    if (last === undefined || begins) records.push(record);
    else last.message += `\n${line}`;
  }
  return records.flatMap((record) => {
    const message = record.message.trimEnd();
    return message === '' ? [] : [{ ...record, message }];
  });
}
