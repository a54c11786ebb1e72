import { gunzipSync } from 'node:zlib';
import { isObject, type Json } from './json-object.ts';
import { logGroupName } from './log-group-name.ts';
import { readLogText } from './log-text.ts';
import type { PasteRecord, ShapeName } from './shape.ts';
import { readMoment, readTime } from './stamp.ts';
import { unwrapAnswer, unwrapGivenUp, unwrapHar } from './unwrap-har.ts';
import { isEnvelope, type Row, timeInUnit, unwrapRow, writeJson } from './unwrap-row.ts';

export interface Unwrapped {
  shape: ShapeName;
  records: PasteRecord[];
}

/** Deepest wrapping that is followed: search hits, `_source`, arrays of arrays. */
const deepest = 6;

/**
 * The records in a JSON value of any of the known envelopes; an unknown object is one record itself, in its own words where
 * they are given (`written`).
 */
export function unwrapJson(value: unknown, written?: string): Unwrapped {
  if (!isObject(value) || written === undefined) return unwrap(value, deepest);
  const itself = { shape: nameRecord(value), records: [{ ...rawRecord(value), message: written }] };
  return unwrapEnvelope(value, deepest) ?? itself;
}

function nameRecord(value: Json): ShapeName {
  if (typeof value.type === 'string' && value.type.startsWith('platform.')) return 'Lambda JSON log';
  const has = (...names: string[]) => names.some((name) => name in value);
  return has('requestId', 'extendedRequestId') && has('status', 'routeKey', 'resourcePath', 'eventType')
    ? 'access-log rows'
    : 'JSON records';
}

function unwrap(value: unknown, depth: number): Unwrapped {
  if (Array.isArray(value)) return unwrapList(value, depth);
  if (typeof value === 'string') return { shape: 'JSON records', records: readLogText(value) };
  if (!isObject(value) || depth === 0) return { shape: 'JSON records', records: [] };
  return unwrapEnvelope(value, depth) ?? { shape: nameRecord(value), records: [rawRecord(value)] };
}

function unwrapEnvelope(value: Json, depth: number): Unwrapped | undefined {
  const inner = subscriptionOf(value);
  if (inner !== undefined) return { shape: 'subscription JSON', records: inner };
  // A Kinesis event, an answer of get-records, a Firehose transformation: subscription messages, each packed.
  const carried = value.Records ?? value.records;
  if (Array.isArray(carried) && carried.length > 0 && carried.every((each) => packedIn(each) !== undefined))
    return named('subscription JSON', unwrapList(carried, depth - 1));
  // An answer of get-query-results; of filter-log-events and get-log-events; of start-live-tail.
  if (isResults(value)) return named('query-results JSON', unwrapList(value.results, depth - 1));
  if (isEvents(value)) return named('log-events JSON', unwrapList(value.events, depth - 1));
  if (isObject(value.sessionUpdate)) return unwrap(value.sessionUpdate, depth - 1);
  if (Array.isArray(value.sessionResults))
    return named('log-events JSON', unwrapList(value.sessionResults, depth - 1));
  // An answer of get-log-record.
  if (isObject(value.logRecord)) return named('query-results JSON', unwrap(value.logRecord, depth - 1));
  if (typeof value.log === 'string' && /^Execution log for request /.test(value.log))
    return { shape: 'test-invoke JSON', records: readLogText(value.log) };
  if (typeof value.LogResult === 'string') return fromBase64(value.LogResult);
  // A search engine's hits.
  if (isObject(value.hits)) return unwrap(value.hits.hits, depth - 1);
  const answers = unwrapHar(value) ?? unwrapAnswer(value) ?? unwrapGivenUp(value);
  if (answers !== undefined) return { shape: 'client answer', records: answers };
  if (isObject(value._source)) return unwrap(value._source, depth - 1);
  const names = Object.keys(value);
  const isRow = names.some((name) => name.startsWith('@')) || names.every((name) => bareEnvelope.has(name));
  if (!isRow || !isEnvelope(names)) return undefined;
  const record = unwrapRow(new Map(Object.entries(value)));
  return { shape: 'JSON rows', records: record === undefined ? [] : [record] };
}

/** An application's own `results` and `events` are no envelope. */
function isResults(value: Json): value is Json & { results: unknown[] } {
  const { results } = value;
  return (
    Array.isArray(results) && results.every(Array.isArray) && (results.length > 0 || 'statistics' in value)
  );
}

function isEvents(value: Json): value is Json & { events: unknown[] } {
  const { events } = value;
  const isAnswer = 'searchedLogStreams' in value || 'nextForwardToken' in value;
  if (!Array.isArray(events) || (events.length === 0 && !isAnswer)) return false;
  return events.every((each) => isObject(each) && typeof each.message === 'string');
}

