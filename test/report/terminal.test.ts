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

it.each([
  [
    'absent',
    'Searched to the end, nothing there\n  - Load-balancer log: /shop/alb/orders, /shop/alb/catalog',
  ],
  ['unavailable', undefined],
] as const)('names a source that was %s and what was searched in it', (status, expected) => {
  const { answer } = explain(answered(), {
    nowMs: Date.parse('2026-11-21T12:00:00Z'),
    redaction: usualRedaction,
    templates: loadTemplates(),
  });
  const findings = answer.findings.map((finding) => ({
    ...finding,
    evidence: [
      {
        source: 'loadBalancerLog' as const,
        title: 'Load-balancer log',
        status,
        detail: '/shop/alb/orders, /shop/alb/catalog',
        lines: [],
      },
    ],
  }));
  const text = renderTerminal({ ...answer, findings }, { color: false, width: 120 });
  expect(text.includes('nothing there')).toBe(expected !== undefined);
  expect(text).toContain(expected ?? 'Not checked');
});
