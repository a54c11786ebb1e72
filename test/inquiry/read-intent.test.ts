import { describe, expect, it } from 'vitest';
import { readIntent } from '../../src/inquiry/read-intent.ts';

const nowMs = Date.parse('2026-11-21T15:00:00Z');
const uuid = '914bad5e-1840-41e9-83f1-efc9a0398ffc';
const lambda = '71952965-3b5c-4f3a-9d3e-0a2b1c4d5e6f';
const extended = 'Vwc2MGFUrPEFV_g=';
const id = { kind: 'uuid', value: uuid };
const read = (text: string) => readIntent(text, { nowMs });

describe('readIntent', () => {
  it.each([
    ['an execution-log line', `(${uuid}) Execution failed due to a timeout error`],
    ['one with a time', `2026-11-21T14:42:38.211Z (${uuid}) Method completed with status: 504`],
    ['one in a fence with chatter', `look:\n\`\`\`(${uuid}) Extended Request Id: ${extended}\`\`\``],
    ['one in a fence behind words', `see \`\`\`(${uuid}) Method completed with status: 504\`\`\``],
    ['one in a quote', `&gt; (${uuid}) Starting execution for request: ${uuid}`],
    ['a CSV row', `1795271358211,"(${uuid}) Sending request to https://example.com/a,b"`],
    ['a table row', `| 2026-11-21 14:42:38.211 | (${uuid}) Method completed with status: 504 |`],
    [
      'a tailed line',
      `2026-11-21T14:42:38.211000+00:00 e369853df766fa44e1ed0ff613f563bd (${uuid}) HTTP Method: GET`,
    ],
    [
      'a tailed line that a terminal broke within its id',
      `\`\`\`2026-11-21T14:42:38.211000+00:00 e369853df766fa44e1ed0ff613f563bd (914bad5e-1840\n-41e9-83f1-efc9a0398ffc) HTTP Method: GET\`\`\``,
    ],
    ['a console test', `Execution log for request ${uuid}`],
    ['a client’s answer', `< HTTP/1.1 504 Gateway Timeout\n< x-amzn-RequestId: ${uuid}`],
    ['two headers', `x-amzn-RequestId: ${uuid}\nx-amz-apigw-id: ${extended}`],
    ['an access-log row in JSON', `{"requestId":"${uuid}","responseLength":"41"}`],
    [
      'an access-log row in CLF',
      `203.0.113.9 - - [21/Nov/2026:14:42:09 +0000] "GET /a HTTP/1.1" 504 41 ${uuid} ${extended}`,
    ],
    [
      'pretty-printed results',
      `{\n  "events": [\n  {\n  "logStreamName": "a",\n "message": "(${uuid}) HTTP Method: GET"\n`,
    ],
  ])('sees log lines in %s', (_name, text) => {
    expect(read(text)).toMatchObject({ kind: 'log-lines', text, ids: [{ value: uuid }] });
  });

  it('sees log lines in two records without an id', () => {
    const text = 'Execution failed due to a timeout error\nMethod completed with status: 504';
    expect(read(text)).toEqual({ kind: 'log-lines', text, ids: [] });
  });

  it('takes the function’s id where its log is all there is', () => {
    const text = `REPORT RequestId: ${lambda}\tDuration: 30000.00 ms`;
    expect(read(text)).toEqual({ kind: 'log-lines', text, ids: [{ kind: 'uuid', value: lambda }] });
  });

  it.each([
    ['a 504 before it', `got a 504 for ${uuid}`],
    ['a 504 behind it', `${uuid} gave 504.`],
    ['a gateway timeout', `Gateway Time-out, request ${uuid}`],
    ['the error’s words', `Endpoint request timed out (${uuid})`],
    ['a status', `status:504 ${uuid}`.replace(':', '=')],
    ['the log’s words', `${uuid}\nExecution failed due to a timeout error`],
    ['one header below it', `504 again\nx-amzn-RequestId: ${uuid}`],
    ['the next line', `HTTP 504\nid \`${uuid}\``],
  ])('sees an id with %s', (_name, text) => {
    expect(read(text)).toEqual({ kind: 'id-and-504', inquiries: [{ id, scope: {} }] });
  });

  it.each([
    ['an id', `order ${uuid} is stuck`],
    ['one header', `x-amzn-RequestId: ${uuid}`],
    ['an issue number', `see #504 for ${uuid}`],
    ['a duration', `${uuid} took 504 ms`],
    ['a price', `${uuid} cost $504`],
    ['a count', `${uuid}: 504 items`],
    ['a longer number', `${uuid} 1504 50400 504.2 504,000`],
    ['our own name', `gw504 could read ${uuid}`],
    ['a path', `${uuid} /504`],
    ['a 504 far away', `${uuid} ${'and so on '.repeat(30)} 504`],
    ['a log line quoted in a sentence', `it says (${uuid}) Method completed with status: 504x`],
    ['one line’s words without id', `${uuid}\nReceived response. Status: 200`],
  ])('sees only an id in %s', (_name, text) => {
    expect(read(text)).toEqual({ kind: 'id', inquiries: [{ id, scope: {} }] });
  });

  it.each([
    ['chatter', 'lunch?'],
    ['a 504 without an id', 'we see 504 again'],
    ['an id in a link', `504 on <https://shop.example.com/orders/${uuid}>`],
    ['an id in a bare address', `504 on https://shop.example.com/orders/${uuid}`],
    ['one log line without an id', 'Execution failed due to a timeout error'],
    [
      'eleven ids',
      Array.from({ length: 11 }, (_, index) => uuid.replace(/..$/, String(10 + index))).join(' '),
    ],
    ['the test’s own name', 'the test-request got 504'],
  ])('stays silent on %s', (_name, text) => {
    expect(read(text)).toEqual({ kind: 'none' });
  });

  it('keeps options and zoned times that stand beside the id', () => {
    expect(read(`504: ${uuid} api=orders around 14:42 UTC`)).toEqual({
      kind: 'id-and-504',
      inquiries: [{ id, scope: { api: 'orders' }, aroundMs: Date.parse('2026-11-21T14:42:00Z') }],
    });
    expect(read(`504: ${uuid} --verbose`)).toEqual({ kind: 'id-and-504', inquiries: [{ id, scope: {} }] });
  });
});
