import { describe, expect, it } from 'vitest';
import { readFunctionLine } from '../../../src/evidence/readings/function-line.ts';
import {
  joinInvocations,
  readFunctionLog,
  readInvocations,
} from '../../../src/evidence/readings/function-log.ts';
import type { LogEvent } from '../../../src/inquiry/log-event.ts';

const a = '71952965-3b5c-4f3a-9d3e-0a2b1c4d5e6f';
const b = '8a0b1c2d-0000-4000-8000-0123456789ab';
const api = '914bad5e-1840-41e9-83f1-efc9a0398ffc';
const trace = '1-5c7674f4-0123456789abcdef01234567';
const t0 = 1_795_255_200_000;

function log(lines: [number | undefined, string, string?][]): LogEvent[] {
  return lines.map(([ms, message, logStream], order) => ({
    ...(ms === undefined ? {} : { atMs: t0 + ms }),
    resolutionMs: 1,
    message,
    order,
    ...(logStream === undefined ? {} : { logStream }),
  }));
}

const platform = (type: string, record: object) =>
  JSON.stringify({
    time: '2026-11-21T10:00:00.000Z',
    type: `platform.${type}`,
    record,
  });

const lines: [string, object | undefined][] = [
  [`START RequestId: ${a} Version: $LATEST`, { kind: 'start', requestId: a }],
  [`START RequestId: ${a} Version: 12\n`, { kind: 'start', requestId: a }],
  [`END RequestId: ${a}`, { kind: 'end', requestId: a }],
  [
    `REPORT RequestId: ${a}\tDuration: 28028.20 ms\tBilled Duration: 28400 ms\tMemory Size: 2048 MB\tMax Memory Used: 120 MB\tInit Duration: 329.80 ms\t`,
    {
      kind: 'report',
      requestId: a,
      durationMs: 28_028.2,
      billedDurationMs: 28_400,
      memorySizeMb: 2048,
      maxMemoryUsedMb: 120,
      initDurationMs: 329.8,
    },
  ],
  [
    `REPORT RequestId: ${a}  Duration: 3000.00 ms  Billed Duration: 3000 ms  Memory Size: 128 MB  Max Memory Used: 30 MB  Status: timeout`,
    {
      kind: 'report',
      requestId: a,
      durationMs: 3000,
      billedDurationMs: 3000,
      memorySizeMb: 128,
      maxMemoryUsedMb: 30,
      status: 'timeout',
    },
  ],
  [
    `REPORT RequestId: ${a}\tDuration: 12.00 ms\tBilled Duration: 12 ms\tStatus: error\tError Type: Runtime.ExitError\tXRAY TraceId: ${trace}\tSegmentId: 1\tSampled: true`,
    {
      kind: 'report',
      requestId: a,
      durationMs: 12,
      billedDurationMs: 12,
      status: 'error',
      errorType: 'Runtime.ExitError',
      traceId: trace,
    },
  ],
  [
    'INIT_START Runtime Version: nodejs:20.v3\tRuntime Version ARN: arn:aws:lambda:eu-west-1::runtime:abc',
    { kind: 'init-start' },
  ],
  [
    'INIT_REPORT Init Duration: 9999.88 ms\tPhase: init\tStatus: timeout',
    { kind: 'init-report', durationMs: 9999.88, timedOut: true },
  ],
  [
    'INIT_REPORT Init Duration: 812.00 ms\tPhase: init\tStatus: success',
    { kind: 'init-report', durationMs: 812, timedOut: false },
  ],
  ['RESTORE_REPORT Restore Duration: 600.10 ms', { kind: 'init-report', durationMs: 600.1, timedOut: false }],
  [`XRAY TraceId: ${trace}\tSegmentId: 3f\tSampled: true`, { kind: 'trace', traceId: trace }],
  ['EXTENSION\tName: otel\tState: Ready\tEvents: [INVOKE,SHUTDOWN]', { kind: 'platform' }],
  [
    `2026-11-21T10:00:10.000Z ${a} Task timed out after 10.00 seconds\n`,
    { kind: 'timeout', requestId: a, timedOutAfterMs: 10_000 },
  ],
  [`${a} Task timed out after 10.01 seconds`, { kind: 'timeout', requestId: a, timedOutAfterMs: 10_010 }],
  [
    `RequestId: ${a} Error: Task timed out after 5.00 seconds`,
    { kind: 'timeout', requestId: a, timedOutAfterMs: 5000 },
  ],
  [
    `{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: ${a} Error: Task timed out after 60.00 seconds"}`,
    { kind: 'timeout', requestId: a, timedOutAfterMs: 60_000 },
  ],
  [
    `{"timestamp":"2026-11-21T10:00:10Z","message":"2026-11-21T10:00:10.000Z ${a} Task timed out after 3.00 seconds"}`,
    { kind: 'timeout', requestId: a, timedOutAfterMs: 3000 },
  ],
  [
    `RequestId: ${a} Error: Runtime exited with error: signal: killed Runtime.ExitError`,
    {
      kind: 'failure',
      requestId: a,
      errorType: 'Runtime.ExitError',
      errorMessage: 'Runtime exited with error: signal: killed Runtime.ExitError',
    },
  ],
  [
    `RequestId: ${a} Process exited before completing request`,
    {
      kind: 'failure',
      requestId: a,
      errorMessage: 'Process exited before completing request',
    },
  ],
  [
    `2026-11-21T10:00:00.000Z\t${a}\tERROR\tInvoke Error \t{"errorType":"TypeError","errorMessage":"no \\"x\\"","stack":[]}`,
    {
      kind: 'failure',
      requestId: a,
      errorType: 'TypeError',
      errorMessage: 'no \\"x\\"',
    },
  ],
  [`2026-11-21T10:00:00.000Z\t${a}\tINFO\thello`, { kind: 'app', requestId: a, text: 'hello' }],
  [`${a}\tINFO\thello`, { kind: 'app', requestId: a, text: 'hello' }],
  [`[INFO]\t2026-11-21T10:00:00.000Z\t${a}\thello`, { kind: 'app', requestId: a, text: 'hello' }],
  [
    platform('start', {
      requestId: a,
      version: '3',
      tracing: {
        type: 'X-Amzn-Trace-Id',
        value: `Root=${trace};Parent=1;Sampled=1`,
      },
    }),
    { kind: 'start', requestId: a, traceId: trace },
  ],
  [
    platform('runtimeDone', {
      requestId: a,
      status: 'success',
      metrics: { durationMs: 12.5, producedBytes: 3 },
    }),
    { kind: 'end', requestId: a, status: 'success', durationMs: 12.5 },
  ],
  [
    platform('report', {
      requestId: a,
      status: 'timeout',
      metrics: {
        durationMs: 3000,
        billedDurationMs: 3000,
        memorySizeMB: 128,
        maxMemoryUsedMB: 30,
        initDurationMs: 200,
      },
    }),
    {
      kind: 'report',
      requestId: a,
      durationMs: 3000,
      billedDurationMs: 3000,
      memorySizeMb: 128,
      maxMemoryUsedMb: 30,
      initDurationMs: 200,
      status: 'timeout',
    },
  ],
  [
    platform('report', { requestId: a, status: 'failure', metrics: {} }),
    { kind: 'report', requestId: a, status: 'error' },
  ],
  [
    platform('initStart', {
      initializationType: 'on-demand',
      functionName: 'orders',
      phase: 'init',
    }),
    { kind: 'init-start', functionName: 'orders' },
  ],
  [
    platform('initStart', {
      initializationType: 'provisioned-concurrency',
      phase: 'init',
    }),
    { kind: 'platform' },
  ],
  [
    platform('initReport', {
      initializationType: 'on-demand',
      phase: 'init',
      status: 'timeout',
      metrics: { durationMs: 10_000.1 },
    }),
    { kind: 'init-report', durationMs: 10_000.1, timedOut: true },
  ],
  [platform('extension', { name: 'otel', state: 'Ready' }), { kind: 'platform' }],
  [
    JSON.stringify({
      time: 'x',
      type: 'function',
      record: `2026-11-21T10:00:00.000Z\t${a}\tINFO\thello`,
    }),
    { kind: 'app', requestId: a, text: 'hello' },
  ],
  [
    JSON.stringify({
      time: 'x',
      type: 'function',
      record: { message: 'plain' },
    }),
    { kind: 'app', text: '{"message":"plain"}' },
  ],
  [
    `{"timestamp":"t","level":"ERROR","requestId":"${a}","message":{"errorType":"Error","errorMessage":"no"}}`,
    { kind: 'failure', requestId: a, errorType: 'Error', errorMessage: 'no' },
  ],
  [
    `{"AWSRequestId":"${a}","msg":"x"}`,
    { kind: 'app', requestId: a, text: `{"AWSRequestId":"${a}","msg":"x"}` },
  ],
  // near misses
  [
    `2026-11-21T10:00:00.000Z\t${a}\tERROR\tpeer said: Task timed out after 3.00 seconds`,
    {
      kind: 'app',
      requestId: a,
      text: 'peer said: Task timed out after 3.00 seconds',
    },
  ],
  ['Task timed out after 3.00 seconds', undefined],
  ['START RequestId: soon', undefined],
  ['the REPORT RequestId: x', undefined],
  [`{"requestId":"${api}","status":"504"}`, undefined],
  [`(${api}) Execution failed due to a timeout error`, undefined],
  ['{"type":"platform.report"', undefined],
  ['', undefined],
];

