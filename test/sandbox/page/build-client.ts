import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The page's client compiled from today's sources into a folder of its own, so that no stale build is tested. */
export function buildClient(): URL {
  const folder = mkdtempSync(join(tmpdir(), 'gw504-page-'));
  const options = ['--ignoreConfig', '--noCheck', '--target', 'es2023', '--module', 'nodenext'];
  execFileSync(
    join(root, 'node_modules', '.bin', 'tsc'),
    [
      ...options,
      '--rewriteRelativeImportExtensions',
      '--verbatimModuleSyntax',
      '--rootDir',
      join(root, 'src'),
      '--outDir',
      folder,
      join(root, 'src/sandbox/page/client/main.ts'),
    ],
    { stdio: 'pipe', cwd: folder },
  );
  return pathToFileURL(`${join(folder, 'sandbox/page/client')}/`);
}
