import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compileQuery, MalformedQuery, runQuery } from '../../../../src/sandbox/aws/insights/run-insights.ts';

const pieces = [
  'fields',
  'filter',
  'stats',
  'sort',
  'limit',
  'parse',
  'display',
  'dedup',
  'count(*)',
  'bin(5m)',
  '@timestamp',
  '@message',
  'as',
  'by',
  'desc',
  'like',
  'not',
  'in',
  'and',
  '/x(?<y>.)/',
  '"a*b"',
  "'c'",
  '`d-e`',
  '5',
  '1.5',
  '(',
  ')',
  '[',
  ']',
  ',',
  '|',
  '=',
  '>=',
  '+',
  '/',
  '#',
  '’',
  '\n',
];
const texts = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.array(fc.constantFrom(...pieces), { maxLength: 14 }).map((parts) => parts.join(' ')),
);
const records = [
  '{"a":1,"c":"x"}',
  'START RequestId: 0c4b1f3e-6a7b-4c8d-9e0f-1a2b3c4d5e6f Version: 7',
  'axb',
].map((message, index) => ({
  timestampMs: 1_795_255_300_000 + index,
  ingestedMs: 1_795_255_301_000,
  message,
  stream: 's',
  log: '111122223333:g',
}));

it('any text is either run, or refused with its place', () => {
  let ran = 0;
  fc.assert(
    fc.property(texts, (text) => {
      try {
        const { rows } = runQuery(compileQuery(text), records, { limit: 10, nowMs: 0 });
        ran += 1;
        expect(rows.length).toBeLessThanOrEqual(10);
      } catch (error) {
        if (!(error instanceof MalformedQuery)) throw error;
        expect(error.message).not.toBe('');
        expect(error.startOffset).toBeGreaterThanOrEqual(0);
        expect(error.endOffset).toBeGreaterThanOrEqual(error.startOffset);
        expect(error.endOffset).toBeLessThanOrEqual(text.length);
      }
    }),
    { numRuns: 3_000, seed: 504 },
  );
  expect(ran).toBeGreaterThan(0);
});
