import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { type OpenedExport, readExport } from '../../../src/evidence/window/read-export.ts';
import { openExport, type SkimmedAhead, skimAhead } from '../../../src/evidence/window/skim-ahead.ts';
import { telling } from '../../../src/evidence/window/skim-line.ts';
import { rangeSkimmer } from '../../../src/evidence/window/skim-range.ts';
import { streamPastes } from '../../../src/inquiry/stream-events.ts';

/** What an export came to: each telling line and each other record in order, and the rest counted. */
interface Holdings {
  told: string[];
  lines: number;
  skipped: number;
  fromMs: number;
  toMs: number;
}

/** The same pieces in one buffer that is used again, as a file is read. */
async function* pieces(text: string, sizes: readonly number[]): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  const buffer = Buffer.alloc(Math.max(...sizes));
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const length = bytes.copy(buffer, 0, at, at + (sizes[turn % sizes.length] ?? 1));
    yield buffer.subarray(0, length);
    buffer.fill('?', length);
    at += length;
  }
}

const nothing = (): Holdings => ({
  told: [],
  lines: 0,
  skipped: 0,
  fromMs: Number.POSITIVE_INFINITY,
  toMs: Number.NEGATIVE_INFINITY,
});

function pass(holdings: Holdings, lines: number, fromMs: number, toMs: number): void {
  holdings.lines += lines;
  holdings.fromMs = Math.min(holdings.fromMs, fromMs);
  holdings.toMs = Math.max(holdings.toMs, toMs);
}

/** A record as the tally takes it: what stands behind the id where it tells, or all of it where there is no id. */
function take(holdings: Holdings, message: string, atMs: number | undefined): void {
  pass(holdings, 1, atMs ?? Number.POSITIVE_INFINITY, atMs ?? Number.NEGATIVE_INFINITY);
  const end = message.startsWith('(') ? message.indexOf(') ') : -1;
  if (end < 9 || end > 130) {
    holdings.told.push(`${atMs} other ${message}`);
    return;
  }
  const text = message.slice(end + 2, end + 402);
  if (telling.test(text)) holdings.told.push(`${atMs} ${message.slice(1, end)} ${text}`);
}

const skimmed = (text: string, sizes: readonly number[]) => read(pieces(text, sizes));

async function read(source: AsyncIterable<Buffer> | OpenedExport): Promise<Holdings> {
  const holdings = nothing();
  await readExport(
    source,
    {
      quiet: (lines, fromMs, toMs) => pass(holdings, lines, fromMs, toMs),
      telling({ bytes, atMs, idFrom, idTo, from, to }) {
        pass(holdings, 1, atMs, atMs);
        holdings.told.push(
          `${atMs} ${bytes.toString('utf8', idFrom, idTo)} ${bytes.toString('utf8', from, to)}`,
        );
      },
      event: ({ message, atMs }) => take(holdings, message, atMs),
      skipped: (lines) => {
        holdings.skipped += lines;
      },
    },
    () => undefined,
  );
  return holdings;
}

async function carefully(text: string): Promise<Holdings> {
  const holdings = nothing();
  for await (const { events, skipped } of streamPastes(pieces(text, [65_536]))) {
    for (const { message, atMs } of events) take(holdings, message, atMs);
    holdings.skipped += skipped.lines;
  }
  return holdings;
}

const folder = mkdtempSync(join(tmpdir(), 'gw504-read-export-'));
const file = join(folder, 'export.log');
afterAll(() => rmSync(folder, { recursive: true }));

/** Stretches of these sizes in turn, skimmed by this thread. */
function inStretches(opened: number, bytes: number, sizes: readonly number[]) {
  const skim = rangeSkimmer(opened);
  const spares: ArrayBuffer[] = [];
  let from = 0;
  let taken = 0;
  const ahead: SkimmedAhead = {
    async next() {
      const size = sizes[taken % sizes.length] ?? 1;
      const range =
        from < bytes ? skim({ from, bytes: Math.min(size, bytes - from) }, spares.pop()) : undefined;
      from += size;
      if (range === undefined) return undefined;
      taken += 1;
      // The room is used again for the next, as a thread uses its own.
      return { ...range, head: Buffer.from(range.head), tail: Buffer.from(range.tail) };
    },
    giveBack: (room) => void spares.push(room),
    stop: async () => undefined,
  };
  return { ahead, taken: () => taken };
}

