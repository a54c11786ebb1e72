import { expect, it } from 'vitest';
import type { SourceName } from '../../src/evidence/evidence.ts';
import type { Search } from '../../src/evidence/observation.ts';
import { linkOf } from '../../src/report/list-sources.ts';

const through = (target: string, link?: string): Search => ({
  language: 'FilterLogEvents',
  text: 'x',
  target,
  status: 'complete',
  ...(link === undefined ? {} : { link }),
});
const execution = through('API-Gateway-Execution-Logs_a1b2c3d4e5/prod', 'execution');
const access = through('/shop/access/orders', 'access');
const both = through(`${execution.target}, ${access.target}`, 'both');

it.each<[string, SourceName, Search[], string | undefined]>([
  ['the access log by its own search', 'accessLog', [execution, access], 'access'],
  ['the execution log by its own search', 'executionLog', [access, execution], 'execution'],
  ['the access log by a search through both', 'accessLog', [both, access], 'both'],
  ['an execution log of another name by what there is', 'executionLog', [access], 'access'],
  ['an access log of such a name by what there is', 'accessLog', [execution], 'execution'],
  [
    'any other source by its first search',
    'functionLog',
    [through('/aws/lambda/f', 'function'), access],
    'function',
  ],
  ['a source without a search by nothing', 'trace', [], undefined],
  ['a search without an address by nothing', 'accessLog', [through('/shop/access/orders')], undefined],
])('leads to %s', (_, name, searches, expected) => {
  expect(linkOf(name, { status: 'absent', searches })).toBe(expected);
});