describe('readFunctionLine', () => {
  it.each(lines)('%s', (message, expected) => {
    expect(readFunctionLine(message)).toEqual(expected);
  });
});

const invocationsOf = (events: LogEvent[]) =>
  readInvocations(events).map(({ mentions: _mentions, lines: all, ...rest }) => ({
    ...rest,
    lines: all.length,
  }));

describe('readInvocations', () => {
  it('reads a whole invocation with its cold start', () => {
    expect(
      invocationsOf(
        log([
          [0, 'INIT_START Runtime Version: nodejs:20.v3'],
          [812, `START RequestId: ${a} Version: $LATEST`],
          [900, `2026-11-21T10:00:00.900Z\t${a}\tINFO\tconnect ETIMEDOUT 10.0.0.1:443`],
          [1000, 'a line without an id'],
          [30_000, `END RequestId: ${a}`],
          [
            30_001,
            `REPORT RequestId: ${a}\tDuration: 29188.00 ms\tBilled Duration: 29189 ms\tMemory Size: 128 MB\tMax Memory Used: 70 MB\tInit Duration: 810.20 ms`,
          ],
          [30_002, `XRAY TraceId: ${trace}\tSegmentId: 3f\tSampled: true`],
        ]),
      ),
    ).toEqual([
      {
        functionRequestId: a,
        traceId: trace,
        startAtMs: t0 + 812,
        endAtMs: t0 + 30_000,
        reportAtMs: t0 + 30_001,
        durationMs: 29_188,
        billedDurationMs: 29_189,
        initDurationMs: 810.2,
        initStartAtMs: t0,
        memorySizeMb: 128,
        maxMemoryUsedMb: 70,
        firstLineAtMs: t0 + 812,
        lastLineAtMs: t0 + 30_002,
        downstreamWaits: [
          {
            target: '10.0.0.1:443',
            endAtMs: t0 + 900,
            failed: true,
            line: `2026-11-21T10:00:00.900Z\t${a}\tINFO\tconnect ETIMEDOUT 10.0.0.1:443`,
          },
        ],
        lines: 6,
      },
    ]);
  });

  it('keeps two interleaved streams apart by position', () => {
    const found = readInvocations(
      log([
        [0, `START RequestId: ${a} Version: 1`, 's1'],
        [1, `START RequestId: ${b} Version: 1`, 's2'],
        [2, 'one', 's1'],
        [3, 'two', 's2'],
        [4, `END RequestId: ${a}`, 's1'],
        [5, 'after the end', 's1'],
        [6, `END RequestId: ${b}`, 's2'],
      ]),
    );
    expect(found.map((each) => each.lines.map(({ text }) => text))).toEqual([
      [`START RequestId: ${a} Version: 1`, 'one', `END RequestId: ${a}`],
      [`START RequestId: ${b} Version: 1`, 'two', `END RequestId: ${b}`],
    ]);
  });

  it('gives a line without an id to nobody while two are open in one text', () => {
    const found = readInvocations(
      log([
        [0, `START RequestId: ${a} Version: 1`],
        [1, `START RequestId: ${b} Version: 1`],
        [2, 'whose?'],
      ]),
    );
    expect(found.map((each) => each.lines.length)).toEqual([1, 1]);
  });

  it('does not count an environment that was made long before', () => {
    const found = readInvocations(
      log([
        [0, 'INIT_START Runtime Version: x'],
        [60_000, `START RequestId: ${a} Version: 1`],
      ]),
    );
    expect(found[0]?.initStartAtMs).toBeUndefined();
  });

  it('marks an initialisation that ran out of time', () => {
    const found = readInvocations(
      log([
        [0, 'INIT_START Runtime Version: x'],
        [10_000, 'INIT_REPORT Init Duration: 10008.01 ms\tPhase: init\tStatus: timeout'],
        [10_001, `START RequestId: ${a} Version: 1`],
      ]),
    );
    expect(found[0]).toMatchObject({
      initTimedOut: true,
      initDurationMs: 10_008.01,
      initStartAtMs: t0,
    });
  });

  it("leaves a logger's API request id to the open invocation", () => {
    const found = readInvocations(
      log([
        [0, `START RequestId: ${a} Version: 1`],
        [1, `{"level":"info","time":"t","requestId":"${api}","message":"hi"}`],
      ]),
    );
    expect(found.map((each) => each.functionRequestId)).toEqual([a]);
    expect(found[0]?.mentions).toEqual(new Set([api]));
  });

  it('reads JSON and text records of the same shape alike', () => {
    const json = invocationsOf(
      log([
        [0, platform('start', { requestId: a })],
        [
          3000,
          platform('report', {
            requestId: a,
            status: 'timeout',
            metrics: { durationMs: 3000 },
          }),
        ],
      ]),
    );
    const text = invocationsOf(
      log([
        [0, `START RequestId: ${a} Version: 1`],
        [3000, `REPORT RequestId: ${a}\tDuration: 3000 ms\tStatus: timeout`],
      ]),
    );
    expect(json).toEqual(text);
    expect(json[0]).toMatchObject({
      status: 'timeout',
      durationMs: 3000,
      endAtMs: t0 + 3000,
    });
  });
});

