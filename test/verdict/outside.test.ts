import { describe, expect, it } from 'vitest';
import type { FlowLogRow } from '../../src/evidence/readings/flow-log.ts';
import type { DownstreamWait, Invocation } from '../../src/evidence/readings/function-log.ts';
import { decideVerdict } from '../../src/verdict/decide-verdict.ts';
import type { FoundSources } from '../../src/verdict/found-sources.ts';
import {
  answer,
  balancerRow,
  evidenceWith,
  invocation,
  log,
  requestId,
  row,
  segment,
  sending,
  sendingToFunction,
  sentAtMs,
  settings,
  timedOutFunctionLog,
  timedOutLog,
  timeout,
  traceId,
} from './evidence-with.ts';

const judge = (found: FoundSources, request = {}) => decideVerdict(evidenceWith(found, request));
const judged = (found: FoundSources, request = {}) => {
  const { cause, confidence, completion, because } = judge(found, request);
  const told = because.map(({ fact }) => fact).slice(1);
  return `${cause} ${confidence} ${completion.answer}: ${told.join(', ')}`;
};
const functionLog = (...invocations: Invocation[]) => ({ functionName: 'orders', invocations });
const done = { durationMs: 41_000, reportAtMs: sentAtMs + 41_100 };

describe('an invocation that ended long before the gateway gave up', () => {
  const early = { durationMs: 2000, reportAtMs: sentAtMs + 2100 };

  it('is not made sure of again by its own trace', () => {
    const trace = {
      traceId,
      segments: [segment({ name: 'orders', from: 100, to: 2100, origin: 'AWS::Lambda::Function' })],
    };
    const found = {
      executionLog: timedOutFunctionLog(),
      functionLog: functionLog(invocation(100, early)),
      trace,
    };
    expect(judged(found)).toBe('slow-integration possible unknown: function-started, function-ended-in-time');
  });

  it.each([
    ['by id, takes its part of the time', 'trace-id', ['functionLog']],
    ['by time alone, takes none', 'time', []],
  ] as const)('tied %s', (_what, joinedBy, sources) => {
    const { ledger } = judge({
      executionLog: timedOutFunctionLog(),
      functionLog: functionLog(invocation(100, { ...early, joinedBy })),
    });
    const told = ledger.segments.map(({ source }) => source).filter((source) => source === 'functionLog');
    expect([...new Set(told)]).toEqual(sources);
  });
});

