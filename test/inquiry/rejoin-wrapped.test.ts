import { describe, expect, it } from 'vitest';
import { rejoinWrapped } from '../../src/inquiry/rejoin-wrapped.ts';
import { processorTime } from './processor-time.ts';

const id = '914bad5e-1840-41e9-83f1-efc9a0398ffc';
const lambda = '71952965-3b5c-4f3a-9d3e-0a2b1c4d5e6f';
const stream = 'e369853df766fa44e1ed0ff613f563bd';
const trace = '1-6a2f0a91-0123456789abcdef01234567';
const at = (ms: string) => `2026-11-21T14:42:${ms}Z`;

const execution = [
  `(${id}) Extended Request Id: Vwc2MGFUrPEFV_g=`,
  `(${id}) Verifying Usage Plan for request: ${id}. API Key: API Stage: a1b2c3d4e5/prod`,
  `(${id}) API Key authorized because method 'GET /orders' does not require API Key. Request will not contribute to throttle or quota limits`,
  `(${id}) Starting execution for request: ${id}`,
  `(${id}) Method request headers: {Accept=*/*, Host=a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com, User-Agent=curl/8.5.0, X-Amzn-Trace-Id=Root=${trace}}`,
  `(${id}) Endpoint request URI: https://orders.example.com/v1/customers/4711/orders?state=open&page=2`,
  `(${id}) Sending request to https://orders.example.com/v1/customers/4711/orders?state=open&page=2`,
  `(${id}) Execution failed due to a timeout error`,
  `(${id}) Method completed with status: 504`,
];
const report = `REPORT RequestId: ${lambda}\tDuration: 30000.00 ms\tBilled Duration: 30001 ms\tMemory Size: 128 MB\tMax Memory Used: 90 MB\tStatus: timeout`;
const invocation = [`START RequestId: ${lambda} Version: $LATEST`, `END RequestId: ${lambda}`, report];
const json = (n: number) =>
  JSON.stringify({
    requestId: id,
    ip: '203.0.113.9',
    status: 504,
    path: `/orders/${n} and more of it`,
    ms: n,
  });
const common = `203.0.113.9 - - [21/Nov/2026:14:42:09 +0000] "GET /orders/recent/of/customer HTTP/1.1" 504 41 ${id} Vwc2MGFUrPEFV_g=`;

const texts: Record<string, string[]> = {
  'an execution log': execution,
  'an execution log with times': execution.map((line, n) => `${at(`0${n}.211`)} ${line}`),
  'what `aws logs tail` prints': execution.map((line) => `${at('09.211')} ${stream} ${line}`),
  'a Lambda log': invocation,
  'access-log rows in JSON': [json(1), json(2), json(3)],
  'access-log rows in common log format': [common, common, common],
};

/** The text in a terminal of this width: a tab goes to the next eighth column, but never beyond the last. */
function expand(line: string, width: number): string {
  return line.split('\t').reduce((text, cell, n) => {
    const column = text.length % width;
    const stop = Math.min((Math.floor(column / 8) + 1) * 8, width - 1);
    return n === 0 ? cell : text.padEnd(text.length - column + stop) + cell;
  }, '');
}
const pieces = (line: string, width: number) => line.match(new RegExp(`.{1,${width}}`, 'g')) ?? [''];
const copies: Record<string, (piece: string, width: number) => string> = {
  'with blanks cut': (piece) => piece.trimEnd(),
  'as it stands': (piece) => piece,
  'filled with blanks': (piece, width) => piece.padEnd(width),
};

describe('rejoinWrapped makes whole again what a terminal broke', () => {
  const widths = [72, 80, 100, 120, 132];
  const all = Object.keys(texts).flatMap((text) =>
    Object.keys(copies).flatMap((copy) => widths.map((width) => [text, copy, width] as const)),
  );
  it.each(all)('%s, %s, at %i columns', (name, copy, width) => {
    const lines = (texts[name] ?? []).map((line) => expand(line, width));
    const broken = lines.flatMap((line) => pieces(line, width).map((piece) => copies[copy]!(piece, width)));
    expect(rejoinWrapped(broken).map((line) => line.trimEnd())).toEqual(lines);
  });

  it('with what people write around it', () => {
    const broken = execution.flatMap((line) => pieces(line, 80).map((piece) => piece.trimEnd()));
    const talk =
      'this is what came out of the pager tonight, has anybody an idea what the orders service was up to?';
    expect(rejoinWrapped([talk, 'see below', '', ...broken, '', talk])).toEqual([
      talk,
      'see below',
      '',
      ...execution,
      '',
      talk,
    ]);
  });

  it('where the row begins anew inside of a row', () => {
    const row = `{"requestId":"${id}","extendedRequestId":"Vwc2MGFUrPEFV_g=","responseLength":"41","status":"504"}`;
    const width = row.indexOf('"extendedRequestId"');
    expect(rejoinWrapped(pieces(row, width))).toEqual([row]);
  });
});

