import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readPaste } from '../../src/inquiry/paste.ts';

const id = '914bad5e-1840-41e9-83f1-efc9a0398ffc';
const lambda = '71952965-3b5c-4f3a-9d3e-0a2b1c4d5e6f';
const extended = 'Vwc2MGFUrPEFV_g=';
const trace = '1-6a2f0a91-0123456789abcdef01234567';
const front = 'AbCdEfGhIjKlMnOpQrStUvWxYz0123456789AbCdEfGhIjKlMnOpQr==';
const at = Date.parse('2026-11-21T14:42:09Z');
const timeout = `(${id}) Execution failed due to a timeout error`;
const done = `(${id}) Method completed with status: 504`;

/** What was read, in short: time after 14:42:09 UTC (ms) where there is one, and message. */
function read(text: string) {
  const { events, recognised, skipped } = readPaste(text);
  return {
    events: events.map(({ atMs, message }) => (atMs === undefined ? [message] : [atMs - at, message])),
    recognised: recognised.map(({ shape, records }) => `${records} ${shape}`),
    skipped: skipped.samples.length === skipped.lines ? skipped.samples : skipped,
  };
}

describe('readPaste takes the time of a JSON record from', () => {
  const time = '2026-11-21T14:42:09.250Z';
  it.each([
    ['eventTimestamp', { eventTimestamp: time }],
    ['evt_ts', { evt_ts: at + 250 }],
    ['log_time_ms', { log_time_ms: at + 250 }],
    ['epoch µs', { ts: (at + 250) * 1000 + 7 }],
    ['epoch ns, which no number holds whole', { ts: Number(`${at + 250}000000`) }],
    ['epoch ns in quotes', { timestamp: `${at + 250}000007` }],
    ['epoch seconds with a fraction', { ts: (at + 250) / 1000 }],
    ['time_us', { time_us: (at + 250) * 1000 }],
    ['ts_ns', { ts_ns: `${at + 250}000000` }],
    ['OpenTelemetry’s name', { timeUnixNano: `${at + 250}000000` }],
    ['journald’s name', { __REALTIME_TIMESTAMP: `${at + 250}000` }],
  ])('%s', (_name, fields) => {
    const text = JSON.stringify({ ...fields, a: 1 });
    expect(read(text).events).toEqual([[250, text]]);
  });

  it.each([
    ['connectedAt', { connectedAt: at }],
    ['a deadline', { eventTimeLeft: at }],
    ['another date', { dueDate: time }],
    ['a number of sixteen digits under another name', { card: (at + 250) * 1000 }],
    ['a number beyond all times', { ts: 9_999_999_999_999_000 }],
    ['a number between the units', { ts: '795271358211000000' }],
    ['a number of times', { times: (at + 250) * 1000 }],
    ['a list', { ts: [at * 1000] }],
  ])('but not from %s', (_name, fields) => {
    const text = JSON.stringify({ ...fields, a: 1 });
    expect(read(text).events).toEqual([[text]]);
  });
});

describe('readPaste reads without a time', () => {
  it('a record behind Jira’s mark', () => {
    expect(read(`{noformat}${done}\n{noformat}`)).toMatchObject({ events: [[done]], skipped: [] });
  });

  const kibana = 'Nov 21, 2026 @ 14:42:09.211';
  it.each([
    ['Kibana’s copy', `${kibana}\t${done}`],
    ['Kibana’s CSV', `"@timestamp",message\n"${kibana}","${done}"`],
  ])('%s, whose zone is that of whoever looked', (_name, text) => {
    expect(read(text)).toMatchObject({ events: [[done]], skipped: [] });
  });
});

describe('readPaste keeps', () => {
  it.each([
    ['a path that ends like a block', `(${id}) HTTP Method: GET, Resource Path: /login/{code}`],
    ['a number that stands before words', '12 requests failed'],
    ['a mark before words', '{code} see below'],
    ['another CSV', 'Line,Content\n1,a'],
  ])('%s', (_name, text) => {
    const { events, skipped } = read(text);
    expect([...events.flat(), ...(Array.isArray(skipped) ? skipped : [])].join('\n')).toBe(text);
  });
});

describe('readPaste takes the time of a row from', () => {
  it.each([
    ['epoch seconds', 'timestamp', `${at / 1000}`, 0],
    ['epoch µs', 'timestamp', `${at}250`, 0],
    ['epoch ns', 'Time', `${at + 250}000007`, 250],
    ['a column of µs', 'time_us', `${at + 250}000`, 250],
    ['a column of seconds', 'epoch_s', `${at / 1000}.25`, 250],
  ])('%s', (_name, column, value, expected) => {
    expect(read(`${column},message\n${value},"${done}"`)).toEqual({
      events: [[expected, done]],
      recognised: ['1 CSV'],
      skipped: [],
    });
  });

  it('but not from sixteen digits alone on a line', () => {
    expect(read(`${at}000\n${done}`).events).toEqual([[done]]);
  });
});

describe('readPaste reads a line with a link of Slack’s that was cut', () => {
  const uri = 'https://orders.example.com/a';
  it.each([
    ['behind a quotation mark', `&gt; 2026-11-21T14:42:09.250Z (${id}) Sending request to <${uri}`],
    ['alone', `2026-11-21T14:42:09.250Z (${id}) Sending request to <${uri}`],
    ['whole', `&gt; 2026-11-21T14:42:09.250Z (${id}) Sending request to <${uri}>`],
  ])('%s', (_name, line) => {
    const lines = `${line}\n${line.startsWith('&') ? '&gt; ' : ''}${done}`;
    expect(read(lines).events).toEqual([[250, `(${id}) Sending request to ${uri}`], [done]]);
  });

  it('but keeps a bracket in other words', () => {
    const line = `(${id}) Endpoint response body before transformations: see <https://a.example`;
    expect(read(line).events).toEqual([[line]]);
  });
});

