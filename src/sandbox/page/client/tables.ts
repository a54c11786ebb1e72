import { element, pressable } from './element.ts';
import { type Json, jsonOf, listOf, textOf } from './read-json.ts';
import { richText } from './rich-text.ts';
import type { Surroundings } from './surroundings.ts';
import { say } from './words.ts';

/** A `table` block: the first row is its head, `column_settings` align and wrap. */
export function plainTable(block: Json, surroundings: Surroundings): HTMLElement {
  const settings = Array.isArray(block.column_settings) ? block.column_settings.map(jsonOf) : [];
  const rows = rowsOf(block);
  const classOf = (column: number) => {
    const setting = settings[column];
    return `align-${textOf(setting?.align) || 'left'}${setting?.is_wrapped === false ? ' no-wrap' : ''}`;
  };
  const [head = [], ...body] = rows;
  return scroll(
    element(
      'table',
      {},
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          ...head.map((cell, column) =>
            element('th', { scope: 'col', class: classOf(column) }, cellNode(cell, surroundings)),
          ),
        ),
      ),
      element(
        'tbody',
        {},
        ...body.map((row) =>
          element(
            'tr',
            {},
            ...row.map((cell, column) =>
              element('td', { class: classOf(column) }, cellNode(cell, surroundings)),
            ),
          ),
        ),
      ),
    ),
  );
}

/** A `data_table` block: sorted by a press on a column's head, shown a page at a time. */
export function dataTable(block: Json, surroundings: Surroundings): HTMLElement {
  const [head = [], ...body] = rowsOf(block);
  const pageSize = typeof block.page_size === 'number' ? block.page_size : 5;
  const pages = Math.max(1, Math.ceil(body.length / pageSize));
  const headerColumn = block.row_header_column_index;
  let page = 0;
  let sort: { column: number; isDescending: boolean } | undefined;
  const tbody = element('tbody', {});
  const place = element('span', { class: 'page-place' });
  const sortButtons = head.map((cell, column) =>
    element(
      'th',
      { scope: 'col' },
      pressable({ class: 'sort' }, cellNode(cell, surroundings), () => {
        sort = { column, isDescending: sort?.column === column && !sort.isDescending };
        page = 0;
        show();
      }),
    ),
  );
  const turn = (by: number) => () => {
    page = Math.min(pages - 1, Math.max(0, page + by));
    show();
  };
  function show(): void {
    const order = sort;
    const sorted = order
      ? body.toSorted((a, b) => compare(a[order.column], b[order.column]) * (order.isDescending ? -1 : 1))
      : body;
    sortButtons.forEach((th, column) => {
      th.ariaSort = order?.column === column ? (order.isDescending ? 'descending' : 'ascending') : 'none';
    });
    tbody.replaceChildren(
      ...sorted
        .slice(page * pageSize, (page + 1) * pageSize)
        .map((row) =>
          element(
            'tr',
            {},
            ...row.map((cell, column) =>
              element(
                column === headerColumn ? 'th' : 'td',
                column === headerColumn
                  ? { scope: 'row' }
                  : { class: cell.type === 'raw_number' ? 'align-right' : '' },
                cellNode(cell, surroundings),
              ),
            ),
          ),
        ),
    );
    place.textContent = say('table.page', { page: page + 1, pages });
  }
  show();
  return element(
    'figure',
    { class: 'data-table' },
    element('figcaption', {}, textOf(block.caption)),
    scroll(element('table', {}, element('thead', {}, element('tr', {}, ...sortButtons)), tbody)),
    pages > 1
      ? element(
          'div',
          { class: 'pager' },
          pressable({ 'aria-label': say('table.previous', {}) }, '‹', turn(-1)),
          place,
          pressable({ 'aria-label': say('table.next', {}) }, '›', turn(1)),
        )
      : undefined,
  );
}

function rowsOf(block: Json): Json[][] {
  return Array.isArray(block.rows) ? block.rows.map((row: unknown) => listOf(row)) : [];
}

function cellNode(cell: Json, surroundings: Surroundings): Node {
  if (cell.type === 'rich_text') return richText(cell, surroundings);
  return document.createTextNode(textOf(cell.text) || textOf(cell.value) || textOf(cell.number));
}

function compare(a: Json | undefined, b: Json | undefined): number {
  const left = sortKey(a);
  const right = sortKey(b);
  return typeof left === 'number' && typeof right === 'number'
    ? left - right
    : String(left).localeCompare(String(right));
}

function sortKey(cell: Json | undefined): number | string {
  if (cell === undefined) return '';
  if (typeof cell.value === 'number') return cell.value;
  return textOf(cell.text) || JSON.stringify(cell.elements ?? '');
}

function scroll(table: HTMLElement): HTMLElement {
  return element('div', { class: 'table-scroll', tabindex: '0' }, table);
}