/** Fields of a log event as CloudWatch answers it. An object with any other field is a record of its own. */
const bareEnvelope = new Set([
  'timestamp',
  'message',
  'ingestionTime',
  'eventId',
  'id',
  'logStreamName',
  'logGroupName',
  'logGroupIdentifier',
]);

function unwrapList(list: readonly unknown[], depth: number): Unwrapped {
  if (depth === 0) return { shape: 'JSON records', records: [] };
  const row = fieldsOf(list);
  if (row !== undefined) {
    const record = unwrapRow(row);
    return { shape: 'JSON rows', records: record === undefined ? [] : [record] };
  }
  const all = list.map((each) => unwrap(each, depth - 1));
  return { shape: all[0]?.shape ?? 'JSON records', records: all.flatMap(({ records }) => records) };
}

/** One row of query results: a list of `{ "field": "@message", "value": "…" }`. */
function fieldsOf(list: readonly unknown[]): Row | undefined {
  const row: Row = new Map();
  for (const each of list) {
    if (!isObject(each) || typeof each.field !== 'string' || !('value' in each)) return undefined;
    row.set(each.field, each.value);
  }
  return row.size === 0 ? undefined : row;
}

const named = (shape: ShapeName, { records }: Unwrapped): Unwrapped => ({ shape, records });

/** The packed message in a record of a stream. Base64 of gzip begins like this; other data of a stream is none of ours. */
function packedIn(value: unknown): string | undefined {
  if (!isObject(value)) return undefined;
  const data = isObject(value.kinesis) ? value.kinesis.data : (value.Data ?? value.data);
  return typeof data === 'string' && data.startsWith('H4sI') ? data : undefined;
}

/** What a subscription sends, as it is or packed (base64 of gzip) as a function or a stream receives it. */
function subscriptionOf(value: Json): PasteRecord[] | undefined {
  const packed = isObject(value.awslogs) ? value.awslogs.data : packedIn(value);
  const open = typeof packed === 'string' ? unpack(packed) : isObject(packed) ? packed : value;
  if (open === undefined || !Array.isArray(open.logEvents)) return undefined;
  const { logGroup, logStream, owner } = open;
  const account = typeof owner === 'string' && /^\d{12}$/.test(owner) ? { account: owner } : {};
  return open.logEvents.filter(isObject).flatMap((event): PasteRecord[] => {
    if (typeof event.message !== 'string') return [];
    const moment = readMoment(event.timestamp);
    return [
      {
        resolutionMs: 1,
        message: event.message.replace(/\s+$/, ''),
        ...moment,
        ...(typeof logGroup === 'string' ? { logGroup: logGroupName(logGroup) } : {}),
        ...(typeof logStream === 'string' ? { logStream } : {}),
        ...account,
      },
    ];
  });
}

/** Largest text that is unpacked from one subscription message; CloudWatch sends at most 6 MB to a function. */
const largestUnpackedBytes = 16_000_000;

function unpack(base64: string): Json | undefined {
  try {
    const text = gunzipSync(Buffer.from(base64, 'base64'), { maxOutputLength: largestUnpackedBytes });
    const value: unknown = JSON.parse(text.toString('utf8'));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The last 4 KB of a function's log, as an invocation answers them. */
function fromBase64(log: string): Unwrapped | undefined {
  const text = Buffer.from(log, 'base64').toString('utf8');
  return /RequestId: /.test(text) ? { shape: 'Lambda log', records: readLogText(text) } : undefined;
}

/** Where loggers write the time of a record, most usual first. */
const timeNames = ['timestamp', '@timestamp', 'time', 'eventTime', 'event_timestamp', 'ts', 'date'];
/** Other names of the same: `eventTimestamp`, `evt_ts`, `log_time_ms`. Not `requestTime` or `connectedAt`: those are fields. */
const timeName =
  /^(?:evt|event|log|record|entry)[._-]?(?:time(?:[._-]?stamp)?|ts|date)(?:[._-]?(?:ms|millis|us|micros|ns|nanos|utc))?$|^timeUnixNano$|^__REALTIME_TIMESTAMP$/i;
const isTimeName = (name: string) => timeName.test(name) || timeInUnit.test(name);

/** An object that is a record itself (delivered execution log, Lambda's JSON format, access-log row, an application's). */
function rawRecord(value: Json): PasteRecord {
  const names = [...timeNames, ...Object.keys(value).filter(isTimeName)];
  const moment = names.map((name) => readTime(value[name])).find((found) => found !== undefined);
  return { resolutionMs: 1, message: writeJson(value), ...moment };
}