describe('readPaste keeps as one record', () => {
  const body = '{\n  "requestContext": {\n    "extendedRequestId": "Vwc2MGFUrPEFV_g="\n  }\n}';
  const page =
    '<html>\n<head><title>504 Gateway Time-out</title></head>\n\n<body>\n<h1>504 Gateway Time-out</h1>\n</body>\n</html>';
  const stack =
    'Error: connect ETIMEDOUT 10.0.2.7:5432\n    at TCPConnectWrap.afterConnect (node:net:1555:16)\n    at async handler (/var/task/index.js:10:3)';
  const python =
    '[ERROR] KeyError: \'order\'\nTraceback (most recent call last):\n  File "/var/task/app.py", line 7, in handler\n    return event["order"]';
  const xml = `<request id="${id}">\n  <ip>203.0.113.9</ip>\n  <status>504</status>\n</request>`;
  it.each([
    ['a JSON body', `(${id}) Endpoint request body after transformations: ${body}`],
    ['a JSON body below', `(${id}) Method request body before transformations:\n${body}`],
    ['old headers below', `(${id}) Method request path:\n{}`],
    ['an HTML body', `(${id}) Endpoint response body before transformations: ${page}`],
    ['a stack trace', `2026-11-21T14:42:09.000Z\t${lambda}\tERROR\t${stack}`.slice(25)],
    ['Python’s stack trace', python],
    [
      'Java’s stack trace',
      `${lambda} ERROR java.net.SocketTimeoutException: timed out\n\tat a.B.c(B.java:1)\nCaused by: x.Y: z\n\t... 12 more`.replace(
        ' ERROR',
        '\tERROR',
      ),
    ],
    [
      'a report with its trace',
      `REPORT RequestId: ${lambda}\tDuration: 1.00 ms\nXRAY TraceId: ${trace}\tSampled: true`,
    ],
    ['an access-log row in XML', xml],
    ['an error page', page],
    [
      'CloudFront’s page as shown',
      `504 ERROR\nThe request could not be satisfied.\nCloudFront attempted to establish a connection with the origin, but either the attempt failed or the origin closed the connection.\nGenerated by cloudfront (CloudFront)\nRequest ID: ${front}`,
    ],
    ['a page that was cut', '<HTML><HEAD>\n<TITLE>ERROR: The request could not be satisfied</TITLE>'],
  ])('%s', (_name, message) => {
    const { events, skipped } = readPaste(`${message}\n\nany ideas?\n${done}`);
    expect(events.map((event) => event.message)).toEqual([message, done]);
    expect(skipped).toEqual({ lines: 1, samples: ['any ideas?'] });
  });

  it('a body that was cut, and nothing after its mark', () => {
    const cut = `(${id}) Endpoint request body after transformations: {"a":{"b": [TRUNCATED]`;
    expect(read(`${cut}\n"quoted talk"\n${done}`).events).toEqual([[cut], [done]]);
  });

  it('a body only up to the next record', () => {
    const open = `(${id}) Endpoint request body after transformations: {`;
    expect(read(`${open}\n  "a": 1,\n${done}\n2026-11-21T14:42:09.000Z ${timeout}`).events).toEqual([
      [`${open}\n  "a": 1,`],
      [done],
      [0, timeout],
    ]);
  });
});

