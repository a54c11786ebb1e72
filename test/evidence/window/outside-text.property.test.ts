import fc from 'fast-check';
import { expect, it } from 'vitest';
import { accessPattern } from '../../../src/evidence/window/access-pattern.ts';
import { compileQuery, runQuery } from '../../../src/sandbox/aws/insights/run-insights.ts';
import { loadTemplates } from '../../../src/templates.ts';

/** The format of an access log is the only text of somebody else that a query is made of, beside ids of the allow-list. */
const templates = loadTemplates();
const render = (format: string) => {
  const compiled = accessPattern(format);
  return (
    compiled &&
    templates.render('queries/window-access', {
      pattern: compiled.pattern,
      fields: [],
      id: 'requestId',
      latency: '',
      client: '',
      stretchMs: 60_000,
      limit: 10,
    })
  );
};
const pieces = [
  '/',
  '\\',
  '"',
  "'",
  '`',
  '|',
  '#',
  '\n',
  '\r',
  '\t',
  '\u2028',
  '[',
  ']',
  '^',
  '-',
  '&&',
  '(?<',
  '(?i)',
  '$',
  '{',
  '}',
  '{{x}}',
  '*',
  '😀',
  '\u0000',
  '| filter 1=1',
  '/ | limit 1',
  ' ',
  'a',
];
const outside = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.array(fc.constantFrom(...pieces), { maxLength: 6 }).map((parts) => parts.join('')),
);
const id = 'f4267199-574c-4d30-b6b9-25e26d687255';
const commandsOf = (text: string) => JSON.stringify(compileQuery(text)).length > 0 && shapeOf(text);

/** The query without the one line that holds the pattern. */
function shapeOf(text: string): string[] {
  return text.split('\n').filter((line) => !line.startsWith('parse @message /'));
}

it('no format of an access log gets out of its place in the query', () => {
  const plain = render('$context.requestId $context.status') ?? '';
  let read = 0;
  fc.assert(
    fc.property(outside, outside, outside, (head, middle, tail) => {
      const format = `${head}$context.requestId${middle}$context.status${tail}`;
      const text = render(format);
      if (text === undefined) return; // "$" before a variable makes another one of it
      expect(commandsOf(text)).toEqual(commandsOf(plain));
      expect(text.split('\n').filter((line) => line.startsWith('parse '))).toHaveLength(1);
      if (/^\d|\n/.test(tail) || middle === '' || /^[\w$-]|[\n\r]/.test(middle) || /[\n\r]/.test(head))
        return;
      const message = format.replace('$context.requestId', id).replace('$context.status', '504').trim();
      const record = { timestampMs: 0, ingestedMs: 0, message, stream: 's', log: '111122223333:g' };
      const { rows } = runQuery(compileQuery(text), [record], { limit: 10, nowMs: 0 });
      expect(rows).toHaveLength(1);
      read += 1;
    }),
    { numRuns: 1_000, seed: 504 },
  );
  expect(read).toBeGreaterThan(100);
});
