import { describe, expect, it } from 'vitest';
import { type ReadRequest, readEvents } from '../../src/evidence/read-events.ts';
import type { LogEvent } from '../../src/inquiry/log-event.ts';
import { expectLinear } from '../expect-linear.ts';

const one = '914bad5e-1840-41e9-83f1-efc9a0398ffc';
const two = 'a24bad5e-1840-41e9-83f1-efc9a0398aaa';
const lambda = '71952965-3b5c-4f3a-9d3e-0a2b1c4d5e6f';
const trace = '1-5c7674f4-0123456789abcdef01234567';
const t0 = 1_795_255_200_000;
const lambdaUri =
  'https://lambda.eu-west-1.amazonaws.com/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:orders/invocations';

type Line = [ms: number | undefined, message: string, more?: Partial<LogEvent>];
const log = (lines: Line[]): LogEvent[] =>
  lines.map(([ms, message, more], order) => ({
    ...(ms === undefined ? {} : { atMs: t0 + ms }),
    resolutionMs: 1,
    message,
    order,
    ...more,
  }));

const timedOut = (id: string, ext: string, at: number, uri = lambdaUri): Line[] => [
  [at, `(${id}) Extended Request Id: ${ext}`],
  [at + 1, `(${id}) Starting execution for request: ${id}`],
  [at + 2, `(${id}) HTTP Method: POST, Resource Path: /orders`],
  [at + 50, `(${id}) Sending request to ${uri}`],
  [at + 29_050, `(${id}) Execution failed due to a timeout error`],
  [at + 29_051, `(${id}) Method completed with status: 504`],
];
const extA = 'Vwc2MGFUrPEFV_g=';
const extB = 'K2G9wEbUoAMEvag=';

const sources = ({ found }: ReadRequest) => Object.keys(found).sort();