describe('readPaste reads', () => {
  it('the console’s test output', () => {
    const text = [
      `Execution log for request ${id}`,
      `Sat Nov 21 14:42:09 UTC 2026 : Starting execution for request: ${id}`,
      'Sat Nov 21 14:42:09 UTC 2026 : Method request body before transformations: {',
      '  "a": 1',
      '}',
      'Sat Nov 21 14:42:38 UTC 2026 : Execution failed due to a timeout error',
    ].join('\n');
    const expected = [
      [`Execution log for request ${id}`],
      [0, `Starting execution for request: ${id}`],
      [0, 'Method request body before transformations: {\n  "a": 1\n}'],
      [29_000, 'Execution failed due to a timeout error'],
    ];
    expect(read(text)).toEqual({ events: expected, recognised: ['4 console test output'], skipped: [] });
    expect(readPaste(text).events.at(1)?.resolutionMs).toBe(1000);
    const answer = { status: 504, body: '{"message": "x"}', headers: {}, log: `${text}\n`, latency: 29_010 };
    const json = { events: expected, recognised: ['4 test-invoke JSON'], skipped: [] };
    expect(read(JSON.stringify(answer))).toEqual(json);
    expect(read(JSON.stringify(answer, null, 4))).toEqual(json);
    expect(read(`    "log": ${JSON.stringify(text)},`)).toEqual(json);
    expect(read(JSON.stringify(text).slice(1, -1))).toEqual(json);
  });

  it('a Lambda log without times, with what the function printed', () => {
    const lines = [
      `START RequestId: ${lambda} Version: $LATEST`,
      'connecting to the database',
      'still connecting',
      `END RequestId: ${lambda}`,
      `REPORT RequestId: ${lambda}\tDuration: 30000.00 ms\tBilled Duration: 30000 ms\tMemory Size: 128 MB`,
    ];
    expect(read(['what is this?', ...lines, 'no idea'].join('\n'))).toEqual({
      events: lines.map((line) => [line]),
      recognised: ['5 Lambda log'],
      skipped: ['what is this?', 'no idea'],
    });
  });

  it('the end of a Lambda log as an invocation answers it', () => {
    const log = `START RequestId: ${lambda} Version: 3\nEND RequestId: ${lambda}\n`;
    const LogResult = Buffer.from(log).toString('base64');
    expect(read(JSON.stringify({ StatusCode: 200, LogResult })).events).toEqual([
      [`START RequestId: ${lambda} Version: 3`],
      [`END RequestId: ${lambda}`],
    ]);
  });

  it.each([
    [
      'Lambda’s JSON format',
      `{"time":"2026-11-21T14:42:09.500Z","type":"platform.start","record":{"requestId":"${lambda}"}}`,
      500,
      'Lambda JSON log',
    ],
    [
      'a delivered execution log',
      `{"event_timestamp":${at + 7},"requestId":"${id}","message":"Starting execution for request: ${id}","apiId":"a1b2c3d4e5"}`,
      7,
      'JSON records',
    ],
    [
      'an access-log row',
      `{ "requestId":"${id}", "status":"504", "resourcePath":"/a" }`,
      undefined,
      'access-log rows',
    ],
    [
      'an access-log row that is no JSON',
      `{"requestId":"${id}","error":""Endpoint request timed out"","latency":-}`,
      undefined,
      'access-log rows',
    ],
    ['an application’s row', '{"ts":1795272129.25,"level":"info","msg":"slow"}', 250, 'JSON records'],
    [
      'an access-log row in CLF',
      `203.0.113.9 - - [21/Nov/2026:14:42:10 +0000] "GET /a HTTP/1.1" 504 41 ${id}`,
      1000,
      'access-log rows',
    ],
    [
      'another server’s CLF',
      '10.0.0.4 - jo [21/Nov/2026:15:42:10 +0100] "GET /health HTTP/1.1" 200 2',
      1000,
      'access-log rows',
    ],
    [
      'an access-log row in CSV',
      `203.0.113.9,-,-,21/Nov/2026:14:42:09 +0000,GET,/a,HTTP/1.1,504,41,${id},${extended}`,
      undefined,
      'access-log rows',
    ],
    [
      'an access-log row in XML',
      `<request id="${id}"> <status>504</status> </request>`,
      undefined,
      'access-log rows',
    ],
    [
      'a CLF row of no month',
      '10.0.0.4 - - [21/Foo/2026:15:42:10 +0100] "GET /a HTTP/1.1" 200 2',
      undefined,
      'access-log rows',
    ],
    [
      'a load-balancer row',
      `https 2026-11-21T14:42:38.211Z app/orders/0123456789abcdef 10.0.1.5:39001 10.0.2.7:8443 0.000 -1 -1 504 - 512 272 "GET https://orders.example.com:443/a HTTP/1.1" "-" - - - "Root=${trace}" "-" "-" 0 2026-11-21T14:42:09.211Z "forward" "-" "-" "-" "-" "-" "-"`,
      undefined,
      'load-balancer rows',
    ],
    [
      'a flow-log row',
      '2 111122223333 eni-0123456789abcdef0 10.0.1.5 10.0.2.7 49152 8443 6 1 60 1795272129 1795272189 REJECT OK',
      undefined,
      'flow-log rows',
    ],
    [
      'a flow-log row in a format of its own',
      'eni-0123456789abcdef0 2 10.0.1.5 10.0.2.7 49152 8443 6 1795272129 1795272189 REJECT',
      undefined,
      'flow-log rows',
    ],
    [
      'a flow-log row that begins with its action, in IPv6',
      'ACCEPT 2001:db8::5 2001:db8::7 49152 8443 6 1795272129 1795272189',
      undefined,
      'flow-log rows',
    ],
    [
      'a flow log’s field names',
      'version account-id interface-id srcaddr dstaddr srcport dstport action',
      undefined,
      'flow-log rows',
    ],
    [
      'a flow log’s format',
      ['srcaddr', 'dstaddr', 'action'].map((name) => `$${'{'}${name}}`).join(' '),
      undefined,
      'flow-log rows',
    ],
    [
      'a backend’s line with its level',
      `[ERROR] upstream gave up on ${trace}`,
      undefined,
      'log lines without times',
    ],
    [
      'a backend’s line in logfmt',
      `level=error trace=${trace} took=29s`,
      undefined,
      'log lines without times',
    ],
    ['a system’s line', `Nov 21 14:42:09 web1 app[12]: slow ${trace}`, undefined, 'log lines without times'],
    [
      'a line with its time further on',
      `web1 | 2026-11-21T14:42:09Z slow ${trace}`,
      undefined,
      'log lines without times',
    ],
    [
      'a trace',
      `{"Traces":[{"Id":"${trace}","Segments":[{"Id":"a","Document":"{\\"trace_id\\":\\"${trace}\\"}"}]}]}`,
      undefined,
      'JSON records',
    ],
  ])('%s as it stands', (_name, line, after, shape) => {
    expect(read(line)).toEqual({
      events: [after === undefined ? [line] : [after, line]],
      recognised: [`1 ${shape}`],
      skipped: [],
    });
  });

  const event = { timestamp: at, message: `${done}\n` };
  it.each([
    [
      'a live tail',
      { sessionUpdate: { sessionMetadata: {}, sessionResults: [{ ...event, logStreamName: 'a' }] } },
      'log-events JSON',
    ],
    [
      'one record of Insights',
      { logRecord: { '@timestamp': String(at), '@message': done, '@ptr': 'Cm' } },
      'query-results JSON',
    ],
    ['one event', event, 'JSON rows'],
    ['events of get-log-events', { events: [event], nextForwardToken: 'f/3' }, 'log-events JSON'],
    [
      'a subscription without its place',
      { logEvents: [event, { timestamp: at, message: 5 }] },
      'subscription JSON',
    ],
    [
      'a subscription that was unpacked',
      { awslogs: { data: { logGroup: 'a', logStream: 'b', logEvents: [event] } } },
      'subscription JSON',
    ],
    ['a list of messages', [`2026-11-21T14:42:09.000Z ${done}`], 'JSON records'],
    [
      'a list of lists',
      [
        [
          { field: '@timestamp', value: '2026-11-21 14:42:09.000' },
          { field: '@message', value: done },
        ],
      ],
      'JSON rows',
    ],
  ])('%s', (_name, value, shape) => {
    expect(read(JSON.stringify(value))).toEqual({
      events: [[0, done]],
      recognised: [`1 ${shape}`],
      skipped: [],
    });
    expect(read(JSON.stringify(value, null, 2)).events).toEqual([[0, done]]);
  });

  it.each([
    ['an answer without events', { events: [], searchedLogStreams: [] }, '0 log-events JSON'],
    ['an answer without results', { results: [], statistics: {} }, '0 query-results JSON'],
    ['rows of nothing but pointers', { results: [[{ field: '@ptr', value: 'Cm' }]] }, '0 query-results JSON'],
    [
      'a subscription’s control message',
      { messageType: 'CONTROL_MESSAGE', logEvents: [] },
      '0 subscription JSON',
    ],
  ])('%s as nothing', (_name, value, recognised) => {
    expect(read(JSON.stringify(value))).toEqual({ events: [], recognised: [recognised], skipped: [] });
  });

  it.each([
    ['an application’s events', { level: 'info', events: [{ type: 'click' }] }],
    ['an application’s empty events', { level: 'info', events: [] }],
    ['an application’s results', { level: 'info', results: [{ id: 1 }] }],
    ['an application’s empty results', { level: 'info', results: [] }],
    ['an application’s log member', { level: 'info', log: 'started' }],
    ['a packed message that is none', { awslogs: { data: 'H4sIAAAA' } }],
    ['a packed message that is another', { awslogs: { data: gzipSync('5').toString('base64') } }],
    ['records of an application', { Records: [{ data: 'aGVsbG8=' }] }],
    ['records of two kinds', { Records: [{ data: 'H4sIAAAA' }, { eventSource: 'aws:s3' }] }],
    ['records that are numbers', { records: [1, 2] }],
    ['no records', { records: [], level: 'info' }],
    ['data of an application', { data: 'H4sIAAAA' }],
    ['a log result that is none', { LogResult: 'c3RhcnRlZA==' }],
    ['a time that is none', { ts: 5 }],
    ['a message and more', { timestamp: 'soon', message: 'a', level: 'info' }],
  ])('%s as one record', (_name, value) => {
    expect(read(JSON.stringify(value))).toEqual({
      events: [[JSON.stringify(value)]],
      recognised: ['1 JSON records'],
      skipped: [],
    });
  });

  it('messages that are objects, and rows without any', () => {
    const rows = [
      { '@timestamp': '2026-11-21 14:42:09.000', '@message': { level: 'info' } },
      { '@timestamp': '2026-11-21 14:42:10.000', '@message': null, status: '504' },
      { '@timestamp': '2026-11-21 14:42:11.000', '@message': null },
    ];
    expect(read(JSON.stringify(rows)).events).toEqual([
      [0, '{"level":"info"}'],
      [1000, '{"status":"504"}'],
    ]);
  });

  it('nothing in what is nested too deep to be written again', () => {
    const nested = `${'{"a":\n'.repeat(20_000)}1${'}'.repeat(20_000)}`;
    expect(readPaste(nested).events).toEqual([]);
  });

  it('seconds as coarse times', () => {
    expect(readPaste('{"ts":1795272129,"level":"info"}').events).toEqual([
      { atMs: at, resolutionMs: 1000, message: '{"ts":1795272129,"level":"info"}', order: 0 },
    ]);
  });

  it('a table up to a row that is too short', () => {
    const head = '| @timestamp | @message | @log |\n|---|---|---|';
    expect(read(`${head}\n| 2026-11-21 14:42:09.000 | ${done} | a |\n| b | c |`)).toEqual({
      events: [[0, done]],
      recognised: ['1 table'],
      skipped: ['| b | c |'],
    });
    expect(read('| @timestamp | status | code |\n| a | b | c | d |').skipped).toEqual(['| a | b | c | d |']);
  });

  it('table rows without their header, up to one without a time', () => {
    expect(read(`| 2026-11-21 14:42:09.000 | ${done} |\n| total | 1 |`)).toEqual({
      events: [[0, done]],
      recognised: ['1 table'],
      skipped: ['| total | 1 |'],
    });
  });

  it('empty rows of a table as none, and odd times of arrival as none', () => {
    const head = '| @timestamp | @message | @ingestionTime |';
    const paste = readPaste(
      `${head}\n| 2026-11-21 14:42:09.000 | | |\n| 2026-11-21 14:42:09.000 | ${done} | - |`,
    );
    expect(paste.events).toEqual([{ atMs: at, resolutionMs: 1, message: done, order: 0 }]);
  });

  it('results of text up to the next talk, and none that are only pointers', () => {
    expect(read(`RESULTS\t@ptr\tCm\nRESULTS\t@ptr\tCn\nRESULTS\t@message\t${done}\nthanks`)).toEqual({
      events: [[done]],
      recognised: ['1 aws logs text output'],
      skipped: ['thanks'],
    });
  });

  it('tables whose head comes again', () => {
    const head = '| @timestamp | @message |\n|---|---|';
    expect(
      read(
        `${head}\n| 2026-11-21 14:42:09.000 | ${timeout} |\n${head}\n| 2026-11-21 14:42:10.000 | ${done} |`,
      ),
    ).toEqual({
      events: [
        [0, timeout],
        [1000, done],
      ],
      recognised: ['2 table'],
      skipped: [],
    });
  });

  it('times of day under a time of their own kind only', () => {
    const text = `2026-11-21\n2026-11-21T14:42:09.000Z ${timeout}\n14:42:10\n${done}`;
    expect(read(text)).toEqual({
      events: [[0, timeout], [done]],
      recognised: ['1 log lines', '1 log lines without times'],
      skipped: ['2026-11-21', '14:42:10'],
    });
  });

  it('the lines of two invocations, and not the talk between them', () => {
    const lines = (id: string) => [`START RequestId: ${id} Version: 1`, 'working', `END RequestId: ${id}`];
    const other = lambda.replace('7', '8');
    expect(read([...lines(lambda), 'and then', ...lines(other)].join('\n'))).toEqual({
      events: [...lines(lambda), ...lines(other)].map((line) => [line]),
      recognised: ['6 Lambda log'],
      skipped: ['and then'],
    });
  });

  it('an XML row that never ends as its first line', () => {
    expect(read(`<request id="${id}">\nthanks`)).toEqual({
      events: [[`<request id="${id}">`]],
      recognised: ['1 access-log rows'],
      skipped: ['thanks'],
    });
  });

  it('a page that never ends as far as pages go', () => {
    const lines = ['<html>', ...Array.from({ length: 250 }, (_, index) => `line ${index}`)];
    const { events, skipped } = readPaste(lines.join('\n'));
    expect(events.map(({ message }) => message)).toEqual([lines.slice(0, 200).join('\n')]);
    expect(skipped.lines).toBe(51);
  });

  it('the objects among other members of a list', () => {
    expect(read('[{"level":"info"}, 5, null, ["a"]]').events).toEqual([['{"level":"info"}'], ['a']]);
    expect(read('[{"timestamp":1795272129000,"message":"a","logStreamName":"","eventId":5}]').events).toEqual(
      [[0, 'a']],
    );
  });

  it.each([
    [
      'typographic quotes of the message itself',
      `(${id}) Method response body after transformations: it said “no”`,
    ],
    [
      'typographic quotes beside straight ones',
      `(${id}) Method response body after transformations: {"a":“b”}`,
    ],
    ['entities of the message itself', `(${id}) Method request query string: {a=<b>, c=&lt;d&gt;}`],
    ['one bare entity’s sign', `(${id}) Method request query string: {a=&lt;b&gt;&c=1}`],
  ])('%s as they stand', (_name, line) => {
    expect(read(line).events).toEqual([[line]]);
  });

  it('what Python prints of an answer', () => {
    const text = `{'events': [{'logStreamName': 'a', 'timestamp': ${at}, 'message': '${done}\\n', 'eventId': None}, {'timestamp': ${at + 1}, 'message': "it\\'s \\x41\\u0042 \\"x\\" {}"}], 'nextForwardToken': 'f', 'more': True}`;
    expect(read(`[${'x'}]\n${text}`)).toEqual({
      events: [
        [0, done],
        [1, 'it\'s AB "x" {}'],
      ],
      recognised: ['2 log-events JSON'],
      skipped: ['[x]'],
    });
  });

  it.each([
    ['a date', "{'timestamp': datetime.datetime(2026, 11, 21), 'message': 'a'}"],
    ['a string that never ends', "{'message': 'a}"],
    ['no value', "{'message': ,}"],
  ])('what Python prints of %s as it stands', (_name, text) => {
    expect(read(text).events).toEqual([[text]]);
  });

  it('the answers of AWS in a browser’s recording', () => {
    const headers = [{ name: 'x-amzn-RequestId', value: id }, { name: 'date', value: 5 }, 'x'];
    const startedDateTime = '2026-11-21T15:42:09.000+01:00';
    const entries = [
      {
        startedDateTime,
        response: { status: 200, statusText: 'OK', headers: [{ name: 'server', value: 'x' }] },
      },
      {
        startedDateTime,
        response: {
          status: 504,
          statusText: 'Gateway Timeout',
          headers,
          content: { text: '{"message": "x"}' },
        },
      },
      { response: { status: 504, headers: [{ name: 'apigw-requestid', value: extended }] } },
      { response: { status: 0, headers: 'none', content: null } },
      { response: null },
      null,
    ];
    expect(read(JSON.stringify({ log: { version: '1.2', entries } }, null, 2))).toEqual({
      events: [
        [0, `HTTP/1.1 504 Gateway Timeout\nx-amzn-RequestId: ${id}\n\n{"message": "x"}`],
        [`HTTP/1.1 504\napigw-requestid: ${extended}`],
      ],
      recognised: ['2 client answer'],
      skipped: [],
    });
  });

  it.each([
    ['grep’s line number', `12:2026-11-21T14:42:09.000Z ${done}`, [0, done]],
    ['grep’s file and line number', `exports/prod-2.log:12:2026-11-21T14:42:09.000Z ${done}`, [0, done]],
    ['grep’s file alone', `prod.log:${done}`, [done]],
    ['a table’s number', `1\t2026-11-21 14:42:09.000\t${done}`, [0, done]],
    ['a list’s number', `3. ${done}`, [done]],
    ['an editor’s number', `  17) ${timeout}`, [timeout]],
    ['a time of a day unknown', `14:42:09.211 ${done}`, [done]],
    ['a number and a time of a day unknown', `7: [14:42:09] ${done}`, [done]],
    ['an American date', `11/21/2026, 2:42:09 PM ${done}`, [done]],
    ['a spreadsheet’s date and quotes', `11/21/2026 14:42,"${done}"`, [done]],
    ['a German date', `21.11.2026 14:42:09;${done}`, [done]],
  ])('a record behind %s', (_name, line, event) => {
    expect(read(line).events).toEqual([event]);
  });

  it('a text answer whose event was never ingested', () => {
    expect(readPaste(`EVENTS\t0000000000000\t${done}\t${at}`).events).toEqual([
      { atMs: at, resolutionMs: 1, message: done, order: 0 },
    ]);
  });

  it('a text answer whose message takes several lines, up to the next event', () => {
    expect(read(`EVENTS\t${at}\ta\nb\t${at}\nEVENTS\t${at}\tcut\nEVENTS\t${at}\tc\t${at}`)).toEqual({
      events: [
        [0, 'a\nb'],
        [0, 'c'],
      ],
      recognised: ['2 aws logs text output'],
      skipped: [`EVENTS\t${at}\tcut`],
    });
  });

  it('a search engine’s hits', () => {
    const hit = { _index: 'logs', _source: { '@timestamp': '2026-11-21T14:42:09.000Z', '@message': done } };
    const raw = { _index: 'logs', _source: { time: '2026-11-21T14:42:10.000Z', level: 'info' } };
    const events = [
      [0, done],
      [1000, '{"time":"2026-11-21T14:42:10.000Z","level":"info"}'],
    ];
    expect(read(`${JSON.stringify(hit)}\n${JSON.stringify(raw)}`).events).toEqual(events);
    expect(read(JSON.stringify({ took: 1, hits: { total: 2, hits: [hit, raw] } })).events).toEqual(events);
  });

  it('pretty-printed records one by one', () => {
    const records = [{ time: '2026-11-21T14:42:10Z', type: 'platform.start' }, { level: 'info' }];
    const text = records.map((record) => JSON.stringify(record, null, 2)).join('\n');
    const expected = [[1000, JSON.stringify(records[0])], [JSON.stringify(records[1])]];
    expect(read(text).events).toEqual(expected);
    expect(read(JSON.stringify(records, null, 2)).events).toEqual(expected);
  });

  it('picked fields of query results as one record each', () => {
    const record = JSON.stringify({ status: '504', requestId: id });
    const events = [[0, record]];
    expect(read(`@timestamp,status,requestId,error\n2026-11-21 14:42:09.000,504,${id},`).events).toEqual(
      events,
    );
    expect(
      read(`| @timestamp | status | requestId |\n|-|-|-|\n| 2026-11-21 14:42:09.000 | 504 | ${id} |`).events,
    ).toEqual(events);
    expect(
      read(JSON.stringify([{ '@timestamp': '2026-11-21 14:42:09.000', status: '504', requestId: id }]))
        .events,
    ).toEqual(events);
  });

  it('messages that hold the delimiter or the border', () => {
    const message = `(${id}) Endpoint request headers: {a=1, b="x|y", c=d | e}`;
    const quoted = message.replaceAll('"', '""');
    const events = [[0, message]];
    expect(read(`@timestamp,@message,@logStream\n2026-11-21 14:42:09.000,"${quoted}",abc`).events).toEqual(
      events,
    );
    expect(
      read(
        `| @timestamp | @message | @logStream |\n|---|---|---|\n| 2026-11-21 14:42:09.000 | ${message.replace('x|y', 'x\\|y')} | abc |`,
      ).events,
    ).toEqual(events);
    expect(read(`1795272129000,${message}`).events).toEqual(events);
  });

  it('messages over several lines in CSV', () => {
    const message = `(${id}) Method request path:\n{}`;
    expect(read(`timestamp,message\n${at},"${message}\n"\n${at + 1},"${done}\n"\nthanks`)).toEqual({
      events: [
        [0, message],
        [1, done],
      ],
      recognised: ['2 CSV'],
      skipped: ['thanks'],
    });
  });

  it('a CSV whose quote never closes, as far as it goes', () => {
    expect(read(`timestamp,message\n${at},"${done}"\n${at + 1},"${timeout}\nthanks`)).toEqual({
      events: [
        [0, done],
        [1, `"${timeout}`],
      ],
      recognised: ['1 CSV', '1 log lines'],
      skipped: ['thanks'],
    });
  });

  it('times that a spreadsheet rounded away as none', () => {
    expect(read(`timestamp;message\n1,79527E+12;"${done}"`).events).toEqual([[done]]);
  });

  it('the CLI’s tables of fields and values', () => {
    const rows = [
      ['@timestamp', '2026-11-21 14:42:09.000'],
      ['@message', timeout],
      ['@ptr', 'Cm'],
    ];
    const text = `-------\n|  GetQueryResults  |\n+-------+\n||     results     ||\n|+------+------+|\n||  field  |  value  ||\n|+------+------+|\n${[...rows, ...rows.map(([name, value]) => [name, value!.replace(timeout, done)])].map(([name, value]) => `||  ${name} |  ${value}  ||`).join('\n')}\n|+------+------+|`;
    expect(read(text)).toEqual({
      events: [
        [0, timeout],
        [0, done],
      ],
      recognised: ['2 table'],
      skipped: [],
    });
  });

  it('the CLI’s text of fields and values', () => {
    const text = `RESULTS\t@timestamp\t2026-11-21 14:42:09.000\nRESULTS\t@message\t${timeout}\nRESULTS\t@timestamp\t2026-11-21 14:42:10.000\nRESULTS\t@message\t${done}`;
    expect(read(text).events).toEqual([
      [0, timeout],
      [1000, done],
    ]);
  });

  it('an older console’s times of day under their date', () => {
    expect(read(`2026-11-21\n14:42:09\n${timeout}\n${timeout}\n14:42:10\n${done}\n${done}`)).toEqual({
      events: [
        [0, timeout],
        [1000, done],
      ],
      recognised: ['2 console copy'],
      skipped: [],
    });
  });

  it('a console copy whose messages take several lines', () => {
    const body = `(${id}) Method request body before transformations: {\n  "a": 1\n}`;
    const text = `2026-11-21T14:42:09.000Z\n${body}\n${body}\n2026-11-21T14:42:10.000Z\n${done}\nthanks`;
    expect(read(text)).toEqual({
      events: [
        [0, body],
        [1000, done],
      ],
      recognised: ['2 console copy'],
      skipped: ['thanks'],
    });
  });

  it.each([
    ['other JSON', '{"level":"info"}', [['{"level":"info"}']]],
    ['JSON that was cut', '{"level":\n"in', []],
  ])('a console copy with %s below its row', (_name, below, events) => {
    const row = '{"level":"warn"}';
    expect(read(`2026-11-21T14:42:09.000Z\n${row}\n${below}`).events).toEqual([[0, row], ...events]);
  });

  it('a console copy whose opened row spreads its JSON', () => {
    const row = '{"level":"info","msg":"a"}';
    const spread = JSON.stringify(JSON.parse(row), null, 4);
    expect(
      read(`2026-11-21T14:42:09.000Z\n${row}\n${spread}\n2026-11-21T14:42:10.000Z\n${done}`).events,
    ).toEqual([
      [0, row],
      [1000, done],
    ]);
  });

  it('the tail’s JSON below its time', () => {
    expect(
      read(
        `2026-11-21T14:42:09+00:00 stream-a\n{\n    "requestId": "${id}"\n}\n2026-11-21T14:42:10+00:00 b\n{}`,
      ),
    ).toEqual({
      events: [
        [0, `{\n    "requestId": "${id}"\n}`],
        [1000, '{}'],
      ],
      recognised: ['2 aws logs tail output'],
      skipped: [],
    });
  });

  it.each([
    ['+01:00', '2026-11-21T15:42:09.000+01:00'],
    ['+0100', '2026-11-21 15:42:09.000 +0100'],
    ['+01', '2026-11-21 15:42:09.000+01'],
    ['(UTC+01:00)', '2026-11-21 15:42:09.000 (UTC+01:00)'],
    ['(+01:00)', '2026-11-21 15:42:09.000 (+01:00)'],
    ['UTC+1', '2026-11-21 15:42:09.000 UTC+1'],
    ['GMT-03:30', '2026-11-21 11:12:09.000 GMT-03:30'],
    ['UTC', '2026-11-21 14:42:09.000 UTC'],
    ['CET', '2026-11-21 15:42:09.000 CET'],
    ['EST', '2026-11-21 09:42:09.000 EST'],
    ['PDT', '2026-11-21 07:42:09.000 PDT'],
    ['no mark', '2026-11-21 14:42:09.000'],
    ['slashes', '2026/11/21 14:42:09.000'],
    ['a comma', '2026-11-21 14:42:09,000'],
    ['nanoseconds', '2026-11-21T14:42:09.000000000Z'],
  ])('the same moment with %s', (_name, stamp) => {
    expect(read(`${stamp} ${timeout}`).events).toEqual([[0, timeout]]);
  });

  it.each([
    ['IST', '2026-11-21 14:42:09 IST'],
    ['BST', '2026-11-21 14:42:09.000 BST'],
    ['CST', '2026-11-21 14:42:09 CST'],
  ])('no moment where %s could mean several', (_name, stamp) => {
    expect(read(`${stamp} ${timeout}`).events).toEqual([[timeout]]);
  });

  it('no moment in a date that does not exist', () => {
    const line = '2026-13-41T14:42:09.000Z level=info a=b';
    expect(read(line).events).toEqual([[line]]);
    expect(read('Sat Foo 21 14:42:09 UTC 2026 : level=info').events).toEqual([]);
  });
});

