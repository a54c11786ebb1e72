import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { shapePattern } from '../../../../src/evidence/window/path-shape.ts';
import { compileQuery, runQuery } from '../../../../src/sandbox/aws/insights/run-insights.ts';
import { loadTemplates } from '../../../../src/templates.ts';

const templates = loadTemplates();
const names = templates.names('queries/');
const id = 'f4267199-574c-4d30-b6b9-25e26d687255';
const other = '1-6562f7a1-0123456789abcdef01234567';

/** A value for every blank of any query; a template with another blank has to be told of here. */
const blanks = {
  ids: [id, other],
  limit: 50,
  limitMs: 29_000,
  pattern: `"requestId":"(?<requestId>[^"]*)".*"status":"(?<status>[^"]*)".*"latency":"(?<latency>[^"]*)"`,
  latency: 'latency',
  id: 'requestId',
  fields: ['latency'],
  shape: shapePattern(),
  client: 'requestId',
  stretchMs: 60_000,
};

const lines = [
  `(${id}) Method completed with status: 504`,
  `START RequestId: ${id} Version: 7`,
  `REPORT RequestId: ${id}\tDuration: 41000.10 ms\tBilled Duration: 41001 ms\tMemory Size: 512 MB\tMax Memory Used: 120 MB\t`,
  `{"requestId":"${id}","status":"504","latency":"29003"} ${other}`,
].map((message, index) => ({
  timestampMs: 1_795_255_300_000 + index,
  ingestedMs: 1_795_255_301_000,
  message,
  stream: 's',
  log: '111122223333:g',
}));
const chatter = {
  timestampMs: 1_795_255_300_500,
  ingestedMs: 1_795_255_301_000,
  message: 'health check ok',
  stream: 's',
  log: '111122223333:g',
};

it('walks the whole folder', () => {
  expect(names).toHaveLength(readdirSync('templates/queries').length);
  expect(names).not.toHaveLength(0);
});

it.each(names)('%s compiles, finds its lines and nothing else', (name) => {
  const query = compileQuery(templates.render(name, blanks));
  const { rows } = runQuery(query, [...lines, chatter], { limit: 10_000, nowMs: 0 });
  expect(rows).not.toHaveLength(0);
  const everything = rows.flat().map(({ value }) => value);
  expect(everything.includes(chatter.message)).toBe(name === 'queries/flow-log');
  if (!query.isAggregate)
    expect(new Set(rows.map((row) => row.map(({ field }) => field).join(' ')))).toEqual(
      new Set(['@timestamp @ingestionTime @log @logStream @message @ptr']),
    );
});
