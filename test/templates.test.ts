import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { formatCount, loadTemplates } from '../src/templates.ts';

const folder = mkdtempSync(join(tmpdir(), 'gw504-templates-'));
writeFileSync(
  join(folder, 'words.yaml'),
  [
    "plain: '{{name}} took {{seconds ms}}{{#if late}}, too late{{/if}}'",
    "list: '{{#each names}}{{this}};{{/each}}{{end}}'",
    "inner: '{{request.id}} and {{name}}'",
    "helper: '{{seconds time}}'",
  ].join('\n'),
);
afterAll(() => rmSync(folder, { recursive: true }));

describe('fill', () => {
  it.each([
    ['plain', { name: 'GET /a', ms: 29_000 }, { name: 'GET /b', ms: 29_000 }],
    ['plain', { name: 'GET /a', ms: 29_000 }, { name: 'GET /a', ms: 29_001.5 }],
    ['plain', { name: 'GET /a', ms: 5, late: true }, { name: 'GET /a', ms: 5 }],
    ['plain', { name: 'GET /a', ms: 5 }, { name: 'GET /a', ms: 5, late: 'yes', other: 1 }],
    ['list', { names: ['a'], end: '.' }, { names: ['b'], end: '.' }],
    ['inner', { request: { id: 1 }, name: 'x' }, { request: { id: 2 }, name: 'x' }],
    ['helper', { time: 5 }, { time: 6 }],
  ])('says %s of each values alike, whatever it said before', (key, first, second) => {
    const fresh = (values: Record<string, unknown>) => loadTemplates(folder).fill(`words:${key}`, values);
    const templates = loadTemplates(folder);
    const filled = [first, first, second, second, first].map((values) =>
      templates.fill(`words:${key}`, values),
    );
    const [one, two] = [fresh(first), fresh(second)];
    expect(filled).toStrictEqual([one, one, two, two, one]);
    expect(one === two).toBe(key === 'plain' && 'ms' in second && second.ms === 29_001.5);
  });

  it('looks into a list again, which may have grown', () => {
    const templates = loadTemplates(folder);
    const names = ['a'];
    expect(templates.fill('words:list', { names, end: '.' })).toBe('a;.');
    names.push('b');
    expect(templates.fill('words:list', { names, end: '.' })).toBe('a;b;.');
  });
});

it.each([
  [0, '0'],
  [999, '999'],
  [1_000, '1,000'],
  [62_622, '62,622'],
  [1_234_567, '1,234,567'],
  [0.5, '0.5'],
])('shows the count %d as %s', (count, shown) => {
  expect(formatCount(count)).toBe(shown);
});
