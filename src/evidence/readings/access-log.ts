import { believableDuration, believableTime } from '../../inquiry/believable-time.ts';
import { readValueRow } from '../../inquiry/shapes/value-row.ts';
import { compileAccessLogFormat } from './access-log-format.ts';
import { readPresetRow } from './access-presets.ts';
import { canonicalVariable, variableOfKey } from './access-variables.ts';
import { definedOnly } from './defined-only.ts';
import { readLooseJson } from './loose-json.ts';
import { readNamedValues } from './named-values.ts';

/**
 * One access-log record, its `$context` variables by their canonical names ("integration.status", "error.responseType").
 * A variable that the format does not carry is missing; one that it carries as "-" is null. All latencies in ms.
 */
export interface AccessLogRow {
  atMs?: number;
  line: string;
  variables: Record<string, string | null>;
  requestId?: string;
  extendedRequestId?: string;
  traceId?: string;
  apiId?: string;
  stage?: string;
  method?: string;
  /** resourcePath, routeKey's path, or path: the first that is there. */
  path?: string;
  routeKey?: string;
  status?: number;
  responseLatencyMs?: number;
  integrationLatencyMs?: number;
  /** For Lambda proxy: what the Lambda service answered. */
  integrationServiceStatus?: number;
  /** For Lambda proxy: what the function's code answered. Else what the backend answered. */
  integrationStatus?: number;
  integrationError?: string;
  integrationRequestId?: string;
  errorMessage?: string;
  errorResponseType?: string;
  authorizerLatencyMs?: number;
  authorizerError?: string;
  authorizerStatus?: number;
  wafLatencyMs?: number;
  wafError?: string;
  wafStatus?: number;
  responseLength?: number;
  requestTimeMs?: number;
  connectionId?: string;
  eventType?: string;
  logGroup?: string;
}

/** Where a row came from, and the stage's format where it is known. */
export interface AccessRowSource {
  format?: string;
  atMs?: number;
  logGroup?: string;
  /** The row as it stood in the text, where it was put together anew. */
  written?: string;
}

const compiled = new Map<string, Compiled>();
interface Compiled {
  read: (line: string) => Record<string, string | null> | undefined;
  /** Of a JSON format: dotted key to the one variable that is its whole value. */
  keys: Map<string, string>;
}

/**
 * One access-log record: by the stage's format where given (its text, else its JSON keys), else JSON or
 * `name=value` pairs with usual names, a console preset, or bare values that only the gateway's row has. Undefined for anything that is not plainly an access-log row of API Gateway.
 */
export function readAccessRow(message: string, source: AccessRowSource = {}): AccessLogRow | undefined {
  if (source.logGroup?.startsWith('/aws/lambda/')) return undefined;
  const line = message.trim();
  if (source.format !== undefined) {
    const { read, keys } = compile(source.format);
    const variables = read(line) ?? byFormatKeys(line, keys);
    if (variables !== undefined) return toRow(variables, line, source);
  }
  const variables = line.startsWith('{')
    ? byKnownKeys(readLooseJson(line))
    : (readPresetRow(line) ?? byKnownKeys(readNamedValues(line)) ?? byKnownKeys(readValueRow(line)));
  return variables === undefined ? undefined : toRow(variables, line, source);
}

function compile(format: string): Compiled {
  const known = compiled.get(format);
  if (known !== undefined) return known;
  const keys = new Map<string, string>();
  for (const [key, value] of readLooseJson(format) ?? []) {
    const name = /^\$\{?context\.([\w.:-]+)\}?$/.exec(value)?.[1];
    if (name !== undefined) keys.set(key, canonicalVariable(name));
  }
  const made = { read: compileAccessLogFormat(format), keys };
  if (compiled.size > 100) compiled.clear();
  compiled.set(format, made);
  return made;
}

function byFormatKeys(line: string, keys: Map<string, string>): Record<string, string | null> | undefined {
  if (keys.size === 0) return undefined;
  const members = readLooseJson(line);
  if (members === undefined) return undefined;
  const variables: Record<string, string | null> = {};
  let matched = 0;
  for (const [key, value] of members) {
    const variable = keys.get(key);
    if (variable === undefined) continue;
    variables[variable] = nullable(value);
    matched += 1;
  }
  return matched >= Math.max(2, keys.size / 2) ? variables : undefined;
}

const requestIdForm =
  /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:_REPLACED_INVALID_REQUEST_ID)?|[A-Za-z0-9_-]{15}=)$/i;
/** Fields of an application's own JSON log; no access-log preset has them. */
const applicationKeys = new Set([
  'level',
  'severity',
  'loglevel',
  'msg',
  'logger',
  'log.level',
  'messagetype',
  'traceback',
]);
/** Variables that an application's log hardly ever has under these names: one of them makes the row the gateway's. */
const gatewayOnly = [
  'extendedRequestId',
  'responseLength',
  'requestTime',
  'requestTimeEpoch',
  'routeKey',
  'resourcePath',
  'apiId',
  'integration.latency',
  'integration.status',
  'integrationStatus',
  'integration.error',
  'error.responseType',
  'connectionId',
];

