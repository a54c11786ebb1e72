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
  'wrong-account',
  'clock-off',
  'region-unreachable',
  'aws-fault',
  'not-aws',
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
});

it.each<[string, Record<string, string | number>, string]>([
  [
    'gaps:functionLog.not-ingested-yet.why',
    { minutes: 3 },
    'holds nothing of this request yet, and its lines can take up to ten minutes to arrive.',
  ],
  ['gaps:functionLog.not-ingested-yet.fix', { minutes: 3 }, 'Ask again in 3 min.'],
  ['gaps:functionLog.not-ingested-yet.fix', {}, 'Ask again in ten minutes.'],
  [
    'gaps:functionLog.not-ingested-yet.why',
    { counted: 2, logged: 0 },
    'is not complete: it holds 0 invocations of those minutes where CloudWatch counted 2.',
  ],
  [
    'gaps:functionLog.not-ingested-yet.fix',
    { counted: 2, logged: 0 },
    'Ask again later; if it stays so, look which log group the function wrote to at that time.',
  ],
  [
    'gaps:functionLog.depends-on-missing.why',
    { changed: 'stage-changed' },
    'holds no invocation of this request, which proves nothing: the stage was deployed after the request, which may have gone to another function.',
  ],
  [
    'gaps:functionLog.depends-on-missing.why',
    { changed: 'function-changed' },
    'holds no invocation of this request, which proves nothing: the function was changed after the request and may have logged elsewhere until then.',
  ],
  [
    'gaps:functionLog.depends-on-missing.why',
    { needs: 'time' },
    'could not be looked for: something else had to be found first (time).',
  ],
  [
    'gaps:default.retention-over.why',
    { groups: '/a, /b', count: 2, days: 7 },
    'is no longer kept: /a, /b keep lines for 7 days at most.',
  ],
  [
    'gaps:default.retention-over.why',
    { logGroup: '/a', days: 1 },
    'is no longer kept: the log group /a keeps lines for 1 day.',
  ],
  ['gaps:default.retention-over.why', {}, 'is no longer kept.'],
  [
    'notes:budget-refused',
    { bytes: 40_049_000_000, usd: 0.2, spentBytes: 0, place: 'prod eu-west-1' },
    'A wider search in prod eu-west-1 would scan about 40.0 GB (about $0.2), more than one question may. Confirm it in Slack, raise limits.bytesPerQuestion in the configuration, or give a time and a narrower scope.',
  ],
  [
    'notes:budget-shadow',
    { bytes: 300_000, usd: 0 },
    'With the cost guard enforced, this search of about 0.001 GB (about $0.0001) would have been asked about first.',
  ],
  [
    'notes:groups-expired',
    { place: 'prod eu-west-1', groups: '/a', count: 1, days: 3, at: '2026-11-10 14:50' },
    '/a of prod eu-west-1 keeps lines for 3 days, so those of 2026-11-10 14:50 UTC are gone there.',
  ],
  [
    'notes:groups-keep-less',
    { place: 'prod eu-west-1', groups: '/a, /b', count: 2, days: 1 },
    '/a, /b of prod eu-west-1 keep lines for 1 day only; those of an older request are gone there.',
  ],
])('says %s %j', (name, args, text) => {
  expect(loadTemplates().render(`messages/${name}`, args)).toBe(text);
});
