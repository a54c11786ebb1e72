import { believableTime } from '../../inquiry/believable-time.ts';
import { definedOnly } from './defined-only.ts';
import { isObject, type Json, numberOf, statusOf, textOf } from './json-value.ts';
import type { Trace, TraceSegment } from './trace.ts';

/** "1-6b10f3a1-0123456789abcdef01234567" as spans name it: 32 hex digits without dashes. */
export const spanTraceId = (traceId: string) => traceId.slice(2).replaceAll('-', '');

/**
 * The spans of one trace as Transaction Search keeps them in the log group aws/spans: one OpenTelemetry span a line, in
 * which X-Ray's own words (origin, request id) stand among the attributes. In the shape of an X-Ray trace, oldest
 * first; undefined where no line is a span of it.
 */
export function readSpans(lines: readonly string[], traceId: string): Trace | undefined {
  const segments = lines.flatMap((line) => {
    const span = parseObject(line);
    if (span === undefined || span.traceId !== spanTraceId(traceId)) return [];
    return toSegment(span) ?? [];
  });
  const distinct = segments.filter(
    ({ id }, index) => segments.findIndex((other) => other.id === id) === index,
  );
  return distinct.length === 0
    ? undefined
    : { traceId, segments: distinct.sort((a, b) => a.startMs - b.startMs) };
}

function toSegment(span: Json): TraceSegment | undefined {
  const id = textOf(span.spanId);
  const startMs = millisecondsOf(span.startTimeUnixNano);
  if (id === undefined || startMs === undefined) return undefined;
  const attributes = isObject(span.attributes) ? span.attributes : {};
  const status = statusOf(attributes['http.response.status_code'] ?? attributes['http.status_code']);
  const isFailed = isObject(span.status) && span.status.code === 'ERROR';
  const isTheirs = status !== undefined && status >= 400 && status < 500;
  return {
    id,
    name: nameOf(span, attributes) ?? id,
    isCall: span.kind !== 'SERVER',
    startMs,
    fault: (status !== undefined && status >= 500) || (isFailed && !isTheirs),
    error: isTheirs,
    throttle: status === 429,
    ...definedOnly({
      parentId: textOf(span.parentSpanId),
      origin: textOf(attributes['aws.xray.origin']),
      endMs: millisecondsOf(span.endTimeUnixNano),
      status,
      requestId: textOf(attributes['aws.request.id']) ?? textOf(attributes['aws.request_id']),
      extendedRequestId: textOf(attributes['aws.request.extended_id']),
    }),
  };
}

/** A server's span is named after its service, a call after what it called, as X-Ray names segments. */
function nameOf(span: Json, attributes: Json): string | undefined {
  const resource =
    isObject(span.resource) && isObject(span.resource.attributes) ? span.resource.attributes : {};
  const own = textOf(span.name);
  if (span.kind === 'SERVER')
    return textOf(attributes['aws.local.service']) ?? textOf(resource['service.name']) ?? own;
  if (span.kind === 'CLIENT') return textOf(attributes['aws.remote.service'])?.replace(/^AWS::/, '') ?? own;
  return own;
}

/** Nanoseconds since the epoch, as a number or as text; to a tenth of a ms, like X-Ray's own times. */
function millisecondsOf(nanoseconds: unknown): number | undefined {
  const value = numberOf(typeof nanoseconds === 'string' ? Number(nanoseconds) : nanoseconds);
  return value === undefined ? undefined : believableTime(Math.round(value / 100_000) / 10);
}

function parseObject(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
