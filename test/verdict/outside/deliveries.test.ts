import { describe, expect, it } from 'vitest';
import type { BackendLine } from '../../../src/evidence/readings/backend-log.ts';
import type { Invocation } from '../../../src/evidence/readings/function-log.ts';
import type { LoadBalancerRow } from '../../../src/evidence/readings/load-balancer-log.ts';
import type { TraceSegment } from '../../../src/evidence/readings/trace.ts';
import type { FoundSources } from '../../../src/verdict/found-sources.ts';
import { findDeliveries, type Moments } from '../../../src/verdict/outside/deliveries.ts';
import { endOf } from '../../../src/verdict/outside/invocation.ts';
import { balancerRow, invocation, row, segment, sentAtMs, traceId } from '../evidence-with.ts';

const gaveUpAtMs = sentAtMs + 29_000;
const told = (moments: Partial<Moments>, found: FoundSources = {}) =>
  findDeliveries(found, {
    sentAtMs,
    gaveUpAtMs,
    resolutionMs: 1,
    gatewayIds: ['id', 'extended'],
    ...moments,
  }).map(({ confidence, because, isSlowToSend }) =>
    [
      confidence,
      ...because.map(({ fact, args }) => [fact, ...Object.values(args)].join(' ')),
      ...(isSlowToSend ? ['slowly'] : []),
    ].join(', '),
  );
const ran = (
  startMs: number,
  fields: Partial<Invocation> = {},
  moments: Partial<Moments> = {},
): Partial<Moments> => {
  const one = invocation(startMs, fields);
  const endedAtMs = endOf(one);
  return { invocation: one, ...(endedAtMs === undefined ? {} : { endedAtMs }), ...moments };
};
const trace = { value: { traceId, segments: [] }, byId: true };
const traced = (
  from: number,
  to: number | undefined,
  fields: Partial<TraceSegment> = {},
): Partial<Moments> => ({
  trace,
  segment: segment({ name: 'orders', from, ...(to === undefined ? {} : { to }), ...fields }),
});
const balanced = (ms: number, fields: Partial<LoadBalancerRow>, byId = true): Partial<Moments> => ({
  balancer: { value: balancerRow({ atMs: sentAtMs + ms, ...fields }), byId },
});

