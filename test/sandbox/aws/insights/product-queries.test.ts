import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { compileQuery, runQuery } from '../../../../src/sandbox/aws/insights/run-insights.ts';
import { loadTemplates } from '../../../../src/templates.ts';

const templates = loadTemplates();
const names = templates.names('queries/');
const id = 'f4267199-574c-4d30-b6b9-25e26d687255';
const other = '1-6562f7a1-0123456789abcdef01234567';

const lines = [
  `(${id}) Method completed with status: 504`,
  `START RequestId: ${id} Version: 7`,
  `2026-11-21T10:00:00Z 504 ${other} 5xx`,
].map((message, index) => ({
  timestampMs: 1_795_255_300_000 + index,
  ingestedMs: 1_795_255_301_000,
  message,
  stream: 's',
  log: '111122223333:g',
}));

it('walks the whole folder', () => {
  expect(names).toHaveLength(readdirSync('templates/queries').length);
  expect(names).not.toHaveLength(0);
});

it.each(names)('%s compiles, finds its lines and nothing else', (name) => {
  const query = compileQuery(templates.render(name, { ids: [id, other], limit: 50 }));
  const chatter = { ...lines[0]!, message: 'health check ok' };
  const { rows } = runQuery(query, [...lines, chatter], { limit: 10_000 });
  expect(rows).not.toHaveLength(0);
  expect(rows.some((row) => row.some(({ value }) => value === chatter.message))).toBe(
    name === 'queries/flow-log',
  );
  for (const row of rows)
    expect(row.map(({ field }) => field)).toEqual([
      '@timestamp',
      '@ingestionTime',
      '@log',
      '@logStream',
      '@message',
      '@ptr',
    ]);
});
