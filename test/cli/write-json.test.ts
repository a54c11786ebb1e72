import { describe, expect, it } from 'vitest';
import { writeJson } from '../../src/cli/write-json.ts';

const of = (...codes: number[]) => String.fromCharCode(...codes);

describe('writeJson', () => {
  it.each([
    ['a right-to-left override', of(0x202e), '\\u202E'],
    ['an isolate', of(0x2066), '\\u2066'],
    ['a zero-width space', of(0x200b), '\\u200B'],
    ['a C1 control', of(0x9b), '\\u009B'],
    ['delete', of(0x7f), '\\u007F'],
    ['an escape', of(0x1b), '\\u001b'],
  ])('escapes %s and keeps the value', (_name, character, written) => {
    const text = writeJson({ [character]: `a${character}b` });
    expect(text).toBe(`{\n  "${written}": "a${written}b"\n}\n`);
    expect(JSON.parse(text)).toEqual({ [character]: `a${character}b` });
  });

  it.each(['é', '…', '日本', '😀', 'שלום'])('leaves %s', (word) => {
    expect(writeJson(word)).toBe(`"${word}"\n`);
  });
});
