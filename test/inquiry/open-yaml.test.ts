import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { openYaml } from '../../src/inquiry/open-yaml.ts';
import { readPaste } from '../../src/inquiry/paste.ts';
import { processorTime } from './processor-time.ts';

const id = '914bad5e-1840-41e9-83f1-efc9a0398ffc';
const at = Date.parse('2026-11-21T14:42:09.211Z');
const messages = [
  `(${id}) Extended Request Id: Vwc2MGFUrPEFV_g=`,
  `(${id}) Endpoint request headers: {Accept=*/*, "x": 'y', X-Amzn-Trace-Id=Root=1-6a2f0a91-0123456789abcdef01234567, a: b # c}`,
  `(${id}) Method request body before transformations: {\n  "a": "it's",\n\n  "b": 1\n}`,
  `(${id}) Method completed with status: 504`,
];
const spaced = (ms: number) => new Date(ms).toISOString().replace('T', ' ').replace('Z', '');
const events = messages.map((message, n) => ({
  eventId: `3670000000000000000000000000000000000000000000000000000${n}`,
  ingestionTime: at + 900 + n,
  logStreamName: 'e369853df766fa44e1ed0ff613f563bd',
  message,
  timestamp: at + n,
}));
const rows = messages.map((message, n) => [
  { field: '@timestamp', value: spaced(at + n) },
  { field: '@message', value: message },
]);
const statistics = { bytesScanned: 1.2e6, recordsMatched: 4, recordsScanned: 400 };
const read = (text: string) => {
  const { events: all, recognised, skipped } = readPaste(openYaml(text));
  return { all: all.map(({ atMs, message }) => [atMs, message]), recognised, skipped: skipped.samples };
};
const expected = messages.map((message, n) => [at + n, message]);

describe('openYaml opens what the AWS CLI prints', () => {
  it.each([
    ['filter-log-events', { events, searchedLogStreams: [] }, {}],
    ['get-log-events', { events, nextBackwardToken: 'b/37_-', nextForwardToken: 'f/38' }, {}],
    ['filter-log-events with short lines', { events }, { lineWidth: 40 }],
    ['filter-log-events with long lines', { events }, { lineWidth: 0 }],
    ['filter-log-events in single quotes', { events }, { singleQuote: true }],
    [
      'filter-log-events in double quotes',
      { events },
      { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN', lineWidth: 60 },
    ],
    ['filter-log-events indented less', { events, nextToken: 'abc' }, { indentSeq: false }],
    ['a stream of answers', [{ events: events.slice(0, 2) }, { events: events.slice(2) }], {}],
  ] as const)('for %s', (_name, answer, style) => {
    expect(read(`see\n${stringify(answer, style)}any ideas?`)).toEqual({
      all: expected,
      recognised: [{ shape: 'log-events JSON', records: 4 }],
      skipped: ['see', 'any ideas?'],
    });
  });

  it('for get-query-results', () => {
    const answer = stringify({ queryLanguage: 'CWLI', results: rows, statistics, status: 'Complete' });
    expect(read(answer)).toEqual({
      all: expected,
      recognised: [{ shape: 'query-results JSON', records: 4 }],
      skipped: [],
    });
    expect(read(answer.replaceAll('\n', '\r\n')).all).toEqual(expected);
  });

  it.each([
    ['a block', { blockQuote: 'literal' }],
    ['quotes', { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' }],
    ['single quotes', { defaultStringType: 'QUOTE_SINGLE', defaultKeyType: 'PLAIN', blockQuote: false }],
  ] as const)('for a console test in %s', (_name, style) => {
    const log = `Execution log for request ${id}\nSat Nov 21 14:42:09 UTC 2026 : Starting execution for request: ${id}\nSat Nov 21 14:42:38 UTC 2026 : Method completed with status: 504\n`;
    const { all, recognised } = read(stringify({ latency: 29_010, log, status: 504 }, style));
    expect(all.map(([, message]) => message)).toEqual([
      `Execution log for request ${id}`,
      `Starting execution for request: ${id}`,
      'Method completed with status: 504',
    ]);
    expect(recognised).toEqual([{ shape: 'test-invoke JSON', records: 3 }]);
  });

  it('where the copy begins and ends in the middle', () => {
    const lines = stringify({ events }).split('\n');
    const { all, skipped } = read(lines.slice(4, -3).join('\n'));
    expect(all).toEqual(expected.slice(1, 3));
    expect(skipped.at(-1)).toMatch(/^ingestionTime: \d{13}$/);
  });
});

describe('openYaml leaves as it is', () => {
  const item = '- message: "never closed\n  timestamp: 1795271358211';
  it.each([
    ['native lines', messages.join('\n')],
    ['chatter', 'log: see below\n- message: me\nevents: none'.replace('- message', '* message')],
    ['an item that is no YAML', item],
    ['an item that is beyond all measure', `- message: ${'x'.repeat(1_300_000)}`],
    ['a log of anything else', 'log:\n  level: info'],
    ['a list of words', '- message: [a, b]'],
    ['an item without its value', '- message: &a\n  \n- *b'],
    ['a list of anything else', '- name: a\n  message: b'],
  ])('%s', (_name, text) => {
    expect(openYaml(text)).toBe(text);
  });
});

it('openYaml takes linear time', () => {
  const ms = (count: number) => {
    const text = Array.from({ length: count }, () => '- message: "a\n  b: [').join('\n');
    return processorTime(() => expect(openYaml(text)).toBe(text));
  };
  ms(100);
  // Twenty times the text: 20 if linear, 400 if quadratic.
  expect(ms(8000)).toBeLessThan(80 * Math.max(ms(400), 10));
});