describe('the function log', () => {
  it.each<[string, Invocation[], string]>([
    [
      'tied by trace id, ran on and ended',
      [invocation(100, done)],
      'slow-integration likely yes: function-started',
    ],
    [
      'tied by id, without any time',
      [invocation(undefined)],
      'slow-integration likely unknown: function-started',
    ],
    [
      'tied by time alone, without any time',
      [invocation(undefined, { joinedBy: 'time' })],
      'integration-timeout certain unknown: ',
    ],
    [
      'a REPORT only: its start is what the duration leaves over',
      [invocation(undefined, done)],
      'slow-integration likely yes: function-started',
    ],
    [
      'a REPORT only, with its end',
      [invocation(undefined, { ...done, endAtMs: sentAtMs + 41_090 })],
      'slow-integration likely yes: function-started',
    ],
    [
      'a first line only',
      [invocation(undefined, { firstLineAtMs: sentAtMs + 90 })],
      'slow-integration likely unknown: function-started',
    ],
    [
      'killed without a report',
      [invocation(100, { timedOutAfterMs: 60_000, lastLineAtMs: sentAtMs + 60_100 })],
      'slow-integration likely unknown: function-started',
    ],
    [
      'killed with an end',
      [invocation(100, { status: 'timeout', endAtMs: sentAtMs + 60_100 })],
      'slow-integration likely no: function-started',
    ],
    [
      'two tries: the one that had begun counts',
      [invocation(100, done), invocation(30_000, { ...done, functionRequestId: 'b' })],
      'slow-integration likely yes: function-started',
    ],
    [
      'two tries, both after',
      [invocation(30_000, done), invocation(31_000, done)],
      'integration-timeout certain unknown: function-started-after',
    ],
    [
      'an id goes before a trace, a trace before a mention',
      [
        invocation(-9000, { ...done, joinedBy: 'api-request-id' }),
        invocation(100, { joinedBy: 'function-request-id', durationMs: 35_000 }),
      ],
      'slow-integration likely yes: function-started',
    ],
    [
      'began long before sending: named',
      [invocation(-8000, done)],
      'slow-integration possible unknown: function-started, function-started-early',
    ],
    [
      'ended long before the gateway gave up: named',
      [invocation(100, { durationMs: 2000 })],
      'slow-integration possible unknown: function-started, function-ended-in-time',
    ],
    [
      "by time, and ended before: another request's",
      [invocation(100, { durationMs: 2000, joinedBy: 'time' })],
      'integration-timeout certain unknown: ',
    ],
    [
      'by time, the function that was called, right after sending',
      [invocation(100, { ...done, joinedBy: 'time' })],
      'slow-integration possible yes: function-started',
    ],
    [
      'by time, after its initialisation',
      [invocation(4100, { ...done, joinedBy: 'time', initDurationMs: 4000 })],
      'slow-integration possible yes: function-started',
    ],
    [
      'by time, without a start',
      [invocation(undefined, { joinedBy: 'time', firstLineAtMs: sentAtMs + 100, durationMs: 41_000 })],
      'slow-integration possible yes: function-started',
    ],
  ])('%s', (_name, invocations, expected) => {
    expect(judged({ executionLog: timedOutFunctionLog(), functionLog: functionLog(...invocations) })).toBe(
      expected,
    );
  });

  it('by time alone, a function of another name says nothing of the end', () => {
    const found = {
      executionLog: timedOutFunctionLog(),
      functionLog: { functionName: 'refunds', invocations: [invocation(100, { ...done, joinedBy: 'time' })] },
    };
    expect(judged(found)).toBe('slow-integration possible unknown: function-started');
  });

  it('by time alone, when nobody knows when the gateway gave up', () => {
    const executionLog = log([undefined, timeout[1]]);
    expect(judged({ executionLog, functionLog: functionLog(invocation(100, { joinedBy: 'time' })) })).toBe(
      'integration-timeout certain unknown: ',
    );
  });

  it('with one-second times an end within that second is no later end', () => {
    const executionLog = timedOutFunctionLog();
    const found = { executionLog, functionLog: functionLog(invocation(100, { durationMs: 29_500 })) };
    expect(judge(found).completion.answer).toBe('yes');
    expect(judge(found, { resolutionMs: 1000 }).completion.answer).toBe('unknown');
  });

  it('a timeout known from the row and the settings alone: the timeout says when the gateway gave up', () => {
    const found = {
      accessLog: row({ errorResponseType: 'INTEGRATION_TIMEOUT' }),
      gatewaySettings: settings({ timeoutMs: 29_000, functionName: 'orders' }),
      functionLog: functionLog(invocation(100, done)),
    };
    expect(judged(found, { atMs: sentAtMs })).toBe('slow-integration likely yes: function-started');
  });
});

describe('initialisation', () => {
  const late = { durationMs: 28_000, reportAtMs: sentAtMs + 31_000 };
  it.each<[string, Invocation, string]>([
    [
      'reported, and it made the difference',
      invocation(2400, { ...late, initDurationMs: 2300 }),
      'cold-start',
    ],
    [
      'only started, while the function runs',
      invocation(2400, { durationMs: 28_000, initStartAtMs: sentAtMs + 100 }),
      'cold-start',
    ],
    [
      'started, and the report names none: made ready ahead',
      invocation(2400, { ...late, initStartAtMs: sentAtMs + 100 }),
      'slow-integration',
    ],
    [
      'only what came after sending counts',
      invocation(1000, { durationMs: 30_000, initDurationMs: 9000 }),
      'slow-integration',
    ],
    [
      'all of it before sending',
      invocation(-500, { durationMs: 30_000, initDurationMs: 800 }),
      'slow-integration',
    ],
    [
      'a wrong clock',
      invocation(2400, { durationMs: 28_000, initStartAtMs: sentAtMs + 3000 }),
      'slow-integration',
    ],
    [
      'the function failed',
      invocation(2400, { ...late, initDurationMs: 2300, status: 'error' }),
      'slow-integration',
    ],
    [
      'it would still have been late',
      invocation(900, { durationMs: 30_000, initDurationMs: 800 }),
      'slow-integration',
    ],
    [
      'it ended in time after all',
      invocation(2400, { durationMs: 26_000, initDurationMs: 2300 }),
      'slow-integration',
    ],
  ])('%s', (_name, one, expected) => {
    expect(judge({ executionLog: timedOutFunctionLog(), functionLog: functionLog(one) }).cause).toBe(
      expected,
    );
  });

  it('counts whole where the sending line is missing', () => {
    const executionLog = log(timeout, [29_002, `X-ray Tracing ID : ${traceId}`]);
    const found = {
      executionLog,
      functionLog: functionLog(invocation(2400, { ...late, initDurationMs: 2300 })),
    };
    expect(judge(found).cause).toBe('cold-start');
  });
});

