import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('../../.ci/audit.mjs', import.meta.url));
const report = (counts: Record<string, number>, severity: string) =>
  JSON.stringify({
    auditReportVersion: 2,
    vulnerabilities: { left: { name: 'left', severity, range: '<1.2.3' } },
    metadata: { vulnerabilities: { ...counts, total: 1 } },
  });

describe('the audit of dependencies', () => {
  it.each([
    ['a grave hole', report({ high: 1 }, 'high'), 1, '  high: left <1.2.3\n'],
    ['the gravest', report({ critical: 1 }, 'critical'), 1, '  critical: left <1.2.3\n'],
    [
      'a lesser one',
      report({ moderate: 1 }, 'moderate'),
      0,
      'Audited: no known hole of high weight (1 lesser).\n',
    ],
    [
      'a registry that does not audit',
      JSON.stringify({ message: '405 Method Not Allowed', error: { summary: '' } }),
      0,
      'NOT AUDITED: the package registry did not answer the audit (405 Method Not Allowed).\n',
    ],
    ['no registry', '', 0, 'NOT AUDITED: the package registry did not answer the audit (it said nothing).\n'],
  ])('says what it means: %s', (_what, input, status, words) => {
    const { status: code, stdout } = spawnSync(process.execPath, [script], { input, encoding: 'utf8' });
    expect({ code, stdout }).toStrictEqual({ code: status, stdout: words });
  });
});
