import { aggregates } from './aggregates.ts';
import { evaluate } from './evaluate.ts';
import type { Column, Expression } from './expression.ts';
import { type Row, scopeOf } from './row.ts';
import { isInstant, toText, type Value } from './value.ts';

/** One row a group, in order of first appearance; groups by time come latest first, as on AWS. No records, no rows. */
export function runStats(rows: readonly Row[], results: readonly Column[], by: readonly Column[]): Row[] {
  const groups = new Map<string, { keys: Value[]; rows: Row[] }>();
  const nowMs = rows[0]?.nowMs ?? 0;
  for (const row of rows) {
    const keys = by.map(({ expression }) => evaluate(expression, scopeOf(row)));
    const id = JSON.stringify(keys.map((key) => toText(key) ?? null));
    const group = groups.get(id) ?? { keys, rows: [] };
    group.rows.push(row);
    groups.set(id, group);
  }
  const folded = [...groups.values()].map(({ keys, rows: members }): Row => {
    const own = new Map<string, Value>();
    by.forEach(({ name }, index) => {
      own.set(name, keys[index]);
    });
    const scope = {
      // A later result may calculate with an earlier one, as AWS's own samples do.
      field: (name: string) => own.get(name),
      timestampMs: undefined,
      nowMs,
      aggregate: (expression: Expression) => fold(expression, members),
    };
    for (const { name, expression } of results) own.set(name, evaluate(expression, scope));
    return { own, nowMs };
  });
  const time = by.find((_column, index) => [...groups.values()].some(({ keys }) => isInstant(keys[index])));
  return time === undefined ? folded : folded.sort((a, b) => timeIn(b, time.name) - timeIn(a, time.name));
}

function timeIn(row: Row, name: string): number {
  const value = row.own.get(name);
  return isInstant(value) ? value.epochMs : 0;
}

function fold(expression: Expression, rows: readonly Row[]): Value {
  if (expression.kind !== 'aggregate') return undefined;
  return aggregates[expression.name]?.fold(
    rows.map((row) => {
      const scope = scopeOf(row);
      return {
        args: expression.args.map((argument) => evaluate(argument, scope)),
        timestampMs: scope.timestampMs,
      };
    }),
  );
}
