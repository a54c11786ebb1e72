import { expect, it } from 'vitest';
import type { Evidence } from '../../src/evidence/evidence.ts';
import type { Search } from '../../src/evidence/observation.ts';
import { listEvidence } from '../../src/report/list-evidence.ts';
import { loadTemplates } from '../../src/templates.ts';
import { evidenceWith, log } from '../verdict/evidence-with.ts';

const through = (target: string): Search => ({
  language: 'CWLI',
  text: 'x',
  target,
  status: 'complete',
});
const narrow = through('API-Gateway-Execution-Logs_a1b2c3d4e5/prod, /shop/access/orders');
const wide = through('/shop/access/orders, /shop/access/feed');
const logGroup = 'API-Gateway-Execution-Logs_a1b2c3d4e5/prod';

const detailOf = (evidence: Evidence, source: string) =>
  listEvidence(evidence, loadTemplates()).find((one) => one.source === source)?.detail;

it.each([
  [
    'the log group that the lines stand in',
    { ...log([0, 'Sending request to https://a']), logGroup },
    logGroup,
  ],
  [
    'all that was searched where the lines tell no group',
    log([0, 'Sending request to https://a']),
    'API-Gateway-Execution-Logs_a1b2c3d4e5/prod, /shop/access/orders, /shop/access/feed',
  ],
])('names %s', (_, value, expected) => {
  const evidence = evidenceWith({ executionLog: value });
  const executionLog = { status: 'found' as const, value, searches: [narrow, wide] };
  expect(
    detailOf({ ...evidence, observations: { ...evidence.observations, executionLog } }, 'executionLog'),
  ).toBe(expected);
});

it('names each group once that was searched in vain', () => {
  const evidence = evidenceWith({});
  const accessLog = { status: 'absent' as const, searches: [narrow, wide, wide] };
  expect(detailOf({ ...evidence, observations: { ...evidence.observations, accessLog } }, 'accessLog')).toBe(
    'API-Gateway-Execution-Logs_a1b2c3d4e5/prod, /shop/access/orders, /shop/access/feed',
  );
});
