import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readCorpus } from './corpus.ts';
import type { Kind } from './kind.ts';
import { checkInput, kinds, tryInput } from './try-input.ts';

const corpus = readCorpus(fileURLToPath(new URL('../..', import.meta.url)));

/** Says of a text what a test wants it to say. */
const kindThat = (check: Kind['check']): Kind => ({ name: 'made up', share: 0, make: () => '', check });

describe('inputs that nobody would write', () => {
  it('the first 600 of a seed do no harm; npm run fuzz tries a million', () => {
    const tried = Array.from({ length: 600 }, (_, number) => tryInput(corpus, 504, number));
    expect(tried.filter(({ faults }) => faults.length > 0)).toStrictEqual([]);
    expect(new Set(tried.map(({ kind }) => kind)).size).toBe(kinds.length);
  });

  it('come again by their seed and number', () => {
    expect(tryInput(corpus, 7, 11).input).toBe(tryInput(corpus, 7, 11).input);
    expect(tryInput(corpus, 7, 11).input).not.toBe(tryInput(corpus, 7, 12).input);
  });

  it.each([
    ['an error', () => JSON.parse('{').x, /^throws SyntaxError/],
    ['output that is not escaped', () => ['terminal: "\\u001b"'], /^terminal/],
    [
      'a prototype that was reached',
      () => {
        Object.defineProperty(Object.prototype, 'polluted', {
          value: 1,
          enumerable: true,
          configurable: true,
        });
        return [];
      },
      /^every object now has polluted$/,
    ],
  ])('%s is noticed', (_what, check, fault) => {
    expect(checkInput(kindThat(check), '')).toStrictEqual([expect.stringMatching(fault)]);
    expect(Object.keys(Object.prototype)).toStrictEqual([]);
  });
});
