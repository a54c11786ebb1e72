import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { z } from 'zod';

const sbomSchema = z.object({
  bomFormat: z.literal('CycloneDX'),
  components: z.array(
    z.object({
      'bom-ref': z.string(),
      properties: z.array(z.object({ name: z.string() })).default([]),
    }),
  ),
});
const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({ version: z.string().optional(), dev: z.boolean().default(false) }),
  ),
});

// `npm sbom --omit dev` leaves out what the product shares with its tools; so all is listed, and the tools are marked.
it('the bill of materials names every package of the lock file, and marks those that only build', () => {
  const cwd = fileURLToPath(new URL('../..', import.meta.url));
  const { stdout } = spawnSync('npm', ['run', '--silent', 'sbom'], { cwd, encoding: 'utf8' });
  const { components } = sbomSchema.parse(JSON.parse(stdout));
  const listed = components.map((component) => {
    const isTool = component.properties.some(({ name }) => name === 'cdx:npm:package:development');
    return `${component['bom-ref']}${isTool ? ' (tool)' : ''}`;
  });
  const { packages } = lockSchema.parse(
    JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')),
  );
  const locked = Object.entries(packages)
    .filter(([path]) => path !== '')
    .map(
      ([path, { version, dev }]) => `${path.split('node_modules/').at(-1)}@${version}${dev ? ' (tool)' : ''}`,
    );
  expect(new Set(listed)).toStrictEqual(new Set(locked));
});
