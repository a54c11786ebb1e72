import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

it('CI installs what the lock file pins, audits it, runs what people run, and keeps the bill of materials', () => {
  const steps = read('.ci/run')
    .split('\n')
    .filter((line) => line.startsWith('npm '));
  expect(steps).toStrictEqual([
    'npm ci --no-audit --no-fund',
    'npm run audit',
    'npm test',
    'npm run --silent sbom > dist/sbom.cdx.json',
  ]);
  expect(read('.ci/run')).toMatch(/^set -euo pipefail$/m);
  // Two replicas are tested on a real database, not only where somebody happens to have one.
  expect(read('.ci/run')).toContain('apt-get install -y --no-install-recommends postgresql');
  const { scripts } = JSON.parse(read('package.json'));
  expect(scripts.audit).toMatch(/^npm audit --omit=dev --audit-level=high --json .* node \.ci\/audit\.mjs$/);
  for (const part of ['npm run build', 'npm run typecheck', 'npm run lint', 'vitest run'])
    expect(scripts.test).toContain(part);
});
