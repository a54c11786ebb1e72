import type { PasteRecord } from './shape.ts';
import { readStamp } from './stamp.ts';

/** Names of log streams: 32 hex digits (API Gateway), date, version and 32 hex digits (Lambda). */
const stream = '(?:[0-9a-f]{32}|\\d{4}/\\d{2}/\\d{2}/(?:[\\w.-]{1,140})?\\[[\\w$.-]{1,80}\\][0-9a-f]{32})';
const group = '(?:\\d{12}:)?((?:API-Gateway-Execution-Logs_|/aws/)[\\w./#$-]{1,512})';
const streamFirst = new RegExp(`^(?:${group}[\\s|:]{1,4})?(${stream})[\\s|:]{1,4}(?=\\S)`);
const placeBehind = new RegExp(`^(?:${group}[\\s,|:]{1,4})?(?:(${stream})(?:[\\s,|:]{1,4}|$))?`);

/** One line of log text: its time and place taken off. */
export interface LogLine {
  record: PasteRecord;
  /** Whether the line bore a time stamp, readable or not. */
  isStamped: boolean;
  /** Whether group or stream stood on the line: the marks of tailing tools. */
  isPlaced: boolean;
}

/**
 * Takes time stamp, log group and log stream off a line, in the orders of `aws logs tail` (time, stream), `awslogs` and
 * `sam logs` (group, stream, time). What is left is the message as the service wrote it.
 */
export function readLogLine(line: string): LogLine {
  const first = streamFirst.exec(line);
  const body = first === null ? line : line.slice(first[0].length);
  const stamp = readStamp(body);
  const text = stamp?.rest ?? body;
  const place = first === null && stamp !== undefined ? placeBehind.exec(text) : null;
  const logGroup = first?.[1] ?? place?.[1];
  const logStream = first?.[2] ?? place?.[2];
  const moment = stamp?.moment;
  return {
    record: {
      ...(moment === undefined ? {} : { atMs: moment.atMs }),
      resolutionMs: moment?.resolutionMs ?? 1,
      message: text.slice(place?.[0].length ?? 0),
      ...(logGroup === undefined ? {} : { logGroup }),
      ...(logStream === undefined ? {} : { logStream }),
    },
    isStamped: stamp !== undefined,
    isPlaced: logGroup !== undefined || logStream !== undefined,
  };
}
