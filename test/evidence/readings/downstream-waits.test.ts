import { describe, expect, it } from 'vitest';
import { readDownstreamWaits } from '../../../src/evidence/readings/downstream-waits.ts';

const at = 1_795_255_200_000;

const failed: [string, string, number?][] = [
  ['Error: connect ETIMEDOUT 176.32.98.189:443', '176.32.98.189:443'],
  ['connect ECONNREFUSED 10.0.1.7:5432', '10.0.1.7:5432'],
  ['{"code":"ETIMEDOUT","message":"connect ETIMEDOUT 10.0.0.1:443"}', '10.0.0.1:443'],
  ['getaddrinfo EAI_AGAIN payments.internal.example', 'payments.internal.example'],
  ['getaddrinfo ENOTFOUND db.example.com', 'db.example.com'],
  ['Error: socket hang up', 'socket hang up'],
  ['AxiosError: timeout of 5000ms exceeded', 'timeout of 5000ms exceeded', 5000],
  [
    'AxiosError: timeout of 5000ms exceeded POST https://pay.example.com/v1',
    'https://pay.example.com/v1',
    5000,
  ],
  ['ReadTimeoutError: Read timed out. (read timeout=15)', 'Read timed out', 15_000],
  [
    "HTTPSConnectionPool(host='pay.example.com', port=443): Read timed out. (read timeout=10)",
    'pay.example.com',
    10_000,
  ],
  [
    'Read timeout on endpoint URL: "https://dynamodb.eu-west-1.amazonaws.com/"',
    'https://dynamodb.eu-west-1.amazonaws.com/',
  ],
  [
    'Connect timeout on endpoint URL: "https://sqs.eu-west-1.amazonaws.com/"',
    'https://sqs.eu-west-1.amazonaws.com/',
  ],
  ['TimeoutError: Connection timed out after 3000 ms', 'Connection timed out after 3000 ms', 3000],
  ['ERROR: canceling statement due to statement timeout', 'canceling statement due to statement timeout'],
  ['Lock wait timeout exceeded; try restarting transaction', 'Lock wait timeout exceeded'],
  ['dial tcp 10.2.3.4:6379: i/o timeout', '10.2.3.4:6379'],
  [
    'Get "https://pay.example.com/v1": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
    'https://pay.example.com/v1',
  ],
  [
    'HikariPool-1 - Connection is not available, request timed out after 30000ms',
    'Connection is not available, request timed out after 30000ms',
    30_000,
  ],
  [
    'The request was canceled due to the configured HttpClient.Timeout of 20 seconds elapsing.',
    'HttpClient.Timeout of 20 seconds elapsing',
    20_000,
  ],
  ['4 DEADLINE_EXCEEDED: Deadline exceeded', 'DEADLINE_EXCEEDED'],
  ['java.net.SocketTimeoutException: Read timed out', 'Read timed out'],
];

const slow: [string, string, number][] = [
  ['GET https://pay.example.com/v1 took 27012 ms', 'https://pay.example.com/v1', 27_012],
  ['slow query orders_by_day took 27.0 s', 'orders_by_day', 27_000],
  ['upstream=payments duration=27.0s', 'payments', 27_000],
  ['{"table":"orders","duration_ms":"26000"}', 'orders', 26_000],
  ['response from pay.example.com after 26500 ms', 'pay.example.com', 26_500],
  [
    'LOG:  duration: 27012.123 ms  statement: SELECT * FROM orders WHERE day = 1',
    'SELECT * FROM orders WHERE day = 1',
    27_012.123,
  ],
  ['query to orders-db took 39980 ms', 'orders-db', 39_980],
  ['query on orders-db: elapsed=39.98s', 'orders-db', 39_980],
  ['orders-db query finished in 39.98s', 'orders-db', 39_980],
  ['orders_db query completed in 39980ms', 'orders_db', 39_980],
  ['call to the payments completed in 26.5 s', 'payments', 26_500],
  ['payments-api call duration=26500ms', 'payments-api', 26_500],
];