function byKnownKeys(members: Map<string, string> | undefined): Record<string, string | null> | undefined {
  if (members === undefined) return undefined;
  const variables: Record<string, string | null> = {};
  for (const [key, value] of members) {
    if (applicationKeys.has(key.toLowerCase())) return undefined;
    const variable = variableOfKey(key);
    if (variable !== undefined) variables[variable] ??= nullable(value);
  }
  const ids = [variables.requestId, variables.extendedRequestId].filter((id) => typeof id === 'string');
  const isRow =
    ids.length > 0 &&
    ids.every((id) => requestIdForm.test(id)) &&
    (variables.status !== undefined || variables.eventType !== undefined) &&
    gatewayOnly.some((name) => name in variables);
  return isRow ? variables : undefined;
}

const nullable = (value: string) => (value === '-' || value === '"-"' ? null : value);

function toRow(
  variables: Record<string, string | null>,
  line: string,
  source: AccessRowSource,
): AccessLogRow {
  const text = (...names: string[]): string | undefined =>
    names.flatMap((name) => variables[name] || []).at(0);
  const number = (...names: string[]) => {
    const value = text(...names);
    return value !== undefined && /^-?\d{1,15}(?:\.\d+)?$/.test(value) ? Number(value) : undefined;
  };
  const duration = (...names: string[]) => believableDuration(number(...names));
  const status = (...names: string[]) => {
    const value = number(...names);
    return value !== undefined && Number.isInteger(value) && value >= 0 && value <= 999 ? value : undefined;
  };
  const route = /^([A-Z]+) (\/\S*)$/.exec(text('routeKey') ?? '');
  const plain = status('integrationStatus');
  const requestTimeMs = believableTime(number('requestTimeEpoch')) ?? readClfTime(text('requestTime'));
  const at = source.atMs ?? requestTimeMs;
  return {
    line: source.written ?? line,
    variables,
    ...definedOnly({
      atMs: at,
      requestId: text('requestId'),
      extendedRequestId: text('extendedRequestId'),
      traceId: /\b1-[0-9a-f]{8}-[0-9a-f]{24}\b/.exec(text('xrayTraceId') ?? '')?.[0],
      apiId: text('apiId'),
      stage: text('stage'),
      method: text('httpMethod') ?? (route?.[1] === 'ANY' ? undefined : route?.[1]),
      path: text('resourcePath') ?? route?.[2] ?? text('path'),
      routeKey: text('routeKey'),
      status: status('status'),
      responseLatencyMs: duration('responseLatency'),
      integrationLatencyMs: duration('integration.latency'),
      integrationServiceStatus: status('integration.integrationStatus') ?? plain,
      // For a Lambda proxy `integrationStatus` is the Lambda service's own answer, and that service never answers 504.
      integrationStatus: status('integration.status') ?? (plain === 504 ? plain : undefined),
      integrationError: text('integration.error'),
      integrationRequestId: text('integration.requestId'),
      errorMessage: text('error.message', 'error.messageString'),
      errorResponseType: text('error.responseType'),
      authorizerLatencyMs: duration(
        'authorizer.latency',
        'authorizer.integrationLatency',
        'authorize.latency',
        'authenticate.latency',
      ),
      authorizerError: text('authorizer.error', 'authorize.error', 'authenticate.error'),
      authorizerStatus: status(
        'authorizer.status',
        'authorizer.integrationStatus',
        'authorize.status',
        'authenticate.status',
      ),
      wafLatencyMs: duration('waf.latency'),
      wafError: text('waf.error'),
      wafStatus: status('waf.status'),
      responseLength: number('responseLength'),
      requestTimeMs,
      connectionId: text('connectionId'),
      eventType: text('eventType'),
      logGroup: source.logGroup,
    }),
  };
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `21/Nov/2026:10:00:00 +0000` to epoch ms (1 s resolution); undefined for any other spelling. */
function readClfTime(text: string | undefined): number | undefined {
  const found = /^(\d{2})\/([A-Z][a-z]{2})\/(\d{4}):(\d{2}):(\d{2}):(\d{2}) ([+-])(\d{2})(\d{2})$/.exec(
    text ?? '',
  );
  if (found === null) return undefined;
  const [, day, month, year, hour, minute, second, sign, zoneHours, zoneMinutes] = found;
  const utc = Date.UTC(
    Number(year),
    months.indexOf(month ?? ''),
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  const zoneMs = (Number(zoneHours) * 60 + Number(zoneMinutes)) * 60_000;
  return months.includes(month ?? '') ? believableTime(utc - (sign === '-' ? -zoneMs : zoneMs)) : undefined;
}
