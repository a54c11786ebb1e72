import { believableDuration, believableTime } from '../../inquiry/believable-time.ts';
import { definedOnly } from './defined-only.ts';

/** One ALB access-log row. AWS writes seconds; here ms, with null where the row says -1 (the phase was not reached). */
export interface LoadBalancerRow {
  /** When the answer was made. */
  atMs: number;
  /** When the request came. */
  createdAtMs?: number;
  line: string;
  loadBalancer: string;
  target?: string;
  requestProcessingMs: number | null;
  targetProcessingMs: number | null;
  responseProcessingMs: number | null;
  loadBalancerStatus?: number;
  targetStatus?: number;
  traceId?: string;
  request?: string;
  errorReason?: string;
}

const types = new Set(['http', 'https', 'h2', 'grpcs', 'ws', 'wss']);

/**
 * One ALB access-log row (fields in the order of AWS's table; later fields may be missing or more); undefined for anything
 * else. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html
 */
export function readLoadBalancerRow(message: string): LoadBalancerRow | undefined {
  const line = message.trim();
  const type = line.slice(0, line.indexOf(' '));
  if (!types.has(type)) return undefined;
  const fields = splitFields(line);
  const [, time, loadBalancer, , target, request1, request2, request3, status, targetStatus] = fields;
  const atMs = readTime(time);
  if (fields.length < 13 || atMs === undefined || loadBalancer === undefined) return undefined;
  const times = [request1, request2, request3].map(readSeconds);
  const [requestProcessingMs, targetProcessingMs, responseProcessingMs] = times;
  if (
    requestProcessingMs === undefined ||
    targetProcessingMs === undefined ||
    responseProcessingMs === undefined
  )
    return undefined;
  return {
    atMs,
    line,
    loadBalancer,
    requestProcessingMs,
    targetProcessingMs,
    responseProcessingMs,
    ...definedOnly({
      createdAtMs: readTime(fields[21]),
      target: given(target),
      loadBalancerStatus: readStatus(status),
      targetStatus: readStatus(targetStatus),
      traceId: /\b1-[0-9a-f]{8}-[0-9a-f]{24}\b/.exec(fields[17] ?? '')?.[0],
      request: given(fields[12]),
      errorReason: given(fields[24]),
    }),
  };
}

/** Blank-separated fields; one in double quotes may hold blanks, and quotes inside it are written `\\x22`. */
function splitFields(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((found) => found[1] ?? found[2] ?? '');
}

function readTime(field: string | undefined): number | undefined {
  const isTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/.test(field ?? '');
  const atMs = isTime ? Date.parse(field ?? '') : Number.NaN;
  return believableTime(atMs);
}

const given = (field: string | undefined) =>
  field === undefined || field === '-' || field === '' ? undefined : field;

/** Seconds to ms; -1 means that the phase was not reached. */
function readSeconds(field: string | undefined): number | null | undefined {
  if (field === '-1' || field === '-1.000') return null;
  if (field === undefined || !/^\d+(?:\.\d+)?$/.test(field)) return undefined;
  return believableDuration(Math.round(Number(field) * 1000));
}

function readStatus(field: string | undefined): number | undefined {
  return /^\d{3}$/.test(field ?? '') ? Number(field) : undefined;
}
