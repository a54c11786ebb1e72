import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What inputs are made from: recorded investigations. */
export interface Corpus {
  logs: string[];
  bundles: unknown[];
}

/** Longer recordings are taken by their beginning, characters. */
const longest = 9_000;

/** Reads the cases of a checkout; `root` is its folder. */
export function readCorpus(root: string): Corpus {
  const cases = join(root, 'test', 'cases');
  const read = (name: string) =>
    readdirSync(cases)
      .map((folder) => join(cases, folder, name))
      .filter((path) => existsSync(path))
      .map((path) => readFileSync(path, 'utf8'));
  return {
    logs: read('input.log').map((text) => text.slice(0, longest)),
    bundles: read('bundle.json').map((text): unknown => JSON.parse(text)),
  };
}
