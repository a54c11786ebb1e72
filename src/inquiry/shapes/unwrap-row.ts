import { logGroupName } from './log-group-name.ts';
import type { PasteRecord } from './shape.ts';
import { readTime } from './stamp.ts';

/** One row of query results or of an export: cells by column name. */
export type Row = Map<string, unknown>;

type Role = 'time' | 'message' | 'group' | 'stream' | 'ingested' | 'aside';

/** Column names, lower case and without punctuation, and what they hold. */
const columns: Record<string, Role> = {
  '@log': 'group',
  '@timestamp': 'time',
  '@message': 'message',
  '@id': 'aside',
  '#': 'aside',
  timestamp: 'time',
  time: 'time',
  date: 'time',
  message: 'message',
  log: 'message',
  loggroup: 'group',
  loggroupname: 'group',
  loggroupidentifier: 'group',
  logstream: 'stream',
  logstreamname: 'stream',
  stream: 'stream',
  ingestiontime: 'ingested',
  ptr: 'aside',
  entity: 'aside',
  eventid: 'aside',
  owner: 'aside',
};

/** A time with its unit, as in `time_us`, `ts_ns` or Grafana's `tsNs`. */
export const timeInUnit =
  /^(?:time|ts|timestamp|epoch)(?:[._-]?(?:sec|seconds|ms|millis|us|micros|ns|nanos)|[._-]s)$/i;

/** What a column of this name holds; undefined for a field of the record itself. */
export function roleOf(name: string): Role | undefined {
  const lower = name.trim().toLowerCase();
  const role = columns[lower] ?? columns[lower.replace(/[@_\s-]/g, '')];
  return role ?? (timeInUnit.test(lower) ? 'time' : undefined);
}

/** Whether these are names of an export of logs: a message, or a field that only CloudWatch writes with `@`. */
export function isEnvelope(names: readonly string[]): boolean {
  return names.some(
    (name) => roleOf(name) === 'message' || (name.startsWith('@') && roleOf(name) !== undefined),
  );
}

/** Whether these are names of access-log fields that somebody picked: a request's id, and how it ended. */
export function isFieldHeader(names: readonly string[]): boolean {
  const plain = names.map((name) => name.toLowerCase().replace(/[^a-z]/g, ''));
  return (
    plain.some((name) => /^(?:context|api|extended)?requestid$/.test(name)) &&
    plain.some((name) => /^(?:context|http|response)?status(?:code)?$/.test(name))
  );
}

/**
 * The record in a row. Its message column is the message; a row of picked fields without one (`fields status, requestId`)
 * becomes one JSON record of those fields, quoted as it was `written`. Undefined for a row that holds nothing.
 */
export function unwrapRow(row: Row, written?: string): PasteRecord | undefined {
  const fields: Record<string, unknown> = {};
  const record: PasteRecord = { resolutionMs: 1, message: '' };
  for (const [name, value] of row) {
    const role = roleOf(name);
    if (role === undefined) {
      if (value !== '' && value !== null && value !== undefined) fields[name] = value;
    } else take(record, role, value);
  }
  if (record.message === '' && Object.keys(fields).length > 0) {
    record.message = writeJson(fields);
    if (written !== undefined) record.written = written.trim();
  }
  return record.message === '' ? undefined : record;
}

function take(record: PasteRecord, role: Role, value: unknown): void {
  if (role === 'time') {
    const moment = readTime(value);
    if (moment !== undefined) Object.assign(record, moment);
  } else if (role === 'message') {
    // The console writes a message that is JSON as the object itself.
    record.message = typeof value === 'string' ? value.trimEnd() : writeJson(value ?? '').replace(/^""$/, '');
  } else if (role === 'ingested') {
    const moment = readTime(value);
    if (moment !== undefined) record.ingestedMs = moment.atMs;
  } else if (typeof value === 'string' && value !== '' && role !== 'aside') {
    if (role === 'group') {
      record.logGroup = logGroupName(value);
      const account = /^(\d{12}):/.exec(value)?.[1];
      if (account !== undefined) record.account = account;
    } else record.logStream = value;
  }
}

/** JSON text of a value; empty where it is nested too deep to be written. */
export function writeJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return '';
  }
}