describe('waits of the function', () => {
  const wait = (fields: Partial<DownstreamWait>): DownstreamWait => ({
    target: 'db.example.com',
    failed: false,
    line: 'Error: connect ETIMEDOUT 10.0.0.1:443',
    ...fields,
  });
  const at = (ms: number) => sentAtMs + ms;
  const lines = [
    { atMs: at(100), text: 'START' },
    { text: 'no time' },
    { atMs: at(26_000), text: 'Error: connect ETIMEDOUT 10.0.0.1:443' },
  ];
  it.each<[string, DownstreamWait[], string]>([
    [
      'a stated length',
      [wait({ endAtMs: at(27_000), durationMs: 26_000 })],
      'slow-dependency likely yes: function-started, waited-for',
    ],
    [
      'a stated length in vain',
      [wait({ endAtMs: at(27_000), durationMs: 26_000, failed: true })],
      'slow-dependency likely yes: function-started, waited-in-vain',
    ],
    [
      'a start and a length',
      [wait({ startAtMs: at(200), durationMs: 26_000 })],
      'slow-dependency likely yes: function-started, waited-for',
    ],
    [
      'two at the same time count once',
      [
        wait({ startAtMs: at(200), endAtMs: at(10_000), durationMs: 9800 }),
        wait({ target: 'b', startAtMs: at(300), endAtMs: at(10_100), durationMs: 9800 }),
      ],
      'slow-integration likely yes: function-started',
    ],
    [
      'two after each other',
      [
        wait({ startAtMs: at(200), endAtMs: at(10_000), durationMs: 9800 }),
        wait({ target: 'b', startAtMs: at(10_000), endAtMs: at(19_000), durationMs: 9000 }),
      ],
      'slow-dependency likely yes: function-started, waited-for, waited-for',
    ],
    [
      'a timeout without a length: the silence before it',
      [wait({ endAtMs: at(26_000), failed: true })],
      'slow-dependency possible yes: function-started, wait-failed',
    ],
    [
      'a failure that can come at once',
      [wait({ endAtMs: at(26_000), failed: true, line: 'socket hang up' })],
      'slow-integration likely yes: function-started',
    ],
    [
      'an end without anything',
      [wait({ endAtMs: at(26_000) })],
      'slow-integration likely yes: function-started',
    ],
    ['no time at all', [wait({ durationMs: 26_000 })], 'slow-integration likely yes: function-started'],
    ['a start only', [wait({ startAtMs: at(200) })], 'slow-integration likely yes: function-started'],
    [
      'before the request',
      [wait({ startAtMs: at(-40_000), endAtMs: at(-1000), durationMs: 39_000 })],
      'slow-integration likely yes: function-started',
    ],
  ])('%s', (_name, downstreamWaits, expected) => {
    const one = invocation(100, { ...done, downstreamWaits, lines });
    expect(judged({ executionLog: timedOutFunctionLog(), functionLog: functionLog(one) })).toBe(expected);
  });

  it('a failure before everything else leaves no silence to infer from', () => {
    const one = invocation(undefined, {
      ...done,
      reportAtMs: at(41_100),
      downstreamWaits: [wait({ endAtMs: at(100), failed: true })],
      lines: [],
    });
    expect(judge({ executionLog: timedOutFunctionLog(), functionLog: functionLog(one) }).cause).toBe(
      'slow-integration',
    );
  });

  it('without the sending line the configured timeout says how long the gateway waited', () => {
    const one = invocation(100, {
      ...done,
      downstreamWaits: [wait({ endAtMs: at(27_000), durationMs: 26_000 })],
    });
    const executionLog = log(timeout, [29_002, `X-ray Tracing ID : ${traceId}`]);
    expect(judge({ executionLog, functionLog: functionLog(one) }).cause).toBe('slow-integration');
    const gatewaySettings = settings({ timeoutMs: 29_000 });
    expect(judge({ executionLog, gatewaySettings, functionLog: functionLog(one) }).cause).toBe(
      'slow-dependency',
    );
  });
});

