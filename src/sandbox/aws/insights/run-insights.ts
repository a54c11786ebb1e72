import { discoverFields, type QueryRecord } from './discover-fields.ts';
import { evaluate } from './evaluate.ts';
import type { Column, Command } from './expression.ts';
import { parseQuery } from './parse-query.ts';
import { fieldOf, type Row, scopeOf } from './row.ts';
import { runStats } from './run-stats.ts';
import { compareValues, isTrue, toText } from './value.ts';

export { MalformedQuery } from './malformed-query.ts';
export type { QueryRecord };

export interface CompiledQuery {
  text: string;
  commands: readonly Command[];
  /** Names of the columns that the rows show, in order; those that a row lacks are left out of it. */
  columns: readonly string[];
  /** Whether stats made the rows: these carry no @ptr. */
  isAggregate: boolean;
}

export interface QueryResult {
  rows: { field: string; value: string }[][];
  /** Records that passed the filters, before any limit. */
  recordsMatched: number;
}

/** Compiles a Logs Insights query. Throws MalformedQuery for anything that is not the language or not implemented here. */
export function compileQuery(text: string): CompiledQuery {
  const commands = parseQuery(text);
  return {
    text,
    commands,
    columns: columnsOf(commands),
    isAggregate: commands.some(({ kind }) => kind === 'stats'),
  };
}

/**
 * Runs a compiled query. Without a sort the latest record comes first. `limit` is StartQuery's own (10,000 by default);
 * a limit command in the query goes before it.
 */
export function runQuery(
  query: CompiledQuery,
  records: readonly QueryRecord[],
  { limit }: { limit: number },
): QueryResult {
  let rows = [...records]
    .sort((a, b) => b.timestampMs - a.timestampMs)
    .map(
      (record, index): Row => ({
        own: new Map(),
        found: discoverFields(record, pointerTo(record, index)),
      }),
    );
  let recordsMatched = rows.length;
  let isCounting = true;
  for (const command of query.commands) {
    rows = runCommand(command, rows);
    isCounting &&= command.kind !== 'stats' && command.kind !== 'limit' && command.kind !== 'dedup';
    if (isCounting) recordsMatched = rows.length;
  }
  const kept = query.commands.some(({ kind }) => kind === 'limit') ? rows : rows.slice(0, limit);
  return { rows: kept.map((row) => showRow(row, query)), recordsMatched };
}

function runCommand(command: Command, rows: Row[]): Row[] {
  switch (command.kind) {
    case 'fields':
    case 'display':
      for (const row of rows) addColumns(row, command.columns);
      return rows;
    case 'filter':
      return rows.filter((row) => isTrue(evaluate(command.condition, scopeOf(row))));
    case 'parse':
      for (const row of rows) {
        const found = command.pattern.exec(toText(evaluate(command.source, scopeOf(row))) ?? '');
        command.names.forEach((name, index) => {
          const value =
            found?.groups?.[name] ?? (found?.groups === undefined ? found?.[index + 1] : undefined);
          if (value !== undefined) row.own.set(name, value);
        });
      }
      return rows;
    case 'stats':
      return runStats(rows, command.results, command.by);
    case 'sort':
      return sortRows(rows, command);
    case 'limit':
      return rows.slice(0, command.count);
    case 'dedup': {
      const seen = new Set<string>();
      return rows.filter((row) => {
        const values = command.by.map((expression) => toText(evaluate(expression, scopeOf(row))));
        // Records without the field are all kept.
        if (values.includes(undefined)) return true;
        const key = JSON.stringify(values);
        const isNew = !seen.has(key);
        seen.add(key);
        return isNew;
      });
    }
  }
}

function addColumns(row: Row, columns: readonly Column[]): void {
  const scope = scopeOf(row);
  for (const { name, expression } of columns) {
    if (expression.kind === 'field' && expression.name === name) continue;
    // After stats a column such as bin(5m) is known by its text; its fields are gone.
    if (row.found === undefined && row.own.has(name)) continue;
    row.own.set(name, evaluate(expression, scope));
  }
}

/** A stable sort; rows without the value come last either way. */
function sortRows(rows: Row[], { keys }: Extract<Command, { kind: 'sort' }>): Row[] {
  const keyed = rows.map((row) => ({
    row,
    values: keys.map(({ name, expression }) =>
      row.own.has(name) ? row.own.get(name) : evaluate(expression, scopeOf(row)),
    ),
  }));
  keyed.sort((a, b) => {
    for (const [index, { descending }] of keys.entries()) {
      const [one, other] = [a.values[index], b.values[index]];
      if (one === undefined || other === undefined) {
        if (one !== other) return one === undefined ? 1 : -1;
        continue;
      }
      const order = compareValues(one, other) ?? 0;
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  });
  return keyed.map(({ row }) => row);
}

/** What is shown: the last display; else what fields, parse and stats named; else @timestamp and @message. */
function columnsOf(commands: readonly Command[]): string[] {
  let names: string[] = [];
  let hasFields = false;
  let displayed: string[] | undefined;
  for (const command of commands) {
    if (command.kind === 'fields') hasFields = true;
    if (command.kind === 'fields') names.push(...command.columns.map(({ name }) => name));
    else if (command.kind === 'parse') names.push(...command.names);
    else if (command.kind === 'display') displayed = command.columns.map(({ name }) => name);
    else if (command.kind === 'stats') {
      hasFields = true;
      displayed = undefined;
      names = [...command.by, ...command.results].map(({ name }) => name);
    }
  }
  const shown = displayed ?? (hasFields ? names : ['@timestamp', '@message', ...names]);
  return [...new Set(shown)].filter((name) => name !== '@ptr');
}

function showRow(row: Row, query: CompiledQuery): { field: string; value: string }[] {
  const shown = query.columns.flatMap((name) => {
    const value = toText(fieldOf(row, name));
    return value === undefined ? [] : [{ field: name, value }];
  });
  const pointer = query.isAggregate ? undefined : toText(row.found?.get('@ptr'));
  return pointer === undefined ? shown : [...shown, { field: '@ptr', value: pointer }];
}

/** An opaque pointer to the record, as GetLogRecord would take it. */
function pointerTo(record: QueryRecord, index: number): string {
  return Buffer.from(`${record.log}:${record.stream}:${record.timestampMs}:${index}`).toString('base64');
}
