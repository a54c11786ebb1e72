import { isFuture } from './believable-time.ts';
import type { Scope } from './inquiry.ts';
import { textAt } from './text-at.ts';
import { parseDuration, parseTime } from './time.ts';

/** What may be given with a question, besides its ids. */
export interface Options {
  scope: Scope;
  /** Epoch ms. */
  aroundMs?: number;
  windowMs?: number;
}

/** Why a question cannot be used; a sentence belongs to each. */
export type QuestionProblem =
  | 'no-id'
  | 'not-an-id'
  | 'too-many-ids'
  | 'unknown-option'
  | 'missing-value'
  | 'repeated-option'
  | 'bad-account'
  | 'bad-region'
  | 'bad-api'
  | 'bad-stage'
  | 'bad-time'
  | 'future-time'
  | 'bad-window';

/** `args` fill the blanks of the problem's sentence. */
export interface Unusable {
  kind: 'unusable';
  problem: QuestionProblem;
  args: Record<string, string | number>;
}

const names = ['account', 'region', 'api', 'stage', 'around', 'window'] as const;
type Name = (typeof names)[number];

/** Dashes that keyboards and Slack make of `--`. */
const dashes = '(?:-{1,2}|[\\u2010-\\u2015\\u2212]{1,2})';
const withDashes = new RegExp(`^${dashes}([A-Za-z][\\w-]{0,40})(?:[=:](.{0,300}))?$`, 's');
const withoutDashes = new RegExp(`^(${names.join('|')})[=:](.{1,300})$`, 'is');

/**
 * Takes the options out of words: `--api orders`, `--api=orders`, `api=orders`, `—api orders`, and "around 14:42" said
 * plainly. Gives the options and the words that are left, or what is wrong with the first bad one.
 */
export function readOptions(
  words: readonly string[],
  nowMs: number,
): { options: Options; rest: string[] } | Unusable {
  const options: Options = { scope: {} };
  const seen = new Set<Name>();
  const rest: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = textAt(words, at);
    const written = withDashes.exec(word) ?? withoutDashes.exec(word);
    if (written === null) {
      const spoken =
        /^around$/i.test(word) && !seen.has('around') ? readSpoken(words, at + 1, nowMs) : undefined;
      if (spoken === undefined) rest.push(word);
      else {
        options.aroundMs = spoken.atMs;
        seen.add('around');
        at += spoken.words;
      }
      continue;
    }
    const option = textAt(written, 1).toLowerCase();
    const name = names.find((known) => known === option);
    if (name === undefined) return unusable('unknown-option', { option });
    if (seen.has(name)) return unusable('repeated-option', { option });
    seen.add(name);
    const attached = written[2] === undefined || written[2] === '' ? [] : [written[2]];
    const values = [...attached, ...words.slice(at + 1, at + 4)];
    const [value] = values;
    if (value === undefined || (attached.length === 0 && withDashes.test(value)))
      return unusable('missing-value', { option });
    const taken = setOption(options, name, values, nowMs);
    if (typeof taken !== 'number') return taken;
    at += taken - attached.length;
  }
  return { options, rest };
}

/** Puts one value in its place; how many words it took. */
function setOption(options: Options, name: Name, values: string[], nowMs: number): number | Unusable {
  const value = textAt(values, 0).trim();
  if (name === 'around') {
    const time = readTime(values, 0, nowMs);
    if (time === undefined) return unusable('bad-time', { value });
    if (isFuture(time.atMs, nowMs))
      return unusable('future-time', { value: values.slice(0, time.words).join(' ') });
    options.aroundMs = time.atMs;
    return time.words;
  }
  if (name === 'window') {
    const windowMs = parseDuration(value);
    if (windowMs === undefined) return unusable('bad-window', { value });
    options.windowMs = windowMs;
    return 1;
  }
  const kept = name === 'account' && /^\d{4}-\d{4}-\d{4}$/.test(value) ? value.replaceAll('-', '') : value;
  if (!allowed[name].test(kept)) return unusable(`bad-${name}`, { value });
  options.scope[name] = name === 'region' ? kept.toLowerCase() : kept;
  return 1;
}

/** API names may hold nearly anything; stage names may not. https://docs.aws.amazon.com/apigateway/latest/api/API_CreateStage.html */
const allowed: Record<keyof Scope, RegExp> = {
  account: /^[\w.@+ -]{1,64}$/,
  region: /^[a-z]{2}(?:-[a-z]{1,12}){1,3}-\d{1,2}$/i,
  api: /^[^\p{C}]{1,1024}$/u,
  stage: /^(?:\$default|[\w-]{1,128})$/,
};

/** A time of up to three words ("2026-11-21 14:42:09 UTC", "10 minutes ago"): the longest that reads as one. */
function readTime(
  words: readonly string[],
  from: number,
  nowMs: number,
): { atMs: number; words: number } | undefined {
  for (const count of [3, 2, 1]) {
    const text = words.slice(from, from + count).join(' ');
    const atMs = parseTime(text.replace(/[.,;?)]{1,3}$/, ''), nowMs);
    if (atMs !== undefined) return { atMs, words: Math.min(count, words.length - from) };
  }
  return undefined;
}

/**
 * A time said in passing counts only where nobody can take it otherwise: with its zone, or counted back from now. A bare
 * "14:42" among people is local time, and a wrong time would make the search miss.
 */
function readSpoken(
  words: readonly string[],
  from: number,
  nowMs: number,
): { atMs: number; words: number } | undefined {
  const time = readTime(words, from, nowMs);
  const said = time === undefined ? '' : words.slice(from, from + time.words).join(' ');
  return /(?:Z|UTC|GMT|[+-]\d\d:?\d\d|\bago|^now)[.,;?)]{0,3}$/.test(said) ? time : undefined;
}

export function unusable(problem: QuestionProblem, args: Unusable['args']): Unusable {
  const short = Object.entries(args).map(([name, value]) => [
    name,
    typeof value === 'string' ? value.slice(0, longestQuote) : value,
  ]);
  return { kind: 'unusable', problem, args: Object.fromEntries(short) };
}

/** Longest part of a person's text that a refusal repeats, characters. */
const longestQuote = 80;