describe('readPaste leaves aside', () => {
  it.each([
    ['talk', 'it is slow again, any ideas?'],
    ['a question that names the request', `what happened to ${id} (trace ${trace})?`],
    ['an id', id],
    ['a labelled id', `request id: ${id}`],
    ['a sentence that quotes a record', `the log says "${timeout}" and stops`],
    ['a time said in talk', '14:42 it started'],
    ['a rule', '-----'],
    ['a table of something else', '| a | b |\n|---|---|\n| 1 | 2 |'],
    ['a list', '- check the database\n- check the load balancer'],
    ['code', 'const a = {\n  b: 1,\n};'],
    ['an open bracket', '[see below'],
    ['a heading', 'Logs:'],
    ['an event without a message', '1795272129000,'],
    ['numbered talk', `1. look at ${id}`],
    ['talk with a time', `14:42:09 it failed with ${id}`],
    ['talk with a date', `11/21/2026 14:42 it failed with ${id}`],
    ['names of people', '@jane, @bob\nmessage, please'],
    ['an event of text that was cut', `EVENTS\t${at}\t${done}`],
    ['a page that only has a title', '504 ERROR\nand nothing else'],
    ['a table of another kind, and talk', '| a | b |\nand so on'],
    ['headers of something else, and talk', 'content-type: text/html\nand so on'],
    ['a time of day without its date', '14:42:09\nand so on'],
    ['a list of nothing', '["", "  "]'],
    ['brackets that do not match', '{\n"a": [1}\n]'],
    ['what only looks like JSON', '{\n"a": tru\n}'],
    ['lists of nothing', '[[[[[[[[{}]]]]]]]]'],
    ['a row that is no row', '[[]]'],
    ['headers of something else', 'content-type: text/html\ncontent-length: 5'],
  ])('%s', (_name, text) => {
    const lines = text.split('\n');
    expect(readPaste(text)).toEqual({
      events: [],
      recognised: [],
      skipped: { lines: lines.length, samples: lines.map((line) => line.trim()) },
      begins: [],
    });
  });

  it('blank lines and fences without counting them, and shows the first five of the rest', () => {
    const talk = Array.from({ length: 7 }, (_, index) => `so it goes ${index} ${'.'.repeat(200)}`);
    expect(readPaste(`\n\`\`\`json\n\n\`\`\`\n${talk.join('\n\n')}`).skipped).toEqual({
      lines: 7,
      samples: talk.slice(0, 5).map((line) => line.slice(0, 160)),
    });
  });
});