describe('a load balancer', () => {
  const other = '1-6b10f3a1-fedcba987654321001234567';
  it.each<[string, FoundSources, string]>([
    [
      'left by the gateway, by trace id',
      { executionLog: timedOutLog(), loadBalancerLog: [balancerRow({ loadBalancerStatus: 460, traceId })] },
      'slow-integration likely unknown: balancer-client-left',
    ],
    [
      'a row of another trace',
      {
        executionLog: timedOutLog(),
        loadBalancerLog: [balancerRow({ loadBalancerStatus: 460, traceId: other })],
      },
      'integration-timeout certain unknown: ',
    ],
    [
      'a row without a trace, of that time',
      { executionLog: timedOutLog(), loadBalancerLog: [balancerRow({ loadBalancerStatus: 460 })] },
      'slow-integration possible unknown: balancer-client-left',
    ],
    [
      'two of that time',
      {
        executionLog: timedOutLog(),
        loadBalancerLog: [balancerRow({ loadBalancerStatus: 460 }), balancerRow({ loadBalancerStatus: 200 })],
      },
      'integration-timeout certain unknown: ',
    ],
    [
      'answered when the gateway was gone',
      {
        executionLog: timedOutLog(),
        loadBalancerLog: [
          balancerRow({
            atMs: sentAtMs + 31_000,
            loadBalancerStatus: 200,
            targetStatus: 200,
            targetProcessingMs: 30_900,
            traceId,
          }),
        ],
      },
      'slow-integration likely yes: balancer-passed-on',
    ],
    [
      'answered badly when the gateway was gone',
      {
        executionLog: timedOutLog(),
        loadBalancerLog: [
          balancerRow({ atMs: sentAtMs + 31_000, loadBalancerStatus: 500, targetStatus: 500, traceId }),
        ],
      },
      'slow-integration likely no: balancer-passed-on',
    ],
    [
      'answered in time: something else was lost',
      {
        executionLog: timedOutLog(),
        loadBalancerLog: [
          balancerRow({ atMs: sentAtMs + 900, loadBalancerStatus: 200, targetStatus: 200, traceId }),
        ],
      },
      'integration-timeout certain unknown: balancer-ended-early',
    ],
    [
      'its own 504, not connected, by its own times',
      {
        executionLog: log(
          sending,
          [10_010, 'Received response. Status: 504, Integration latency: 10010 ms'],
          [10_010, `X-ray Tracing ID : ${traceId}`],
        ),
        loadBalancerLog: [
          balancerRow({
            atMs: sentAtMs + 10_005,
            createdAtMs: sentAtMs + 4,
            loadBalancerStatus: 504,
            traceId,
          }),
        ],
      },
      'connect-timeout likely no: balancer-not-connected',
    ],
    [
      'the same by the time since sending',
      {
        executionLog: log(sending, [10_010, 'Received response. Status: 504, Integration latency: 10010 ms']),
        loadBalancerLog: [balancerRow({ atMs: sentAtMs + 10_005, loadBalancerStatus: 504 })],
      },
      'connect-timeout possible unknown: balancer-not-connected',
    ],
    [
      'the same, known from the row',
      {
        accessLog: row({ integrationStatus: 504, integrationLatencyMs: 10_010, traceId }),
        loadBalancerLog: [balancerRow({ loadBalancerStatus: 504, traceId })],
      },
      'connect-timeout likely no: balancer-not-connected',
    ],
    [
      'nothing tells how long it tried',
      {
        accessLog: row({ integrationStatus: 504, traceId }),
        loadBalancerLog: [balancerRow({ loadBalancerStatus: 504, traceId })],
      },
      'integration-504 certain unknown: ',
    ],
    [
      'a wrong clock',
      {
        accessLog: row({ integrationStatus: 504, traceId }),
        loadBalancerLog: [balancerRow({ loadBalancerStatus: 504, traceId, createdAtMs: sentAtMs + 40_000 })],
      },
      'integration-504 certain unknown: ',
    ],
    [
      'waited for its target',
      {
        accessLog: row({ integrationStatus: 504, traceId }),
        loadBalancerLog: [balancerRow({ loadBalancerStatus: 504, traceId, targetProcessingMs: 60_000 })],
      },
      'integration-504 certain unknown: balancer-waited',
    ],
    [
      'the target answered 504 itself',
      {
        accessLog: row({ integrationStatus: 504, traceId }),
        loadBalancerLog: [balancerRow({ loadBalancerStatus: 504, targetStatus: 504, traceId })],
      },
      'integration-504 certain unknown: ',
    ],
    [
      'the 502 of a broken connection',
      {
        accessLog: row({ integrationStatus: 502, traceId }),
        loadBalancerLog: [balancerRow({ loadBalancerStatus: 502, traceId })],
      },
      'backend-error certain unknown: balancer-made-it',
    ],
    [
      'the 502 of a target that it did not get to',
      {
        accessLog: row({ integrationStatus: 502, traceId }),
        loadBalancerLog: [balancerRow({ loadBalancerStatus: 502, traceId, requestProcessingMs: null })],
      },
      'backend-error certain unknown: balancer-failed-to-send',
    ],
    [
      'a 502 of its target',
      {
        accessLog: row({ integrationStatus: 502, traceId }),
        loadBalancerLog: [balancerRow({ loadBalancerStatus: 502, targetStatus: 502, traceId })],
      },
      'backend-error certain unknown: ',
    ],
    [
      'a 502 where the gateway had a 500',
      {
        accessLog: row({ integrationStatus: 500, traceId }),
        loadBalancerLog: [balancerRow({ loadBalancerStatus: 502, traceId })],
      },
      'backend-error certain unknown: ',
    ],
    [
      'a 502 of those seconds, and of no trace',
      {
        executionLog: log(sending, [90, 'Received response. Status: 502, Integration latency: 90 ms']),
        loadBalancerLog: [balancerRow({ atMs: sentAtMs + 80, loadBalancerStatus: 502 })],
      },
      'backend-error certain unknown: ',
    ],
  ])('%s', (_name, found, expected) => {
    expect(judged(found)).toBe(expected);
  });
});