describe('by the function’s log', () => {
  it.each<[string, Partial<Moments>, string[]]>([
    ['begun in the gateway’s last moment', ran(29_000), ['likely, function-started trace-id']],
    ['begun after', ran(29_001), []],
    ['begun as early as clocks differ', ran(-1001), ['likely, function-started trace-id']],
    ['begun earlier', ran(-1002), ['possible, function-started trace-id, function-started-early 1002']],
    [
      'ended as early as clocks differ',
      ran(0, { durationMs: 27_999 }),
      ['possible, function-started trace-id, function-ended-just-before 1001'],
    ],
    [
      'ended a millisecond before',
      ran(0, { durationMs: 28_999 }),
      ['possible, function-started trace-id, function-ended-just-before 1'],
    ],
    ['ended in that moment', ran(0, { durationMs: 29_000 }), ['likely, function-started trace-id']],
    [
      'ended earlier',
      ran(0, { durationMs: 27_998 }),
      ['possible, function-started trace-id, function-ended-in-time 1002'],
    ],
    ['by time, begun earlier', ran(-1002, { joinedBy: 'time' }), []],
    ['by time, ended earlier', ran(0, { joinedBy: 'time', durationMs: 27_998 }), []],
    [
      'by time, within both',
      ran(0, { joinedBy: 'time', durationMs: 40_000 }),
      ['possible, function-started time'],
    ],
    [
      'behind an address',
      ran(0, { durationMs: 40_000 }, { port: 443 }),
      ['likely, function-started trace-id'],
    ],
    ['behind an address, and ended earlier', ran(0, { durationMs: 900 }, { port: 443 }), []],
  ])('%s', (_name, moments, expected) => {
    expect(told(moments)).toEqual(expected);
  });

  it.each<[string, Partial<Moments>, Partial<Moments>, number]>([
    ['when it was sent', { gaveUpAtMs }, ran(-9000), 1],
    ['when the gateway ended', { sentAtMs }, ran(0, { durationMs: 28_000 }), 1],
    ['when the gateway ended, and the time alone ties it', { sentAtMs }, ran(0, { joinedBy: 'time' }), 0],
  ])('nobody knows %s', (_name, known, moments, count) => {
    const deliveries = findDeliveries({}, { resolutionMs: 1, gatewayIds: [], ...known, ...moments });
    expect(deliveries.map(({ confidence, because }) => [confidence, because.length])).toEqual(
      Array.from({ length: count }, () => ['likely', 1]),
    );
  });

  it.each<[string, Partial<Invocation>, Partial<Moments>, string[]]>([
    ['and ran short', { durationMs: 12 }, {}, ['possible, function-started trace-id, function-ran-short 12']],
    [
      'and ran as long as a gateway usually waits',
      { durationMs: 28_000 },
      {},
      ['likely, function-started trace-id'],
    ],
    [
      'and ran a little less',
      { durationMs: 27_999 },
      {},
      ['possible, function-started trace-id, function-ran-short 27999'],
    ],
    [
      'and ran so long with its initialisation',
      { durationMs: 20_000, initDurationMs: 8000 },
      {},
      ['likely, function-started trace-id'],
    ],
    [
      'and ran as long as this gateway waits',
      { durationMs: 5000 },
      { waitedMs: 6000 },
      ['likely, function-started trace-id'],
    ],
    [
      'and ran shorter than this gateway waits',
      { durationMs: 40_000 },
      { waitedMs: 60_000 },
      ['possible, function-started trace-id, function-ran-short 40000'],
    ],
    ['and nothing says for how long it ran', {}, {}, ['likely, function-started trace-id']],
    ['and ran short behind an address', { durationMs: 12 }, { port: 443 }, []],
    ['and ran short, by time alone', { durationMs: 12, joinedBy: 'time' }, {}, []],
  ])('without a time %s', (_name, fields, moments, expected) => {
    const one = invocation(undefined, fields);
    const deliveries = findDeliveries(
      {},
      { resolutionMs: 1, gatewayIds: [], sentAtMs, invocation: one, ...moments },
    );
    const said = deliveries.map(({ confidence, because }) =>
      [confidence, ...because.map(({ fact, args }) => [fact, ...Object.values(args)].join(' '))].join(', '),
    );
    expect(said).toEqual(expected);
    const begun = findDeliveries({}, { resolutionMs: 1, gatewayIds: [], ...moments, ...ran(0, fields) });
    expect(begun.length).toBe(expected.length);
  });

  it('what it contradicts is not made sure by another sign', () => {
    const early = ran(0, { durationMs: 900 });
    const other = balanced(29_100, { targetStatus: 200, requestProcessingMs: 1 });
    expect(told({ ...early, ...other })).toEqual([
      'possible, function-started trace-id, function-ended-in-time 28100',
      'possible, balancer-passed-on 200',
    ]);
    expect(told({ ...ran(-5000), ...other })).toEqual([
      'likely, balancer-passed-on 200',
      'possible, function-started trace-id, function-started-early 5000',
    ]);
  });
});

describe('by the trace', () => {
  it.each<[string, Partial<Moments>, string[]]>([
    ['ended as early as clocks differ', traced(0, 27_999), ['likely, trace-delivered orders']],
    [
      'ended earlier',
      traced(0, 27_998),
      ['possible, trace-delivered orders, trace-ended-in-time orders 1002'],
    ],
    ['still at it', traced(0, undefined), ['likely, trace-delivered orders']],
    ['turned away', traced(0, undefined, { throttle: true }), []],
    [
      'by time alone',
      { ...traced(0, undefined), trace: { ...trace, byId: false } },
      ['possible, trace-delivered orders'],
    ],
    ['no segment of it', { trace }, []],
  ])('%s', (_name, moments, expected) => {
    expect(told(moments)).toEqual(expected);
  });

  it('whose moments nobody knows', () => {
    expect(findDeliveries({}, { resolutionMs: 1, gatewayIds: [], ...traced(90_000, 90_001) })).toHaveLength(
      1,
    );
  });
});

