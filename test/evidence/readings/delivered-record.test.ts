import { describe, expect, it } from 'vitest';
import { readDelivered } from '../../../src/evidence/readings/delivered-record.ts';

const id = '914bad5e-1840-41e9-83f1-efc9a0398ffc';
const text = 'Execution failed due to a timeout error';
const timestamp = 1_795_255_200_000;

describe('readDelivered', () => {
  it.each<[string, object]>([
    ['an id, a time and a message alone', { requestId: id, timestamp, message: text }],
    ['other names', { request_id: id, ts: timestamp, msg: text, api: 'uwe3g5jm54' }],
    ['a message under a name nobody knows', { requestId: id, timestamp, logEvent: text }],
    ['an id further in', { evt_ts: timestamp, rest_api: 'uwe3g5jm54', req: { rid: id }, text }],
    [
      'a level beside what only the gateway writes',
      { apiId: 'uwe3g5jm54', requestId: id, level: 'INFO', text },
    ],
    ['the id before the line', { level: 'INFO', message: `(${id}) ${text}` }],
  ])('reads %s', (_name, record) => {
    expect(readDelivered(JSON.stringify(record))).toEqual({ requestId: id, text });
  });

  it.each<[string, object]>([
    ['an application’s logger', { level: 'ERROR', requestId: id, message: text }],
    ['a service’s logger', { service: 'orders', requestId: id, timestamp, message: text }],
    ['an error that an application quotes', { requestId: id, message: text, errorCode: 7 }],
    ['a row of an access log', { requestId: id, status: '504', message: text }],
    ['an id of no request', { requestId: 'order-77', timestamp, message: text }],
    ['no id', { timestamp, message: text }],
    ['a message that only quotes', { requestId: id, timestamp, message: `seen: ${text}` }],
  ])('leaves %s', (_name, record) => {
    expect(readDelivered(JSON.stringify(record))).toBeUndefined();
  });
});
