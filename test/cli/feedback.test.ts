import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBundle } from '../../src/evidence/bundle.ts';
import { replay } from '../../src/explain.ts';
import type { Jobs } from '../../src/jobs/jobs.ts';
import { openJobs } from '../../src/jobs/open-jobs.ts';
import { loadTemplates } from '../../src/templates.ts';
import { readCases } from '../verdict/read-cases.ts';

const bin = fileURLToPath(new URL('../../dist/gw504.js', import.meta.url));
const logger = pino({ level: 'silent' });

describe('gw504 feedback', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gw504-feedback-'));
  const directory = join(folder, 'jobs');
  let jobs: Jobs | undefined;
  const gw504 = (args: string[], config = 'gw504.yaml') =>
    new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
      const child = execFile(
        process.execPath,
        [bin, 'feedback', ...args],
        { cwd: folder, env: { PATH: process.env.PATH, HOME: folder, GW504_CONFIG: config } },
        (_, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
      );
    });
  const open = async () => {
    jobs = await openJobs({ directory, logger });
    return jobs;
  };
  const close = async () => {
    await jobs?.stop({ drainMs: 0 });
    jobs = undefined;
  };

  beforeAll(async () => {
    writeFileSync(join(folder, 'gw504.yaml'), `jobs:\n  directory: ${directory}\n`);
    writeFileSync(join(folder, 'other.yaml'), `jobs:\n  directory: ${join(folder, 'nothing')}\n`);
    const bundle = readFileSync(new URL('../cases/live-slow-function/bundle.json', import.meta.url), 'utf8');
    const read = readBundle(bundle);
    if (read.status === 'refused') throw new Error(read.problem);
    const { state } = await open();
    await state.put('feedback', 'a:0:U0ALICE', {
      answerId: 'a1b2c3d4',
      finding: 0,
      atMs: 1,
      vote: 'right',
      report: replay(read.bundle, loadTemplates()).answer.findings[0]?.report,
      bundle: JSON.parse(bundle),
    });
    await state.put('feedback', 'b:0:U0BOB', { vote: 'wrong' });
  });
  afterAll(async () => {
    await close();
    rmSync(folder, { recursive: true });
  });

  it('says what to do while the bot holds the database', async () => {
    const run = await gw504(['--out', 'cases']);
    expect({ code: run.code, stdout: run.stdout }).toStrictEqual({ code: 1, stdout: '' });
    expect(run.stderr).toMatch(
      /is in use by process \d+\. Stop that process.*App Home, “Send me the test cases”/,
    );
    expect(existsSync(join(folder, 'cases'))).toBe(false);
  });

  it('writes a folder a case, and leaves what stands there as it is', async () => {
    await close();
    const run = await gw504(['--out', 'cases']);
    const [name = ''] = readdirSync(join(folder, 'cases'));
    expect(run).toStrictEqual({
      code: 0,
      stdout: `${name}\n`,
      stderr: 'gw504: Left out: 1 without evidence that can be read.\n',
    });
    expect(readCases(`${join(folder, 'cases')}/`)).toMatchObject([{ of: 'slow-integration', kind: 'odd' }]);
    writeFileSync(join(folder, 'cases', name, 'case.yaml'), 'mended by hand');
    expect(await gw504(['--out', 'cases'])).toMatchObject({
      code: 0,
      stdout: '',
      stderr: 'gw504: Left out: 1 that stands there already, 1 without evidence that can be read.\n',
    });
    expect(readFileSync(join(folder, 'cases', name, 'case.yaml'), 'utf8')).toBe('mended by hand');
  });

  it.each([
    ['no database yet', ['--out', 'none'], 'other.yaml', 0, 'There is no feedback yet.'],
    ['no folder named', [], 'gw504.yaml', 2, "required option '--out <dir>' not specified"],
    ['a file in the place of the folder', ['--out', 'gw504.yaml'], 'gw504.yaml', 2, 'Cannot write to'],
  ])('%s', async (_what, args, config, code, words) => {
    const run = await gw504(args, config);
    expect({ code: run.code, stdout: run.stdout }).toStrictEqual({ code, stdout: '' });
    expect(run.stderr).toContain(words);
  });
});
