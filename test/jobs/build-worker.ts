import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

/** Makes killed-worker.ts one file that Node runs by itself, where packages are found. Returns its path. */
export async function buildWorker(): Promise<string> {
  const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  const file = at('../../node_modules/.cache/jobs/killed-worker.js');
  await build({
    input: at('killed-worker.ts'),
    platform: 'node',
    external: (id) => !id.startsWith('.') && !isAbsolute(id),
    output: { file, format: 'esm', codeSplitting: false },
  });
  return file;
}
