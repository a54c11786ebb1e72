import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogEvent } from '../../src/inquiry/log-event.ts';
import { readPaste } from '../../src/inquiry/paste.ts';
import { processorTime } from './processor-time.ts';

const id = '914bad5e-1840-41e9-83f1-efc9a0398ffc';
const lambda = '71952965-3b5c-4f3a-9d3e-0a2b1c4d5e6f';

/** What the gateway and a function write, with bodies that hold every delimiter. */
const value = fc
  .string({ unit: fc.constantFrom(...'abz09 ,;|"\'\\/<>&{}[]()=:.-_#%@$'), maxLength: 40 })
  .map((text) => text.trim());
const message = fc.oneof(
  fc.constantFrom(
    `(${id}) Execution failed due to a timeout error`,
    `(${id}) Method completed with status: 504`,
    `(${id}) Method request path: {}`,
    `START RequestId: ${lambda} Version: $LATEST`,
    `REPORT RequestId: ${lambda}\tDuration: 1.00 ms\tBilled Duration: 2 ms`,
    `REPORT RequestId: ${lambda}\tDuration: 1.00 ms\nXRAY TraceId: 1-6a2f0a91-0123456789abcdef01234567\tSampled: true`,
    `(${id}) Method request body before transformations: {\n  "a": [\n    "b, c"\n  ]\n}`,
    `(${id}) Endpoint response body before transformations: <html>\n<body>\n</body>\n</html>`,
  ),
  value.map((text) => `(${id}) Endpoint response body before transformations: ${text}.`),
  value.map((text) => `(${id}) Method request headers: {Accept=${text}, Host=a.example}`),
);
const moment = fc.integer({ min: Date.UTC(2019, 0, 1), max: Date.UTC(2030, 0, 1) });
const list = fc.array(fc.tuple(moment, message), { minLength: 1, maxLength: 12 });
type List = [number, string][];

const iso = (atMs: number) => new Date(atMs).toISOString();
const spaced = (atMs: number) => iso(atMs).replace('T', ' ').replace('Z', '');
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const slack = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const native = (all: List) => all.map(([atMs, text]) => `${iso(atMs)} ${text}`).join('\n');

const writers: Record<string, (all: List) => string> = {
  native,
  'native with CRLF': (all) => native(all).replaceAll('\n', '\r\n'),
  tail: (all) =>
    all.map(([atMs, text]) => `${iso(atMs).replace('Z', '000+00:00')} ${'0a'.repeat(16)} ${text}`).join('\n'),
  CSV: (all) => `timestamp,message\n${all.map(([atMs, text]) => `${atMs},${quoted(text)}`).join('\n')}`,
  'Insights CSV': (all) =>
    `@timestamp,@message,@logStream\n${all.map(([atMs, text]) => `${spaced(atMs)},${quoted(text)},a`).join('\n')}`,
  'JSON rows': (all) =>
    JSON.stringify(
      all.map(([atMs, text]) => ({ '@timestamp': spaced(atMs), '@message': text })),
      null,
      2,
    ),
  'filter-log-events': (all) =>
    JSON.stringify({ events: all.map(([timestamp, text]) => ({ timestamp, message: text })) }, null, 4),
  'query results': (all) =>
    JSON.stringify({
      results: all.map(([atMs, text]) => [
        { field: '@timestamp', value: spaced(atMs) },
        { field: '@message', value: text },
      ]),
      statistics: {},
    }),
  subscription: (all) =>
    JSON.stringify({
      logGroup: 'g',
      logStream: 's',
      logEvents: all.map(([timestamp, text]) => ({ id: '1', timestamp, message: text })),
    }),
  'Markdown table': (all) =>
    `| @timestamp | @message |\n|---|---|\n${all.map(([atMs, text]) => `| ${spaced(atMs)} | ${text.replaceAll('|', '\\|').replaceAll('\n', '<br>')} |`).join('\n')}`,
  'console copy': (all) => all.map(([atMs, text]) => `${iso(atMs)}\n${text}\n${text}`).join('\n'),
  'Slack fence': (all) => `\`\`\`\n${slack(native(all))}\n\`\`\``,
  'Slack quote': (all) => slack(native(all)).replace(/^/gm, '&gt; '),
};

const bare = ({ events }: { events: LogEvent[] }) =>
  events.map(({ atMs, message: text, order }) => ({ atMs, text, order }));