describe('a trace', () => {
  const code = (fields = {}) =>
    segment({ name: 'orders', from: 80, to: 41_000, origin: 'AWS::Lambda::Function', ...fields });
  const of = (...segments: ReturnType<typeof segment>[]) => ({ traceId, segments });
  it.each<[string, FoundSources, string]>([
    [
      'the function at work',
      { executionLog: timedOutFunctionLog(), trace: of(code()) },
      'slow-integration likely yes: trace-delivered',
    ],
    [
      'the function still at work',
      {
        executionLog: timedOutFunctionLog(),
        trace: of(segment({ name: 'orders', from: 80, origin: 'AWS::Lambda::Function' })),
      },
      'slow-integration likely unknown: trace-delivered',
    ],
    [
      'it failed',
      { executionLog: timedOutFunctionLog(), trace: of(code({ fault: true })) },
      'slow-integration likely no: trace-delivered',
    ],
    [
      'it ended in time',
      { executionLog: timedOutFunctionLog(), trace: of(code({ to: 900 })) },
      'slow-integration possible unknown: trace-delivered, trace-ended-in-time',
    ],
    [
      'throttled',
      { executionLog: timedOutFunctionLog(), trace: of(code({ throttle: true })) },
      'integration-timeout certain unknown: ',
    ],
    [
      'began as long after the gateway gave up as clocks differ',
      { executionLog: timedOutFunctionLog(), trace: of(code({ from: 30_000 })) },
      'slow-integration likely unknown: trace-delivered',
    ],
    [
      'began later',
      { executionLog: timedOutFunctionLog(), trace: of(code({ from: 30_001 })) },
      'integration-timeout certain unknown: ',
    ],
    [
      'of another name',
      { executionLog: timedOutFunctionLog(), trace: of(code({ name: 'authorizer' })) },
      'integration-timeout certain unknown: ',
    ],
    [
      'another trace',
      {
        executionLog: timedOutFunctionLog(),
        trace: { ...of(code()), traceId: '1-6b10f3a1-ffffffffffffffffffffffff' },
      },
      'integration-timeout certain unknown: ',
    ],
    [
      'another trace that names the request',
      {
        executionLog: timedOutFunctionLog(),
        trace: {
          traceId: '1-6b10f3a1-ffffffffffffffffffffffff',
          segments: [code(), segment({ name: 'api', from: 0, origin: 'AWS::ApiGateway::Stage', requestId })],
        },
      },
      'slow-integration likely yes: trace-delivered',
    ],
    [
      'a trace of that time beside a log without one',
      { executionLog: log(sendingToFunction, timeout), trace: of(code()) },
      'slow-integration possible unknown: trace-delivered',
    ],
    [
      'a trace of another time beside a log without one',
      { executionLog: log(sendingToFunction, timeout), trace: of(code({ from: 90_000, to: 91_000 })) },
      'integration-timeout certain unknown: ',
    ],
    [
      'a function beside an address that was called: its authorizer',
      { executionLog: timedOutLog(), trace: of(code()) },
      'integration-timeout certain unknown: ',
    ],
    [
      'a function beside settings with a Lambda authorizer and no target',
      {
        executionLog: log(timeout, [29_002, `X-ray Tracing ID : ${traceId}`]),
        gatewaySettings: settings({}, { authorizer: { name: 'a', kind: 'lambda' } }),
        trace: of(code()),
      },
      'integration-timeout certain unknown: ',
    ],
    [
      'the segment of a service behind an address',
      { executionLog: timedOutLog(), trace: of(segment({ name: 'orders-service', from: 5, to: 35_000 })) },
      'slow-integration likely yes: trace-delivered',
    ],
    [
      'a trace beside a log without any time',
      { executionLog: log([undefined, timeout[1]]), trace: of(code()) },
      'integration-timeout certain unknown: ',
    ],
    [
      'two services behind the gateway and no name',
      {
        executionLog: timedOutLog(),
        trace: of(segment({ name: 'a', from: 1, to: 2 }), segment({ name: 'b', from: 1, to: 2 })),
      },
      'integration-timeout certain unknown: ',
    ],
  ])('%s', (_name, found, expected) => {
    expect(judged(found)).toBe(expected);
  });

  it('calls that are still open, and stages of Lambda, are no waits', () => {
    const trace = of(
      code(),
      segment({ name: 'DynamoDB', from: 100, isCall: true, parentId: 'orders' }),
      segment({ name: 'Overhead', from: 100, to: 40_000, isCall: true, parentId: 'orders' }),
    );
    expect(judge({ executionLog: timedOutFunctionLog(), trace }).cause).toBe('slow-integration');
  });

  it('an initialisation that X-Ray shows', () => {
    const trace = of(
      code({ to: 30_500 }),
      segment({ name: 'Initialization', from: 80, to: 3080, isCall: true, parentId: 'orders' }),
    );
    expect(judge({ executionLog: timedOutFunctionLog(), trace }).cause).toBe('cold-start');
  });

  it('an initialisation that X-Ray shows before sending, which nobody waited for', () => {
    const trace = of(
      code({ to: 30_500 }),
      segment({ name: 'Initialization', from: -5000, to: -2000, isCall: true, parentId: 'orders' }),
    );
    expect(judge({ executionLog: timedOutFunctionLog(), trace }).cause).toBe('slow-integration');
  });
});

