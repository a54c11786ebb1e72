import { describe, expect, it } from 'vitest';
import { explainExport } from '../../../src/explain-export.ts';
import { toWindowOutput } from '../../../src/report/window-output.ts';
import { loadTemplates } from '../../../src/templates.ts';

const templates = loadTemplates();
const redaction = { emails: true, ipAddresses: false, phoneNumbers: true, cardNumbers: true, fields: [] };
const startMs = Date.parse('2026-11-20T14:00:00Z');

async function explained(text: string, pieceBytes = 1_000) {
  async function* chunks() {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
  }
  const answer = await explainExport(chunks(), { nowMs: startMs + 3_600_000, redaction, templates });
  return toWindowOutput(answer).window;
}

const idOf = (index: number) => `${index.toString(16).padStart(8, '0')}-574c-4d30-b6b9-25e26d687255`;

function request(
  index: number,
  path: string,
  tookMs: number,
  end: string[],
  status: number,
): [number, string][] {
  const at = startMs + index * 1_000;
  return [
    [at, `(${idOf(index)}) Starting execution for request: ${idOf(index)}`],
    [at + 1, `(${idOf(index)}) HTTP Method: POST, Resource Path: ${path}`],
    [at + 2, `(${idOf(index)}) Endpoint request body after transformations: {"a":"Execution failed"}`],
    [at + 3, `(${idOf(index)}) Sending request to https://backend.example.com${path}`],
    ...end.map((line): [number, string] => [at + 3 + tookMs, `(${idOf(index)}) ${line}`]),
    [at + 4 + tookMs, `(${idOf(index)}) Method completed with status: ${status}`],
    [at + 5 + tookMs, `(${idOf(index)}) X-ray Tracing ID : 1-5c7674f4-0123456789abcdef01234567`],
  ];
}

/** 120 requests, all at work at the same time: each third times out, each tenth of the rest loses its connection. */
const interleaved = Array.from({ length: 120 }, (_, index) => {
  if (index % 3 === 0)
    return request(index, '/orders', 29_000, ['Execution failed due to a timeout error'], 504);
  if (index % 10 === 1)
    return request(
      index,
      '/cart',
      700,
      ['Execution failed due to a network error communicating with endpoint: Connection is closed'],
      504,
    );
  return request(
    index,
    '/cart',
    40 + index,
    [
      `Received response. Status: 200, Integration latency: ${40 + index} ms`,
      'Successfully completed execution',
    ],
    200,
  );
})
  .flat()
  .sort(([a], [b]) => a - b);
const native = interleaved.map(([atMs, line]) => `${new Date(atMs).toISOString()} ${line}`).join('\n');
const csv = [
  'timestamp,message',
  ...interleaved.map(([atMs, line]) => `${atMs},"${line.replaceAll('"', '""')}"`),
].join('\n');

const expected = {
  failures: 48,
  byCause: [
    { cause: 'integration-timeout', requests: 40 },
    { cause: 'network-error', requests: 8 },
  ],
  byRoute: [
    { name: 'POST /orders', requests: 40 },
    { name: 'POST /cart', requests: 8 },
  ],
  byTarget: [{ name: 'backend.example.com', requests: 48 }],
  byStatus: [{ name: '504', requests: 48 }],
};

describe('explainExport', () => {
  it.each([
    ['native lines', native],
    ['a CSV export', csv],
  ])('sums up %s of interleaved requests', async (_, text) => {
    expect(await explained(text)).toMatchObject(expected);
  });

  it('gives the same whatever the pieces', async () => {
    const whole = await explained(native, 1_000_000);
    expect(await explained(native, 97)).toStrictEqual(whole);
    expect(whole.latency.slowestMs).toBe(29_003);
    expect(whole.byMinute.reduce((sum, one) => sum + one.requests, 0)).toBe(48);
  });

  it('counts a failure whose last line is cut off', async () => {
    const cut = native
      .split('\n')
      .filter((line) => !line.includes('Method completed'))
      .join('\n');
    expect(await explained(cut)).toMatchObject({ failures: 48, byCause: expected.byCause });
  });

  it('sums up access-log rows by what they say', async () => {
    const rows = Array.from({ length: 600 }, (_, index) =>
      JSON.stringify({
        requestId: idOf(index),
        requestTimeEpoch: startMs + index * 1_000,
        httpMethod: 'GET',
        resourcePath: '/stock',
        status: index % 6 === 0 ? '504' : '200',
        integrationLatency: index % 6 === 0 ? '29001' : '12',
        errorMessage: index % 6 === 0 ? 'Endpoint request timed out' : '-',
        responseType: index % 6 === 0 ? 'INTEGRATION_TIMEOUT' : '-',
      }),
    ).join('\n');
    expect(await explained(rows)).toMatchObject({
      failures: 100,
      byCause: [{ cause: 'integration-timeout', requests: 100 }],
      byRoute: [{ name: 'GET /stock', requests: 100 }],
    });
  });

  it('says so where nothing failed, and hides secrets in routes', async () => {
    const fine = request(1, '/cart', 10, [], 200).map(
      ([atMs, line]) => `${new Date(atMs).toISOString()} ${line}`,
    );
    expect((await explained(fine.join('\n'))).failures).toBe(0);
    const secret = request(
      1,
      '/reset?token=AKIAABCDEFGHIJKLMNOP',
      29_000,
      ['Execution failed due to a timeout error'],
      504,
    )
      .map(([atMs, line]) => `${new Date(atMs).toISOString()} ${line}`)
      .join('\n');
    expect(JSON.stringify(await explained(secret))).not.toContain('AKIAABCDEFGHIJKLMNOP');
  });
});
