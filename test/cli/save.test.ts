import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';

const bin = fileURLToPath(new URL('../../dist/gw504.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'gw504-save-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const id = 'f4267199-574c-4d30-b6b9-25e26d687255';
const line = `2026-11-20T14:42:38.200Z (${id}) Execution failed due to a timeout error`;

function gw504(args: string[]) {
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      [bin, ...args],
      { cwd: folder, env: { PATH: process.env.PATH, HOME: folder, AWS_REGION: 'eu-west-1' } },
      (_, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    );
    child.stdin?.on('error', () => undefined).end(line);
  });
}

// Neither reads the text nor asks AWS, which is not there.
it.each<[string, string[], string, string]>([
  ['diagnose: a folder that is missing', ['diagnose', id], 'no/x.json', 'there is no folder "no"'],
  ['explain: a folder that is missing', ['explain', 'no-such.log'], 'no/x.json', 'there is no folder "no"'],
  ['a folder', ['explain', '-'], '.', 'it is a folder'],
  ['no name', ['explain', '-'], '', 'the name is empty'],
])('refuses to save where it cannot, before it looks: %s', async (_what, args, path, why) => {
  expect(await gw504([...args, '--save', path])).toStrictEqual({
    code: 2,
    stdout: '',
    stderr: `gw504: Cannot write the bundle to "${path}": ${why}.\n`,
  });
});

it.skipIf(!existsSync('/dev/full'))('prints the verdict though the disk is full at the end', async () => {
  const run = await gw504(['explain', '-', '--save', '/dev/full']);
  expect(run.code).toBe(2);
  expect(run.stdout).toContain('Integration timed out');
  expect(run.stderr).toMatch(/^gw504: Cannot write the bundle to "\/dev\/full": ENOSPC/);
});