describe('the trace behind a REPORT', () => {
  const other = '1-5c7674f4-ffffffffffffffffffffffff';
  const report = (id: string) => `REPORT RequestId: ${id}\tDuration: 5.00 ms\tBilled Duration: 5 ms`;
  const xray = (id: string) => `XRAY TraceId: ${id}\tSegmentId: 3f\tSampled: true`;
  const tracesOf = (events: LogEvent[]) =>
    readInvocations(events).map(({ functionRequestId, traceId }) => [functionRequestId, traceId]);
  const both: [number, string][] = [
    [0, `START RequestId: ${a} Version: 1`],
    [1, `START RequestId: ${b} Version: 1`],
  ];

  it('is of the run reported last, and not of the one still open', () => {
    const lines: [number, string][] = [
      ...both,
      [5, report(b)],
      [5, xray(other)],
      [9, report(a)],
      [9, xray(trace)],
    ];
    expect(tracesOf(log(lines))).toEqual([
      [a, trace],
      [b, other],
    ]);
  });

  it('is of the one open run where that report has its trace, or a run began behind it', () => {
    expect(tracesOf(log([...both, [5, report(b)], [5, xray(other)], [9, xray(trace)]]))).toEqual([
      [a, trace],
      [b, other],
    ]);
    const begun: [number, string][] = [
      [0, report(b)],
      [1, `START RequestId: ${a} Version: 1`],
      [2, xray(trace)],
    ];
    expect(tracesOf(log(begun))).toEqual([
      [b, undefined],
      [a, trace],
    ]);
  });
});

