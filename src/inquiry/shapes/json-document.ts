import { textAt } from '../text-at.ts';
import { parseJson, scanJson, textOf } from './json-scan.ts';
import { pythonToJson } from './python-literal.ts';
import type { PasteText, Region, Shape } from './shape.ts';
import { type Unwrapped, unwrapJson } from './unwrap-json.ts';

/**
 * JSON of any envelope, on one line or on many, several documents behind each other, and documents that were cut (their
 * whole elements count). What only looks like JSON (a row of an access log, filled in without escaping) is left to others.
 */
export const readJsonDocument: Shape = (text, at) => {
  const line = textAt(text.lines, at);
  const column = line.length - line.trimStart().length;
  if (/^[[{]+'/.test(line.slice(column, column + 8))) return readPython(line, at);
  if (!/^(?:\{\s*(?:["}{]|$)|\[\s*(?:["{[\]]|$))/.test(line.slice(column, column + 200))) return undefined;
  const written = line.trim().replace(/,$/, '');
  const single = /[}\]]$/.test(written) ? parseJson(written) : undefined;
  if (single !== undefined) return region(unwrapJson(single.value, written), at + 1);
  // One line that is closed and no JSON: a row of its own kind, unless several documents stand on it.
  if (/^\{.*\}$/.test(written) && !/\}\s*\{"/.test(written)) return undefined;
  return text.fuel.left < 0 ? undefined : readStretches(text, at, column);
};

/** What Python prints of an answer, on one line. */
function readPython(line: string, at: number): Region | undefined {
  const json = pythonToJson(line.trim());
  const parsed = json === undefined ? undefined : parseJson(json);
  return parsed === undefined ? undefined : region(unwrapJson(parsed.value), at + 1);
}

function readStretches(text: PasteText, at: number, column: number): Region | undefined {
  const values: unknown[] = [];
  let [line, from, looked] = [at, column, 0];
  for (;;) {
    const scan = scanJson(text.lines, line, from);
    looked += scan.looked;
    const stretches = scan.whole === undefined ? scan.elements : [scan.whole];
    const parsed = stretches.flatMap((stretch) => parseJson(textOf(text.lines, stretch)) ?? []);
    values.push(...parsed.map(({ value }) => value));
    const last = stretches.at(-1);
    if (last === undefined || parsed.length === 0) break;
    line = last.endLine;
    const behind = /^[\s,]{0,40}(?=\{)/.exec(
      textAt(text.lines, line).slice(last.endColumn, last.endColumn + 41),
    );
    from = last.endColumn + (behind?.[0].length ?? 0);
    if (scan.whole === undefined) text.fuel.left -= scan.looked;
    if (scan.whole === undefined || behind === null) break;
  }
  const read = values.length === 0 ? undefined : region(unwrapJson(values), line + 1);
  if (read === undefined) text.fuel.left -= looked;
  return read;
}

function region({ shape, records: all }: Unwrapped, end: number): Region | undefined {
  // What is nested too deep to be written again is no record.
  const records = all.filter(({ message }) => message !== '');
  // An envelope may be empty; that too was understood.
  return records.length === 0 && shape === 'JSON records' ? undefined : { shape, records, end };
}
