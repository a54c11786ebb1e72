import { describe, expect, it } from 'vitest';
import { readPaste } from '../../src/inquiry/paste.ts';
import { readValueRow } from '../../src/inquiry/shapes/value-row.ts';
import { expectLinear } from '../expect-linear.ts';

const id = '7c0f3b1e-52a4-4d0b-9a51-2f8e6d7c9b10';
const other = 'a24bad5e-1840-41e9-83f1-efc9a0398aaa';
const extended = 'Kq2wXbUoAMEvag0=';
const trace = '1-6b005c41-440f3eaa35b0f95213b7ed6d';
const read = (line: string) => {
  const row = readValueRow(line);
  return row === undefined ? undefined : Object.fromEntries(row);
};
const plain = { requestId: id, status: '504', 'error.responseType': 'INTEGRATION_TIMEOUT' };

describe('a row of bare values', () => {
  it.each([
    ['bars', `${id} | 504 | 29004 | INTEGRATION_TIMEOUT`, plain],
    ['bars at both ends', `| ${id} | 504 | 29004 | INTEGRATION_TIMEOUT |`, plain],
    ['tabs', `${id}\t504\t-\tINTEGRATION_TIMEOUT`, plain],
    ['semicolons, quoted', `"${id}";"504";"prod";"INTEGRATION_TIMEOUT"`, plain],
    [
      'commas, with everything',
      `${id},${extended},${trace},504,POST,/orders/7,1795185729200,203.0.113.7,20/Nov/2026:14:42:09 +0000,2026-11-20 14:42:09.200,Endpoint request timed out,INTEGRATION_TIMEOUT`,
      {
        ...plain,
        extendedRequestId: extended,
        xrayTraceId: trace,
        httpMethod: 'POST',
        path: '/orders/7',
        requestTimeEpoch: '1795185729200',
      },
    ],
    [
      'names of the writer',
      `rid=${id} st=504 why=INTEGRATION_TIMEOUT p="/orders"`,
      { ...plain, path: '/orders' },
    ],
    ['the same value twice', `${id} | 504 | 504 | INTEGRATION_TIMEOUT`, plain],
    [
      'an id of the other form alone',
      `${extended} | 504 | 29004 | INTEGRATION_TIMEOUT`,
      { ...plain, requestId: extended, extendedRequestId: extended },
    ],
  ])('is read between %s', (_what, line, expected) => {
    expect(read(line)).toEqual(expected);
  });

  it.each([
    ["words of a person's", `${id} | 504 | looks like INTEGRATION_TIMEOUT to me | x`],
    ['a sentence', `got 504 INTEGRATION_TIMEOUT for ${id} again, ${id}`],
    ['no word of the gateway', `${id} | 504 | 29004 | TIMEOUT`],
    ['an own word inside another', `${id} | 504 | 29004 | MY_INTEGRATION_TIMEOUT_2`],
    ['no id', '504 | 29004 | INTEGRATION_TIMEOUT | POST'],
    ['no status', `${id} | 29004 | 29000 | INTEGRATION_TIMEOUT`],
    ['two statuses', `${id} | 504 | 502 | INTEGRATION_TIMEOUT`],
    ['two ids', `${id} | ${other} | 504 | INTEGRATION_TIMEOUT`],
    ['too few cells', `${id} | 504 | INTEGRATION_TIMEOUT`],
    ['no separators', `${id} 504 29004 INTEGRATION_TIMEOUT`],
    ['a length that no row has', `${id} | 504 | ${'9 | '.repeat(600)}INTEGRATION_TIMEOUT`],
  ])('is none with %s', (_what, line) => {
    expect(read(line)).toBe(undefined);
  });

  it('takes linear time', () => {
    const line = `${id} | 504 | ${'a=b '.repeat(400)}INTEGRATION_TIMEOUT`;
    expectLinear(2000, (size) => {
      for (let count = 0; count < size; count += 1) readValueRow(line);
    });
  });
});

describe('rows of fields that somebody picked', () => {
  const message = `{"requestId":"${id}","status":"504"}`;

  it.each([
    ['a table', `| requestId | status |\n|---|---|\n| ${id} | 504 |`, 'table', `| ${id} | 504 |`],
    ['a CSV', `requestId,status\n${id},504`, 'CSV', `${id},504`],
  ])('are read out of %s and kept as they stand', (_what, text, shape, written) => {
    expect(readPaste(text)).toMatchObject({
      events: [{ message, written, order: 0 }],
      recognised: [{ shape, records: 1 }],
      skipped: { lines: 0 },
    });
  });

  it.each([
    ['no status', '| requestId | owner |\n|---|---|\n| a | b |'],
    ['no id', '| request | status |\n|---|---|\n| a | b |'],
    ['names of other ids', 'requestIdOfOurs,status\na,b'],
  ])('are none with %s', (_what, text) => {
    expect(readPaste(text).events).toEqual([]);
  });
});

describe('the account', () => {
  const row = (log: string) => `| @timestamp | @message | @log |\n| 2026-11-21 14:42:09.000 | x | ${log} |`;

  it.each([
    [row('111122223333:/aws/lambda/a'), '111122223333', '/aws/lambda/a'],
    [row('/aws/lambda/a'), undefined, '/aws/lambda/a'],
  ])('stands before the group in @log', (text, account, logGroup) => {
    expect(readPaste(text).events).toMatchObject([{ logGroup }]);
    expect(readPaste(text).events[0]?.account).toBe(account);
  });

  it.each([
    ['111122223333', '111122223333'],
    ['CloudWatch', undefined],
    [7, undefined],
  ])('is the owner %s of what a subscription sends', (owner, account) => {
    const sent = {
      messageType: 'DATA_MESSAGE',
      owner,
      logGroup: 'API-Gateway-Execution-Logs_a1b2c3d4e5/prod',
      logEvents: [{ id: '1', timestamp: 1_795_272_129_000, message: 'x' }],
    };
    expect(readPaste(JSON.stringify(sent)).events[0]?.account).toBe(account);
  });
});
