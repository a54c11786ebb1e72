import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RequestId } from '../../src/inquiry/inquiry.ts';
import { type ParsedQuestion, parseQuestion } from '../../src/inquiry/parse-question.ts';
import { type Intent, readIntent } from '../../src/inquiry/read-intent.ts';
import { classifyId } from '../../src/inquiry/request-id.ts';

const nowMs = Date.parse('2026-11-21T15:00:00Z');
const uuid = fc.uuid().map((id) => id.toLowerCase());
const piece = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  uuid,
  fc.constantFrom(
    ...[
      '--api',
      '—around',
      'window=',
      'stage:',
      '"',
      '“',
      '’',
      '`',
      '```',
      '<@U1>',
      '<http://a|b>',
      '&lt;',
      '504',
      '\n',
    ],
    ...[
      '(',
      ')',
      'help',
      '?',
      'around',
      '14:42 UTC',
      '2h',
      '10m ago',
      '$default',
      'gw504',
      '1-6a2f0a91-0123456789abcdef01234567',
    ],
    ...[
      'START RequestId: ',
      'HTTP/1.1 504',
      'https://console.aws.amazon.com/x?region=eu-west-1#$2522',
      'Vwc2MGFUrPEFV_g=',
    ],
  ),
);
const text = fc
  .array(fc.tuple(piece, fc.constantFrom(' ', '', '\n')), { maxLength: 20 })
  .map((pieces) => pieces.flat().join(''));

const idsOf = (read: ParsedQuestion | Intent): RequestId[] => {
  if ('inquiries' in read) return read.inquiries.map(({ id }) => id);
  return 'ids' in read ? read.ids : [];
};

describe('questions and messages', () => {
  it('never throw, name only ids that may enter a query, and never repeat much of a text', () => {
    fc.assert(
      fc.property(text, (all) => {
        const question = parseQuestion(all, { nowMs });
        for (const read of [question, readIntent(all, { nowMs })]) {
          const ids = idsOf(read);
          expect(ids.map(({ value }) => classifyId(value))).toEqual(ids);
          expect(new Set(ids.map(({ value }) => value)).size).toBe(ids.length);
          expect(JSON.parse(JSON.stringify(read))).toEqual(read);
        }
        if (question.kind === 'unusable')
          expect(Object.values(question.args).every((value) => String(value).length <= 80)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('find the same ids in any order of the words, in any quotes', () => {
    const words = fc.shuffledSubarray(['please', 'look', 'at', 'it', 'failed', 'again'], { minLength: 1 });
    const wrap = fc.constantFrom('x', '`x`', '“x”', '(x)', 'x.', 'x,', '*x*', '<https://example.com/x|x>');
    fc.assert(
      fc.property(words, uuid, wrap, fc.nat(5), (some, id, shape, at) => {
        const written = shape.replaceAll('x', id).replace(`example.com/${id}`, 'example.com/');
        const all = [...some.slice(0, at), written, ...some.slice(at)].join(' ');
        expect(parseQuestion(all, { nowMs })).toEqual({
          kind: 'ask',
          inquiries: [{ id: { kind: 'uuid', value: id }, scope: {} }],
          leftOut: [],
        });
      }),
    );
  });
});