describe('readPaste on a mixed text', () => {
  it('reads each region in its own shape, and the talk around it', () => {
    const text = [
      'Hi all, we had this at 14:42:',
      '```',
      `2026-11-21T14:42:09.000Z ${timeout}`,
      '```',
      'and the export:',
      'timestamp,message',
      `${at + 1},"${done}"`,
      'and the function:',
      JSON.stringify(
        { events: [{ timestamp: at + 2, message: `START RequestId: ${lambda} Version: 1\n` }] },
        null,
        2,
      ),
      '| @timestamp | @message |',
      '|---|---|',
      `| 2026-11-21 14:42:09.003 | ${done} |`,
      'thanks',
    ].join('\n');
    expect(read(text)).toEqual({
      events: [
        [0, timeout],
        [1, done],
        [2, `START RequestId: ${lambda} Version: 1`],
        [3, done],
      ],
      recognised: ['1 log lines', '1 CSV', '1 log-events JSON', '1 table'],
      skipped: ['Hi all, we had this at 14:42:', 'and the export:', 'and the function:', 'thanks'],
    });
  });

  it('takes the whole elements of a document that was cut', () => {
    const list = [timeout, done].map((message, index) => ({ timestamp: at + index, message }));
    const whole = JSON.stringify({ events: list }, null, 2);
    expect(read(`${whole.slice(0, whole.lastIndexOf('504') + 1)}\nthanks`)).toEqual({
      events: [[0, timeout]],
      recognised: ['1 JSON rows'],
      skipped: [
        '},',
        '{',
        `"timestamp": ${at + 1},`,
        `"message": "(${id}) Method completed with status: 5`,
        'thanks',
      ].slice(1),
    });
  });

  it('says that an empty answer is one', () => {
    expect(read('{"results": [], "statistics": {"recordsMatched": 0.0}, "status": "Complete"}')).toEqual({
      events: [],
      recognised: ['0 query-results JSON'],
      skipped: [],
    });
  });
});