describe('a flow log', () => {
  const flow = (fields: Partial<FlowLogRow>): FlowLogRow => ({
    line: 'flow',
    sourceAddress: '10.0.1.5',
    destinationAddress: '10.0.2.7',
    sourcePort: 41_000,
    destinationPort: 443,
    protocol: 6,
    packets: 4,
    bytes: 240,
    startMs: sentAtMs,
    endMs: sentAtMs + 28_000,
    action: 'ACCEPT',
    ...fields,
  });
  const back = (fields: Partial<FlowLogRow>) =>
    flow({
      sourceAddress: '10.0.2.7',
      destinationAddress: '10.0.1.5',
      sourcePort: 443,
      destinationPort: 41_000,
      ...fields,
    });
  const port80 = { executionLog: log([0, 'Sending request to http://backend.example.com/orders'], timeout) };
  it.each<[string, FlowLogRow[], string, FoundSources?]>([
    ['SYN without an answer', [flow({ tcpFlags: 2 })], 'connect-timeout possible'],
    [
      'the answer was rejected',
      [flow({ tcpFlags: 2 }), back({ action: 'REJECT' })],
      'connect-timeout possible',
    ],
    ['answered, with flags', [flow({ tcpFlags: 3 }), back({ tcpFlags: 19 })], 'slow-integration possible'],
    ['answered, an ACK only', [flow({ tcpFlags: 2 }), back({ tcpFlags: 16 })], 'slow-integration possible'],
    ['answered, a FIN only', [flow({ tcpFlags: 2 }), back({ tcpFlags: 1 })], 'slow-integration possible'],
    ['answered, without flags', [flow({}), back({})], 'slow-integration possible'],
    ['refused', [flow({ tcpFlags: 2 }), back({ tcpFlags: 20 })], 'integration-timeout certain'],
    [
      'answered, flags of nothing in particular',
      [flow({ tcpFlags: 2 }), back({ tcpFlags: 8 })],
      'slow-integration possible',
    ],
    ['the way back is elsewhere', [flow({ tcpFlags: 3 })], 'integration-timeout certain'],
    ['UDP', [flow({ tcpFlags: 2, protocol: 17 })], 'integration-timeout certain'],
    [
      'before the request',
      [flow({ tcpFlags: 2, startMs: sentAtMs - 90_000, endMs: sentAtMs - 30_000 })],
      'integration-timeout certain',
    ],
    [
      'after it',
      [flow({ tcpFlags: 2, startMs: sentAtMs + 90_000, endMs: sentAtMs + 95_000 })],
      'integration-timeout certain',
    ],
    [
      'plain HTTP has port 80',
      [flow({ action: 'REJECT', destinationPort: 80 })],
      'connect-timeout possible',
      port80,
    ],
    [
      'an address that is none',
      [flow({ action: 'REJECT' })],
      'integration-timeout certain',
      { executionLog: log([0, 'Sending request to https://'], timeout) },
    ],
    [
      'an address from the settings, without times',
      [flow({ action: 'REJECT' })],
      'connect-timeout possible',
      {
        executionLog: log([undefined, timeout[1]]),
        gatewaySettings: settings({ uri: 'https://backend.example.com' }),
      },
    ],
    [
      'contradicted by the backend',
      [flow({ action: 'REJECT' })],
      'slow-integration likely',
      {
        executionLog: timedOutLog(),
        backendLog: [{ line: 'got it', joinedBy: 'trace-id', logGroup: '/ecs/orders' }],
      },
    ],
  ])('%s', (_name, flowLog, expected, found = { executionLog: timedOutLog() }) => {
    const { cause, confidence } = judge({ ...found, flowLog });
    expect(`${cause} ${confidence}`).toBe(expected);
  });
});

