import { textAt } from '../text-at.ts';
import type { PasteRecord, Region, Shape } from './shape.ts';
import { readMoment } from './stamp.ts';
import { isEnvelope, isFieldHeader, type Row, roleOf, unwrapRow } from './unwrap-row.ts';

/** Rules between rows: `|---|:--|`, `+----+`, `-----`, `|+---+|`. */
const rule = /^[\s|+:=─┼├┤-]{3,}$/;
/** How many lines of a table may stand before its header: rules and the title that the AWS CLI writes. */
const longestTitle = 8;

/**
 * Tables of query results: the console's and the AWS CLI's text tables, and Markdown. Rows without a header count where they
 * begin with a time. A message may hold the border itself: it takes the cells that are too many.
 */
export const readTable: Shape = (text, at) => {
  const first = textAt(text.lines, at);
  if (!isTableLine(first) && !namesIn(first)) return undefined;
  const head = findHeader(text.lines, at);
  if (head === undefined && readMoment(cellsOf(first)[0]) === undefined) return undefined;
  const table: Table = { names: head?.names, records: [] };
  let end = head === undefined ? at : head.line + 1;
  for (; end < text.lines.length; end += 1) {
    const line = textAt(text.lines, end);
    if (rule.test(line)) continue;
    const cells = line.includes('|') ? cellsOf(line) : undefined;
    if (cells === undefined || !takeRow(table, cells, line)) break;
  }
  flush(table);
  return { shape: 'table', records: table.records, end } satisfies Region;
};

interface Table {
  names?: string[];
  records: PasteRecord[];
  /** Of the CLI's `field | value` tables: the row being put together. */
  row?: Row;
}

const isTableLine = (line: string) => /^\s*[|+]/.test(line) || (rule.test(line) && /^\s*-{3}/.test(line));

function findHeader(lines: readonly string[], at: number): { names: string[]; line: number } | undefined {
  for (let line = at; line < Math.min(lines.length, at + longestTitle); line += 1) {
    const names = namesIn(textAt(lines, line));
    if (names !== undefined) return { names, line };
    if (!isTableLine(textAt(lines, line))) return undefined;
  }
  return undefined;
}

function namesIn(line: string): string[] | undefined {
  if (line.length > 2000 || !line.includes('|')) return undefined;
  const names = cellsOf(line).map((cell) => cell.replace(/`/g, ''));
  if (names.join() === 'field,value') return names;
  const isHeader =
    names.length > 1 &&
    names.every((name) => /^[@\w.# -]{0,60}$/.test(name)) &&
    (isEnvelope(names) || isFieldHeader(names));
  return isHeader ? names : undefined;
}

/** Cells between borders; `\|` is no border. */
function cellsOf(line: string): string[] {
  const inner = line
    .trim()
    .replace(/^\|{1,2}/, '')
    .replace(/\|{1,2}$/, '');
  return inner
    .replaceAll('\\|', '\u0000')
    .split('|')
    .map((cell) => cell.trim().replaceAll('\u0000', '|'));
}

/** Whether the cells are a row of this table. */
function takeRow(table: Table, cells: string[], line: string): boolean {
  const { names } = table;
  if (names === undefined) {
    if (readMoment(cells[0]) === undefined || cells.length < 2) return false;
    push(
      table,
      new Map([
        ['timestamp', cells[0]],
        ['message', cells.slice(1).join(' | ')],
      ]),
    );
    return true;
  }
  // The CLI repeats its titles and headers between groups of rows.
  if (names.join() === cells.join() || cells.length === 1) return true;
  if (names.join() === 'field,value') return takeField(table, cells);
  const row = fitCells(names, cells);
  if (row === undefined) return false;
  push(table, row, line);
  return true;
}

/** The CLI writes a row of results as a table of its own: it ends where a field comes again. */
function takeField(table: Table, cells: readonly string[]): boolean {
  const field = textAt(cells, 0);
  if (table.row?.has(field) === true) flush(table);
  table.row ??= new Map();
  table.row.set(field, cells.slice(1).join(' | '));
  return true;
}

function flush(table: Table): void {
  if (table.row !== undefined) push(table, table.row);
  table.row = undefined;
}

function push(table: Table, row: Row, written?: string): void {
  const record = unwrapRow(row, written);
  if (record !== undefined) table.records.push(record);
}

function fitCells(names: readonly string[], cells: readonly string[]): Row | undefined {
  const extra = cells.length - names.length;
  const message = names.findIndex((name) => roleOf(name) === 'message');
  if (extra < 0 || (extra > 0 && message < 0)) return undefined;
  const fitted = [
    ...cells.slice(0, message < 0 ? 0 : message),
    ...(message < 0 ? [] : [cells.slice(message, message + extra + 1).join(' | ')]),
    ...cells.slice(message < 0 ? 0 : message + extra + 1),
  ];
  return new Map(names.map((name, index) => [name, textAt(fitted, index).replace(/<br ?\/?>/g, '\n')]));
}
