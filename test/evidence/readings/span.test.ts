import { describe, expect, it } from 'vitest';
import { readSpans, spanTraceId } from '../../../src/evidence/readings/span.ts';

const traceId = '1-6b10f3a1-0123456789abcdef01234567';
const nanoseconds = (ms: number) => (1_795_185_729_000 + ms) * 1_000_000;

const span = (fields: Record<string, unknown>) =>
  JSON.stringify({
    traceId: '6b10f3a10123456789abcdef01234567',
    spanId: 'aaaaaaaaaaaaaaaa',
    name: 'orders/prod',
    kind: 'SERVER',
    startTimeUnixNano: nanoseconds(140),
    endTimeUnixNano: nanoseconds(29_202),
    attributes: {},
    status: { code: 'UNSET' },
    ...fields,
  });

const plain = {
  id: 'aaaaaaaaaaaaaaaa',
  name: 'orders/prod',
  isCall: false,
  startMs: 1_795_185_729_140,
  endMs: 1_795_185_758_202,
  fault: false,
  error: false,
  throttle: false,
};

describe('readSpans', () => {
  it('names a trace as spans do', () => {
    expect(spanTraceId(traceId)).toBe('6b10f3a10123456789abcdef01234567');
  });

  it.each<[string, Record<string, unknown>, object]>([
    ['a plain span', {}, plain],
    [
      'X-Ray’s words among the attributes',
      {
        parentSpanId: 'bbbbbbbbbbbbbbbb',
        attributes: {
          'aws.xray.origin': 'AWS::ApiGateway::Stage',
          'aws.local.service': 'orders/prod',
          'http.response.status_code': 504,
          'aws.request.id': 'f4267199-574c-4d30-b6b9-25e26d687255',
        },
        name: 'POST /orders',
        status: { code: 'ERROR' },
      },
      {
        ...plain,
        parentId: 'bbbbbbbbbbbbbbbb',
        origin: 'AWS::ApiGateway::Stage',
        status: 504,
        fault: true,
        requestId: 'f4267199-574c-4d30-b6b9-25e26d687255',
      },
    ],
    ['a root span with an empty parent', { parentSpanId: '' }, plain],
    ['times as text', { startTimeUnixNano: String(nanoseconds(140)) }, plain],
    [
      'a call, named after what was called',
      { kind: 'CLIENT', attributes: { 'aws.remote.service': 'AWS::DynamoDB' } },
      { ...plain, isCall: true, name: 'DynamoDB' },
    ],
    [
      'a piece of own work',
      { kind: 'INTERNAL', name: 'Initialization' },
      { ...plain, isCall: true, name: 'Initialization' },
    ],
    [
      'a service known by its resource',
      { resource: { attributes: { 'service.name': 'orders-create' } } },
      { ...plain, name: 'orders-create' },
    ],
    [
      'a caller’s own fault',
      { attributes: { 'http.response.status_code': 429 }, status: { code: 'ERROR' } },
      { ...plain, status: 429, error: true, throttle: true },
    ],
    ['a failure without a status', { status: { code: 'ERROR' } }, { ...plain, fault: true }],
  ])('%s', (_what, fields, segment) => {
    expect(readSpans([span(fields)], traceId)).toEqual({ traceId, segments: [segment] });
  });

  it.each<[string, string]>([
    ['another trace', span({ traceId: '6b10f3a1ffffffffffffffffffffffff' })],
    ['a span without an id', span({ spanId: undefined })],
    ['a span without a start', span({ startTimeUnixNano: 'soon' })],
    ['no JSON', 'traceId 6b10f3a10123456789abcdef01234567'],
    ['no object', '["6b10f3a10123456789abcdef01234567"]'],
  ])('leaves out %s', (_what, line) => {
    expect(readSpans([line], traceId)).toBeUndefined();
  });

  it('puts the oldest first, each once', () => {
    const later = span({ spanId: 'cccccccccccccccc', startTimeUnixNano: nanoseconds(200) });
    expect(readSpans([later, span({}), later], traceId)?.segments.map(({ id }) => id)).toEqual([
      'aaaaaaaaaaaaaaaa',
      'cccccccccccccccc',
    ]);
  });
});
