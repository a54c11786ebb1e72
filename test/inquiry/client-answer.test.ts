import { describe, expect, it } from 'vitest';
import { readPaste } from '../../src/inquiry/paste.ts';

const answer = 'HTTP/1.1 504 Gateway Time-out\nServer: nginx/1.27.2';

describe('what a client saw', () => {
  it.each([
    ['a body that begins with a bracket and blanks', `${answer}\n\n<   x`, ['<   x']],
    ['nothing but the mark of a header behind it', `${answer}\n\n<  `, ['<']],
    ['near miss: a page', `${answer}\n\n<html>\n</html>`, []],
  ])('is read to its end with %s', (_what, text, left) => {
    const { recognised, skipped } = readPaste(text);
    expect(recognised[0]).toStrictEqual({ shape: 'client answer', records: 1 });
    expect(skipped.samples).toStrictEqual(left);
  });
});
