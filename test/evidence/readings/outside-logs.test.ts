import { describe, expect, it } from 'vitest';
import { readBackendLine } from '../../../src/evidence/readings/backend-log.ts';
import { readFlowLogHeader, readFlowLogRow } from '../../../src/evidence/readings/flow-log.ts';
import { readLoadBalancerRow } from '../../../src/evidence/readings/load-balancer-log.ts';
import { readTraces } from '../../../src/evidence/readings/trace.ts';

const trace = '1-5c7674f4-0123456789abcdef01234567';
const group = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/t/73e2d6bc24d8a067';

function balancer(times: string, statuses: string, tail = ''): string {
  return `https 2026-11-21T10:00:29.100000Z app/my-lb/50dc6c495c0c9188 192.0.2.7:2817 10.0.0.1:80 ${times} ${statuses} 34 366 "GET https://a.example:443/x?y=\\x22z HTTP/1.1" "AmazonAPIGateway abc" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 ${group} "Root=${trace}"${tail}`;
}
const base = {
  atMs: Date.UTC(2026, 10, 21, 10, 0, 29, 100),
  loadBalancer: 'app/my-lb/50dc6c495c0c9188',
  target: '10.0.0.1:80',
  traceId: trace,
  request: 'GET https://a.example:443/x?y=\\x22z HTTP/1.1',
};
const tail =
  ' "a.example" "session-reused" 1 2026-11-21T10:00:00.000000Z "forward" "-" "Target.Timeout" "10.0.0.1:80" "-" "-" "-"';

describe('readLoadBalancerRow', () => {
  const rows: [string, string, object][] = [
    [
      'answered',
      balancer('0.001 0.250 0.000', '200 200'),
      {
        ...base,
        requestProcessingMs: 1,
        targetProcessingMs: 250,
        responseProcessingMs: 0,
        loadBalancerStatus: 200,
        targetStatus: 200,
      },
    ],
    [
      'client gave up (460)',
      balancer('0.001 -1 -1', '460 -'),
      {
        ...base,
        requestProcessingMs: 1,
        targetProcessingMs: null,
        responseProcessingMs: null,
        loadBalancerStatus: 460,
      },
    ],
    [
      'not dispatched',
      balancer('-1 -1 -1', '502 -'),
      {
        ...base,
        requestProcessingMs: null,
        targetProcessingMs: null,
        responseProcessingMs: null,
        loadBalancerStatus: 502,
      },
    ],
    [
      'with the later fields',
      balancer('0.001 60.000 -1', '504 -', tail),
      {
        ...base,
        createdAtMs: Date.UTC(2026, 10, 21, 10),
        requestProcessingMs: 1,
        targetProcessingMs: 60_000,
        responseProcessingMs: null,
        loadBalancerStatus: 504,
        errorReason: 'Target.Timeout',
      },
    ],
  ];
  it.each(rows)('%s', (_name, line, expected) => {
    expect(readLoadBalancerRow(line)).toEqual({ line, ...expected });
  });

  it('knows a row without a target', () => {
    expect(
      readLoadBalancerRow(balancer('-1 -1 -1', '503 -').replace('10.0.0.1:80', '-'))?.target,
    ).toBeUndefined();
  });

  it.each([
    ['another type', balancer('0 0 0', '200 200').replace('https ', 'tls ')],
    ['a sentence', 'http is slow today'],
    ['a time that is none', balancer('0 0 0', '200 200').replace('2026-11-21T', 'yesterday')],
    ['durations that are none', balancer('fast 0 0', '200 200')],
    ['half a row', balancer('0 0 0', '200 200').slice(0, 90)],
    ['nothing', ''],
  ])('leaves %s alone', (_name, line) => {
    expect(readLoadBalancerRow(line)).toBeUndefined();
  });
});

