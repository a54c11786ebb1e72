import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { factArgs } from '../../src/verdict/fact-codes.ts';

const folder = fileURLToPath(new URL('../../src/verdict/', import.meta.url));
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('fact-codes.ts'))
  .map((path) => readFileSync(`${folder}${path}`, 'utf8'))
  .join('\n');

describe('fact codes', () => {
  it.each(Object.keys(factArgs))('%s is stated by a rule', (code) => {
    const cause = code.replace(/^stated-/, '');
    expect(
      sources.includes(`'${code}'`) ||
        sources.includes(`statedFailure('${cause}'`) ||
        sources.includes(`  '${cause}',\n`),
    ).toBe(true);
  });

  it.each(Object.entries(factArgs))('%s is short, in kebab-case, with values in camelCase', (code, args) => {
    expect({ code, args: [...args] }).toEqual({
      code: expect.stringMatching(/^[a-z0-9]+(?:-[a-z0-9]+){0,5}$/),
      args: args.map(() => expect.stringMatching(/^[a-z][A-Za-z]*$/)),
    });
  });
});