describe('the edge', () => {
  const page = (ms: number | undefined) =>
    answer({
      status: 504,
      madeBy: 'cloudfront',
      lines: ['504 ERROR'],
      body: 'Generated by cloudfront (CloudFront)',
      ...(ms === undefined ? {} : { dateMs: sentAtMs + ms }),
    });
  it.each<[string, FoundSources, string]>([
    [
      'gave up before the gateway, by its date',
      { executionLog: log(sending, [44_000, timeout[1]]), clientResponse: page(30_000) },
      'edge-timeout certain unknown: gateway-answered-later',
    ],
    [
      'came after the gateway gave up',
      { executionLog: log(sending, timeout), clientResponse: page(29_100) },
      'integration-timeout certain unknown: ',
    ],
    [
      'without a date, and the gateway waited longer',
      { executionLog: log(sending, [44_000, timeout[1]]), clientResponse: page(undefined) },
      'edge-timeout certain unknown: ',
    ],
    [
      'without a date, and the gateway gave up at 29 s',
      { executionLog: log(sending, timeout), clientResponse: page(undefined) },
      'integration-timeout certain unknown: ',
    ],
    [
      'without a date, and nobody knows how long the gateway waited',
      { executionLog: log([undefined, timeout[1]]), clientResponse: page(undefined) },
      'integration-timeout certain unknown: ',
    ],
    [
      'answered by the gateway before',
      { executionLog: log(sending, [90, 'Method completed with status: 200']), clientResponse: page(30_000) },
      'succeeded certain no: ',
    ],
    [
      'beside a row that names no cause',
      { accessLog: row({ status: 504 }), clientResponse: page(30_000) },
      'edge-timeout certain unknown: ',
    ],
    [
      'and a trace of the answer',
      {
        trace: {
          traceId,
          segments: [
            segment({ name: 'api', from: 0, to: 44_000, status: 200, origin: 'AWS::ApiGateway::Stage' }),
          ],
        },
        clientResponse: page(30_000),
      },
      'edge-timeout certain yes: trace-succeeded, gateway-answered-later',
    ],
  ])('%s', (_name, found, expected) => {
    expect(judged(found)).toBe(expected);
  });
});