describe('readFlowLogRow', () => {
  const row = {
    sourceAddress: '10.0.1.5',
    destinationAddress: '10.0.2.7',
    sourcePort: 49_152,
    destinationPort: 8443,
    protocol: 6,
    packets: 3,
    bytes: 180,
    startMs: 1_795_255_200_000,
    endMs: 1_795_255_260_000,
    action: 'REJECT',
    interfaceId: 'eni-0123456789abcdef0',
  };
  const line =
    '2 111122223333 eni-0123456789abcdef0 10.0.1.5 10.0.2.7 49152 8443 6 3 180 1795255200 1795255260 REJECT OK';

  it('reads the default format', () => {
    expect(readFlowLogRow(line)).toEqual({ line, ...row });
  });

  it('reads a custom format by its header, with flags', () => {
    const fields = readFlowLogHeader(
      'srcaddr dstaddr srcport dstport protocol packets bytes start end action tcp-flags interface-id',
    );
    const own = '10.0.1.5 10.0.2.7 49152 8443 6 3 180 1795255200 1795255260 REJECT 2 eni-0123456789abcdef0';
    expect(readFlowLogRow(own, fields)).toEqual({ line: own, ...row, tcpFlags: 2 });
  });

  it('reads a header written with braces', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the format's own spelling
    expect(readFlowLogHeader('${srcaddr} ${dstaddr} ${action}')).toEqual(['srcaddr', 'dstaddr', 'action']);
  });

  it('reads IPv6', () => {
    expect(readFlowLogRow(line.replace('10.0.1.5', '2001:db8::5'))?.sourceAddress).toBe('2001:db8::5');
  });

  it.each([
    ['NODATA', '2 111122223333 eni-0123456789abcdef0 - - - - - - - 1795255200 1795255260 - NODATA'],
    ['SKIPDATA', '2 111122223333 eni-0123456789abcdef0 - - - - - - - 1795255200 1795255260 - SKIPDATA'],
    ['numbers that only look alike', '2 3 4 5 6 7 8 9 10 11 12 13 14 15'],
    ['half a row', line.slice(0, 60)],
    ['a sentence', 'the flow was rejected'],
  ])('says nothing of %s', (_name, text) => {
    expect(readFlowLogRow(text)).toBeUndefined();
  });

  it('takes no sentence for a header', () => {
    expect(readFlowLogHeader('srcaddr and dstaddr of the Action')).toBeUndefined();
  });
});

describe('readTraces', () => {
  const document = {
    trace_id: trace,
    id: '70de5b6f19ff9a0a',
    name: 'api/live',
    origin: 'AWS::ApiGateway::Stage',
    start_time: 1_795_255_200.1,
    end_time: 1_795_255_229.2,
    fault: true,
    http: { response: { status: 504 } },
    aws: { api_gateway: { request_id: 'r', extended_request_id: 'x' } },
    subsegments: [
      { id: '70de5b6f19ff9a0b', name: 'Lambda', start_time: 1_795_255_200.2, error: true, throttle: true },
    ],
  };
  const segments = [
    {
      id: '70de5b6f19ff9a0a',
      name: 'api/live',
      origin: 'AWS::ApiGateway::Stage',
      isCall: false,
      startMs: 1_795_255_200_100,
      endMs: 1_795_255_229_200,
      status: 504,
      fault: true,
      error: false,
      throttle: false,
      requestId: 'r',
      extendedRequestId: 'x',
    },
    {
      id: '70de5b6f19ff9a0b',
      parentId: '70de5b6f19ff9a0a',
      name: 'Lambda',
      isCall: true,
      startMs: 1_795_255_200_200,
      fault: false,
      error: true,
      throttle: true,
    },
  ];
  it.each<[string, unknown]>([
    [
      'an answer of BatchGetTraces',
      { Traces: [{ Id: trace, Segments: [{ Id: '1', Document: JSON.stringify(document) }] }] },
    ],
    [
      'the same as text',
      JSON.stringify({ Traces: [{ Id: trace, Segments: [{ Document: JSON.stringify(document) }] }] }),
    ],
    ['a trace', { Id: trace, Segments: [{ Document: JSON.stringify(document) }] }],
    ['a document', document],
    ['a document as text', JSON.stringify(document)],
    ['a list that holds it twice', [document, document]],
  ])('reads %s', (_name, input) => {
    expect(readTraces(input)).toEqual([{ traceId: trace, segments }]);
  });

  it.each<[string, unknown]>([
    ['broken text', '{"trace_id":'],
    ['another id', { ...document, trace_id: 'x' }],
    ['no start', { trace_id: trace, id: 'a' }],
    ['nothing', null],
    ['a number', 5],
  ])('reads nothing from %s', (_name, input) => {
    expect(readTraces(input)).toEqual([]);
  });
});

describe('readBackendLine', () => {
  const keys = {
    traceId: trace,
    requestId: '914bad5e-1840-41e9-83f1-efc9a0398ffc',
    extendedRequestId: 'Vwc2MGFUrPEFV_g=',
  };
  it.each([
    [`a ${trace} 914bad5e-1840-41e9-83f1-efc9a0398ffc`, 'trace-id'],
    ['b 914bad5e-1840-41e9-83f1-efc9a0398ffc', 'api-request-id'],
    ['c Vwc2MGFUrPEFV_g=', 'extended-request-id'],
  ])('%s', (message, joinedBy) => {
    const event = { message, atMs: 7, resolutionMs: 1, order: 0, logGroup: '/ecs/a' };
    expect(readBackendLine(event, keys)).toEqual({ line: message, joinedBy, atMs: 7, logGroup: '/ecs/a' });
  });

  it('says nothing of a line that names no id', () => {
    expect(readBackendLine({ message: 'GET /', resolutionMs: 1, order: 0 }, keys)).toBeUndefined();
    expect(readBackendLine({ message: trace, resolutionMs: 1, order: 0 }, {})).toBeUndefined();
  });
});
