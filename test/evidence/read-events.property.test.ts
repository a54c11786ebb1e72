import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEvents } from '../../src/evidence/read-events.ts';
import type { LogEvent } from '../../src/inquiry/log-event.ts';
import { expectLinear } from '../expect-linear.ts';

const id = '914bad5e-1840-41e9-83f1-efc9a0398ffc';
const lambda = '71952965-3b5c-4f3a-9d3e-0a2b1c4d5e6f';
const trace = '1-5c7674f4-0123456789abcdef01234567';
const lines = [
  `(${id}) Extended Request Id: Vwc2MGFUrPEFV_g=`,
  `(${id}) Starting execution for request: ${id}`,
  `(${id}) Sending request to https://backend.example.com/a`,
  `(${id}) Execution failed due to a timeout error`,
  `(${id}) Method completed with status: 504`,
  `(${id}) X-ray Tracing ID : ${trace}`,
  `START RequestId: ${lambda} Version: 1`,
  `REPORT RequestId: ${lambda}\tDuration: 1.00 ms`,
  `{"requestId":"${id}","status":"504","resourcePath":"/a","errorMessage":""x""}`,
  'HTTP/1.1 504 Gateway Timeout',
  `x-amzn-requestid: ${id}`,
  '{"message": "Endpoint request timed out"}',
  '2 111122223333 eni-0123456789abcdef0 10.0.1.5 10.0.2.7 49152 8443 6 1 60 1795255200 1795255260 REJECT OK',
  JSON.stringify({ trace_id: trace, id: 'a', name: 'b', start_time: 1_795_255_200 }),
];

const message = fc.oneof(
  fc.constantFrom(...lines),
  fc.string(),
  fc.tuple(fc.constantFrom(...lines), fc.nat(200)).map(([line, cut]) => line.slice(0, cut)),
  fc.tuple(fc.constantFrom(...lines), fc.string()).map(([line, more]) => line + more),
  fc.json(),
);
const event = fc.record({
  message,
  atMs: fc.option(fc.integer({ min: 0, max: 2_000_000_000_000 }), { nil: undefined }),
});
const events = fc.array(event, { maxLength: 40 }).map((list): LogEvent[] =>
  list.map(({ message: text, atMs }, order) => ({
    message: text,
    resolutionMs: 1,
    order,
    ...(atMs === undefined ? {} : { atMs }),
  })),
);

describe('readEvents', () => {
  it('never throws, and answers plain data', () => {
    fc.assert(
      fc.property(events, (list) => {
        const { requests } = readEvents(list, {});
        expect(JSON.parse(JSON.stringify(requests))).toEqual(requests);
      }),
      { numRuns: 500 },
    );
  });

  it('counts nothing twice: the same text twice holds the same requests', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(lines.slice(0, 6), { minLength: 1 }), (some) => {
        const once = some.map(
          (text, order): LogEvent => ({
            message: text,
            atMs: 1_795_255_200_000 + order,
            resolutionMs: 1,
            order,
          }),
        );
        const twice = [...once, ...once.map((each) => ({ ...each, order: each.order + once.length }))];
        expect(readEvents(twice, {}).requests).toEqual(readEvents(once, {}).requests);
      }),
    );
  });

  it.each([
    ['opening braces', '{"a":{'],
    ['quotes', '"'],
    ['blanks', ' '],
    ['commas in a row', '{"requestId":"x",'],
    ['durations', 'took '],
    ['dots', 'a.'],
    ['bare dashes', '-,'],
    ['header names', 'x-cache: '],
    ['call words', 'calling a '],
  ])('takes no more than linear time for %s', (_name, unit) => {
    expectLinear(200_000, (size) => {
      const long = [
        unit.repeat(size / unit.length),
        `{${unit.repeat(size / 2 / unit.length)}}`,
        `(${id}) Endpoint response body: ${unit.repeat(size / 4 / unit.length)}`,
      ];
      readEvents(
        long.map((text, order) => ({ message: text, resolutionMs: 1, order, atMs: order })),
        {},
      );
    });
  });
});
