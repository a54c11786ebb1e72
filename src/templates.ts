import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import Handlebars from 'handlebars';
import { parse } from 'yaml';
import { packageFile } from './package-file.ts';

const templatesFolder = packageFile('templates');

/** Renders one template. A blank that gets no value is an error, not an empty string. */
export type Render = (values: Record<string, unknown>) => string;

export interface Templates {
  /** `templates/queries/execution-log.hbs` is "queries/execution-log"; a sentence in a YAML file is "messages/facts:key.sub". */
  render(name: string, values?: Record<string, unknown>): string;
  /** As render, with every blank that has no value left empty: for sentences that guard optional blanks with `if`. */
  fill(name: string, values: Record<string, unknown>): string;
  has(name: string): boolean;
  /** Names of all templates that begin so. */
  names(prefix: string): string[];
}

/** A text without a blank; or one with blanks, and what is known of them once it has been filled in. */
type Template = { source: string; text: string } | { source: string; render: Render; blanks?: Blanks };

interface Blanks {
  /** Each of them empty. */
  empty: Record<string, ''>;
  /** Every name that a value may be asked for; undefined where it may be one within another value. */
  names?: readonly string[];
  /** What was filled in last, and what came of it. */
  last?: { values: readonly unknown[]; text: string };
}

/**
 * Reads every file once, now; what stands in it is taken apart when it is first asked for, since a command uses few of them
 * and taking all apart costs half a second. `.hbs` files are one template each; each string leaf of a `.yaml` file is one.
 * Drawings (`.svg.hbs`) escape their values as XML. Nothing else is escaped here: each surface escapes the values for its
 * own medium before rendering.
 */
export function loadTemplates(folder: string = templatesFolder): Templates {
  const handlebars = Handlebars.create();
  registerHelpers(handlebars);
  const compiled = new Map<string, Template>();
  const unopened = new Map<string, string>();
  const add = (name: string, source: string) => {
    const noEscape = !name.endsWith('.svg');
    // A text without a blank is itself: most labels are, and a report asks for a hundred of them.
    if (!source.includes('{{')) compiled.set(name, { source, text: source.trimEnd() });
    else
      compiled.set(name, {
        source,
        render: handlebars.compile(source, { strict: true, noEscape, knownHelpersOnly: false }),
      });
  };
  const open = (file: string) => {
    const text = unopened.get(file);
    if (text === undefined) return;
    unopened.delete(file);
    addLeaves(file, parse(text), ':', add);
  };
  const find = (name: string) => {
    const known = compiled.get(name);
    if (known !== undefined) return known;
    open(name.split(':')[0] ?? '');
    return compiled.get(name);
  };
  const finish = (name: string, template: Template | undefined, values: Record<string, unknown>) => {
    if (!template)
      throw new Error(`No template "${name}" in ${folder}. Add it, or mend the name that asks for it.`);
    if ('text' in template) return template.text;
    try {
      return template.render(values).trimEnd();
    } catch (cause) {
      throw new Error(`Template "${name}" cannot be filled in: ${String(cause)}`, { cause });
    }
  };
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path)
      .split(sep)
      .join('/')
      .replace(/\.(hbs|yaml)$/, '');
    if (entry.name.endsWith('.hbs')) add(name, readFileSync(path, 'utf8'));
    else if (entry.name.endsWith('.yaml')) unopened.set(name, readFileSync(path, 'utf8'));
  }
  return {
    has: (name) => find(name) !== undefined,
    fill(name, values) {
      const template = find(name);
      if (template === undefined || 'text' in template) return finish(name, template, values);
      template.blanks ??= findBlanks(template.source);
      const { empty, names, last } = template.blanks;
      const given = names?.map((each) => (Object.hasOwn(values, each) ? values[each] : ''));
      // Reports of many requests say most sentences of the guide with the same values, one after another.
      if (last !== undefined && given?.every((value, index) => value === last.values[index]))
        return last.text;
      const text = finish(name, template, { ...empty, ...values });
      // What is inside a list may change without it.
      if (given?.every((value) => typeof value !== 'object')) template.blanks.last = { values: given, text };
      return text;
    },
    render: (name, values = {}) => finish(name, find(name), values),
    names(prefix) {
      for (const file of [...unopened.keys()])
        if (`${file}:`.startsWith(prefix) || prefix.startsWith(`${file}:`)) open(file);
      return [...compiled.keys()].filter((name) => name.startsWith(prefix)).sort();
    },
  };
}

/** A template's blanks are its path expressions that are no helpers. */
function findBlanks(source: string): Blanks {
  const paths = [...new Set(pathsOf(Handlebars.parse(source)))];
  const empty = paths.filter((path) => !helperNames.includes(path)).map((path): [string, ''] => [path, '']);
  const isPlain = paths.every((path) => /^\w+$/.test(path) && path !== 'this');
  return { empty: Object.fromEntries(empty), ...(isPlain ? { names: paths } : {}) };
}

function pathsOf(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(pathsOf);
  if (node === null || typeof node !== 'object') return [];
  if ('type' in node && node.type === 'PathExpression' && 'original' in node)
    return typeof node.original === 'string' ? [node.original] : [];
  return Object.values(node).flatMap(pathsOf);
}

const helperNames = [
  'seconds',
  'time',
  'gigabytes',
  'cents',
  'eq',
  'plural',
  'if',
  'unless',
  'each',
  'with',
  'this',
  'else',
];

function addLeaves(
  name: string,
  value: unknown,
  mark: string,
  add: (name: string, source: string) => void,
): void {
  if (typeof value === 'string') add(name, value);
  else if (value !== null && typeof value === 'object')
    for (const [key, inner] of Object.entries(value)) addLeaves(`${name}${mark}${key}`, inner, '.', add);
}

function registerHelpers(handlebars: typeof Handlebars): void {
  handlebars.registerHelper('seconds', (ms: unknown) => (typeof ms === 'number' ? formatSeconds(ms) : ''));
  handlebars.registerHelper('time', (ms: unknown) => (typeof ms === 'number' ? formatTime(ms) : ''));
  handlebars.registerHelper('gigabytes', formatGigabytes);
  handlebars.registerHelper('cents', (usd: number) => String(Math.max(usd, 0.0001)));
  handlebars.registerHelper('eq', (a: unknown, b: unknown) => a === b);
  handlebars.registerHelper('plural', (n: number, one: string, many: string) => (n === 1 ? one : many));
}

/** 62622 → "62,622". Without Intl, which takes 30 ms to load for it. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** 29000 → "29.0 s", 380 → "380 ms". */
export function formatSeconds(ms: number): string {
  const magnitude = Math.abs(ms);
  if (magnitude < 1000) return `${Math.round(ms)} ms`;
  if (magnitude < 600_000) return `${(ms / 1000).toFixed(magnitude < 10_000 ? 2 : 1)} s`;
  return `${(ms / 60_000).toFixed(1)} min`;
}

/** 40_000_000_000 → "40.0", 300_000 → "0.001": never nothing, for what is asked about is something. */
function formatGigabytes(bytes: number): string {
  return bytes < 100_000_000
    ? String(Math.ceil(bytes / 1_000_000) / 1000)
    : (bytes / 1_000_000_000).toFixed(1);
}

/** Epoch ms → "14:42:38.213 UTC". */
export function formatTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(11, 23)} UTC`;
}
