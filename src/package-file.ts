import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json, whether this runs from the sources, from the build or as a test compiles it. */
const root = rootAbove(dirname(fileURLToPath(import.meta.url)));

/** The path of a file that the package ships, from where its package.json lies: "templates/page", "dist/gw504.js". */
export function packageFile(path: string): string {
  return join(root, path);
}

function rootAbove(folder: string): string {
  if (existsSync(join(folder, 'package.json')) || folder === dirname(folder)) return folder;
  return rootAbove(dirname(folder));
}
