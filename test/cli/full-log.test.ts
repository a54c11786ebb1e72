import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const program = fileURLToPath(new URL('../../dist/gw504.js', import.meta.url));

it.skipIf(!existsSync('/dev/full'))('goes on where its log cannot be written, as on a full disk', () => {
  const { status } = spawnSync('sh', [
    '-c',
    '"$0" "$1" replay /nothing/here.json 2>/dev/full',
    process.execPath,
    program,
  ]);
  expect(status).toBe(2);
});
