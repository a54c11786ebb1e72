import { discoverFields, type QueryRecord } from './discover-fields.ts';
import { evaluate } from './evaluate.ts';
import type { Column, Command, GroupSource } from './expression.ts';
import { parseQuery } from './parse-query.ts';
import { fieldOf, type Row, scopeOf } from './row.ts';
import { runStats } from './run-stats.ts';
import { compareValues, fromJson, isStructure, isTrue, toText } from './value.ts';

export { MalformedQuery } from './malformed-query.ts';
export type { QueryRecord };

export interface CompiledQuery {
  text: string;
  /** Which log groups the query itself asks for; missing without a SOURCE command. */
  source?: GroupSource;
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
  const source = commands.find((command) => command.kind === 'source');
  return {
    text,
    ...(source === undefined ? {} : { source: source.groups }),
    commands,
    columns: columnsOf(commands),
    isAggregate: commands.some(({ kind }) => kind === 'stats'),
  };
}

/**
 * Runs a compiled query. Without a sort the latest record comes first. `limit` is StartQuery's own (10,000 by default);
 * a limit command in the query goes before it. `nowMs` is when the query was started.
 */
export function runQuery(
  query: CompiledQuery,
  records: readonly QueryRecord[],
  { limit, nowMs }: { limit: number; nowMs: number },
): QueryResult {
  let rows = [...records]
    .sort((a, b) => b.timestampMs - a.timestampMs)
    .map(
      (record, index): Row => ({
        own: new Map(),
        nowMs,
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
    case 'unnest':
      return rows.flatMap((row) => unnest(row, command));
    case 'source':
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

/** One row for each element of a list or each value of a map; a row without one stays as it is, without the new name. */
function unnest(row: Row, { source, name }: Extract<Command, { kind: 'unnest' }>): Row[] {
  const value = evaluate(source, scopeOf(row));
  if (!isStructure(value)) return [row];
  return Object.values(value.members).map((member) => ({
    ...row,
    own: new Map([...row.own, [name, fromJson(member)]]),
  }));
}

function addColumns(row: Row, columns: readonly Column[]): void {
  // What jsonParse() makes has its members from the next command on.
  const before = { ...row, own: new Map(row.own) };
  const scope = {
    ...scopeOf(row),
    field: (name: string) => (row.own.has(name) ? row.own.get(name) : fieldOf(before, name)),
  };
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
    else if (command.kind === 'unnest') names.push(command.name);
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
