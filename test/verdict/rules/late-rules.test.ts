import { describe, expect, it } from 'vitest';
import type { FlowLogRow } from '../../../src/evidence/readings/flow-log.ts';
import type { DownstreamWait, Invocation } from '../../../src/evidence/readings/function-log.ts';
import type { LoadBalancerRow } from '../../../src/evidence/readings/load-balancer-log.ts';
import { decideVerdict } from '../../../src/verdict/decide-verdict.ts';
import type { FoundSources } from '../../../src/verdict/found-sources.ts';
import {
  balancerRow,
  evidenceWith,
  invocation,
  log,
  row,
  sending,
  sentAtMs,
  timedOutFunctionLog,
  timeout,
  traceId,
} from '../evidence-with.ts';

const judged = (found: FoundSources) => {
  const { cause, confidence, because } = decideVerdict(evidenceWith(found));
  const facts = because.slice(1).map(({ fact, args }) => [fact, ...Object.values(args)].join(' '));
  return `${cause} ${confidence}: ${facts.join(', ')}`;
};
const ran = (fields: Partial<Invocation>, startMs = 0) => ({
  executionLog: timedOutFunctionLog(),
  functionLog: { functionName: 'orders', invocations: [invocation(startMs, fields)] },
});

describe('a cold start', () => {
  const cold = (durationMs: number, fields: Partial<Invocation> = {}) =>
    ran({ durationMs, initDurationMs: 3000, ...fields }, 3000);
  const late = 'slow-integration likely: function-started trace-id';
  it.each<[string, FoundSources, string]>([
    [
      'late by as much as its initialisation',
      cold(29_000),
      'cold-start likely: function-started trace-id, fits-without-init 3000 0',
    ],
    ['late by more', cold(29_001), late],
    [
      'late by a millisecond',
      cold(26_001),
      'cold-start likely: function-started trace-id, fits-without-init 3000 2999',
    ],
    ['ended in that moment', cold(26_000), late],
    ['failed', cold(27_000, { status: 'error' }), late],
    ['killed', cold(27_000, { status: 'timeout' }), late],
  ])('%s', (_name, found, expected) => {
    expect(judged(found)).toBe(expected);
  });
});

describe('a slow dependency', () => {
  const wait = (from: number, durationMs: number, target = 'db'): DownstreamWait => ({
    target,
    startAtMs: sentAtMs + from,
    durationMs,
    failed: false,
    line: 'x',
  });
  const waiting = (...downstreamWaits: DownstreamWait[]) => ran({ durationMs: 60_000, downstreamWaits });
  const slow = (...waits: string[]) =>
    ['slow-dependency likely: function-started trace-id', ...waits.map((each) => `waited-for ${each}`)].join(
      ', ',
    );
  it.each<[string, FoundSources, string]>([
    ['for half of the time', waiting(wait(100, 14_500)), slow('db 14500')],
    ['for less', waiting(wait(100, 14_499)), 'slow-integration likely: function-started trace-id'],
    [
      'the longest first, three of them',
      waiting(wait(100, 1000, 'a'), wait(1200, 9000, 'b'), wait(10_300, 2000, 'c'), wait(12_400, 8000, 'd')),
      slow('b 9000', 'd 8000', 'c 2000'),
    ],
    [
      'those after the end are not told',
      waiting(wait(100, 14_500), wait(29_000, 20_000, 'late')),
      slow('db 14500'),
    ],
    [
      'those just before the end are',
      waiting(wait(100, 14_500), wait(28_999, 20_000, 'late')),
      slow('late 20000', 'db 14500'),
    ],
  ])('%s', (_name, found, expected) => {
    expect(judged(found)).toBe(expected);
  });

  it('by a failure whose length is inferred, is one reading', () => {
    const failed = (endMs: number) =>
      ran({
        durationMs: 60_000,
        downstreamWaits: [{ target: 'db', endAtMs: sentAtMs + endMs, failed: true, line: 'ETIMEDOUT' }],
      });
    expect(judged(failed(14_500))).toBe(
      'slow-dependency possible: function-started trace-id, wait-failed db',
    );
    expect(judged(failed(14_499))).toBe('slow-integration likely: function-started trace-id');
  });

  it('those that ended before sending are not told', () => {
    const early = ran(
      { durationMs: 60_000, downstreamWaits: [wait(-900, 900, 'early'), wait(100, 14_500)] },
      -900,
    );
    expect(judged(early)).toBe(slow('db 14500'));
  });
});

