import { opensRecord } from '../log-marks.ts';
import type { PasteRecord } from './shape.ts';
import { readStamp, type Stamp } from './stamp.ts';
import { readToolPrefix } from './tool-prefix.ts';

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
  const stamp = readStamp(body) ?? readLoosely(body);
  const text = stamp?.rest ?? body;
  const place = first === null && stamp !== undefined ? placeBehind.exec(text) : null;
  const logGroup = first?.[1] ?? place?.[1];
  const logStream = first?.[2] ?? place?.[2];
  const moment = stamp?.moment;
  const message = text.slice(place?.[0].length ?? 0);
  const prefixed = opensRecord(message) ? undefined : readToolPrefix(line);
  if (prefixed !== undefined) {
    const { moment: at, ...rest } = prefixed;
    return {
      record: {
        ...(at === undefined ? {} : { atMs: at.atMs }),
        resolutionMs: at?.resolutionMs ?? 1,
        ...rest,
      },
      isStamped: true,
      isPlaced: rest.logGroup !== undefined || rest.logStream !== undefined,
    };
  }
  return {
    record: {
      ...(moment === undefined ? {} : { atMs: moment.atMs }),
      resolutionMs: moment?.resolutionMs ?? 1,
      message,
      ...(logGroup === undefined ? {} : { logGroup }),
      ...(logStream === undefined ? {} : { logStream }),
    },
    isStamped: stamp !== undefined,
    isPlaced: logGroup !== undefined || logStream !== undefined,
  };
}

/** What `grep`, an editor or a list writes before a line: a file's name, a number. */
const numbering =
  /^\s{0,8}(?:[\w./-]{1,200}\.(?:log|txt|csv|json)[:-])?(?:\d{1,9}(?:[:.)-]\s{0,4}|\t| {1,4}))?/;
/** Times that say too little: of a day unknown, or with day and month in either order and the zone of whoever looked. */
const vague =
  /^["[]?(?:\d{1,2}:\d{2}:\d{2}|[A-Z][a-z]{2} \d{1,2}, \d{4} @ \d{2}:\d{2}:\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4},? \d{1,2}:\d{2}(?::\d{2})?)(?:[.,]\d{1,6})?(?: ?[AP]M)?["\]]?[\s,;|]{1,4}/i;

/**
 * Numbering and vague times before what plainly is a record; before anything else they are somebody's words. A vague time
 * gives no moment.
 */
function readLoosely(line: string): Stamp | undefined {
  if (opensRecord(line)) return undefined;
  const rest = line.replace(numbering, '');
  const stamp = rest === line ? undefined : (readStamp(rest) ?? (opensRecord(rest) ? { rest } : undefined));
  if (stamp !== undefined) return stamp;
  // "14:" may be a line's number and the hour of a time.
  for (const body of [rest, line]) {
    const message = body.replace(vague, '').replace(/^"(.*)"$/s, '$1');
    if (message !== body && opensRecord(message)) return { rest: message };
  }
  return undefined;
}
