import type { Trace } from '../../aws/world.ts';
import type { Line } from './line.ts';

/** The log group in which Transaction Search keeps spans. */
export const spanGroup = 'aws/spans';

/** A trace as Transaction Search writes it down: each segment and subsegment one OpenTelemetry span, one span a line. */
export function tellSpans(trace: Trace): Line[] {
  return trace.segments.flatMap((segment) => spansOf(trace.id, segment, undefined));
}

function spansOf(traceId: string, segment: Record<string, unknown>, parentId: string | undefined): Line[] {
  // What is still in progress has not been written down yet.
  if (segment.end_time === undefined) return [];
  const start = Number(segment.start_time);
  const end = Number(segment.end_time);
  const id = String(segment.id);
  const name = String(segment.name);
  const kind = parentId === undefined ? 'SERVER' : segment.namespace === undefined ? 'INTERNAL' : 'CLIENT';
  const status = statusOf(segment);
  const requestId = requestIdOf(segment);
  const message = JSON.stringify({
    resource: { attributes: { 'service.name': name, 'cloud.provider': 'aws' } },
    scope: { name: 'aws.xray' },
    traceId: traceId.slice(2).replaceAll('-', ''),
    spanId: id,
    parentSpanId: parentId ?? String(segment.parent_id ?? ''),
    flags: 257,
    name,
    kind,
    startTimeUnixNano: Math.round(start * 1000) * 1_000_000,
    endTimeUnixNano: Math.round(end * 1000) * 1_000_000,
    durationNano: Math.round((end - start) * 1000) * 1_000_000,
    attributes: {
      ...(kind === 'CLIENT' ? { 'aws.remote.service': name } : {}),
      ...(kind === 'SERVER' ? { 'aws.local.service': name } : {}),
      ...(segment.origin === undefined ? {} : { 'aws.xray.origin': segment.origin }),
      ...(status === undefined ? {} : { 'http.response.status_code': status }),
      ...(requestId === undefined ? {} : { 'aws.request.id': requestId }),
    },
    status: { code: segment.fault === true ? 'ERROR' : 'UNSET' },
  });
  const inner = Array.isArray(segment.subsegments) ? segment.subsegments : [];
  return [{ atMs: Math.round(end * 1000), message }, ...inner.flatMap((each) => spansOf(traceId, each, id))];
}

function statusOf({ http }: Record<string, unknown>): number | undefined {
  const response = isObject(http) && isObject(http.response) ? http.response : {};
  return typeof response.status === 'number' ? response.status : undefined;
}

function requestIdOf({ aws }: Record<string, unknown>): string | undefined {
  if (!isObject(aws)) return undefined;
  const gateway = isObject(aws.api_gateway) ? aws.api_gateway : aws;
  return typeof gateway.request_id === 'string' ? gateway.request_id : undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
