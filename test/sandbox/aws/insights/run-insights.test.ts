import { describe, expect, it } from 'vitest';
import {
  compileQuery,
  MalformedQuery,
  type QueryRecord,
  runQuery,
} from '../../../../src/sandbox/aws/insights/run-insights.ts';

const startMs = Date.UTC(2026, 10, 21, 14, 42, 0);

const record = (second: number, message: string, more: Partial<QueryRecord> = {}): QueryRecord => ({
  timestampMs: startMs + second * 1000,
  ingestedMs: startMs + second * 1000 + 2500,
  message,
  stream: 's',
  log: '111122223333:g',
  ...more,
});

/** The rows as objects, without the pointer. */
const run = (text: string, records: readonly QueryRecord[], limit = 10_000) =>
  runQuery(compileQuery(text), records, { limit, nowMs: 0 }).rows.map((row) =>
    Object.fromEntries(row.filter(({ field }) => field !== '@ptr').map(({ field, value }) => [field, value])),
  );

const refusal = (text: string) => {
  try {
    compileQuery(text);
    return 'compiles';
  } catch (error) {
    if (!(error instanceof MalformedQuery)) throw error;
    return `${error.startOffset}-${error.endOffset} ${error.message}`;
  }
};

const access = [
  record(0, '{"status":504,"path":"/orders","latency":29003,"user":{"id":"u1","tags":["a","b"]}}'),
  record(60, '{"status":"200","path":"/orders","latency":38,"ok":true,"@type":"x"}'),
  record(301, '{"status":405,"path":"/carts","latency":12}'),
  record(302, 'plain text of no format'),
];

describe('a query’s rows', () => {
  it('end with the pointer, and lack what the record lacks', () => {
    const { rows } = runQuery(compileQuery('fields path, nothing | limit 1'), access.slice(0, 1), {
      limit: 10,
      nowMs: 0,
    });
    expect(rows[0]?.map(({ field }) => field)).toEqual(['path', '@ptr']);
    expect(rows[0]?.at(-1)?.value).not.toBe('');
  });

  it('show time and message by default, the latest first', () => {
    expect(run('limit 2', access)).toEqual([
      { '@timestamp': '2026-11-21 14:47:02.000', '@message': 'plain text of no format' },
      { '@timestamp': '2026-11-21 14:47:01.000', '@message': access[2]?.message },
    ]);
  });

  it('are limited by the request where the query has no limit, and counted before it', () => {
    const query = compileQuery('filter ispresent(status)');
    expect(runQuery(query, access, { limit: 2, nowMs: 0 })).toMatchObject({ recordsMatched: 3 });
    expect(runQuery(query, access, { limit: 2, nowMs: 0 }).rows).toHaveLength(2);
    expect(runQuery(compileQuery('fields path | limit 3'), access, { limit: 2, nowMs: 0 }).rows).toHaveLength(
      3,
    );
  });

  it('of an aggregate have no pointer', () => {
    expect(runQuery(compileQuery('stats count(*)'), access, { limit: 10, nowMs: 0 })).toEqual({
      rows: [[{ field: 'count(*)', value: '4' }]],
      recordsMatched: 4,
    });
  });
});

describe('filter', () => {
  it.each([
    ['status = 504', ['/orders']],
    ['status = "504"', ['/orders']],
    ['status >= 400 and status < 500', ['/carts']],
    ['status like /^5\\d\\d$/', ['/orders']],
    ["status like '5'", ['/carts', '/orders']],
    ['status in [200, "405"]', ['/carts', '/orders']],
    ['status not in [200, 405] and ispresent(status)', ['/orders']],
    ['path not like "cart" and status = 200', ['/orders']],
    ['not (path = "/orders") and latency > 0', ['/carts']],
    ['latency / 1000 > 29 or latency + 1 * 2 = 14', ['/carts', '/orders']],
    ['path =~ /(?i)CART/', ['/carts']],
    ['user.tags.1 = "b"', ['/orders']],
    ['user.`id` = "u1"', ['/orders']],
    ['ok = 1', ['/orders']],
    ['`@@type` = "x"', ['/orders']],
    ['status > 900', []],
  ])('%s', (condition, paths) => {
    expect(run(`fields path | filter ${condition}`, access).map(({ path }) => path)).toEqual(paths);
  });

  it('knows not, and, or by their order', () => {
    expect(run('fields path | filter status = 504 or status = 405 and path = "/x"', access)).toEqual([
      { path: '/orders' },
    ]);
  });
});

describe('refusals carry their place', () => {
  it.each([
    ['filter status like ‘5’', '19-20 unexpected symbol found ‘'],
    [
      'count(*)',
      "0-5 mismatched input 'count' expecting {K_PARSE, K_SEARCH, K_FIELDS, K_DISPLAY, K_FILTER, K_SORT, K_ORDER, K_HEAD, K_LIMIT, K_TAIL}",
    ],
    ['dedup path | sort path', '13-17 unexpected symbol found sort'],
    ['fields median(x)', '7-13 Unknown function: median'],
    ['stats path', '6-10 Unknown symbols found in or after stats: path'],
    ['filter count(*) > 1', '7-12 unexpected symbol found count'],
    ['stats count(*) by bin(300s)', '22-26 Invalid period: 300s'],
    ['parse @message "a * b *" as x', '15-24 Number of wildcards (2) and of aliases (1) differ'],
    ['parse @message /a(.*)/', '15-22 parse needs at least one named group'],
    ['filter @message like /(/', '21-24 Invalid regular expression: ('],
    ['filter @message like "abc', '21-25 unexpected symbol found "'],
    ['limit 100001', '6-12 limit must be between 1 and 100000'],
    ['fields strlen()', '7-15 Invalid number of arguments for function strlen: found 0, expected 1'],
    ['fields a b', '9-10 unexpected symbol found b'],
    [
      '',
      "0-0 mismatched input '<EOF>' expecting {K_PARSE, K_SEARCH, K_FIELDS, K_DISPLAY, K_FILTER, K_SORT, K_ORDER, K_HEAD, K_LIMIT, K_TAIL}",
    ],
    [
      'fields a |',
      "10-10 mismatched input '<EOF>' expecting {K_PARSE, K_SEARCH, K_FIELDS, K_DISPLAY, K_FILTER, K_SORT, K_ORDER, K_HEAD, K_LIMIT, K_TAIL}",
    ],
    [
      'where status = 504',
      "0-5 mismatched input 'where' expecting {K_PARSE, K_SEARCH, K_FIELDS, K_DISPLAY, K_FILTER, K_SORT, K_ORDER, K_HEAD, K_LIMIT, K_TAIL}",
    ],
  ])('%s', (text, refused) => {
    expect(refusal(text)).toBe(refused);
  });
});
