import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadTemplates } from '../../src/templates.ts';
import { factArgs } from '../../src/verdict/fact-codes.ts';
import { rules } from '../../src/verdict/rules/index.ts';
import { causes, confidences, phases } from '../../src/verdict/verdict.ts';
import { readCases } from './read-cases.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const templates = loadTemplates();
const cases = readCases();
const files = (folder: string) => readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' });
const sources = files('src/verdict')
  .filter((path) => path.endsWith('.ts') && !path.endsWith('fact-codes.ts'))
  .map((path) => readFileSync(`${root}src/verdict/${path}`, 'utf8'))
  .join('\n');
const namesIn = (file: string) => templates.names(`${file}:`).map((name) => name.slice(file.length + 1));

describe('a cause is whole', () => {
  it.each(causes.filter((cause) => cause !== 'inconclusive'))(
    '%s has a rule, in a file of its name',
    (cause) => {
      expect(rules.filter((rule) => rule.cause === cause)).toHaveLength(1);
      expect(files('src/verdict/rules')).toContain(`${cause}.ts`);
    },
  );

  it.each(causes)('%s has its words', (cause) => {
    const words = namesIn(`messages/causes/${cause}`);
    expect(words).toEqual(expect.arrayContaining(['title', 'mark', 'summary', 'whoGaveUp', 'doFirst.1']));
    expect(
      words.filter((name) => !/^(?:title|mark|summary|whoGaveUp|phase|doFirst\.[1-4])$/.test(name)),
    ).toEqual([]);
  });

  it.each(causes.filter((cause) => cause !== 'inconclusive'))(
    '%s has at least three cases: one that triggers it, one of an odd shape or another trigger, one near miss',
    (cause) => {
      const about = cases.filter((each) => each.of === cause);
      const triggers = about.filter(({ kind }) => kind !== 'near');
      const near = about.filter(({ kind }) => kind === 'near');
      expect({ triggers: Math.min(triggers.length, 2), near: Math.min(near.length, 1) }).toEqual({
        triggers: 2,
        near: 1,
      });
    },
  );

  it.each(cases)('$name is true to its kind', ({ of, kind, expect: expected }) => {
    const said = expected.map(({ cause }) => cause);
    if (kind === 'near') expect(said).not.toContain(of);
    else expect(said).toContain(of);
  });

  it('has words for nothing else', () => {
    expect(files('templates/messages/causes').sort()).toEqual(causes.map((cause) => `${cause}.yaml`).sort());
  });

  it('covers every family', () => {
    expect(new Set(cases.map(({ family }) => family))).toEqual(
      new Set(['cause', 'healthy', 'red-herring', 'missing-log', 'two-faults', 'contradiction']),
    );
    expect(cases.length).toBeGreaterThanOrEqual(120);
  });
});

describe('every code has its sentence, and every sentence its code', () => {
  it('facts', () => {
    expect(namesIn('messages/facts').sort()).toEqual(Object.keys(factArgs).sort());
  });

  it.each(Object.entries(factArgs))('%s fills in exactly its values', (code, args) => {
    const filled = Object.fromEntries(
      args.map((name) => [name, /(?:Ms|Mb)$/.test(name) ? 1234 : `<${name}>`]),
    );
    const sentence = templates.render(`messages/facts:${code}`, filled);
    for (const name of args) expect(sentence).toContain(/(?:Ms|Mb)$/.test(name) ? '1.23 s' : `<${name}>`);
  });

  it.each(Object.keys(factArgs))('%s is stated somewhere', (code) => {
    expect(sources).toContain(`'${code}'`);
  });

  it.each(Object.entries(factArgs))('%s is short, in kebab-case, with values in camelCase', (code, args) => {
    expect({ code, args: [...args] }).toEqual({
      code: expect.stringMatching(/^[a-z0-9]+(?:-[a-z0-9]+){0,5}$/),
      args: args.map(() => expect.stringMatching(/^[a-z][A-Za-z]*$/)),
    });
  });

  it('budget findings', () => {
    const stated = [
      ...sources.matchAll(/finding\(\s*(?:apiType === 'websocket' \? )?'([a-z-]+)'(?: : '([a-z-]+)')?/g),
    ].flatMap(([, first, second]) => [first, second].filter((name) => name !== undefined));
    expect([...new Set(stated)].sort()).toEqual(namesIn('messages/budget').sort());
  });

  it('faults of the ledger', () => {
    const stated = [...sources.matchAll(/(?:add\(|flaw: )'([a-z-]+)'/g)].map(([, name]) => name);
    expect([...new Set(stated)].sort()).toEqual(namesIn('messages/ledger').sort());
  });

  it('phases and confidences', () => {
    expect(namesIn('messages/phases').sort()).toEqual([...phases].sort());
    expect(namesIn('messages/confidence').sort()).toEqual([...confidences].sort());
  });
});

describe("README's table of causes", () => {
  const rows = [...readFileSync(`${root}README.md`, 'utf8').matchAll(/^\|\s*`([a-z0-9-]+)`\s*\|/gm)].flatMap(
    ([, name]) => causes.filter((cause) => cause === name),
  );
  it('names every cause once', () => {
    expect(rows.sort()).toEqual([...causes].sort());
  });
});
