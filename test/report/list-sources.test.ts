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
  expect(linkOf(name, { status: 'absent', searches }, undefined)).toBe(expected);
});

const during = (fromMs: number, toMs: number): Search => ({
  ...through(execution.target, `${fromMs} to ${toMs}`),
  fromMs,
  toMs,
});
const narrow = during(900, 1000);
const wide = during(100, 950);

it.each<[string, number, string]>([
  ['the search that could find it', 950, '900 to 1000'],
  ['a wider search where the narrow one was in vain', 500, '100 to 950'],
  ['a search at whose edge it stands', 100, '100 to 950'],
  ['the first search where none holds it', 99, '900 to 1000'],
])('leads from a line to %s', (_, atMs, expected) => {
  expect(linkOf('executionLog', { status: 'found', value: [], searches: [narrow, wide] }, atMs)).toBe(
    expected,
  );
});