describe('by the balancer', () => {
  const left = { loadBalancerStatus: 460, requestProcessingMs: 1 };
  it.each<[string, Partial<Moments>, string[]]>([
    ['its client left', balanced(29_000, left), ['likely, balancer-client-left']],
    ['its client left, by time alone', balanced(29_000, left, false), ['possible, balancer-client-left']],
    ['its client left as early as clocks differ', balanced(27_999, left), ['likely, balancer-client-left']],
    ['its client left earlier', balanced(27_998, left), []],
    [
      'its client left, and it was never passed on',
      balanced(29_000, { ...left, requestProcessingMs: null }),
      [],
    ],
    [
      'it was slow to pass it on, and its client left',
      balanced(29_000, { ...left, requestProcessingMs: 20_000 }),
      ['likely, balancer-slow-to-send 20000, balancer-client-left, slowly'],
    ],
    ['answered later', balanced(29_100, { targetStatus: 200 }), ['likely, balancer-passed-on 200']],
    [
      'answered as early as clocks differ',
      balanced(28_000, { targetStatus: 200 }),
      ['likely, balancer-passed-on 200'],
    ],
    ['answered earlier', balanced(27_999, { targetStatus: 200 }), []],
    [
      'answered later, and never passed on by its own times',
      balanced(29_100, { targetStatus: 200, requestProcessingMs: null }),
      ['likely, balancer-passed-on 200'],
    ],
    [
      'slow to pass it on, and answered later',
      balanced(40_000, { targetStatus: 200, requestProcessingMs: 20_000 }),
      ['likely, balancer-slow-to-send 20000, balancer-passed-on 200, slowly'],
    ],
    [
      'gave its target up when the gateway had left',
      balanced(60_000, { loadBalancerStatus: 504, requestProcessingMs: 1 }),
      ['likely, balancer-waited 60000'],
    ],
    [
      'gave its target up when the gateway had left, by time alone',
      balanced(60_000, { loadBalancerStatus: 504, requestProcessingMs: 1 }, false),
      ['possible, balancer-waited 60000'],
    ],
    [
      'slow to pass it on, and gave its target up',
      balanced(80_000, { loadBalancerStatus: 504, requestProcessingMs: 20_000 }),
      ['likely, balancer-slow-to-send 20000, balancer-waited 80000, slowly'],
    ],
    ['gave its target up earlier', balanced(27_998, { loadBalancerStatus: 504, requestProcessingMs: 1 }), []],
    [
      'gave up, and it was never passed on',
      balanced(60_000, { loadBalancerStatus: 504, requestProcessingMs: null }),
      [],
    ],
    [
      'gave up after its ten seconds for a connection',
      balanced(60_000, { loadBalancerStatus: 504, requestProcessingMs: 1, createdAtMs: sentAtMs + 50_000 }),
      [],
    ],
    ['no answer of its target', balanced(29_100, { loadBalancerStatus: 503, requestProcessingMs: 1 }), []],
  ])('%s', (_name, moments, expected) => {
    expect(told(moments)).toEqual(expected);
  });

  it('whose moments nobody knows', () => {
    const moments = { resolutionMs: 1, gatewayIds: [], ...balanced(29_100, { targetStatus: 200 }) };
    expect(findDeliveries({}, moments)).toEqual([]);
    expect(findDeliveries({}, { ...moments, ...balanced(0, left) })).toHaveLength(1);
  });
});