const nothing = [
  'timeout set to 5000 ms',
  'connecting with timeout of 5000ms',
  'handler took 27012 ms',
  'request took 27012 ms',
  'done in 27012 ms',
  'query finished in 39.98s',
  'request completed in 27012 ms',
  'slow request took 27012 ms',
  'request from web-client took 27012 ms',
  'response to web-client took 27012 ms',
  'query to orders-db took 12 ms',
  'query to orders-db allowed up to 39980 ms',
  'GET https://pay.example.com/v1 took 12 ms',
  'took a while',
  'duration=27',
  '71952965-3b5c-4f3a-9d3e-0a2b1c4d5e6f Task timed out after 3.00 seconds',
  'retrying after 3 attempts',
  'hello',
  'INFO customer comment: "your app said ReadTimeoutError: Read timed out. (read timeout=15)"',
  '{"note":"connect ETIMEDOUT 10.0.0.1:443 fixed last week"}',
  'INFO they wrote "GET https://pay.example.com/v1 took 27012 ms" in the ticket',
];

describe('readDownstreamWaits', () => {
  it.each(failed)('failed: %s', (text, target, durationMs) => {
    expect(readDownstreamWaits([{ atMs: at, text }])).toEqual([
      {
        target,
        endAtMs: at,
        failed: true,
        line: text,
        ...(durationMs === undefined ? {} : { durationMs, startAtMs: at - durationMs }),
      },
    ]);
  });

  it.each(slow)('slow: %s', (text, target, durationMs) => {
    expect(readDownstreamWaits([{ atMs: at, text }])).toEqual([
      {
        target,
        startAtMs: at - durationMs,
        endAtMs: at,
        durationMs,
        failed: false,
        line: text,
      },
    ]);
  });

  it.each(nothing)('nothing: %s', (text) => {
    expect(readDownstreamWaits([{ atMs: at, text }])).toEqual([]);
  });

  it.each([
    ['INFO ReadTimeoutError: Read timed out. (read timeout=15)', 15_000],
    ['INFO {"error":"AxiosError: timeout of 5000ms exceeded"}', 5000],
    ['ERROR upstream failed: ReadTimeoutError: Read timed out. (read timeout=15)', 15_000],
    ['ERROR it said "Read timed out. (read timeout=15)"', 15_000],
    ['INFO going on after ReadTimeoutError: Read timed out. (read timeout=15)', undefined],
    ['INFO {"error":"last week: timeout of 5000ms exceeded"}', undefined],
  ])('believes the length only of the function’s own words: %s', (text, durationMs) => {
    expect(readDownstreamWaits([{ atMs: at, text }]).map((wait) => wait.durationMs)).toEqual([durationMs]);
  });

  it('takes no longer for words without end', () => {
    const text = `INFO ${'Error'.repeat(700)} Read timed out`;
    const begun = performance.now();
    readDownstreamWaits([{ atMs: at, text }]);
    expect(performance.now() - begun).toBeLessThan(2000);
  });

  it('takes a call and its answer as a wait', () => {
    expect(
      readDownstreamWaits([
        { atMs: at, text: 'calling payments' },
        { atMs: at + 100, text: 'something else' },
        { atMs: at + 26_000, text: 'payments responded 200' },
      ]),
    ).toEqual([
      {
        target: 'payments',
        startAtMs: at,
        endAtMs: at + 26_000,
        durationMs: 26_000,
        failed: false,
        line: 'payments responded 200',
      },
    ]);
  });

  it.each([
    ['no answer', ['calling payments', 'still here']],
    ['an answer of another', ['calling payments', 'stock responded 200']],
    ['an answer without a call', ['payments responded 200']],
  ])('takes %s for no wait', (_name, texts) => {
    expect(readDownstreamWaits(texts.map((text, index) => ({ atMs: at + index * 10_000, text })))).toEqual(
      [],
    );
  });

  it('names one wait once, however often it is logged in the same moment', () => {
    const text = 'connect ETIMEDOUT 10.0.0.1:443';
    expect(
      readDownstreamWaits([
        { atMs: at, text },
        { atMs: at, text: `Error: ${text}` },
      ]),
    ).toHaveLength(1);
  });
});