describe('readEvents', () => {
  it('reads one request with its facts', () => {
    const { requests, unread, untied } = readEvents(log(timedOut(one, extA, 0)), {});
    expect(requests.map(({ request }) => request)).toEqual([
      {
        id: one,
        extendedRequestId: extA,
        apiType: 'rest',
        resolutionMs: 1,
        method: 'POST',
        path: '/orders',
        status: 504,
        atMs: t0,
      },
    ]);
    expect([unread, untied]).toEqual([[], []]);
  });

  const begun = (id: string, at: number): Line[] => [
    [at, `Starting execution for request: ${id}`],
    [at, 'HTTP Method: POST, Resource Path: /orders'],
    [at + 4, `Sending request to ${lambdaUri}`],
  ];
  const failed = (at: number): Line[] => [
    [at + 29_004, 'Execution failed due to a timeout error'],
    [at + 29_006, 'Method completed with status: 504'],
  ];
  const answered = (at: number): Line[] => [
    [at + 24, 'Received response. Status: 200, Integration latency: 20 ms'],
    [at + 25, 'Successfully completed execution'],
    [at + 28, 'Method completed with status: 200'],
  ];
  const inShort = ({ request, found }: ReadRequest) => [
    request.id,
    request.extendedRequestId,
    request.status,
    found.executionLog?.events.length,
    found.executionLog?.isMixed ?? false,
  ];

  const called = (host: string, id = 'uwe3g5jm54'): Line[] => [
    [0, `(${one}) Verifying Usage Plan for request: ${one}. API Key:  API Stage: ${id}/prod`],
    [1, `(${one}) Method request headers: {Accept=*/*, Host=${host}}`],
    [2, `(${one}) Sending request to ${lambdaUri}`],
  ];
  const host = 'uwe3g5jm54.execute-api.eu-west-1.amazonaws.com';
  const row = { requestId: one, apiId: 'uwe3g5jm54', status: '504', requestTimeEpoch: String(t0) };
  it.each<[string, Line[], object]>([
    ['the host that was called', called(host), { apiId: 'uwe3g5jm54', region: 'eu-west-1' }],
    [
      'the access log’s fields',
      [[0, JSON.stringify({ ...row, domainName: host, accountId: '111122223333' })]],
      { apiId: 'uwe3g5jm54', region: 'eu-west-1', account: '111122223333' },
    ],
    [
      'a WebSocket line',
      [[0, `(${extA}) WebSocket API [ws1234abcd] received message from client [Connection Id: K2G9=].`]],
      { apiId: 'ws1234abcd' },
    ],
    ['no custom domain', called('api.example.com'), { apiId: 'uwe3g5jm54' }],
    ['no host of another API', called(host, 'abcdefgh12'), { apiId: 'abcdefgh12' }],
    ['no function’s ARN', timedOut(one, extA, 0), {}],
    [
      'no account of another form',
      [[0, JSON.stringify({ ...row, accountId: 'me' })]],
      { apiId: 'uwe3g5jm54' },
    ],
  ])('takes the API’s place from %s', (_name, lines, place) => {
    const [first] = readEvents(log(lines), {}).requests;
    const { apiId, region, account } = first?.request ?? {};
    expect({ apiId, region, account }).toEqual({
      apiId: undefined,
      region: undefined,
      account: undefined,
      ...place,
    });
  });

  it('keeps what stands before the naming line with the request, where no line has an id', () => {
    const named = (ext: string, id: string, at: number): Line[] => [
      [at - 4, `Extended Request Id: ${ext}`],
      [at - 3, `Verifying Usage Plan for request: ${id}. API Key:  API Stage: uwe3g5jm54/prod`],
    ];
    const lines = [
      ...named(extA, one, 0),
      ...begun(one, 0),
      ...failed(0),
      ...named(extB, two, 60_000),
      ...begun(two, 60_000),
      ...answered(60_000),
    ];
    expect(readEvents(log(lines), {}).requests.map(inShort)).toEqual([
      [one, extA, 504, 7, false],
      [two, extB, 200, 8, false],
    ]);
  });

  it('leaves the tail of a request that was cut off by itself', () => {
    const lines: Line[] = [[-5, 'Method completed with status: 200'], ...begun(one, 0), ...failed(0)];
    expect(readEvents(log(lines), {}).requests.map(inShort)).toEqual([
      ['unknown', undefined, 200, 1, false],
      [one, undefined, 504, 5, false],
    ]);
  });

  it('tells overlapping requests without ids apart by their times, and says where more than one could be meant', () => {
    const lines = [...begun(one, 0), ...begun(two, 1000), ...answered(1000), ...failed(0)];
    expect(readEvents(log(lines), {}).requests.map(inShort)).toEqual([
      [one, undefined, 504, 5, false],
      [two, undefined, 200, 6, false],
    ]);
    const alike = [...begun(one, 0), ...begun(two, 100), ...failed(0), ...failed(100)];
    expect(readEvents(log(alike), {}).requests.map((each) => inShort(each).at(-1))).toEqual([true, true]);
  });

  it('tells two overlapping requests of one chosen id apart', () => {
    const quick: Line[] = [
      [5000, `(${one}) Extended Request Id: ${extB}`],
      [5001, `(${one}) Starting execution for request: ${one}`],
      [5005, `(${one}) Sending request to ${lambdaUri}`],
      [5205, `(${one}) Received response. Status: 200, Integration latency: 200 ms`],
      [5206, `(${one}) Successfully completed execution`],
      [5206, `(${one}) Method completed with status: 200`],
    ];
    const rows: Line[] = [
      [29_051, JSON.stringify({ requestId: one, extendedRequestId: extA, status: '504' })],
      [5206, JSON.stringify({ requestId: one, extendedRequestId: extB, status: '200' })],
    ];
    const mixed = [...timedOut(one, extA, 0), ...quick, ...rows].sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
    const { requests } = readEvents(log(mixed), {});
    expect(
      requests.map(({ request, found }) => [
        request.extendedRequestId,
        request.status,
        found.accessLog?.status,
        found.executionLog?.events.map(({ step }) => step.kind).slice(-3),
      ]),
    ).toEqual([
      [extA, 504, 504, ['sending', 'timeout', 'completed']],
      [extB, 200, 200, ['received', 'completed-successfully', 'completed']],
    ]);
  });

  it('gives a timeout to the request that has waited as long as timeouts are', () => {
    const second = timedOut(one, extB, 5000);
    const mixed = [...timedOut(one, extA, 0), ...second].sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
    const { requests } = readEvents(log(mixed), {});
    expect(
      requests.map(({ found }) =>
        found.executionLog?.events.flatMap(({ step, atMs }) =>
          step.kind === 'sending' || step.kind === 'timeout' ? [(atMs ?? 0) - t0] : [],
        ),
      ),
    ).toEqual([
      [50, 29_050],
      [5050, 34_050],
    ]);
  });

  it('keeps interleaved requests apart, oldest first', () => {
    const mixed = [...timedOut(two, extB, 100), ...timedOut(one, extA, 0)].sort(
      (a, b) => (a[0] ?? 0) - (b[0] ?? 0),
    );
    const { requests } = readEvents(log(mixed), {});
    expect(requests.map(({ request }) => [request.id, request.extendedRequestId])).toEqual([
      [one, extA],
      [two, extB],
    ]);
    expect(requests.map(({ found }) => found.executionLog?.events.length)).toEqual([6, 6]);
  });

  it('tells a reused request id apart by its extended id', () => {
    const { requests } = readEvents(log([...timedOut(one, extA, 0), ...timedOut(one, extB, 60_000)]), {});
    expect(requests.map(({ request }) => [request.id, request.extendedRequestId, request.atMs])).toEqual([
      [one, extA, t0],
      [one, extB, t0 + 60_000],
    ]);
  });

  it('reads a text in which each line stands twice as one request', () => {
    const { requests } = readEvents(log(timedOut(one, extA, 0).flatMap((line) => [line, line])), {});
    expect(requests.map(({ found }) => found.executionLog?.events.length)).toEqual([6]);
  });

  it('gives each access row to its request by the extended id', () => {
    const row = (ext: string, status: number) =>
      `{"requestId":"${one}","extendedRequestId":"${ext}","status":"${status}"}`;
    const { requests } = readEvents(
      log([
        ...timedOut(one, extA, 0),
        ...timedOut(one, extB, 60_000),
        [0, row(extB, 503)],
        [0, row(extA, 504)],
      ]),
      {},
    );
    expect(
      requests.map(({ found }) => [found.executionLog?.extendedRequestId, found.accessLog?.status]),
    ).toEqual([
      [extA, 504],
      [extB, 503],
    ]);
  });

  it.each([
    ['REST', `{"requestId":"${one}","status":"504","resourcePath":"/a"}`, 'rest'],
    ['HTTP', `{"requestId":"${extA}","status":"503","routeKey":"GET /a"}`, 'http'],
    [
      'WebSocket',
      `{"requestId":"${extA}","status":"504","routeKey":"$default","connectionId":"K2G9wEbUoAMCvag=","eventType":"MESSAGE"}`,
      'websocket',
    ],
  ])('makes a request of an access row alone: %s', (_name, row, apiType) => {
    const { requests } = readEvents(log([[0, row]]), {});
    expect(requests.map(({ request, found }) => [request.apiType, Object.keys(found)])).toEqual([
      [apiType, ['accessLog']],
    ]);
  });

  it('makes a request of unknown kind of a Lambda log alone', () => {
    const { requests } = readEvents(
      log([
        [0, `START RequestId: ${lambda} Version: 1`],
        [5000, `END RequestId: ${lambda}`],
      ]),
      {},
    );
    expect(requests.map(({ request, found }) => [request, found.functionLog?.invocations.length])).toEqual([
      [{ id: lambda, apiType: 'unknown', resolutionMs: 1 }, 1],
    ]);
  });

  const ran: Line[] = [
    [80, `START RequestId: ${lambda} Version: $LATEST`],
    [40_000, `END RequestId: ${lambda}`],
    [40_001, `REPORT RequestId: ${lambda}\tDuration: 39920.00 ms\tBilled Duration: 39920 ms`],
  ];
  it.each<[string, Line[], string | undefined]>([
    ['time', [...timedOut(one, extA, 0), ...ran], 'time'],
    [
      'the trace id',
      [
        ...timedOut(one, extA, 0),
        [29_052, `(${one}) X-ray Tracing ID : ${trace}`],
        ...ran,
        [40_002, `XRAY TraceId: ${trace}\tSegmentId: 1\tSampled: true`],
      ],
      'trace-id',
    ],
    [
      'the id in the last lines',
      [
        ...timedOut(one, extA, 0),
        [29_052, `(${one}) AWS Integration Endpoint RequestId : ${lambda}`],
        ...ran,
      ],
      'function-request-id',
    ],
    [
      'the API request id in its text',
      [...timedOut(one, extA, 0), ...ran, [90, `2026-11-21T10:00:00.090Z\t${lambda}\tINFO\tevent ${one}`]],
      'api-request-id',
    ],
    [
      'a REPORT line alone',
      [
        ...timedOut(one, extA, 0),
        [40_001, `REPORT RequestId: ${lambda}\tDuration: 39920.00 ms\tBilled Duration: 39920 ms`],
      ],
      'time',
    ],
    [
      'a REPORT line without a time',
      [...timedOut(one, extA, 0), [undefined, `REPORT RequestId: ${lambda}\tDuration: 39920.00 ms`]],
      'time',
    ],
    [
      'nothing: another trace id',
      [
        ...timedOut(one, extA, 0),
        [29_052, `(${one}) X-ray Tracing ID : ${trace}`],
        ...ran,
        [40_002, 'XRAY TraceId: 1-5c7674f4-ffffffffffffffffffffffff\tSegmentId: 1'],
      ],
      undefined,
    ],
    [
      'nothing: another id in the log',
      [...timedOut(one, extA, 0), [29_052, `(${one}) AWS Integration Endpoint RequestId : ${two}`], ...ran],
      undefined,
    ],
    ['nothing: an hour away', [...timedOut(one, extA, 3_600_000), ...ran], undefined],
    [
      'nothing: two requests that both fit',
      [...timedOut(one, extA, 0), ...timedOut(two, extB, 10), ...ran],
      undefined,
    ],
    [
      'nothing: an HTTP backend',
      [...timedOut(one, extA, 0, 'https://backend.example.com/a'), ...ran],
      undefined,
    ],
  ])('ties an invocation by %s', (_name, lines, joinedBy) => {
    const { requests, untied } = readEvents(log(lines), {});
    expect(requests.map(({ found }) => found.functionLog?.invocations[0]?.joinedBy)).toContain(joinedBy);
    expect(untied).toEqual(joinedBy === undefined ? [{ source: 'functionLog', records: 1 }] : []);
  });

  it("keeps the authorizer's invocation apart", () => {
    const { requests } = readEvents(
      log([
        [0, `(${one}) Starting authorizer: 62mgrc for request: ${one}`],
        [1, `START RequestId: ${two} Version: 1`, { logGroup: '/aws/lambda/guard', logStream: 'g' }],
        [2, `XRAY TraceId: ${trace}\tSegmentId: 1`, { logGroup: '/aws/lambda/guard', logStream: 'g' }],
        [3, `END RequestId: ${two}`, { logGroup: '/aws/lambda/guard', logStream: 'g' }],
        ...timedOut(one, extA, 10),
        [80, `START RequestId: ${lambda} Version: 1`, { logGroup: '/aws/lambda/orders', logStream: 'o' }],
        [81, `XRAY TraceId: ${trace}\tSegmentId: 2`, { logGroup: '/aws/lambda/orders', logStream: 'o' }],
        [29_070, `(${one}) X-ray Tracing ID : ${trace}`],
      ]),
      {},
    );
    expect(requests).toHaveLength(1);
    expect(requests[0]?.found.authorizerLog).toMatchObject({ functionName: 'guard' });
    expect(requests[0]?.found.functionLog).toMatchObject({ functionName: 'orders' });
  });

  const balancer = (id: string) =>
    `https 2026-11-21T10:00:29.100000Z app/my-lb/50dc6c495c0c9188 192.0.2.7:2817 10.0.0.1:80 0.001 -1 -1 460 - 34 366 "GET https://a.example:443/ HTTP/2.0" "AmazonAPIGateway_abc" - - arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/t/73e2d6bc24d8a067 "Root=${id}"`;
  const flow = (second: number) =>
    `2 111122223333 eni-0123456789abcdef0 10.0.1.5 10.0.2.7 49152 8443 6 1 60 ${second} ${second + 60} REJECT OK`;
  const segment = JSON.stringify({
    trace_id: trace,
    id: '70de5b6f19ff9a0a',
    name: 'api/live',
    origin: 'AWS::ApiGateway::Stage',
    start_time: t0 / 1000,
    end_time: t0 / 1000 + 29,
  });

  it('gives what bears no id to the only request', () => {
    const { requests, untied } = readEvents(
      log([
        ...timedOut(one, extA, 0),
        [29_100, balancer(trace)],
        [undefined, flow(t0 / 1000)],
        [undefined, segment],
        [undefined, 'HTTP/1.1 504 Gateway Timeout'],
        [undefined, 'x-amz-cf-pop: LHR50-P1'],
        [undefined, '{"message": "Endpoint request timed out"}'],
      ]),
      {},
    );
    expect(requests.map(sources)).toEqual([
      ['clientResponse', 'executionLog', 'flowLog', 'loadBalancerLog', 'trace'],
    ]);
    expect(untied).toEqual([]);
  });

  it('gives to none of several what could be any one’s', () => {
    const { requests, untied } = readEvents(
      log([
        ...timedOut(one, extA, 0),
        ...timedOut(two, extB, 5),
        [29_100, balancer(trace)],
        [undefined, segment],
      ]),
      {},
    );
    expect(requests.map(sources)).toEqual([['executionLog'], ['executionLog']]);
    expect(untied).toEqual([
      { source: 'trace', records: 1 },
      { source: 'loadBalancerLog', records: 1 },
    ]);
  });

  it('gives rows with a trace id to the request that has it', () => {
    const { requests } = readEvents(
      log([
        ...timedOut(one, extA, 0),
        ...timedOut(two, extB, 5),
        [29_060, `(${two}) X-ray Tracing ID : ${trace}`],
        [29_100, balancer(trace)],
        [undefined, segment],
      ]),
      {},
    );
    expect(requests.map(sources)).toEqual([['executionLog'], ['executionLog', 'loadBalancerLog', 'trace']]);
  });

  it('takes a line of another program that names the request for the backend’s', () => {
    const { requests, unread } = readEvents(
      log([
        ...timedOut(one, extA, 0, 'https://backend.example.com/a'),
        [29_052, `(${one}) X-ray Tracing ID : ${trace}`],
        [90, `nginx: POST /a trace=${trace}`, { logGroup: '/ecs/orders' }],
        [91, 'nginx: GET /health', { logGroup: '/ecs/orders' }],
      ]),
      {},
    );
    expect(requests[0]?.found.backendLog).toEqual([
      { atMs: t0 + 90, line: `nginx: POST /a trace=${trace}`, joinedBy: 'trace-id', logGroup: '/ecs/orders' },
    ]);
    expect(unread.map(({ message }) => message)).toEqual(['nginx: GET /health']);
  });

  it('does not take a quoted gateway line for one', () => {
    const { requests, unread } = readEvents(
      log([
        ...ran,
        [90, 'Execution failed due to a timeout error', { logGroup: '/aws/lambda/orders' }],
        [91, 'hello'],
      ]),
      {},
    );
    expect(requests.map(sources)).toEqual([['functionLog']]);
    expect(unread.length).toBeLessThanOrEqual(1);
  });

  it("reads the console's test output without ids", () => {
    const lines = [
      `Execution log for request ${one}`,
      `Starting execution for request: ${one}`,
      'Sending request to https://a.example',
      'Execution failed due to a timeout error',
      'Method completed with status: 504',
    ];
    const { requests } = readEvents(log(lines.map((line) => [0, line, { resolutionMs: 1000 }])), {});
    expect(
      requests.map(({ request, found }) => [
        request.id,
        request.status,
        request.resolutionMs,
        found.executionLog?.testInvoke,
      ]),
    ).toEqual([[one, 504, 1000, true]]);
  });

  it('reads bare failure lines when there is nothing else', () => {
    const { requests } = readEvents(
      log([
        [0, 'Sending request to https://a.example'],
        [29_000, 'Execution failed due to a timeout error'],
      ]),
      {},
    );
    expect(requests.map(({ request }) => request.id)).toEqual(['unknown']);
  });

  it('is nothing for chatter', () => {
    const events = log([
      [undefined, 'it is slow again'],
      [undefined, 'any ideas?'],
    ]);
    expect(readEvents(events, {})).toEqual({
      requests: [],
      unread: events,
      untied: [],
      foreignInvocations: 0,
    });
  });

  it('stays about linear with many requests', () => {
    const lines: Line[] = [];
    for (let index = 0; index < 4000; index += 1) {
      const id = `${String(index).padStart(8, '0')}-1840-41e9-83f1-efc9a0398ffc`;
      lines.push(...timedOut(id, `Vwc2MGFUr${String(index).padStart(6, '0')}=`, index * 10), [
        index * 10 + 60,
        `START RequestId: ${id.replace('1840', '9999')} Version: 1`,
        { logStream: `s${index}` },
      ]);
    }
    expectLinear(4000, (size) => {
      const some = lines.slice(0, (lines.length / 4000) * size);
      expect(readEvents(log(some), {}).requests).toHaveLength(size);
    });
  });
});
