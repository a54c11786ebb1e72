import type { Column, Command, Expression, SortKey } from './expression.ts';
import { MalformedQuery } from './malformed-query.ts';
import { isForeignCommand, notImplemented } from './not-implemented.ts';
import { parseExpression } from './parse-expression.ts';
import { readSource } from './parse-source.ts';
import { compileGlob, compileRegex } from './regex.ts';
import { readTokens, type TokenReader } from './token-reader.ts';
import { tokenize } from './tokenize.ts';

/** As AWS spells it in its own refusals. */
const commandNames =
  '{K_PARSE, K_SEARCH, K_FIELDS, K_DISPLAY, K_FILTER, K_SORT, K_ORDER, K_HEAD, K_LIMIT, K_TAIL}';
/** AWS's largest `limit`. */
const largestLimit = 100_000;

/** The query's commands in order; throws MalformedQuery for whatever is not part of the language or not implemented. */
export function parseQuery(text: string): Command[] {
  const reader = readTokens(tokenize(text));
  const commands: Command[] = [];
  do {
    const token = reader.peek();
    const command = readCommand(reader, text);
    if (commands.at(-1)?.kind === 'dedup' && command.kind !== 'limit')
      throw new MalformedQuery(`unexpected symbol found ${token.text}`, token.start, token.end);
    commands.push(command);
  } while (reader.accept('|'));
  if (reader.peek().kind !== 'end') {
    const token = reader.peek();
    throw new MalformedQuery(`unexpected symbol found ${token.text}`, token.start, token.end);
  }
  return commands;
}

function readCommand(reader: TokenReader, text: string): Command {
  const word = reader.peek();
  const name = word.kind === 'name' ? word.text.toLowerCase() : '';
  const isKnown = [
    'fields',
    'display',
    'filter',
    'parse',
    'stats',
    'sort',
    'limit',
    'head',
    'dedup',
    'filterindex',
    'unnest',
    'source',
  ].includes(name);
  if (isForeignCommand(name)) throw notImplemented(`the command ${name}`, word.start, word.end);
  if (!isKnown) return reader.refuse(commandNames);
  reader.take();
  switch (name) {
    case 'fields':
    case 'display':
      return { kind: name, columns: readColumns(reader, text, false) };
    // What the index leaves out of the scan is not known here: the rows are those that the filter lets through.
    case 'filterindex':
    case 'filter':
      return { kind: 'filter', condition: parseExpression(reader, false) };
    case 'parse':
      return readParse(reader);
    case 'unnest':
      return readUnnest(reader);
    case 'source':
      return readSource(reader, word);
    case 'stats':
      return readStats(reader, text);
    case 'sort':
      return readSort(reader, text);
    case 'dedup':
      return { kind: 'dedup', by: readColumns(reader, text, false).map(({ expression }) => expression) };
    default:
      return readLimit(reader);
  }
}

function readColumns(reader: TokenReader, text: string, allowAggregates: boolean): Column[] {
  const columns: Column[] = [];
  do {
    const expression = parseExpression(reader, allowAggregates);
    const name = reader.acceptWord('as') ? readNewName(reader) : nameOf(expression, text);
    columns.push({ name, expression });
  } while (reader.accept(','));
  return columns;
}

function nameOf(expression: Expression, text: string): string {
  return expression.kind === 'field' ? expression.name : text.slice(expression.start, expression.end);
}

function readNewName(reader: TokenReader): string {
  const token = reader.peek();
  if (token.kind !== 'name' && token.kind !== 'quoted-name') return reader.refuse('{FIELD}');
  return reader.take().text;
}

function readParse(reader: TokenReader): Command {
  const source = parseExpression(reader, false);
  const token = reader.peek();
  if (reader.atWord('logfmt')) throw notImplemented('parse … logfmt', token.start, token.end);
  if (token.kind === 'regex') {
    reader.take();
    const pattern = compileRegex(token);
    const names = [...token.text.matchAll(/\(\?<([A-Za-z]\w*)>/g)].flatMap((match) => match[1] ?? []);
    if (names.length === 0)
      throw new MalformedQuery('parse needs at least one named group', token.start, token.end);
    return { kind: 'parse', source, pattern, names };
  }
  if (token.kind !== 'string') return reader.refuse('{STRING, REGEX}');
  reader.take();
  if (!reader.acceptWord('as')) return reader.refuse("'as'");
  const names = [readNewName(reader)];
  while (reader.accept(',')) names.push(readNewName(reader));
  const stars = token.text.split('*').length - 1;
  if (stars !== names.length)
    throw new MalformedQuery(
      `Number of wildcards (${stars}) and of aliases (${names.length}) differ`,
      token.start,
      token.end,
    );
  return { kind: 'parse', source, pattern: compileGlob(token.text), names };
}

function readUnnest(reader: TokenReader): Command {
  const source = parseExpression(reader, false);
  if (!reader.acceptWord('into')) return reader.refuse("'into'");
  return { kind: 'unnest', source, name: readNewName(reader) };
}

function readStats(reader: TokenReader, text: string): Command {
  const results = readColumns(reader, text, true);
  results.forEach(({ name, expression }, index) => {
    const known = new Set(results.slice(0, index).map((earlier) => earlier.name));
    if (!isAggregated(expression, known))
      throw new MalformedQuery(
        `Unknown symbols found in or after stats: ${name}`,
        expression.start,
        expression.end,
      );
  });
  return { kind: 'stats', results, by: reader.acceptWord('by') ? readColumns(reader, text, false) : [] };
}

/** Whether the value comes from aggregates, constants and results named before it alone. */
function isAggregated(expression: Expression, known: ReadonlySet<string>): boolean {
  switch (expression.kind) {
    case 'aggregate':
    case 'literal':
    case 'period':
      return true;
    case 'field':
      return known.has(expression.name);
    case 'call':
      return expression.name !== 'bin' && expression.args.every((argument) => isAggregated(argument, known));
    case 'not':
    case 'minus':
      return isAggregated(expression.operand, known);
    case 'binary':
      return isAggregated(expression.left, known) && isAggregated(expression.right, known);
    case 'like':
    case 'in':
      return isAggregated(expression.subject, known);
  }
}

function readSort(reader: TokenReader, text: string): Command {
  const keys: SortKey[] = [];
  do {
    const expression = parseExpression(reader, false);
    const descending = reader.acceptWord('desc');
    if (!descending) reader.acceptWord('asc');
    keys.push({ name: nameOf(expression, text), expression, descending });
  } while (reader.accept(','));
  return { kind: 'sort', keys };
}

function readLimit(reader: TokenReader): Command {
  const any = reader.acceptWord('any');
  const token = reader.peek();
  if (token.kind !== 'number' || !/^\d+$/.test(token.text)) return reader.refuse('{NUMBER}');
  reader.take();
  const count = Number(token.text);
  if (count < 1 || count > largestLimit)
    throw new MalformedQuery(`limit must be between 1 and ${largestLimit}`, token.start, token.end);
  return { kind: 'limit', count, any };
}
