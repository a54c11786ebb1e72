import { discoverLambdaFields } from './lambda-fields.ts';
import type { Value } from './value.ts';

export interface QueryRecord {
  timestampMs: number;
  ingestedMs: number;
  message: string;
  /** Log stream. */
  stream: string;
  /** As @log shows it: "111122223333:/aws/lambda/orders". */
  log: string;
}

/** AWS extracts no more than these from one event. */
const mostJsonFields = 200;

/** What Insights finds in a record by itself; undefined for a name that it does not find. */
export interface FoundFields {
  get(name: string): Value;
}

/** System fields at once; JSON members with dotted names and Lambda's fields when the first of them is asked for. */
export function discoverFields(record: QueryRecord, pointer: string): FoundFields {
  let discovered: ReadonlyMap<string, Value> | undefined;
  return {
    get(name) {
      switch (name) {
        case '@timestamp':
          return { epochMs: record.timestampMs };
        case '@ingestionTime':
          return { epochMs: record.ingestedMs };
        case '@message':
          return record.message;
        case '@logStream':
          return record.stream;
        case '@log':
          return record.log;
        case '@ptr':
          return pointer;
        default:
          discovered ??= discoverInMessage(record);
          return discovered.get(name);
      }
    },
  };
}

function discoverInMessage(record: QueryRecord): ReadonlyMap<string, Value> {
  const fields = new Map<string, Value>();
  if (isLambdaLog(record)) discoverLambdaFields(record.message, fields);
  const json = readJson(record);
  if (json !== undefined) addMembers(json, '', fields);
  return fields;
}

function isLambdaLog({ log, message }: QueryRecord): boolean {
  return log.includes(':/aws/lambda/') || /^(?:START|END|REPORT) RequestId: /.test(message);
}

/** The whole message; for Lambda logs also the first JSON fragment inside it. */
function readJson(record: QueryRecord): unknown {
  const trimmed = record.message.trim();
  if (trimmed.startsWith('{') || trimmed.startsWith('[')) return parseJson(trimmed);
  if (!isLambdaLog(record)) return undefined;
  const fragment = /\{[\s\S]*\}/.exec(trimmed)?.[0];
  return fragment === undefined ? undefined : parseJson(fragment);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function addMembers(value: unknown, path: string, fields: Map<string, Value>): void {
  if (fields.size >= mostJsonFields || value === null || value === undefined) return;
  if (typeof value === 'object') {
    for (const [key, inner] of Object.entries(value))
      addMembers(inner, path === '' ? atEscaped(key) : `${path}.${key}`, fields);
    return;
  }
  if (path === '') return;
  // Booleans are discovered as 1 and 0.
  fields.set(path, typeof value === 'boolean' ? String(Number(value)) : String(value));
}

/** Only system fields begin with one @; a member called "@x" is shown as "@@x". */
function atEscaped(key: string): string {
  return key.startsWith('@') ? `@${key}` : key;
}