describe('rejoinWrapped leaves as it is', () => {
  const wide = (text: string) => text.padEnd(100, 'x');
  it.each([
    ['nothing', []],
    ['records on a line each', execution],
    [
      'a body over several lines',
      [`(${id}) Method request body before transformations: {`, '  "id": 1', '}', execution[7]!],
    ],
    [
      'the same body twice, its first line the longest',
      [0, 1].flatMap(() => [`(${id}) Endpoint request body after transformations: {`, '"a": 1', '}']),
    ],
    ['old headers below their name', [`(${id}) Method request path:`, '{}', execution[8]!]],
    [
      'pretty-printed JSON',
      JSON.stringify({ requestId: id, extendedRequestId: 'Vwc2MGFUrPEFV_g=', status: 504 }, null, 2).split(
        '\n',
      ),
    ],
    ['chatter below a record', [execution[7]!, 'any ideas?', execution[7]!, 'again']],
    [
      'a stack trace',
      [
        `${lambda}\tERROR\tError: connect ETIMEDOUT 10.0.2.7:5432`,
        '    at TCPConnectWrap.afterConnect (node:net:1555:16)',
        '    at async handler (/var/task/index.js:10:3)',
      ],
    ],
    [
      'a table',
      [
        '| @timestamp | @message |',
        `| 2026-11-21 14:42:09.211 | ${execution[7]} |`,
        `| 2026-11-21 14:42:09.212 | ${execution[8]}       |`,
      ],
    ],
    [
      'curl’s lines',
      ['< HTTP/1.1 504', `< x-amzn-requestid: ${id}`, '<', '{"message": "Endpoint request timed out"}'],
    ],
    ['a width that a longer record contradicts', [...pieces(execution[1]!, 80), execution[2]!]],
    ['two widths', [...pieces(execution[1]!, 80), ...pieces(execution[3]!, 60)]],
    ['lines narrower than any window', pieces(execution[8]!, 38)],
    ['a JSON text that nothing completes', [wide('{"requestId":"'), wide('y'), 'z"', execution[7]!]],
    ['a JSON text with a blank line in it', [wide('{"requestId":"'), wide('y'), '', 'z"}']],
    ['a JSON text that ends with the text', [wide('{"requestId":"'), wide('y')]],
    [
      'a JSON text on more lines than a record takes',
      [wide('{"requestId":"'), ...Array.from({ length: 210 }, () => wide('y')), 'z"}'],
    ],
    ['a JSON text in which another record begins', [wide('{"requestId":"'), wide('y'), `(${id}) Starting`]],
  ])('%s', (_name, lines) => {
    expect(rejoinWrapped(lines)).toEqual(lines);
  });

  it('whatever stands behind a record that is over, and records of just that width', () => {
    const broken = pieces(execution[3]!, 78);
    expect(rejoinWrapped([...broken, execution[7]!, 'any ideas?'])).toEqual([
      execution[3],
      execution[7],
      'any ideas?',
    ]);
    expect(execution[7]).toHaveLength(78);
  });

  it('a line of that width in what people write above', () => {
    const broken = pieces(execution[3]!, 80);
    const talk = 'see '.repeat(20);
    expect(rejoinWrapped([talk, 'below', ...broken])).toEqual([talk, 'below', execution[3]]);
  });

  it('the gateway’s own line behind a body of just that width', () => {
    const body = `(${id}) Method request path: {`.padEnd(80, 'x');
    const broken = pieces(execution[3]!, 80);
    expect(rejoinWrapped([...broken, body, execution[7]!])).toEqual([execution[3], body, execution[7]]);
  });
});

it('rejoinWrapped takes linear time', () => {
  const cut = `{"a":"${'x'.repeat(74)}`;
  const ms = (count: number) => {
    const lines = Array.from({ length: count }, (_, n) => (n % 2 === 0 ? cut : 'y'.repeat(80)));
    return processorTime(() => expect(rejoinWrapped(lines)).toHaveLength(count));
  };
  ms(1000);
  // Twenty times the text: 20 if linear, 400 if quadratic.
  expect(ms(40_000)).toBeLessThan(80 * Math.max(ms(2_000), 10));
});
