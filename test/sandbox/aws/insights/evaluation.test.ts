import { describe, expect, it } from 'vitest';
import {
  compileQuery,
  type QueryRecord,
  runQuery,
} from '../../../../src/sandbox/aws/insights/run-insights.ts';

const startMs = Date.UTC(2026, 10, 21, 14, 42, 0);
const record = (second: number, message: string, log = '111122223333:g'): QueryRecord => ({
  timestampMs: startMs + second * 1000,
  ingestedMs: startMs + second * 1000 + 2500,
  message,
  stream: 's',
  log,
});

const run = (text: string, records: readonly QueryRecord[]) =>
  runQuery(compileQuery(text), records, { limit: 10_000, nowMs: startMs + 180_500 }).rows.map((row) =>
    Object.fromEntries(row.filter(({ field }) => field !== '@ptr').map(({ field, value }) => [field, value])),
  );
const value = (
  expression: string,
  message = '{"a":"x y","n":7,"big":12.5,"empty":"","list":[{"id":"i0"}]}',
) => run(`fields ${expression} as v`, [record(0, message)])[0]?.v;

describe('functions', () => {
  it.each([
    ['strlen(a)', '3'],
    ['toupper(a)', 'X Y'],
    ['tolower("ABC")', 'abc'],
    ['trim("  b ")', 'b'],
    ['ltrim("//b/", "/")', 'b/'],
    ['rtrim("//b/", "/")', '//b'],
    ['substr(a, 2)', 'y'],
    ['substr("abcdef", 1, 3)', 'bcd'],
    ['replace(a, " ", "-")', 'x-y'],
    ['concat(a, "-", n)', 'x y-7'],
    ['strcontains(a, "y")', '1'],
    ['strcontains(a, "Y")', '0'],
    ['isempty(empty)', '1'],
    ['isempty(a)', '0'],
    ['isblank(missing)', '1'],
    ['ispresent(missing)', '0'],
    ['coalesce(missing, n, a)', '7'],
    ['coalesce(missing, missing2)', undefined],
    ['abs(-n)', '7'],
    ['ceil(big)', '13'],
    ['floor(big)', '12'],
    ['greatest(n, big, 3)', '12.5'],
    ['least(n, big)', '7'],
    ['sqrt(n + 2)', '3'],
    ['n % 4 + 2 ^ 3 * 2', '19'],
    ['n / 0', undefined],
    ['(n + 1) * 2', '16'],
    ['n - missing', undefined],
    ['n > 5', '1'],
    ['not n > 5', '0'],
    ['list.0.id', 'i0'],
    ['jsonParse(@message)', '{"a":"x y","n":7,"big":12.5,"empty":"","list":[{"id":"i0"}]}'],
    ['jsonParse(a)', undefined],
    ['jsonParse("7")', undefined],
    ['jsonParse(missing)', undefined],
    ['jsonStringify(jsonParse("[1, 2]"))', '[1,2]'],
    ['jsonStringify(a)', undefined],
    ['strlen(jsonParse("[1, 2]"))', '5'],
    ['jsonParse("[1]") + 1', undefined],
    ['now()', String(Math.floor((startMs + 180_500) / 1000))],
    ['fromMillis(1795255300000)', '2026-11-21 10:01:40.000'],
    ['toMillis(@timestamp) - 1795272120000', '0'],
    ['@ingestionTime - @timestamp', '2500'],
    ['datefloor(@timestamp, 1h)', '2026-11-21 14:00:00.000'],
    ['dateceil(@timestamp, 1h)', '2026-11-21 15:00:00.000'],
    ['bin(15m)', '2026-11-21 14:30:00.000'],
    ['isValidIp("192.0.2.7")', '1'],
    ['isValidIpv6("192.0.2.7")', '0'],
    ['isIpv4InSubnet("192.0.2.7", "192.0.2.0/24")', '1'],
    ['isIpInSubnet("198.51.100.7", "192.0.2.0/24")', '0'],
    ['isIpInSubnet("x", "192.0.2.0/99")', '0'],
    [String.raw`"say \"yes\""`, 'say "yes"'],
  ])('%s is %s', (expression, expected) => {
    expect(value(expression)).toBe(expected);
  });
});

