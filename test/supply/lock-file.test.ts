import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const packageSchema = z.looseObject({
  version: z.string().optional(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  link: z.boolean().optional(),
  hasInstallScript: z.boolean().optional(),
  dependencies: z.record(z.string(), z.string()).optional(),
  devDependencies: z.record(z.string(), z.string()).optional(),
});
type Locked = z.infer<typeof packageSchema>;

/** What is wrong with a lock file: a package that anybody could swap, or one that comes from elsewhere. */
function faultsOfLock(packages: Record<string, Locked>): string[] {
  return Object.entries(packages)
    .filter(([path]) => path !== '')
    .flatMap(([path, { integrity = '', resolved, link, version, hasInstallScript }]) => [
      ...(link ? [`${path} is a link`] : []),
      ...(/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity) ? [] : [`${path} has no sha512`]),
      ...(version && /^\d+\.\d+\.\d+/.test(version) ? [] : [`${path} has no version of a registry`]),
      // Without an address the registry of whoever installs is asked, and the checksum says whether it is the same.
      ...(resolved === undefined || resolved.startsWith('https://registry.npmjs.org/')
        ? []
        : [`${path} comes from ${resolved}`]),
      ...(hasInstallScript ? [`${path} runs a script when it is installed`] : []),
    ]);
}

const read = (name: string) => JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8'));
const { packages } = z
  .object({ packages: z.record(z.string(), packageSchema) })
  .parse(read('package-lock.json'));

describe('the lock file', () => {
  it('pins every package by a checksum, from the registry alone, and none runs a script at installation', () => {
    expect(faultsOfLock(packages)).toStrictEqual([]);
    expect(Object.keys(packages).length).toBeGreaterThan(100);
  });

  it('fits package.json', () => {
    const { dependencies, devDependencies } = packageSchema.parse(read('package.json'));
    expect(packages['']).toMatchObject({ dependencies, devDependencies });
  });

  const sound = { version: '1.0.0', integrity: `sha512-${'A'.repeat(86)}==` };
  it.each([
    ['near miss: a sound one', sound, []],
    ['a checksum that is broken by now', { ...sound, integrity: 'sha1-AAAA' }, ['x has no sha512']],
    ['none at all', { version: '1.0.0' }, ['x has no sha512']],
    [
      'another host',
      { ...sound, resolved: 'https://evil.example/x.tgz' },
      ['x comes from https://evil.example/x.tgz'],
    ],
    [
      'a repository',
      { ...sound, version: 'git+ssh://git@example.com/x' },
      ['x has no version of a registry'],
    ],
    ['a script', { ...sound, hasInstallScript: true }, ['x runs a script when it is installed']],
  ])('is refused with %s', (_what, locked, faults) => {
    expect(faultsOfLock({ '': {}, x: locked })).toStrictEqual(faults);
  });
});
