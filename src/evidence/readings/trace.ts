import { believableTime } from '../../inquiry/believable-time.ts';
import { definedOnly } from './defined-only.ts';
import { isObject, type Json, numberOf, statusOf, textOf } from './json-value.ts';

/** An X-Ray trace, flattened. Times epoch ms. */
export interface Trace {
  traceId: string;
  segments: TraceSegment[];
}

export interface TraceSegment {
  id: string;
  parentId?: string;
  name: string;
  /** "AWS::ApiGateway::Stage", "AWS::Lambda", "AWS::Lambda::Function", … */
  origin?: string;
  /** True for subsegments: a call that its parent made. */
  isCall: boolean;
  startMs: number;
  endMs?: number;
  status?: number;
  fault: boolean;
  error: boolean;
  throttle: boolean;
  requestId?: string;
  extendedRequestId?: string;
  /** What a gateway's segment tells of the request and the API. */
  method?: string;
  url?: string;
  apiId?: string;
  stage?: string;
  account?: string;
  region?: string;
}

/** X-Ray's segment of the API itself, under either spelling of its origin. */
export const gatewaySegment = (trace: Trace): TraceSegment | undefined => trace.segments.find(isGateway);

/** Whether a segment is the API's own and not what it called. */
export const isGateway = ({ origin, isCall }: TraceSegment): boolean => !isCall && isGatewayOrigin(origin);

const isGatewayOrigin = (origin: string | undefined) => /^AWS::API?Gateway/i.test(origin ?? '');

const deepest = 12;

/**
 * Traces of a BatchGetTraces answer, one of its traces, or bare segment documents; as objects or as JSON text, where
 * `Document` is itself JSON text. Segments oldest first; what cannot be read is left out, and no text throws.
 */
export function readTraces(input: unknown): Trace[] {
  const traces = new Map<string, TraceSegment[]>();
  collect(parseText(input), traces, deepest);
  return [...traces].map(([traceId, segments]) => ({
    traceId,
    segments: segments.sort((a, b) => a.startMs - b.startMs),
  }));
}

function collect(value: unknown, traces: Map<string, TraceSegment[]>, depth: number): void {
  if (depth === 0) return;
  if (Array.isArray(value)) {
    for (const inner of value) collect(parseText(inner), traces, depth - 1);
    return;
  }
  if (!isObject(value)) return;
  for (const name of ['Traces', 'traces', 'Segments', 'segments', 'Document', 'document']) {
    if (name in value) collect(parseText(value[name]), traces, depth - 1);
  }
  const traceId = textOf(value.trace_id);
  if (traceId === undefined || !/^1-[0-9a-f]{8}-[0-9a-f]{24}$/.test(traceId)) return;
  const segments = traces.get(traceId) ?? [];
  flatten(value, undefined, segments, depth - 1);
  if (segments.length > 0) traces.set(traceId, segments);
}

function flatten(
  document: Json,
  parentId: string | undefined,
  segments: TraceSegment[],
  depth: number,
): void {
  const id = textOf(document.id);
  const startMs = seconds(document.start_time);
  if (id === undefined || startMs === undefined || depth === 0) return;
  const http = isObject(document.http) ? document.http : {};
  const response = isObject(http.response) ? http.response : {};
  const request = isObject(http.request) ? http.request : {};
  const aws = isObject(document.aws) ? document.aws : {};
  const gateway = isObject(aws.api_gateway) ? aws.api_gateway : {};
  const ids =
    isObject(document.metadata) && isObject(document.metadata.default) ? document.metadata.default : {};
  const place = /^arn:aws[\w-]*:apigateway:([a-z]{2}(?:-[a-z]+)+-\d):/.exec(
    textOf(document.resource_arn) ?? '',
  );
  if (!segments.some((known) => known.id === id)) {
    segments.push({
      id,
      name: textOf(document.name) ?? id,
      isCall: parentId !== undefined || document.type === 'subsegment',
      startMs,
      fault: document.fault === true,
      error: document.error === true,
      throttle: document.throttle === true,
      ...definedOnly({
        parentId: parentId ?? textOf(document.parent_id),
        origin: textOf(document.origin),
        endMs: seconds(document.end_time),
        status: statusOf(response.status),
        requestId: textOf(aws.request_id) ?? textOf(gateway.request_id) ?? textOf(ids.request_id),
        extendedRequestId: textOf(gateway.extended_request_id) ?? textOf(ids.extended_request_id),
        ...(isGatewayOrigin(textOf(document.origin)) && {
          method: textOf(request.method),
          url: textOf(request.url),
          apiId: textOf(gateway.rest_api_id),
          stage: textOf(gateway.stage),
          account: textOf(gateway.account_id),
          region: place?.[1],
        }),
      }),
    });
  }
  const inner = Array.isArray(document.subsegments) ? document.subsegments : [];
  for (const each of inner) if (isObject(each)) flatten(each, id, segments, depth - 1);
}

/** X-Ray writes seconds with fractions; to a tenth of a ms, so that binary fractions do not show. */
function seconds(value: unknown): number | undefined {
  const stated = numberOf(value);
  return stated === undefined ? undefined : believableTime(Math.round(stated * 10_000) / 10);
}

function parseText(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