describe('a connection that was never made', () => {
  const executionLog = log([0, 'Sending request to https://10.0.2.7/orders'], timeout);
  const syn = (fields: Partial<FlowLogRow> = {}): FlowLogRow => ({
    line: 'flow',
    sourceAddress: '10.0.1.20',
    destinationAddress: '10.0.2.7',
    sourcePort: 40_000,
    destinationPort: 443,
    protocol: 6,
    packets: 1,
    bytes: 60,
    startMs: sentAtMs,
    endMs: sentAtMs + 1000,
    action: 'ACCEPT',
    tcpFlags: 2,
    ...fields,
  });
  const unanswered = (count: number) =>
    Array.from({ length: count }, () => 'flow-unanswered 10.0.2.7 443').join(', ');
  it.each<[string, FlowLogRow[], string]>([
    ['to that address, meanwhile', [syn()], `connect-timeout likely: ${unanswered(1)}`],
    [
      'one of them began before',
      [syn(), syn({ startMs: sentAtMs - 5000 })],
      `connect-timeout possible: ${unanswered(2)}`,
    ],
    [
      'many: three are told',
      Array.from({ length: 5 }, () => syn()),
      `connect-timeout likely: ${unanswered(3)}`,
    ],
    ['one of them was made', [syn(), syn({ tcpFlags: 3 })], 'integration-timeout certain: '],
  ])('%s', (_name, flowLog, expected) => {
    expect(judged({ executionLog, flowLog })).toBe(expected);
  });

  it('however possible a delivery is otherwise', () => {
    const loadBalancerLog = [
      balancerRow({ atMs: sentAtMs + 29_000, loadBalancerStatus: 460, requestProcessingMs: 1 }),
    ];
    expect(judged({ executionLog, flowLog: [syn()], loadBalancerLog })).toBe(
      `connect-timeout likely: ${unanswered(1)}`,
    );
  });

  const balancer = (fields: Partial<LoadBalancerRow>) => ({
    loadBalancerLog: [balancerRow({ traceId, loadBalancerStatus: 504, atMs: sentAtMs + 29_000, ...fields })],
  });
  const trace = [29_001, `X-ray Tracing ID : ${traceId}`] as const;
  const received = (ms: number) =>
    [ms, `Received response. Status: 504, Integration latency: ${ms} ms`] as const;
  it.each<[string, FoundSources, string]>([
    [
      'the gateway’s measure was ten seconds',
      { executionLog: log(sending, received(10_000), trace), ...balancer({}) },
      'connect-timeout likely: balancer-not-connected 10000',
    ],
    [
      'the gateway’s measure was longer',
      { executionLog: log(sending, received(20_000), trace), ...balancer({ atMs: sentAtMs + 20_000 }) },
      'integration-504 certain: balancer-waited 20000',
    ],
    [
      'the row’s measure was ten seconds',
      {
        executionLog: log(
          sending,
          [29_000, 'Gateway response type: INTEGRATION_TIMEOUT with status code: 504'],
          trace,
        ),
        accessLog: row({ integrationLatencyMs: 10_000 }),
        ...balancer({}),
      },
      'connect-timeout likely: balancer-not-connected 10000',
    ],
    [
      'by its own times, as the gateway gave up',
      {
        executionLog: log(sending, timeout, trace),
        ...balancer({ createdAtMs: sentAtMs + 18_000, atMs: sentAtMs + 28_000 }),
      },
      'connect-timeout likely: balancer-not-connected 10000',
    ],
    [
      'by its own times, before the gateway gave up',
      {
        executionLog: log(sending, timeout, trace),
        ...balancer({ createdAtMs: sentAtMs + 17_999, atMs: sentAtMs + 27_999 }),
      },
      'integration-timeout certain: ',
    ],
    [
      'another failure than these',
      {
        executionLog: log(sending, [29_000, 'Execution failed due to a network error'], trace),
        ...balancer({ createdAtMs: sentAtMs + 19_000 }),
      },
      'network-error certain: ',
    ],
  ])('by a balancer: %s', (_name, found, expected) => {
    expect(
      judged(found)
        .replace(/, balancer-ended-early.*/, '')
        .replace(/: balancer-ended-early.*/, ': '),
    ).toBe(expected);
  });
});
