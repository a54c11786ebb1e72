import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPaste } from '../../src/inquiry/paste.ts';
import { streamEvents, streamPastes } from '../../src/inquiry/stream-events.ts';

const id = '914bad5e-1840-41e9-83f1-efc9a0398ffc';
const stream = 'e369853df766fa44e1ed0ff613f563bd';
const done = `(${id}) Method completed with status: 504`;
const stamp = '2026-11-21T14:42:09.211Z';

async function* chunksOf(text: string | Buffer, bytes: number): AsyncGenerator<Buffer> {
  const buffer = Buffer.from(text);
  for (let at = 0; at < buffer.length; at += bytes) yield buffer.subarray(at, at + bytes);
}

async function collect<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const all: Value[] = [];
  for await (const value of values) all.push(value);
  return all;
}

const line = fc.constantFrom(
  `${stamp} ${done}`,
  `2026-11-21T14:42:09Z ${done}`,
  `2026-11-21 14:42:09.5 ${done}`,
  `2026-11-21T14:42:09.211000+00:00 ${stream} ${done}`,
  `2026-11-21T15:42:09.211+01:00 ${done}`,
  `${stamp}\t${done}`,
  `${stamp}  ${done}`,
  `${stamp} - ${done}`,
  `[${stamp}] ${done}`,
  `1795272129211 ${done}`,
  `${stamp} API-Gateway-Execution-Logs_a1b2c3d4e5/prod ${done}`,
  `${stamp} /aws/lambda/orders START RequestId: ${id} Version: 1`,
  `${stamp} ${stream}`,
  `${stamp} é ${done}`,
  `${stamp} a\u001b[32mb ${done}`,
  `${stamp} a\u0000b ${done}`,
  `${stamp} a\r${done}`,
  `${stamp} a\u2028${done}`,
  `${stamp} a ${done}\u0001`,
  `${stamp} a ${done} \t\u00a0`,
  `${stamp} a\u007fb ${done}`,
  `2026-11-21T14:42:09.123456789Z ${done}`,
  `2026-11-21T14:42:09.12Z ${done}`,
  `2026-11-21T14:42:09.Z ${done}`,
  `${stamp} \`${done}\``,
  `${stamp} (${id}) Method request query string: {a=&lt;b&gt;}`,
  `${stamp} (${id}) Sending request to <https://example.com/a|example.com/a>`,
  `${stamp} (${id}) Endpoint request body after transformations: {`,
  '  "a": 1',
  '}',
  `${stamp}`,
  '2026-02-31T14:42:09.211Z a',
  '2026-13-01T14:42:09.211Z a',
  '2026-11-21T25:42:09.211Z a',
  '2026-11-21X14:42:09.211Z a',
  '2026-11-21T14:42 a',
  done,
  'any ideas?',
  '',
  '{"time":"2026-11-21T14:42:10Z","level":"info"}',
  '{',
  `${stamp} ${stream} {"a":1}`,
  `${stamp} ${stream.toUpperCase()} text`,
  '2026-11-21',
  '14:42:09',
);
const text = fc
  .tuple(fc.array(line, { maxLength: 30 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
  .map(
    ([lines, end, closed]) => `${stamp} (${id}) HTTP Method: GET${end}${lines.join(end)}${closed ? end : ''}`,
  );

describe('streamEvents', () => {
  it('gives the events of readPaste, however the text is cut', async () => {
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 300 }), async (all, bytes) => {
        const whole = readPaste(all);
        const [events, pastes] = await Promise.all([
          collect(streamEvents(chunksOf(all, bytes))),
          collect(streamPastes(chunksOf(all, bytes))),
        ]);
        expect(events).toEqual(whole.events);
        expect(pastes.flatMap((paste) => paste.events)).toEqual(whole.events);
        expect(pastes.reduce((sum, { skipped }) => sum + skipped.lines, 0)).toBe(whole.skipped.lines);
      }),
      { numRuns: 200 },
    );
  });

  const pad = `(${id}) Endpoint response body before transformations: ${'x'.repeat(200)}`;
  const at = (index: number) => new Date(1_795_272_129_000 + index).toISOString();
  const quoted = (message: string) => `"${message.replaceAll('"', '""')}"`;
  const many = <Value>(one: (index: number) => Value) =>
    Array.from({ length: 1500 }, (_, index) => one(index));
  it.each([
    ['native lines', many((n) => `${at(n)} ${pad} ${n}`).join('\n')],
    ['lines without times', many((n) => `${pad} ${n}`).join('\n')],
    [
      'JSON lines',
      many((n) => JSON.stringify({ timestamp: 1_795_272_129_000 + n, message: `${pad} ${n}` })).join('\n'),
    ],
    [
      'pretty-printed events',
      JSON.stringify(
        { events: many((n) => ({ timestamp: 1_795_272_129_000 + n, message: `${pad} ${n}` })) },
        null,
        4,
      ),
    ],
    [
      'pretty-printed rows',
      JSON.stringify(
        many((n) => ({ '@timestamp': at(n), '@message': { text: `${pad} ${n}` } })),
        null,
        2,
      ),
    ],
    [
      'pretty-printed query results',
      JSON.stringify(
        {
          results: many((n) => [
            { field: '@timestamp', value: at(n) },
            { field: '@message', value: `${pad} ${n}` },
          ]),
          statistics: {},
        },
        null,
        4,
      ),
    ],
    [
      'the CSV export',
      `timestamp,message\n${many((n) => `${1_795_272_129_000 + n},${quoted(`${pad}, "${n}"\n{}\n`)}`).join('\n')}`,
    ],
    [
      'the CSV export without its header',
      many((n) => `${1_795_272_129_000 + n},${quoted(`${pad}, "${n}"`)}`).join('\n'),
    ],
    [
      'Insights CSV',
      `@timestamp,@logStream,@message\n${many((n) => `${at(n)},${stream},${quoted(`${pad}, ${n}`)}`).join('\n')}`,
    ],
    [
      'tailed lines with bodies over lines',
      many((n) => `${at(n).replace('Z', '000+00:00')} ${stream} ${pad} {\n  "n": ${n}\n}`).join('\n'),
    ],
    ['a console copy', many((n) => `${at(n)}\n${pad} ${n}`).join('\n')],
  ])('gives the events of readPaste for %s of a megabyte', async (_name, all) => {
    const whole = readPaste(all);
    expect(whole.events).toHaveLength(1500);
    expect(await collect(streamEvents(chunksOf(all, 64 * 1024)))).toEqual(whole.events);
  });

  it('counts shapes and keeps the first samples of what it left aside', async () => {
    const all = `${stamp} ${done}\n${many((n) => `talk ${n} ${'.'.repeat(100)}`).join('\n')}\n${stamp} ${stream} ${done}\n`;
    const pastes = await collect(streamPastes(chunksOf(all, 64 * 1024)));
    expect(pastes.flatMap((paste) => paste.recognised)).toEqual([
      { shape: 'log lines', records: 1 },
      { shape: 'aws logs tail output', records: 1 },
    ]);
    expect(pastes.reduce((sum, { skipped }) => sum + skipped.lines, 0)).toBe(1500);
    expect(pastes.every(({ skipped }) => skipped.samples.length <= 5)).toBe(true);
  });

  it('takes strings, and nothing at all', async () => {
    async function* strings() {
      yield `${stamp} (${id}) HTTP`;
      yield ' Method: GET';
    }
    async function* nothing() {}
    expect((await collect(streamEvents(strings()))).map(({ message }) => message)).toEqual([
      `(${id}) HTTP Method: GET`,
    ]);
    expect(await collect(streamEvents(nothing()))).toEqual([]);
  });

  it.each([
    ['one line that never ends', 'x'],
    ['a record that never ends', `${'y'.repeat(99)}\n`],
    ['quotes that never close', `1795272129000,"${'z'.repeat(80)}\n`],
    ['a row that never ends', 'z,'],
    ['lines in a quote that never closes', `z,${'y'.repeat(80)}\n`],
  ])('holds no more than some megabytes of %s', async (_name, unit) => {
    const block = Buffer.from(unit.repeat(Math.ceil(262_144 / unit.length)));
    const first: Record<string, string> = {
      '1': 'timestamp,message\n',
      z: `timestamp,message\n1795272129000,${done}\n1795272129000,"`,
    };
    async function* endless() {
      yield Buffer.from(first[unit.charAt(0)] ?? `${stamp} (${id}) a {\n`);
      for (let blocks = 0; blocks < 10; blocks += 1) yield block;
      yield Buffer.from(`\n${stamp} ${done}\n`);
    }
    let events = 0;
    let largest = 0;
    for await (const paste of streamPastes(endless())) {
      events += paste.events.length;
      largest = Math.max(largest, ...paste.events.map(({ message }) => message.length));
    }
    expect(events).toBeGreaterThan(0);
    expect(largest).toBeLessThan(4_000_000);
  });
});
