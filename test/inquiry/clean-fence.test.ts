import { describe, expect, it } from 'vitest';
import { readPaste } from '../../src/inquiry/paste.ts';

const first =
  '2026-11-20T14:42:09.200Z (f4267199-574c-4d30-b6b9-25e26d687255) Sending request to https://backend.example.com/orders';
const second =
  '2026-11-20T14:42:38.200Z (f4267199-574c-4d30-b6b9-25e26d687255) Execution failed due to a timeout error';

describe('a fence behind words', () => {
  it.each([
    ['a word', `see: \`\`\`${first}\n${second}\`\`\``],
    ['a mention', `@gw504 \`\`\`${first}\n${second}\`\`\` thanks`],
    ['a line of its own', `see\n\`\`\`\n${first}\n${second}\n\`\`\``],
  ])('parts the record from %s', (_, text) => {
    expect(readPaste(text).events.map(({ atMs, message }) => [atMs, message.slice(0, 60)])).toStrictEqual([
      [Date.parse('2026-11-20T14:42:09.200Z'), first.slice(25, 85)],
      [Date.parse('2026-11-20T14:42:38.200Z'), second.slice(25, 85)],
    ]);
  });

  it('leaves a fence inside a record alone', () => {
    const line =
      '2026-11-20T14:42:09.200Z (f4267199-574c-4d30-b6b9-25e26d687255) Method request body: ```x``` y';
    expect(readPaste(line).events[0]?.message).toContain('```x``` y');
  });
});