describe('joinInvocations', () => {
  const all = readInvocations(
    log([
      [0, `START RequestId: ${a} Version: 1`, 's1'],
      [1, `XRAY TraceId: ${trace}\tSegmentId: 1\tSampled: true`, 's1'],
      [2, `{"msg":"for ${api} and Vwc2MGFUrPEFV_g="}`, 's1'],
      [10_000, `START RequestId: ${b} Version: 1`, 's2'],
    ]),
  );
  const ties: [string, Parameters<typeof joinInvocations>[1], [string, string][]][] = [
    ['its own id', { functionRequestId: a.toUpperCase() }, [[a, 'function-request-id']]],
    ['the trace id', { traceId: trace }, [[a, 'trace-id']]],
    ['the API request id in its text', { apiRequestId: api }, [[a, 'api-request-id']]],
    ['the extended id in its text', { extendedRequestId: 'Vwc2MGFUrPEFV_g=' }, [[a, 'api-request-id']]],
    ['time alone', { sentAtMs: t0 + 9900, endedAtMs: t0 + 39_000 }, [[b, 'time']]],
    ['time alone, two that fit', { sentAtMs: t0, endedAtMs: t0 + 29_000 }, []],
    [
      'time, with another trace id',
      {
        sentAtMs: t0,
        endedAtMs: t0 + 100,
        traceId: '1-5c7674f4-ffffffffffffffffffffffff',
      },
      [],
    ],
    ['nothing', {}, []],
  ];
  it.each(ties)('by %s', (_name, keys, expected) => {
    expect(
      joinInvocations(all, keys).map(({ functionRequestId, joinedBy }) => [functionRequestId, joinedBy]),
    ).toEqual(expected);
  });

  it('names the function and its group', () => {
    const events = log([[0, `START RequestId: ${a} Version: 1`]]).map((each) => ({
      ...each,
      logGroup: '/aws/lambda/orders',
    }));
    expect(readFunctionLog(events, { functionRequestId: a })).toMatchObject({
      functionName: 'orders',
      logGroup: '/aws/lambda/orders',
    });
    expect(readFunctionLog(events, { functionRequestId: b })).toBeUndefined();
  });
});
