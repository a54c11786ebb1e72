import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { loadTemplates } from '../../../src/templates.ts';

const folder = new URL('../../../src/evidence/', import.meta.url);
const text = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(new URL(name, folder), 'utf8'))
  .join('\n');
const names = loadTemplates()
  .names('messages/notes:')
  .map((name) => name.slice('messages/notes:'.length));
const failures = [
  'access-denied',
  'role-not-assumable',
  'no-credentials',
  'credentials-refused',
  'region-unreachable',
  'throttled',
  'timed-out',
  'error',
];

it('has a sentence for every note of a collection', () => {
  const used = [...text.matchAll(/note: '([a-z-]+)'/g)].map((match) => match[1]);
  expect(used.length).toBeGreaterThan(10);
  expect(used.filter((name) => !names.includes(name ?? ''))).toEqual([]);
});

it('has a sentence for every way in which a place or a group can fail', () => {
  const needed = failures.flatMap((failure) => [`place-${failure}`, `groups-${failure}`]);
  expect(needed.filter((name) => !names.includes(name))).toEqual([]);
});

it('fills in the sentences', () => {
  const templates = loadTemplates();
  expect(
    templates.render('messages/notes:searched-in-vain', {
      places: 'prod eu-west-1',
      groups: 1,
      from: '2026-11-13 14:50',
      to: '2026-11-20 14:51',
    }),
  ).toBe(
    'No line names this id in 1 log group of prod eu-west-1, from 2026-11-13 14:50 to 2026-11-20 14:51 UTC.',
  );
  expect(
    templates.render('messages/notes:budget-refused', { gb: '40.0', usd: '0.2', place: 'prod eu-west-1' }),
  ).toContain('about 40.0 GB (about $0.2)');
});
