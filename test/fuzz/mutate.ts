import { injections } from '../slack/blocks/injections.ts';
import type { Random } from './random.ts';

/** Longest input, characters: more than people paste, short enough for a million. */
const longest = 12_000;

/** What breaks readers: ends of numbers, of lines and of quotes, keys of prototypes, and what is long or deep. */
const fragments: readonly string[] = [
  ...injections,
  '',
  '\n',
  '\r\n',
  '\t',
  '"',
  "'",
  '\\',
  '`',
  '```',
  ',',
  ':',
  '{',
  '}',
  '[',
  ']',
  '()',
  '<',
  '>',
  '&',
  '|',
  '%00',
  '\u0000',
  '\uFEFF',
  '\uD83D',
  '__proto__',
  '"__proto__": {"polluted": true}',
  'constructor',
  '"constructor": {"prototype": {"polluted": true}}',
  'toString',
  'hasOwnProperty',
  '0',
  '-1',
  '-0',
  '1e309',
  '9007199254740993',
  'NaN',
  'null',
  'true',
  '1970-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  '2026-02-30T25:61:61Z',
  '1763649729200',
  '99999999999999999999',
  'f4267199-574c-4d30-b6b9-25e26d687255',
  '1-692073f1-2b1c4d5e6f714295965c3b5c',
  'AbCdEfGhIjKlMnO=',
  'Task timed out after 3.00 seconds',
  'Execution failed due to a timeout error',
  'REPORT RequestId: 2b1c4d5e-6f71-4295-965c-3b5c4f3a9d3e\tDuration: 1e9 ms',
  '&a [*a, *a]',
  '!!js/function "x"',
  'a: &x [1]\nb: [*x, *x, *x]',
  '--- \n',
];

/** One to six changes of a text: characters, pieces, lines, pieces of another text, fragments that mean something. */
export function mutate(text: string, other: string, random: Random): string {
  let out = text;
  for (let left = 1 + random.int(6); left > 0; left -= 1) out = change(out, other, random);
  return out.slice(0, longest);
}

function change(text: string, other: string, random: Random): string {
  const at = random.int(text.length + 1);
  const to = Math.min(text.length, at + random.int(random.chance(0.3) ? 400 : 12));
  const put = (middle: string, end = to) => text.slice(0, at) + middle + text.slice(end);
  switch (random.int(12)) {
    case 0:
      return put('');
    case 1:
      return put(text.slice(at, to).repeat(1 + random.int(4)));
    case 2:
      return put(String.fromCharCode(random.int(random.chance(0.5) ? 128 : 65_536)));
    case 3: {
      const from = random.int(other.length + 1);
      return put(other.slice(from, from + random.int(600)), at);
    }
    case 4: {
      const lines = text.split('\n');
      const line = lines.splice(random.int(lines.length), 1)[0] ?? '';
      lines.splice(random.int(lines.length + 1), 0, line);
      return lines.join('\n');
    }
    case 5:
      return text.slice(0, at);
    case 6:
      return text.replace(/\d+/g, (digits) => (random.chance(0.1) ? random.pick(fragments) : digits));
    case 7:
      return put(
        random.pick(['a', ' ', '{', '[', '(', '"', '\\', '<', '0', ',', '\n']).repeat(random.int(3_000)),
        at,
      );
    case 8:
      return text.replace(/[A-Za-z]+/g, (word) => (random.chance(0.02) ? word.toUpperCase() : word));
    default:
      return put(random.pick(fragments), random.chance(0.7) ? at : to);
  }
}

/** A value with one to four places of it replaced, removed or put elsewhere; keys, too. */
export function mutateValue(value: unknown, random: Random): unknown {
  let out = structuredClone(value);
  for (let left = 1 + random.int(4); left > 0; left -= 1) out = changeValue(out, random, 0);
  return out;
}

const values: readonly unknown[] = [null, true, 0, -1, 1e308, '', [], {}, [[[[]]]], 'x'.repeat(5_000)];

function changeValue(value: unknown, random: Random, depth: number): unknown {
  if (value === null || typeof value !== 'object' || depth > 12 || random.chance(0.08)) {
    if (typeof value === 'string' && random.chance(0.7)) return mutate(value, random.pick(fragments), random);
    return random.chance(0.5) ? random.pick(values) : random.pick(fragments);
  }
  if (Array.isArray(value)) {
    if (value.length === 0 || random.chance(0.1)) return [...value, random.pick(values)];
    const at = random.int(value.length);
    if (random.chance(0.1)) return value.filter((_, index) => index !== at);
    if (random.chance(0.1)) return [...value, ...value];
    return value.map((item, index) => (index === at ? changeValue(item, random, depth + 1) : item));
  }
  const entries = Object.entries(value);
  if (entries.length === 0 || random.chance(0.08))
    entries.push([random.pick(fragments), random.pick(values)]);
  const at = random.int(entries.length);
  const [key, inner] = entries[at] ?? ['', undefined];
  if (random.chance(0.08)) entries.splice(at, 1);
  else
    entries[at] = random.chance(0.05)
      ? [random.pick(fragments), inner]
      : [key, changeValue(inner, random, depth + 1)];
  return Object.fromEntries(entries);
}