describe('readPaste', () => {
  it.each(Object.keys(writers))('gives the same events for %s as for what was written', (name) => {
    fc.assert(
      fc.property(list, (all) => {
        const paste = readPaste(writers[name]?.(all) ?? '');
        expect(bare(paste)).toEqual(all.map(([atMs, text], order) => ({ atMs, text, order })));
        expect(paste.skipped.lines).toBe(0);
      }),
      { numRuns: 80 },
    );
  });

  it('gives the same moments for every zone mark', () => {
    fc.assert(
      fc.property(
        moment,
        fc.integer({ min: -14 * 60, max: 14 * 60 }),
        fc.boolean(),
        (atMs, minutes, colon) => {
          const shown = new Date(atMs + minutes * 60_000).toISOString().slice(0, -1);
          const two = (number: number) => String(number).padStart(2, '0');
          const size = Math.abs(minutes);
          const mark = `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${colon ? ':' : ''}${two(size % 60)}`;
          expect(
            readPaste(`${shown}${mark} (${id}) HTTP Method: GET`).events.map((event) => event.atMs),
          ).toEqual([atMs]);
        },
      ),
    );
  });

  it('leaves chatter around any shape aside, and loses nothing for it', () => {
    const talk = fc.constantFrom(
      'any ideas?',
      'see below',
      `why did ${id} fail`,
      'it broke at 14:42',
      'thanks',
      'I guess it is the database',
    );
    fc.assert(
      fc.property(list, fc.constantFrom(...Object.keys(writers)), talk, talk, (all, name, before, after) => {
        const plain = writers[name]?.(all) ?? '';
        const paste = readPaste(`${before}\n\n${plain}\n\n${after}`);
        expect(bare(paste)).toEqual(bare(readPaste(plain)));
        expect(paste.skipped).toEqual({ lines: 2, samples: [before, after] });
      }),
      { numRuns: 150 },
    );
  });

  it('never throws, orders its events, and counts what it read', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom(
        '{',
        '[',
        '"',
        '|',
        ',',
        '\n',
        '\r\n',
        '```',
        '<html>',
        '&lt;',
        '| @timestamp | @message |\n',
        'timestamp,message\n',
        '{"events":[',
        '{"results":[[',
        '< HTTP/1.1 504\n',
        'EVENTS\t1',
        'RESULTS\ta\t',
        '2026-11-21T14:42:09.000Z',
        '\n14:42:09\n',
        '2026-11-21\n',
        '1795272129000,"',
        '<request id=',
        `(${id}) `,
        `START RequestId: ${lambda}\n`,
        `END RequestId: ${lambda}\n`,
        '“',
        'x-cache: ',
        '{"awslogs":{"data":"H4sI"}}\n',
        '{"LogResult":"eA=="}\n',
      ),
      fc
        .tuple(list, fc.constantFrom(...Object.keys(writers)), fc.nat(400))
        .map(([all, name, cut]) => (writers[name]?.(all) ?? '').slice(cut)),
      fc.json(),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        const { events, recognised, skipped } = readPaste(text);
        expect(events.map(({ order }) => order)).toEqual(events.map((_event, index) => index));
        expect(recognised.reduce((sum, { records }) => sum + records, 0)).toBe(events.length);
        // A code fence ends a line wherever it stands, as Slack shows it.
        expect(skipped.lines).toBeLessThanOrEqual(text.split(/\r\n|[\n\r\u2028\u2029]|```/).length);
        expect(
          events.every(
            (event) => event.message !== '' && (event.atMs === undefined || Number.isFinite(event.atMs)),
          ),
        ).toBe(true);
      }),
      { numRuns: 600 },
    );
  });

  const row = '2026-11-21T14:42:09.000Z ';
  it.each([
    ['opening braces', '{'],
    ['opening braces on lines', '{\n'],
    ['opening brackets', '['],
    ['arrays that never close', '{"a":[{}\n'],
    ['documents that never close', '{"events":[{"message":"a"},\n'],
    ['documents behind each other', '{"a":1}'],
    ['broken documents behind each other', '{"a":1}{"'],
    ['quotes', '"'],
    ['quotes on lines', '"\n'],
    ['backslashes', '\\'],
    ['quoted backslashes', '{"\\\\'],
    ['CSV quotes that never close', '1795272129000,"a\n'],
    ['CSV headers', 'timestamp,message\n'],
    ['CSV rows that never close', 'timestamp,message\n1795272129000,"a\n'],
    ['table borders', '|'],
    ['table headers', '| @timestamp | @message |\n'],
    ['rules', '-----\n'],
    ['blank lines', '\n'],
    ['blanks', ' '],
    ['times', `${row}\n`],
    ['times of day', '14:42:09\n'],
    ['dates', '2026-11-21\n'],
    ['a time of day and talk', '14:42:09\ntalk\n'],
    ['text answers', 'EVENTS\t1795272129000\ta\n'],
    ['pages that never end', '<html>\n'],
    ['records with pages that never end', `${row}<html>\n`],
    ['records with open bodies', `${row}{\n`],
    ['shown pages', '504 ERROR\n'],
    ['rows in XML that never end', '<request id="a">\n'],
    ['headers', 'a: b\n'],
    ['answers', 'HTTP/1.1 504\n\n'],
    ['answers with open bodies', 'HTTP/1.1 504\n\n{"a":[\n'],
    ['curl lines', '* Trying\n> GET / HTTP/1.1\n'],
    ['invocations that never end', `START RequestId: ${lambda}\ntalk\n`],
    ['ends of invocations', `END RequestId: ${lambda}\ntalk\n`],
    ['links', '<https://a'],
    ['entities', '&lt;'],
    ['fences', '```\n'],
    ['quotation marks', '> '],
    ['typographic quotes', '{“'],
    ['escapes', `Execution log for request a\\n`],
    ['dashes', '- '],
    ['digits', '1'],
    ['commas', ','],
    ['equals', 'a=b '],
    ['stack traces', 'Error: a\n    at b\n'],
    ['JSON strings', '"a"\n'],
    ['nesting', '{"a":'],
    ['Python’s quotes', "{'"],
    ['Python’s rows', "{'a': 'b'}\n"],
    ['colons', 'a:\n{\n'],
  ])('takes linear time for %s', (_name, unit) => {
    const time = (chars: number) => {
      const text = unit.repeat(Math.ceil(chars / unit.length));
      return processorTime(() => {
        readPaste(text);
        readPaste(`${text}\n(${id}) HTTP Method: GET\nEND RequestId: ${lambda}\n`);
      });
    };
    const small = Math.min(time(15_000), time(15_000));
    const large = time(150_000);
    // Ten times the text: about ten times as long, where quadratic work would take a hundred times.
    expect(large < 1000 || large < 40 * small).toBe(true);
  });
});
