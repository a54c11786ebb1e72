import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { configSchema } from '../../src/config-schema.ts';
import { sampleApis } from '../../src/sandbox/incidents/sample-apis.ts';
import { sampleIncidents } from '../../src/sandbox/incidents/sample-incidents.ts';
import { causes } from '../../src/verdict/verdict.ts';
import { configReference } from './config-reference.ts';

const readme = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8');

describe('README', () => {
  it('has a row for every cause, in the order of the contract, and for no other', () => {
    const rows = [...section('## Causes').matchAll(/^\| `([a-z0-9-]+)` \|/gm)].map((match) => match[1]);
    expect(rows).toStrictEqual([...causes]);
  });

  it('has a row for every command of the terminal, and for no other', () => {
    const source = fileURLToPath(new URL('../../src/cli/run-cli.ts', import.meta.url));
    const registered = [
      ...readFileSync(source, 'utf8').matchAll(/import\('\.\/([a-z]+)-command\.ts'\)/g),
    ].map((match) => match[1]);
    const rows = [...section('## In the terminal').matchAll(/^\| `gw504 ([a-z]+)/gm)].map(
      (match) => match[1],
    );
    expect(rows.sort()).toStrictEqual(registered.sort());
  });

  it('names for each boundary a test that is there, by its title', () => {
    const rows = section('## Boundaries')
      .split('\n')
      .filter((line) => line.startsWith('| ') && !line.startsWith('| boundary'));
    const lost = rows.flatMap((row) => {
      const held = row.split(' | ').at(-1) ?? '';
      const named = [...held.matchAll(/`(test\/[\w./-]+)`: “([^”]+)”/g)];
      const isThere = ([, path = '', title = '']: RegExpMatchArray) =>
        readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8').includes(`'${title}'`);
      return named.length > 0 && named.every(isThere) ? [] : [row.slice(0, 60)];
    });
    expect(lost).toStrictEqual([]);
    expect(rows.length).toBeGreaterThan(10);
  });

  it('names ids to try that the sandbox has, of every kind of API, with what they come to', () => {
    const incidents = sampleIncidents(Date.parse('2026-11-21T12:00:00Z'));
    const rows = [
      ...section('## In the terminal').matchAll(/^\| `([\w-]+=?)` \| (\w+) .*\| `([a-z0-9-]+)` \|$/gm),
    ];
    const told = rows.map(([, id, kind, cause]) => ({ id, kind: kind?.toLowerCase(), cause }));
    const kindOf = (api: string) => sampleApis.find(({ name }) => name === api)?.kind;
    expect(told).toStrictEqual(
      told.map(({ id }) => {
        const { api = '', shown } = incidents.find((incident) => incident.id === id) ?? {};
        return { id, kind: kindOf(api), cause: shown };
      }),
    );
    expect([...new Set(told.map(({ kind }) => kind))]).toStrictEqual(['rest', 'http', 'websocket']);
    for (const [row, id] of rows) {
      const incident = incidents.find((one) => one.id === id);
      expect(row).toContain(`API \`${incident?.api}\``);
    }
  });

  it('shows only configuration that is taken as it stands', () => {
    const shown = [...readme.matchAll(/^( *)```yaml\n([\s\S]*?)^\1```/gm)].map(([, , text = '']) => text);
    expect(shown.length).toBeGreaterThan(3);
    const problems = shown.flatMap((text) => {
      const read = configSchema.safeParse(parse(text));
      return read.success ? [] : [`${text}${read.error.message}`];
    });
    expect(problems).toStrictEqual([]);
  });

  it('names only files that are there', () => {
    const named = [...readme.matchAll(/`((?:test|src|templates)\/[\w./-]+\.\w+)`|\]\(([\w./-]+)\)/g)].map(
      (match) => match[1] ?? match[2] ?? '',
    );
    const missing = named.filter((path) => !existsSync(new URL(`../../${path}`, import.meta.url)));
    expect(missing).toStrictEqual([]);
  });

  it('documents every key of the configuration, from the schema', () => {
    const [, written] = readme.match(/<!-- configuration -->\n([\s\S]*?)\n<!-- \/configuration -->/) ?? [];
    expect(written).toBe(configReference());
  });
});

function section(heading: string): string {
  return readme.split(`${heading}\n`)[1]?.split('\n## ')[0] ?? '';
}
