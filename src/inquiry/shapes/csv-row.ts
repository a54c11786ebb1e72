import { textAt } from '../text-at.ts';
/** One row of delimited text: its cells, whether each was quoted, and the line behind it. */
export interface CsvRow {
  cells: string[];
  quoted: boolean[];
  end: number;
}

/** Longest quoted cell, lines; a quote that closes later was none. CloudWatch events hold at most 1 MB. */
const longestCellLines = 5000;

/**
 * Reads the row that begins at a line: cells in double quotes may hold the delimiter, doubled quotes and line ends.
 * Undefined where a quote never closes. Looks at each character once.
 */
export function readCsvRow(lines: readonly string[], at: number, delimiter: string): CsvRow | undefined {
  const row: CsvRow = { cells: [], quoted: [], end: at + 1 };
  let line = textAt(lines, at);
  let position = 0;
  for (;;) {
    if (line[position] === '"') {
      let cell = '';
      let from = position + 1;
      for (;;) {
        const quote = line.indexOf('"', from);
        if (quote < 0) {
          if (row.end >= lines.length || row.end > at + longestCellLines) return undefined;
          cell += `${line.slice(from)}\n`;
          line = textAt(lines, row.end);
          row.end += 1;
          from = 0;
        } else if (line[quote + 1] === '"') {
          cell += line.slice(from, quote + 1);
          from = quote + 2;
        } else {
          cell += line.slice(from, quote);
          position = quote + 1;
          break;
        }
      }
      const next = line.indexOf(delimiter, position);
      // Whatever stands between the closing quote and the delimiter belongs to the cell.
      row.cells.push(cell + line.slice(position, next < 0 ? undefined : next).trimEnd());
      row.quoted.push(true);
      if (next < 0) return row;
      position = next + delimiter.length;
    } else {
      const next = line.indexOf(delimiter, position);
      row.cells.push(line.slice(position, next < 0 ? undefined : next));
      row.quoted.push(false);
      if (next < 0) return row;
      position = next + delimiter.length;
    }
  }
}
