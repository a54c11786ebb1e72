import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { outputSchema } from '../../src/report/report.ts';

const bin = fileURLToPath(new URL('../../dist/gw504.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'gw504-cli-'));

interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the built command as a person would; standard input is `input`. */
function gw504(args: string[], input = ''): Promise<Run> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [bin, ...args],
      { cwd: folder, env: { PATH: process.env.PATH } },
      (_, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    );
    child.stdin?.end(input);
  });
}

const twoLines = [
  '2026-11-20T14:42:09.200Z (f4267199-574c-4d30-b6b9-25e26d687255) Sending request to https://backend.example.com/orders',
  '2026-11-20T14:42:38.200Z (f4267199-574c-4d30-b6b9-25e26d687255) Execution failed due to a timeout error',
].join('\n');

describe('gw504 explain', () => {
  it('says timeout, phase unknown, from the two lines alone', async () => {
    const run = await gw504(['explain', '-', '--json'], twoLines);
    const output = outputSchema.parse(JSON.parse(run.stdout));
    expect({ code: run.code, stderr: run.stderr, reports: output.reports.length }).toStrictEqual({
      code: 0,
      stderr: '',
      reports: 1,
    });
    const report = output.reports[0];
    expect(report?.verdict).toMatchObject({ cause: 'integration-timeout', phase: 'unknown' });
    expect(report?.completedAfterTimeout).toBe('unknown');
    expect(report?.verdict.because[0]?.quote).toContain('Execution failed due to a timeout error');
    expect(report?.checklist.map((step) => step.step).sort((a, b) => a - b)).toStrictEqual(
      Array.from({ length: 15 }, (_, index) => index + 1),
    );
  });

  it('reads a file, and prints for people without control characters', async () => {
    const file = join(folder, 'some.log');
    writeFileSync(file, `${twoLines}\u001b[31m\n`);
    const run = await gw504(['explain', file]);
    expect(run.code).toBe(0);
    expect(run.stdout).toContain('Integration timed out');
    expect(run.stdout).not.toContain('\u001b');
  });

  it('text without any request gives one inconclusive report', async () => {
    const run = await gw504(['explain', '-', '--json'], 'nothing to see here\n');
    const output = outputSchema.parse(JSON.parse(run.stdout));
    expect(run.code).toBe(0);
    expect(output.reports.map((report) => report.verdict.cause)).toStrictEqual(['inconclusive']);
  });

  it.each(['', ' \n'])(
    'of an empty text (%j): says that it is empty, and nothing else; a program gets its report',
    async (text) => {
      const run = await gw504(['explain', '-'], text);
      expect(run).toStrictEqual({
        code: 0,
        stdout:
          'The text is empty, so there is nothing to judge. Give execution-log lines, an access-log row, or the Lambda log of the request.\n',
        stderr: '',
      });
      const output = outputSchema.parse(JSON.parse((await gw504(['explain', '--json'], text)).stdout));
      expect(output.reports.map((report) => report.verdict.cause)).toStrictEqual(['inconclusive']);
      expect(output.notes).toStrictEqual([run.stdout.trim()]);
    },
  );

  it('a saved bundle is judged to the same report again', async () => {
    const bundle = join(folder, 'bundle.json');
    const first = await gw504(['explain', '-', '--json', '--save', bundle], twoLines);
    const second = await gw504(['replay', bundle, '--json']);
    expect(second.code).toBe(0);
    expect(JSON.parse(second.stdout)).toStrictEqual(JSON.parse(first.stdout));
  });
});