describe('readPaste on what a client saw', () => {
  const head = ['< HTTP/2 504', '< content-type: application/json', `< x-amzn-requestid: ${id}`, '<'];
  const body = '{"message": "Endpoint request timed out"}';
  it.each([
    ['its body on its own line', `${body}\n* Connection #0 to host api.example.com left intact`],
    ['curl’s next line behind the body', `${body}* Connection #0 to host api.example.com left intact`],
    ['the shell’s mark behind the body', `${body}%`],
    ['curl’s progress before the body', `{ [41 bytes data]\n${body}`],
  ])('reads a verbose answer with %s', (_name, end) => {
    const before = ['*   Trying 203.0.113.9:443...', '> GET /a HTTP/2', '> Host: api.example.com', '>'];
    const text = ['why?', ...before, ...head, end, '', 'any ideas?'].join('\n');
    const { events, skipped } = read(text);
    expect(events.slice(0, 2)).toEqual([[before.join('\n')], [[...head, body].join('\n')]]);
    expect(skipped).toEqual(['why?', 'any ideas?']);
  });

  it('reads a plain answer with its pretty-printed body', () => {
    const lines = [
      'HTTP/1.1 504 Gateway Timeout',
      'Date: Sat, 21 Nov 2026 14:42:38 GMT',
      `x-amzn-RequestId: ${id}`,
      '',
      '{',
      '  "message": "Endpoint request timed out"',
      '}',
    ];
    expect(read([...lines, '', 'hm'].join('\n'))).toEqual({
      events: [[lines.join('\n')]],
      recognised: ['1 client answer'],
      skipped: ['hm'],
    });
  });

  it('reads headers alone', () => {
    const lines = [
      'date: Sat, 21 Nov 2026 14:42:38 GMT',
      'content-length: 41',
      `apigw-requestid: ${extended}`,
    ];
    expect(read(['look:', ...lines, 'weird, right?'].join('\n'))).toEqual({
      events: [[lines.join('\n')]],
      recognised: ['1 client answer'],
      skipped: ['look:', 'weird, right?'],
    });
  });

  it('reads an answer whose body was cut', () => {
    expect(read(`HTTP/1.1 504 Gateway Timeout\n\n{"message": "Endpoint\n\nthanks`)).toEqual({
      events: [['HTTP/1.1 504 Gateway Timeout\n\n{"message": "Endpoint']],
      recognised: ['1 client answer'],
      skipped: ['thanks'],
    });
  });

  it('reads headers with talk below them', () => {
    expect(read(`x-amzn-requestid: ${id}\n\nthat is all we have`)).toEqual({
      events: [[`x-amzn-requestid: ${id}\n`]],
      recognised: ['1 client answer'],
      skipped: ['that is all we have'],
    });
  });

  it('reads an answer whose body never came, with what curl says of it', () => {
    const text = `< HTTP/2 504\n<\n{ [0 bytes data]\ncurl: (18) transfer closed with 41 bytes remaining to read`;
    expect(read(text).events).toEqual([
      ['< HTTP/2 504\n<\ncurl: (18) transfer closed with 41 bytes remaining to read'],
    ]);
  });

  it('reads a load balancer’s page with its headers', () => {
    const page = '<html>\n<head><title>504 Gateway Time-out</title></head>\n<body></body>\n</html>';
    const text = `HTTP/1.1 504 Gateway Time-out\nServer: awselb/2.0\n\n${page}`;
    expect(read(text).events).toEqual([[text]]);
  });

  it.each([
    ['of the length that is stated', 'Content-Length: 24', 'upstream request timeout', true],
    ['of another length', 'Content-Length: 25', 'upstream request timeout', false],
    ['of no stated length', 'Server: envoy', 'upstream request timeout', false],
    ['in JSON', 'Server: envoy', '["timeout"]', true],
    ['that is a record of a log', 'Server: envoy', done, false],
    ['that is a record in JSON', 'Server: envoy', '{"@message":"a","@ptr":"b"}', false],
    ['that bears a time', 'Server: envoy', '[2026-11-21 14:42:09] a=1', false],
  ])('reads a body %s', (_name, header, line, isBody) => {
    const head = `HTTP/1.1 504 Gateway Timeout\n${header}\n`;
    expect(read(`${head}\n${line}`).events.at(0)).toEqual([isBody ? `${head}\n${line}` : head]);
  });

  it('reads what the client said itself', () => {
    expect(
      read('curl: (28) Operation timed out after 10001 milliseconds with 0 bytes received').events,
    ).toEqual([['curl: (28) Operation timed out after 10001 milliseconds with 0 bytes received']]);
  });

  it('reads a redirect and an answer as two', () => {
    const text = ['HTTP/1.1 301 Moved Permanently', 'Location: https://api.example.com/', '', ...head].join(
      '\n',
    );
    expect(read(text).events).toHaveLength(2);
  });

  it('reads an answer that somebody quoted, and what was sent before it', () => {
    const lines = ['* Connected to api.example.com', '> GET /a HTTP/2', '>', ...head];
    const expected = [[lines.slice(0, 3).join('\n')], [head.join('\n')]];
    expect(read(lines.join('\n')).events).toEqual(expected);
    expect(read(lines.map((line) => `> ${line}`).join('\n')).events).toEqual(expected);
  });

  it('reads an answer that Slack escaped', () => {
    const text = [
      '&lt; HTTP/1.1 504 Gateway Timeout',
      `&lt; x-amzn-RequestId: ${id}`,
      '&lt; Link: <https://api.example.com/a|api.example.com/a>',
    ];
    expect(read(text.join('\n')).events).toEqual([
      [`< HTTP/1.1 504 Gateway Timeout\n< x-amzn-RequestId: ${id}\n< Link: api.example.com/a`],
    ]);
  });

  it('does not take talk with colons for headers', () => {
    expect(read('note: slow\nstatus: 504').events).toEqual([]);
  });
});
