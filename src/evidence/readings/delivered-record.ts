import { readExecutionStep } from './execution-steps.ts';

const idNames = new Set([
  'requestid',
  'request_id',
  'request-id',
  'apirequestid',
  'contextrequestid',
  'rid',
  'reqid',
  'req_id',
]);
const messageNames = new Set([
  'message',
  'log',
  'msg',
  'logmessage',
  'log_message',
  'executionlog',
  'execution_log',
  'text',
  'eventmessage',
]);
/** Fields that only a record made by API Gateway itself carries. */
const gatewayNames = new Set([
  'apiid',
  'restapiid',
  'api_id',
  'rest_api_id',
  'rest_api',
  'restapi',
  'resource_arn',
  'resourcearn',
  'extendedrequestid',
]);
/** Fields of an application's own logger: what it says in the gateway's words is a quotation. */
const applicationNames = new Set([
  'level',
  'loglevel',
  'log_level',
  'severity',
  'logger',
  'logger_name',
  'service',
  'function_name',
  'functionname',
  'hostname',
  'pid',
  'type',
]);
const deepest = 4;

/**
 * An execution line delivered as structured JSON (vended log delivery, September 2026). The field names are not published,
 * so the id and the message are looked for wherever they are; undefined when the record is not plainly from API Gateway:
 * it has a field that only the gateway writes, or the line begins with the id, or there is nothing of a logger beside the
 * id of a request and a line that opens as execution logs do.
 */
export function readDelivered(json: string): { requestId?: string; text: string } | undefined {
  if (!/execution|request|endpoint|response|usage plan|authorizer|tracing|waf|method|api key/i.test(json))
    return undefined;
  let record: unknown;
  try {
    record = JSON.parse(json);
  } catch {
    return undefined;
  }
  const seen: Seen = { fromGateway: false, fromApplication: false };
  look(record, deepest, seen);
  const message = (
    seen.message ??
    (seen.isRow || (seen.fromApplication && seen.line?.startsWith('(')) ? undefined : seen.line)
  )?.trim();
  if (message === undefined) return undefined;
  const prefix = idPrefix.exec(message);
  const isBare = !seen.fromApplication && !seen.isRow && idForm.test(seen.requestId ?? seen.id ?? '');
  if (prefix === null && !seen.fromGateway && !isBare) return undefined;
  const text = prefix === null ? message : message.slice(prefix[0].length);
  if (readExecutionStep(text) === undefined) return undefined;
  const requestId = seen.requestId ?? prefix?.[1] ?? seen.id;
  return requestId === undefined ? { text } : { requestId, text };
}

interface Seen {
  requestId?: string;
  message?: string;
  /** The same under names that nobody knows: what looks like an id of a request, and what reads as a line of the log. */
  id?: string;
  line?: string;
  fromGateway: boolean;
  fromApplication: boolean;
  /** A row of an access log quotes such a line as its error. */
  isRow?: boolean;
}

const idPrefix = /^\(([A-Za-z0-9][A-Za-z0-9_=-]{7,79})\)\s+/;
const idForm = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[A-Za-z0-9_-]{15}=)$/i;

function look(value: unknown, depth: number, seen: Seen, above = ''): void {
  if (depth === 0 || value === null || typeof value !== 'object') return;
  for (const [key, inner] of Object.entries(value)) {
    const name = key.toLowerCase();
    if (gatewayNames.has(name)) seen.fromGateway = true;
    if (applicationNames.has(name)) seen.fromApplication = true;
    if (/^status$|error/.test(name)) seen.isRow = true;
    if (typeof inner !== 'string') look(inner, depth - 1, seen, name);
    else if (idNames.has(name)) seen.requestId ??= inner;
    else if (messageNames.has(name)) seen.message ??= inner;
    else if (/request[_.-]?id$/.test(`${above}.${name}`) && idForm.test(inner)) seen.id ??= inner;
    else if (seen.line === undefined && readExecutionStep(inner.trim().replace(idPrefix, '')) !== undefined)
      seen.line = inner;
  }
}
