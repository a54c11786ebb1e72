import { textAt } from '../text-at.ts';
import { type CsvRow, readCsvRow } from './csv-row.ts';
import type { PasteRecord, PasteText, Region, Shape } from './shape.ts';
import { readTime } from './stamp.ts';
import { isEnvelope, isFieldHeader, roleOf, unwrapRow } from './unwrap-row.ts';

const delimiters = [',', '\t', ';'];
/** A row of the console's export without its header line. */
const bareRow =
  /^(?:"?\d{13}"?([,;\t])|"?\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z?"?([,;\t])(?="))/;

/**
 * Delimited text: the console's CSV export of log events or Insights results, the same out of a spreadsheet (tabs,
 * semicolons), with its header line or without. It ends where a row has no time any more.
 */
export const readCsv: Shape = (text, at) => {
  const line = textAt(text.lines, at);
  const header = readHeader(line);
  if (header !== undefined) return readRows(text, at, header);
  const bare = bareRow.exec(line);
  return bare === null ? undefined : readBareRow(text, at, bare);
};

interface Header {
  names: string[];
  delimiter: string;
}

/** A header line: two names or more, one of them that of a log's column. */
function readHeader(line: string): Header | undefined {
  if (line.length > 2000 || !/message|@\w|requestid|_raw|tsNs|content/i.test(line)) return undefined;
  for (const delimiter of delimiters) {
    if (!line.includes(delimiter)) continue;
    const names = asMessage(line.split(delimiter).map((name) => name.trim().replace(/^"(.*)"$/, '$1')));
    const isHeader =
      names.every((name) => /^[@\w.#][\w. -]{0,60}$/.test(name)) &&
      (isFieldHeader(names) ||
        (isEnvelope(names) && names.some((name) => name.startsWith('@') || roleOf(name) === 'time')));
    if (isHeader) return { names, delimiter };
  }
  return undefined;
}

/** What Splunk, Grafana and Datadog call the message, each only beside the other names of its export. */
const messages: readonly (readonly [string, readonly string[]])[] = [
  ['_raw', ['_time']],
  ['Line', ['Time', 'tsNs']],
  ['Content', ['Date', 'Host', 'Service']],
];

function asMessage(names: string[]): string[] {
  const found = messages.find(([name, beside]) => [name, ...beside].every((each) => names.includes(each)));
  return found === undefined ? names : names.map((name) => (name === found[0] ? 'message' : name));
}

function readRows(text: PasteText, at: number, header: Header): Region | undefined {
  const records: PasteRecord[] = [];
  let end = at + 1;
  for (let line = end; line < text.lines.length && text.fuel.left >= 0; ) {
    if (textAt(text.lines, line).trim() === '') {
      line += 1;
      continue;
    }
    const row = readCsvRow(text.lines, line, header.delimiter);
    const cells = row === undefined ? undefined : fitCells(row, header);
    const written = row === undefined ? '' : text.lines.slice(line, row.end).join('\n');
    const record = cells === undefined ? undefined : unwrapRow(cells, written);
    if (row === undefined || record === undefined) break;
    records.push(record);
    line = row.end;
    end = line;
  }
  return { shape: 'CSV', records, end };
}

/** Cells under their names; a message that holds the delimiter unquoted takes the cells that are too many. */
function fitCells(row: CsvRow, { names, delimiter }: Header): Map<string, string> | undefined {
  const extra = row.cells.length - names.length;
  const message = names.findIndex((name) => roleOf(name) === 'message');
  if (extra < 0 || (extra > 0 && (message < 0 || row.quoted[message]))) return undefined;
  const cells =
    extra === 0
      ? row.cells
      : [
          ...row.cells.slice(0, message),
          row.cells.slice(message, message + extra + 1).join(delimiter),
          ...row.cells.slice(message + extra + 1),
        ];
  const time = names.findIndex((name) => roleOf(name) === 'time');
  // A spreadsheet may have rounded the time away, Kibana writes it without a zone; any other cell without a time is no row.
  const timed =
    time < 0 ||
    readTime(cells[time]) !== undefined ||
    /^\d[.,]\d+E\+12$|^[A-Z][a-z]{2} \d{1,2}, \d{4} @ [\d:.]{8,12}$/.test(textAt(cells, time));
  return timed ? new Map(names.map((name, index) => [name, textAt(cells, index)])) : undefined;
}

/** Time and message; commas in a message that nobody quoted are its own. */
function readBareRow(text: PasteText, at: number, bare: RegExpExecArray): Region | undefined {
  const line = textAt(text.lines, at);
  const behind = line.slice(bare[0].length);
  const isQuoted = behind.startsWith('"');
  const delimiter = bare[1] ?? textAt(bare, 2);
  const row = isQuoted && text.fuel.left >= 0 ? readCsvRow(text.lines, at, delimiter) : undefined;
  if (isQuoted && row === undefined) {
    text.fuel.left -= unclosedChars;
    return undefined;
  }
  const time = bare[0].replace(/["\t,;]/g, '');
  const message = row === undefined ? behind : textAt(row.cells, 1);
  const record = unwrapRow(
    new Map([
      ['timestamp', time],
      ['message', message],
    ]),
  );
  return record === undefined ? undefined : { shape: 'CSV', records: [record], end: row?.end ?? at + 1 };
}

/** What a quote that never closes is charged with, characters: its search ends after 5000 lines. */
const unclosedChars = 100_000;