describe('JSON that a query parses itself', () => {
  const order = '{"body":"{\\"order\\":{\\"id\\":7},\\"items\\":[{\\"sku\\":\\"a\\"},{\\"sku\\":\\"b\\"}]}"}';

  it.each([
    [
      'by its members, in a second command',
      'fields jsonParse(body) as j | fields j.order.id as v | display v',
      ['7'],
    ],
    ['not in the same command', 'fields jsonParse(body) as j, j.order.id as v | display v', [undefined]],
    ['of lists', 'fields jsonParse(body) as j | display j.items.1.sku', ['b']],
    ['not where there is none', 'fields jsonParse(body) as j | display j.items.2.sku', [undefined]],
    [
      'one row for each element',
      'fields jsonParse(body) as j | unnest j.items into item | display item.sku',
      ['a', 'b'],
    ],
    [
      'one row for each value',
      'fields jsonParse(body) as j | unnest j.order into part | display part',
      ['7'],
    ],
    [
      'the row itself where there is nothing to take apart',
      'unnest nothing into part | display body',
      [JSON.parse(order).body],
    ],
  ])('%s', (_how, text, values) => {
    expect(run(text, [record(0, order)]).map((row) => Object.values(row)[0])).toEqual(values);
  });
});

describe('parse', () => {
  const line = record(0, '2026 [ERROR] user=ann, took: 31 ms\n');

  it.each([
    ['"[*] user=*, took: * ms" as level, user, took', { level: 'ERROR', user: 'ann', took: '31' }],
    ['"took: *" as rest', { rest: '31 ms\n' }],
    ['/user=(?<user>\\w+).*took: (?<took>\\d+)/', { user: 'ann', took: '31' }],
    ['/nobody=(?<user>\\w+)/', {}],
    ['/(?<level>ERROR)|(?<other>INFO)/', { level: 'ERROR' }],
  ])('%s', (pattern, fields) => {
    expect(run(`fields @logStream | parse @message ${pattern}`, [line])).toEqual([
      { '@logStream': 's', ...fields },
    ]);
  });

  it('shows its fields beside time and message where nothing else is asked for', () => {
    expect(Object.keys(run('parse @message "[*]" as level', [line])[0] ?? {})).toEqual([
      '@timestamp',
      '@message',
      'level',
    ]);
  });
});

describe('stats', () => {
  const records = [
    record(0, '{"s":504,"ms":29003,"p":"/a"}'),
    record(10, '{"s":200,"ms":40,"p":"/a"}'),
    record(70, '{"s":200,"ms":60,"p":"/b"}'),
    record(400, '{"s":"x","p":"/b"}'),
  ];

  it.each([
    ['count(*) as n, count(ms) as m', [{ n: '4', m: '3' }]],
    ['sum(ms) as v', [{ v: '29103' }]],
    ['avg(ms) as v', [{ v: '9701' }]],
    ['min(ms) as v, max(ms) as w', [{ v: '40', w: '29003' }]],
    ['pct(ms, 50) as v, pct(ms, 99) as w', [{ v: '60', w: '29003' }]],
    ['count_distinct(p) as v', [{ v: '2' }]],
    ['stddev(ms) as v | fields floor(v) as w', [{ v: '13648.577532719908', w: '13648' }]],
    ['earliest(p) as v, latest(p) as w', [{ v: '/a', w: '/b' }]],
    ['earliest(@timestamp) as v', [{ v: String(startMs) }]],
    ['sortsFirst(p) as v, sortsLast(p) as w', [{ v: '/a', w: '/b' }]],
    ['max(ms) - min(ms) as spread, spread / 1000 as seconds', [{ spread: '28963', seconds: '28.963' }]],
    ['sum(nothing) as v, count(*) as n', [{ n: '4' }]],
  ])('%s', (results, expected) => {
    expect(run(`stats ${results}`, records)).toEqual(expected);
  });

  it('groups by fields, and shows them first', () => {
    expect(run('stats count(*) as n by p | sort n desc, p asc', records)).toEqual([
      { p: '/a', n: '2' },
      { p: '/b', n: '2' },
    ]);
    expect(Object.keys(run('stats count(*) by p', records)[0] ?? {})).toEqual(['p', 'count(*)']);
  });

  it('groups by time, the latest first, under the name of the text', () => {
    expect(run('stats count(*) as n by bin(5m)', records)).toEqual([
      { 'bin(5m)': '2026-11-21 14:45:00.000', n: '1' },
      { 'bin(5m)': '2026-11-21 14:40:00.000', n: '3' },
    ]);
    expect(run('stats count(*) as n by bin(5m) | sort bin(5m) asc | limit 1', records)).toEqual([
      { 'bin(5m)': '2026-11-21 14:40:00.000', n: '3' },
    ]);
  });

  it('can be filtered and counted again', () => {
    expect(run('stats max(ms) as slow by p | filter slow > 1000 | stats count(*) as paths', records)).toEqual(
      [{ paths: '1' }],
    );
  });

  it('gives no row of no records', () => {
    expect(run('filter p = "/z" | stats count(*)', records)).toEqual([]);
  });
});

