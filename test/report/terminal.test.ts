import { expect, it } from 'vitest';
import { explain } from '../../src/explain.ts';
import { renderTerminal } from '../../src/report/terminal.ts';
import { loadTemplates } from '../../src/templates.ts';
import { usualRedaction } from '../../src/usual-config.ts';

const request = '(f4267199-574c-4d30-b6b9-25e26d687255)';
const answered = (...mails: string[]) =>
  [
    ...mails.map((mail) => `${request} Method request body before transformations: ${mail}`),
    `${request} Method completed with status: 504`,
  ].join('\n');

it.each([
  ['one', ['ana@example.com'], ', 1 value hidden,'],
  ['two', ['ana@example.com', 'ben@example.com'], ', 2 values hidden,'],
])('counts %s as people do', (_, mails, expected) => {
  const { answer } = explain(answered(...mails), {
    nowMs: Date.parse('2026-11-21T12:00:00Z'),
    redaction: usualRedaction,
    templates: loadTemplates(),
  });
  expect(renderTerminal(answer, { color: false, width: 120 })).toContain(expected);
});
