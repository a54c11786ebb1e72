import { isFields } from '../fields.ts';
import {
  all,
  byType,
  type Check,
  flag,
  list,
  number,
  object,
  oneOf,
  only,
  text,
  wholeNumber,
} from './check.ts';
import { countCharacters } from './count-characters.ts';
import { richTextBlock } from './rich-text.ts';
import { blockId } from './text-objects.ts';

/** All cells of one table together (https://docs.slack.dev/reference/block-kit/blocks/data-table-block). */
const mostTableCharacters = 10_000;

/** An empty cell is refused: it must hold at least a blank. */
const cells: Record<string, Check> = {
  raw_text: object({ text: text(mostTableCharacters) }, {}),
  raw_number: object({ value: number, text: text(255) }, {}),
  rich_text: richTextBlock,
};

const notTooMuch: Check = (value, at, scope) => {
  if (isFields(value) && countCharacters(value.rows) > mostTableCharacters)
    scope.report(`${at}/rows`, `must be less than ${mostTableCharacters + 1} characters`);
};

/** One column is set up, or left as it is (null). */
const columnSetting: Check = (value, at, scope) => {
  if (value !== null)
    object({}, { align: oneOf('left', 'center', 'right'), is_wrapped: flag })(value, at, scope);
};

const sameWidth: Check = (value, at, scope) => {
  const rows = isFields(value) && Array.isArray(value.rows) ? value.rows.filter(Array.isArray) : [];
  for (const [index, row] of rows.entries())
    if (row.length !== rows[0]?.length)
      scope.report(`${at}/rows/${index}`, 'must have as many cells as the header');
};

const plainHeader: Check = (value, at, scope) => {
  const header = isFields(value) && Array.isArray(value.rows) ? value.rows[0] : undefined;
  if (header !== undefined)
    list(
      only(() => cells, 'raw_text', 'raw_number'),
      20,
    )(header, `${at}/rows/0`, scope);
};

const label = text(20);
const points = list(object({ label, value: number }, {}), 20);
const series = list(object({ name: label, data: points }, {}), 12);
const axes = object({ categories: list(label, 20) }, { x_label: text(50), y_label: text(50) });

/** Each series has exactly one point for each category. */
const onePointEach: Check = (value, at, scope) => {
  if (!isFields(value) || !isFields(value.axis_config) || !Array.isArray(value.series)) return;
  const categories = JSON.stringify(value.axis_config.categories);
  for (const [index, entry] of value.series.entries()) {
    const data = isFields(entry) && Array.isArray(entry.data) ? entry.data : [];
    if (JSON.stringify(data.map((point) => (isFields(point) ? point.label : undefined))) !== categories)
      scope.report(`${at}/series/${index}/data`, 'must have one point for each category');
  }
};

const lines = all(object({ series, axis_config: axes }, {}), onePointEach);

export const tableBlocks: Record<string, Check> = {
  table: all(
    object(
      {
        rows: list(
          list(
            byType(() => cells),
            20,
          ),
          100,
        ),
      },
      { block_id: blockId, column_settings: list(columnSetting, 20) },
    ),
    notTooMuch,
  ),
  data_table: all(
    object(
      {
        caption: text(2000),
        rows: list(
          list(
            byType(() => cells),
            20,
          ),
          101,
          2,
        ),
      },
      { block_id: blockId, page_size: wholeNumber(1, 100), row_header_column_index: wholeNumber(0, 19) },
    ),
    plainHeader,
    sameWidth,
    notTooMuch,
  ),
  data_visualization: object(
    {
      title: text(50),
      chart: byType(() => ({
        pie: object({ segments: list(object({ label, value: number }, {}), 12) }, {}),
        bar: lines,
        line: lines,
        area: lines,
      })),
    },
    { block_id: blockId },
  ),
};
