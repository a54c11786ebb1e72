import { expect, it } from 'vitest';
import { log } from './text-kinds.ts';
import { checkInput } from './try-input.ts';

const id = 'f4267199-574c-4d30-b6b9-25e26d687255';
const row = `{"requestId":"${id}","extendedRequestId":"AbCdEfGhIjKlMnO=","httpMethod":"POST","resourcePath":"/orders","status":"504","responseLatency":"29000","requestTimeEpoch":"1763649729200"}`;
const trace = `{"Traces":[{"Segments":[{"Document":"{\\"trace_id\\":\\"1-692073f1-2b1c4d5e6f714295965c3b5c\\",\\"id\\":\\"194fcc8747581230\\",\\"name\\":\\"orders/prod\\",\\"origin\\":\\"AWS::ApiGateway::Stage\\",\\"start_time\\":1763649729.2,\\"end_time\\":1763649758.2,\\"http\\":{\\"response\\":{\\"status\\":504}},\\"aws\\":{\\"api_gateway\\":{\\"request_id\\":\\"${id}\\"}}}"}]}]}`;
const platform = `{"time":"2026-11-20T14:42:38.200Z","type":"platform.report","record":{"requestId":"${id}","metrics":{"durationMs":28000.5,"billedDurationMs":28001,"initDurationMs":812.25},"status":"success"}}`;
const report = `2026-11-20T14:42:38.200Z REPORT RequestId: ${id}\tDuration: 28000.5 ms\tBilled Duration: 28001 ms\tMemory Size: 128 MB\tMax Memory Used: 70 MB`;
const execution = `2026-11-20T14:42:09.200Z (${id}) Sending request to https://backend.example.com/orders\n2026-11-20T14:42:29.200Z (${id}) Received response. Status: 200, Integration latency: 20000 ms`;

/** Beyond a Date, beyond four digits of a year, beyond trace ids, before 1970, beyond whole numbers, and no number. */
const absurd = [
  '99999999999999999999',
  '8640000000000001',
  '253402300800000',
  '9999999999999',
  '-5',
  '-99999999999999999',
  '9007199254740993',
  '1e308',
  '0',
  '200.5',
];

it.each<[string, string, RegExp]>([
  ['an access log’s times, statuses and latencies', row, /(?<=":")\d+(?=")/g],
  ['a trace’s', trace, /(?<=\\":)[\d.]+/g],
  ['a platform record’s', platform, /(?<=":)[\d.]+/g],
  ['a REPORT line’s', report, /(?<=: )[\d.]+/g],
  ['an execution log’s', execution, /(?<=Status: |latency: )\d+/g],
  ['a line’s own year', execution, /^2026/g],
])('shows nothing that no clock states: %s', (_what, text, numbers) => {
  const places = [...text.matchAll(numbers)];
  const made = places.flatMap(({ 0: number, index }) =>
    absurd.map((value) => text.slice(0, index) + value + text.slice(index + number.length)),
  );
  expect(places.length).toBeGreaterThan(0);
  expect(made.flatMap((input) => checkInput(log, input))).toStrictEqual([]);
});

it('shows no time of a year beyond belief, and keeps the line', () => {
  expect(checkInput(log, execution.replaceAll('2026-11', '9999-11'))).toStrictEqual([]);
  expect(checkInput(log, execution.replaceAll('2026-11', '1969-11'))).toStrictEqual([]);
});