describe('by an id of the answer, and by the backend’s log', () => {
  const line = (ms: number | undefined, fields: Partial<BackendLine> = {}): BackendLine => ({
    line: 'GET /orders',
    joinedBy: 'trace-id',
    logGroup: '/ecs/orders',
    ...(ms === undefined ? {} : { atMs: sentAtMs + ms }),
    ...fields,
  });
  const loose = (ms: number | undefined, fields: Partial<BackendLine> = {}): BackendLine => {
    const { logGroup: _group, ...rest } = line(ms, fields);
    return rest;
  };
  const agent = '"GET /orders HTTP/1.1" 200 512 "-" "AmazonAPIGateway_a1b2c3d4e5"';
  it('an id of the integration in the row', () => {
    expect(told({}, { accessLog: row({ integrationRequestId: 'x' }) })).toEqual([
      'likely, integration-answered',
    ]);
    expect(told({}, { accessLog: row({}) })).toEqual([]);
  });

  it.each<[string, BackendLine[], string[]]>([
    ['none', [], []],
    ['in a group', [line(5)], ['likely, backend-line trace-id']],
    ['in a group, without a time', [line(undefined)], ['likely, backend-line trace-id']],
    ['in a group, as late as clocks differ', [line(30_000)], ['likely, backend-line trace-id']],
    ['in a group, later', [line(30_001)], []],
    ['in a group of WAF’s', [line(5, { logGroup: 'aws-waf-logs-orders' })], []],
    ['in a group of the gateway’s', [line(5, { logGroup: 'API-Gateway-Execution-Logs_a/prod' })], []],
    ['in a group of access logs', [line(5, { logGroup: '/aws/apigateway/orders' })], []],
    [
      'in a group of one’s own for WAF',
      [line(5, { logGroup: '/my/aws-waf-logs' })],
      ['likely, backend-line trace-id'],
    ],
    ['loose', [loose(5)], ['possible, backend-line trace-id']],
    [
      'loose, and one in a group',
      [loose(5), line(5, { joinedBy: 'api-request-id' })],
      ['likely, backend-line api-request-id'],
    ],
    ['loose, by another tie', [loose(5, { joinedBy: 'api-request-id' })], []],
    [
      'loose, of the server that saw the gateway’s agent, late',
      [loose(929_000, { line: agent })],
      ['possible, backend-line trace-id'],
    ],
    ['loose, of that server, later than it can have worked', [loose(929_001, { line: agent })], []],
    ['loose, of that server, in the moment of sending', [loose(0, { line: agent })], []],
    ['loose, of that server, without a time', [loose(undefined, { line: agent })], []],
    ['loose, of that server, with one of the gateway’s ids', [loose(35_000, { line: `${agent} id` })], []],
    ['loose, of another agent, late', [loose(35_000, { line: '"GET /orders" 200 "AmazonAPIGateway"' })], []],
    ['loose, in the moment of sending', [loose(0)], []],
    ['loose, in the last moment', [loose(29_000)], []],
    ['loose, without a time', [loose(undefined)], []],
    ['loose, with one of the gateway’s ids', [loose(5, { line: 'it was id' })], []],
    ['loose, with the other of the gateway’s ids', [loose(5, { line: 'it was extended' })], []],
  ])('a line %s', (_name, backendLog, expected) => {
    expect(told({}, { backendLog })).toEqual(expected);
  });

  it.each([{ sentAtMs }, { gaveUpAtMs }])('a loose line where only one moment is known: %j', (known) => {
    const moments = { resolutionMs: 1, gatewayIds: [], ...known };
    expect(findDeliveries({ backendLog: [loose(5)] }, moments)).toEqual([]);
    expect(findDeliveries({ backendLog: [loose(5, { line: agent })] }, moments)).toEqual([]);
    expect(findDeliveries({ backendLog: [line(5)] }, moments)).toHaveLength(1);
  });
});
