import { describe, expect, it } from 'vitest';
import { readPaste } from '../../src/inquiry/paste.ts';

const id = '914bad5e-1840-41e9-83f1-efc9a0398ffc';

describe('readPaste', () => {
  it('reads native lines with and without a time', () => {
    const text = [
      `2026-11-21T10:00:05.123Z (${id}) Starting execution for request: ${id}`,
      `(${id}) Method completed with status: 504`,
    ].join('\n');
    expect(readPaste(text)).toEqual({
      events: [
        {
          atMs: Date.UTC(2026, 10, 21, 10, 0, 5, 123),
          resolutionMs: 1,
          message: `(${id}) Starting execution for request: ${id}`,
          order: 0,
        },
        { resolutionMs: 1, message: `(${id}) Method completed with status: 504`, order: 1 },
      ],
      recognised: [{ shape: 'lines', records: 2 }],
      skipped: { lines: 0, samples: [] },
    });
  });
});