describe('order, limits and doubles', () => {
  const records = [
    record(0, '{"h":"a","v":2}'),
    record(1, '{"h":"b","v":10}'),
    record(2, '{"h":"a"}'),
    record(3, '{"x":1}'),
  ];

  it.each([
    ['sort v asc', ['2', '10', undefined, undefined]],
    ['sort v desc', ['10', '2', undefined, undefined]],
  ])('%s puts what has no value last', (sort, values) => {
    expect(run(`fields v | ${sort}`, records).map(({ v }) => v)).toEqual(values);
  });

  it('dedup keeps the first of each in the order so far, and all that have no value', () => {
    expect(run('fields h, v | sort @timestamp asc | dedup h', records)).toEqual([
      { h: 'a', v: '2' },
      { h: 'b', v: '10' },
      {},
    ]);
  });

  it('the last display wins', () => {
    expect(
      run('fields h | display v | display h, v * 2 as twice | sort @timestamp asc | limit 1', records),
    ).toEqual([{ h: 'a', twice: '4' }]);
  });
});

describe('Lambda’s fields', () => {
  const id = '0c4b1f3e-6a7b-4c8d-9e0f-1a2b3c4d5e6f';
  const log = '111122223333:/aws/lambda/orders';
  const report = `REPORT RequestId: ${id}\tDuration: 12.34 ms\tBilled Duration: 15 ms\tMemory Size: 128 MB\tMax Memory Used: 67 MB\tInit Duration: 329.80 ms\t\nXRAY TraceId: 1-6562f7a1-0123456789abcdef01234567\tSegmentId: 0123456789abcdef\tSampled: true\t\n`;

  it('are read from REPORT as AWS shows them', () => {
    const fields =
      '@requestId, @type, @duration, @billedDuration, @memorySize, @maxMemoryUsed, @initDuration, @xrayTraceId, @xraySegmentId';
    expect(run(`fields ${fields}`, [record(0, report, log)])).toEqual([
      {
        '@requestId': id,
        '@type': 'REPORT',
        '@duration': '12.34',
        '@billedDuration': '15.0',
        '@memorySize': '1.28E8',
        '@maxMemoryUsed': '6.7E7',
        '@initDuration': '329.8',
        '@xrayTraceId': '1-6562f7a1-0123456789abcdef01234567',
        '@xraySegmentId': '0123456789abcdef',
      },
    ]);
    expect(
      run('filter @duration > 12 and @memorySize / 1000 / 1000 = 128', [record(0, report, log)]),
    ).toHaveLength(1);
  });

  it.each([
    [`START RequestId: ${id} Version: 7\n`, { '@requestId': id, '@type': 'START' }],
    [`END RequestId: ${id}\n`, { '@requestId': id, '@type': 'END' }],
    [`2026-11-21T14:42:00.000Z\t${id}\tINFO\torder {"sku":"s1"}\n`, { '@requestId': id, sku: 's1' }],
    [`no id here\n`, {}],
  ])('of %s', (message, fields) => {
    expect(run('fields @requestId, @type, sku', [record(0, message, log)])).toEqual([fields]);
  });

  it('JSON inside a text is found in Lambda’s logs only', () => {
    expect(run('fields sku', [record(0, 'order {"sku":"s1"}')])).toEqual([{}]);
  });
});