describe('gw504 explain of an export', () => {
  const requests = 10_000;
  const idOf = (index: number) => `${index.toString(16).padStart(8, '0')}-574c-4d30-b6b9-25e26d687255`;
  /** All under way at once; each tenth times out. What answers well goes on over several lines. */
  const step = (line: (id: string, hasFailed: boolean) => string) =>
    Array.from({ length: requests }, (_, index) => line(idOf(index), index % 10 === 0));
  const body = 'x'.repeat(800);
  const text = [
    ...step((id) => `2026-11-20T14:00:00.000Z (${id}) HTTP Method: GET, Resource Path: /orders`),
    ...step((id) => `2026-11-20T14:00:00.001Z (${id}) Endpoint request body: ${body}`),
    ...step((id) => `2026-11-20T14:00:00.002Z (${id}) Sending request to https://backend.example.com/orders`),
    ...step((id, hasFailed) =>
      hasFailed
        ? `2026-11-20T14:00:29.002Z (${id}) Execution failed due to a timeout error`
        : `2026-11-20T14:00:00.102Z (${id}) Endpoint response body: {\r\n  "é": "${body}"\r\n}`,
    ),
    ...step(
      (id, hasFailed) =>
        `2026-11-20T14:00:29.003Z (${id}) Method completed with status: ${hasFailed ? 504 : 200}`,
    ),
  ].join('\n');

  const file = join(folder, 'export.log');
  beforeAll(() => writeFileSync(file, text));

  it('sums it up the same from a file, which threads read, and from standard input, with nothing else said', async () => {
    expect(text.length).toBeGreaterThan(16 * 1024 * 1024);
    const [fromFile, fromInput] = await Promise.all([
      gw504(['explain', file, '--json']),
      gw504(['explain', '-', '--json'], text),
    ]);
    expect(JSON.parse(fromFile.stdout).window).toMatchObject({
      failures: 1_000,
      byCause: [{ cause: 'integration-timeout', requests: 1_000 }],
      byRoute: [{ name: 'GET /orders', requests: 1_000 }],
      byStatus: [{ name: '504', requests: 1_000 }],
      byMinute: [{ requests: 1_000 }],
    });
    expect(JSON.parse(fromFile.stdout).reports).toMatchObject([
      { request: { path: '/orders' }, verdict: { cause: 'integration-timeout' } },
    ]);
    expect(fromInput).toStrictEqual(fromFile);
    expect({ code: fromFile.code, stderr: fromFile.stderr }).toStrictEqual({ code: 0, stderr: '' });
  });

  it('keeps no bundle of it', async () => {
    expect(await gw504(['explain', file, '--save', join(folder, 'large.json')])).toStrictEqual({
      code: 2,
      stdout: '',
      stderr: 'gw504: --save takes the text of few requests; this one is too large for a bundle.\n',
    });
  });
});

describe('bad input ends with 2 and one sentence', () => {
  it.each([
    {
      args: ['explain', 'no-such-file.log'],
      stderr:
        'gw504: Cannot read "no-such-file.log": there is no such file. Name a file with log text, or - for standard input.\n',
    },
    {
      args: ['explain', '.'],
      stderr: 'gw504: Cannot read ".": it is a folder. Name a file with log text, or - for standard input.\n',
    },
    {
      args: ['replay', 'no-such-file.json'],
      stderr:
        'gw504: Cannot read "no-such-file.json": there is no such file. Name a bundle that diagnose --save wrote, or - for standard input.\n',
    },
    {
      args: ['explain', '-', '--timeout-ms', '1'],
      stderr: 'gw504: --timeout-ms takes whole milliseconds from 50 to 900000, not "1".\n',
    },
    { args: ['explain', '-', '--nope'], stderr: "gw504: unknown option '--nope'\n" },
    { args: ['nope'], stderr: "gw504: unknown command 'nope'\n" },
    {
      args: ['diagnose', 'not an id'],
      stderr:
        'gw504: "not an id" is not a request id. Give a UUID, an extended request id (16 characters ending in =), or a trace id (1-…-…).\n',
    },
    {
      args: ['diagnose', 'f4267199-574c-4d30-b6b9-25e26d687255', '--window', 'soon'],
      stderr:
        'gw504: --window does not understand "soon". Give a duration like 30m or 2h, of 400 days at most.\n',
    },
  ])('$args', async ({ args, stderr }) => {
    expect(await gw504(args)).toStrictEqual({ code: 2, stdout: '', stderr });
  });
});
