import { textAt } from '../text-at.ts';
import { parseJson, scanJson, textOf } from './json-scan.ts';
import type { PasteText, Region, Shape } from './shape.ts';
import { type Unwrapped, unwrapJson } from './unwrap-json.ts';

/**
 * JSON of any envelope, on one line or on many, several documents behind each other, and documents that were cut (their
 * whole elements count). What only looks like JSON (a row of an access log, filled in without escaping) is left to others.
 */
export const readJsonDocument: Shape = (text, at) => {
  const line = textAt(text.lines, at);
  const column = line.length - line.trimStart().length;
  if (!/^(?:\{\s*(?:["}{]|$)|\[\s*(?:["{[\]]|$))/.test(line.slice(column, column + 200))) return undefined;
  const written = line.trim().replace(/,$/, '');
  const single = /[}\]]$/.test(written) ? parseJson(written) : undefined;
  if (single !== undefined) return region(unwrapJson(single.value, written), at + 1);
  // One line that is closed and no JSON: a row of its own kind, unless several documents stand on it.
  if (/^\{.*\}$/.test(written) && !/\}\s*\{"/.test(written)) return undefined;
  return text.fuel.left < 0 ? undefined : readStretches(text, at, column);
};

function readStretches(text: PasteText, at: number, column: number): Region | undefined {
  const values: unknown[] = [];
  let line = at;
  let from = column;
  for (;;) {
    const { whole, elements, looked } = scanJson(text.lines, line, from);
    const stretches = whole === undefined ? elements : [whole];
    const parsed = stretches.flatMap((stretch) => parseJson(textOf(text.lines, stretch)) ?? []);
    if (whole === undefined || parsed.length === 0) text.fuel.left -= looked;
    values.push(...parsed.map(({ value }) => value));
    const last = stretches.at(-1);
    if (last === undefined || parsed.length === 0) break;
    line = last.endLine;
    from = last.endColumn;
    if (whole === undefined || !/^[\s,]*\{/.test(textAt(text.lines, line).slice(from, from + 40))) {
      return region(join(values), line + 1);
    }
    from += textAt(text.lines, line).slice(from).indexOf('{');
  }
  return values.length === 0 ? undefined : region(join(values), line + 1);
}

function join(values: readonly unknown[]): Unwrapped {
  const all = values.map((value) => unwrapJson(value));
  return { shape: all[0]?.shape ?? 'JSON records', records: all.flatMap(({ records }) => records) };
}

function region({ shape, records }: Unwrapped, end: number): Region | undefined {
  // An envelope may be empty; that too was understood.
  return records.length === 0 && shape === 'JSON records' ? undefined : { shape, records, end };
}