describe('an id of the answer', () => {
  it.each<[string, FoundSources, string]>([
    [
      'a line with a value',
      { executionLog: timedOutLog([29_001, 'AWS Integration Endpoint RequestId : 71952965-aaaa']) },
      'slow-integration likely unknown: integration-answered',
    ],
    [
      'a line with a dash',
      { executionLog: timedOutLog([29_001, 'AWS Integration Endpoint RequestId : -']) },
      'integration-timeout certain unknown: ',
    ],
  ])('%s', (_name, found, expected) => {
    expect(judged(found)).toBe(expected);
  });
});

describe('what the logs leave open', () => {
  const downstreamWaits = (...waits: Partial<DownstreamWait>[]): DownstreamWait[] =>
    waits.map((each) => ({ target: 'db', failed: false, line: 'connect ETIMEDOUT', ...each }));

  it('a row without a trace or any of its times, of that time', () => {
    const loadBalancerLog = [balancerRow({ loadBalancerStatus: 460, requestProcessingMs: null })];
    expect(judged({ executionLog: timedOutLog(), loadBalancerLog })).toBe(
      'integration-timeout certain unknown: ',
    );
  });

  it('an invocation whose start nobody knows leaves no silence to infer from', () => {
    const waits = downstreamWaits({ endAtMs: sentAtMs + 20_000, failed: true });
    const one = invocation(undefined, { downstreamWaits: waits, lines: [] });
    expect(judge({ executionLog: timedOutFunctionLog(), functionLog: functionLog(one) }).cause).toBe(
      'slow-integration',
    );
  });

  it('a function that its own timeout ended names the two longest waits', () => {
    const executionLog = log(
      sending,
      [
        10_000,
        'Lambda execution failed with status 200 due to customer function error: Task timed out after 10.00 seconds.',
      ],
      [10_001, `X-ray Tracing ID : ${traceId}`],
    );
    const waits = downstreamWaits(
      ...[300, 5000, 3000].map((durationMs) => ({
        target: `db${durationMs}`,
        endAtMs: sentAtMs + 9000,
        durationMs,
      })),
    );
    const found = { executionLog, functionLog: functionLog(invocation(20, { downstreamWaits: waits })) };
    expect(judge(found).because.map(({ args }) => args.target)).toEqual([undefined, 'db5000', 'db3000']);
  });

  it('a second sign of delivery stands beside the first, if an id ties it', () => {
    const backendLog = [{ line: 'got it', joinedBy: 'trace-id' as const, logGroup: '/ecs/orders' }];
    const loadBalancerLog = [balancerRow({ loadBalancerStatus: 460, traceId })];
    expect(judged({ executionLog: timedOutLog(), loadBalancerLog, backendLog })).toBe(
      'slow-integration likely unknown: balancer-client-left, backend-line',
    );
    const loose = [{ line: `trace=${traceId}`, joinedBy: 'trace-id' as const, atMs: sentAtMs + 10 }];
    expect(judged({ executionLog: timedOutLog(), loadBalancerLog, backendLog: loose })).toBe(
      'slow-integration likely unknown: balancer-client-left',
    );
  });
});

describe('a report without times', () => {
  it.each([
    [41_000, 'yes'],
    [29_500, 'unknown'],
  ])('of %i ms, where the gateway waited 29 s: %s', (durationMs, expected) => {
    const one = invocation(undefined, { durationMs });
    const { completion, ledger } = judge({
      executionLog: timedOutFunctionLog(),
      functionLog: functionLog(one),
    });
    expect(completion).toEqual({ answer: expected });
    expect(ledger.segments.map((part) => part.segment)).toEqual(['integration', 'response']);
  });

  it('says nothing where nobody knows how long the gateway waited', () => {
    const executionLog = log(timeout, [29_002, `X-ray Tracing ID : ${traceId}`]);
    const one = invocation(undefined, { durationMs: 41_000 });
    expect(judge({ executionLog, functionLog: functionLog(one) }).completion.answer).toBe('unknown');
  });

  it('a first line with a time is no start: the time before it is not called a hand-over', () => {
    const one = invocation(undefined, { firstLineAtMs: sentAtMs + 10_800 });
    const { ledger } = judge({ executionLog: timedOutFunctionLog(), functionLog: functionLog(one) });
    expect(ledger.segments.map((part) => part.segment)).toEqual(['integration', 'response']);
  });
});