/** The same text from a file, as far as its stretches can be skimmed alone by stretches; how many were. */
async function stretched(
  text: string,
  sizes: readonly number[],
  bytes = Buffer.byteLength(text),
): Promise<Holdings & { taken: number }> {
  writeFileSync(file, text);
  const opened = openSync(file, 'r');
  const { ahead, taken } = inStretches(opened, bytes, sizes);
  const holdings = await read({ file: opened, ahead });
  closeSync(opened);
  return { ...holdings, taken: taken() };
}

const ids = [
  '914bad5e-1840-41e9-83f1-efc9a0398ffc',
  '2f0c9a11-574c-4d30-b6b9-25e26d687255',
  '2f0c9a11-574c-4d30-b6b9-25e26d687256',
  'TgwN2EJqCYcFnFQ=',
  '914bad5e-1840-41e9-83f1) efc9a0398ffc',
  '914bad5e-1840-41e9-83f1-efc9a0398ff\u200bc',
  'a',
];
const stamps = [
  '2026-11-21T14:42:09.211Z ',
  '2026-11-21T14:43:10.5Z ',
  '2026-11-21 14:42:09 ',
  '2026-11-21T14:42:59.211999+00:00 e369853df766fa44e1ed0ff613f563bd ',
  '2026-11-21T14:42:09.211Z\t',
  '2026-11-21T14:42:09.Z ',
  '2026-11-21T15:42:09.211+01:00 ',
  '2026-02-30T14:42:09.211Z ',
  '2026-11-21T24:00:00.000Z ',
  '2026-11-21T14:42:09.211Z API-Gateway-Execution-Logs_a1b2c3d4e5/prod ',
  '',
];
const markers = [
  'Method completed with status: 504',
  'Method completed with status: 200',
  'Execution failed due to a timeout error',
  'HTTP Method: POST, Resource Path: /orders',
  'Sending request to https://backend.example.com/orders?a=1&b=2',
];
const messages = [
  ...markers,
  'Received response. Status: 200, Integration latency: 20 ms',
  'Lambda execution failed with status 200 due to customer function error: boom',
  'Gateway response type: DEFAULT_5XX with status code: 500',
  'API Key not authorized because it is unknown',
  "API Key  authorized because method 'GET /a' does not require API Key.",
  'API Key: ****bMZHBg',
  'API Key  not authorized because of its plan',
  'WAF call got timed out',
  'Unauthorized request: x',
  'Key throttle limit exceeded for RestApi a',
  'Method response headers: {}',
  'Method commented with nothing at all behind it',
  'Execution log for request x',
  'Sending requests to nobody in particular, please',
  'Received responses',
  'Extended Request Id: Vwc2MGFUrPEFV_g=',
  'X',
  `Endpoint response body before transformations: ${'x'.repeat(900)}`,
  `Execution failed due to ${'y'.repeat(900)}`,
  'Endpoint response body before transformations: {',
  'Endpoint request body after transformations: é “quoted” `code`',
  'Sending request to <https://example.com/a|example.com/a>',
  '\u200bMethod completed with status: 504',
  '\u001b[31mMethod completed with status: 504\u001b[0m',
  'Endpoint response body: a\u2028b Method completed with status: 504',
  'Endpoint response body: a\rMethod completed with status: 504',
];
const line = fc.oneof(
  {
    weight: 12,
    arbitrary: fc
      .tuple(fc.constantFrom(...stamps), fc.constantFrom(...ids), fc.constantFrom(...messages))
      .map(([stamp, id, message]) => `${stamp}(${id}) ${message}`),
  },
  {
    weight: 12,
    arbitrary: fc
      .tuple(
        fc.constantFrom(...stamps.slice(0, 5)),
        fc.constantFrom(...ids.slice(0, 4)),
        fc.constantFrom(...messages),
      )
      .map(([stamp, id, message]) => `${stamp}(${id}) ${message}`),
  },
  // A marker within a body, and one behind another's parenthesis.
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom(...ids), fc.constantFrom(...ids), fc.constantFrom(...markers))
      .map(
        ([a, b, marker]) =>
          `${stamps[0]}(${a}) Method request body before transformations: {"log":"(${b}) ${marker}"}`,
      ),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      '',
      '  ',
      'any ideas?',
      '  "a": 1',
      '}',
      '```',
      `${stamps[0]}START RequestId: ${ids[0]} Version: $LATEST`,
      `${stamps[0]}`,
      '(not an id) Method completed with status: 504',
      `{"requestId":"${ids[0]}","status":"504"}`,
      '14:42:09',
    ),
  },
);
const exported = fc
  .tuple(fc.array(line, { maxLength: 40 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
  .map(([lines, end, isClosed]) =>
    [`${stamps[0]}(${ids[0]}) Starting execution for request: ${ids[0]}`, ...lines]
      .join(end)
      .concat(isClosed ? end : ''),
  );

describe('readExport', () => {
  it('holds what the careful reader finds, wherever the pieces are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        exported,
        fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 6 }),
        async (text, sizes) => {
          expect(await skimmed(text, sizes)).toStrictEqual(await carefully(text));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('cuts blocks anywhere, also where much is held', async () => {
    const body = `${stamps[0]}(${ids[1]}) Endpoint response body before transformations: ${'x'.repeat(300)}`;
    const lines = Array.from({ length: 3_000 }, (_, index) =>
      index % 7 === 0
        ? `${stamps[index % 5]}(${ids[index % 4]}) ${messages[index % 23]}`
        : index % 101 === 0
          ? '{\n  "chatter": 1\n}'
          : body,
    ).join('\n');
    const expected = await carefully(lines);
    expect(expected.lines).toBeGreaterThan(2_900);
    for (const sizes of [[131_072], [65_536, 1, 17], [4_096, 70_001]])
      expect(await skimmed(lines, sizes)).toStrictEqual(expected);
  });

  it('holds the same where stretches of a file are skimmed apart, wherever they are cut', async () => {
    let together = 0;
    await fc.assert(
      fc.asyncProperty(
        exported,
        fc.array(fc.integer({ min: 1, max: 2_500 }), { minLength: 1, maxLength: 4 }),
        async (text, sizes) => {
          const { taken, ...holdings } = await stretched(text, sizes);
          together += taken;
          expect(holdings).toStrictEqual(await carefully(text));
        },
      ),
      { numRuns: 300 },
    );
    expect(together).toBeGreaterThan(300);
  });

  const bodyLine = `${stamps[0]}(${ids[1]}) Endpoint response body before transformations: `;
  const end = `${stamps[0]}(${ids[0]}) Method completed with status: 504`;
  it.each([
    { what: 'every byte of two-byte lines', text: `${end}\r\n`.repeat(3), sizes: [1, 2, 3, 5, 89], taken: 0 },
    {
      what: 'a body of several lines',
      text: `${end}\n${bodyLine}{\n  "a": "é\u2028"\n}\n`.repeat(8),
      sizes: [230],
      taken: 8,
    },
    { what: 'a last line that is not closed', text: `${end}\n`.repeat(4) + end, sizes: [180], taken: 3 },
    { what: 'one stretch of all', text: `${end}\n`.repeat(4), sizes: [10_000], taken: 1 },
    {
      what: 'a stretch without a native line',
      text: `${end}\n${'{\n}\n'.repeat(300)}${end}\n`,
      sizes: [400],
      taken: 1,
    },
    {
      what: 'a line longer than a stretch',
      text: `${end}\n${bodyLine}${'x'.repeat(40_000)}\n${end}\n`,
      sizes: [200],
      taken: 1,
    },
    {
      what: 'a line longer than is read behind a stretch',
      text: `${end}\n${bodyLine}${'x'.repeat(5_000_000)}\n${end}\n`.repeat(2),
      sizes: [200, 2_000_000],
      taken: 0,
    },
    {
      what: "a console's copy",
      text: `${end}\n`.repeat(3).concat(`14:42:09\n${end}\n${end}\n`.repeat(5)),
      sizes: [280],
      taken: 1,
    },
    { what: 'nothing', text: '', sizes: [10], taken: 0 },
  ])('skims stretches of a file apart: $what', async ({ text, sizes, taken }) => {
    expect(await stretched(text, sizes)).toStrictEqual({ ...(await carefully(text)), taken });
  });

  it('cuts a file at every place', async () => {
    const text = [end, `${bodyLine}{`, '  "a": "é"', '}', end, bodyLine, end, '', 'chatter', end].join(
      '\r\n',
    );
    const expected = await carefully(text);
    for (let size = 1; size <= Buffer.byteLength(text); size += 1) {
      const { taken: _, ...holdings } = await stretched(text, [size]);
      expect(holdings).toStrictEqual(expected);
    }
  });

  it.each([
    { what: 'grew while it was read', opened: 0.5 },
    { what: 'was cut while it was read', opened: 2 },
    { what: 'was emptied while it was read', opened: 1e6 },
  ])('holds what stands in a file that $what', async ({ opened }) => {
    const text = opened === 1e6 ? '' : `${end}\n${bodyLine}{\n}\n`.repeat(9).concat(end.slice(0, 50));
    const expected = await carefully(text);
    for (const size of [170, 700, 5_000]) {
      const bytes = Math.round(opened * Math.max(1, text.length));
      const { taken: _, ...holdings } = await stretched(text, [size], bytes);
      expect(holdings).toStrictEqual(expected);
    }
  });

  it('shares a file of many stretches, one line of which is longer than any of them', async () => {
    const some = `${`${bodyLine}${'x'.repeat(900)}\r\n`.repeat(200)}${end}\r\n`;
    const text = `${some.repeat(30)}${bodyLine}${'y'.repeat(5_000_000)}\n${some}${end}`;
    writeFileSync(file, text);
    const opened = openSync(file, 'r');
    // Here, before the build, the thread's file is not there: this thread claims all.
    const shared = await read({ file: opened, ahead: skimAhead(opened, Buffer.byteLength(text), 1) });
    closeSync(opened);
    expect(shared).toStrictEqual(await carefully(text));
    expect(shared.lines).toBe(31 * 201 + 2);
  });

  it('reads a file alone where no thread can skim', async () => {
    const text = `${end}\n${bodyLine}{\n}\n`.repeat(20);
    writeFileSync(file, text);
    const opened = openSync(file, 'r');
    const expected = await carefully(text);
    // Here, before the build, the threads' file is not there: each fails at its start.
    expect(await read(openExport({ file: opened, bytes: text.length }))).toStrictEqual(expected);
    expect(await read({ file: opened })).toStrictEqual(expected);
    closeSync(opened);
  });

  it.each([
    ['CSV', `timestamp,message\n1795272129211,"(${ids[0]}) Method completed with status: 504"\n`],
    ['lines without times', `(${ids[0]}) Method completed with status: 504\n`],
    ['JSON lines', `{"timestamp":1795272129211,"message":"(${ids[0]}) Method completed with status: 504"}\n`],
  ])('leaves %s to the careful reader', async (_, text) => {
    const expected = await carefully(text);
    expect(expected.told).toHaveLength(1);
    expect(await skimmed(text, [7])).toStrictEqual(expected);
    expect(await stretched(text, [30])).toStrictEqual({ ...expected, taken: 0 });
  });
});
