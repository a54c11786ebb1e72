import { MalformedQuery } from './malformed-query.ts';

export interface Token {
  kind: 'name' | 'quoted-name' | 'string' | 'number' | 'duration' | 'regex' | 'symbol' | 'end';
  /** A string's or a name's value without its quotes; a regex's source without its slashes; else as it stands. */
  text: string;
  start: number;
  end: number;
}

const spaces = /[ \t\r\n\f]+|#[^\n]*/y;
const numbers = /\d+(?:\.\d+)?/y;
const units = /[A-Za-z]+/y;
const nameParts = /[A-Za-z0-9_@.]+|`[^`\n]+`/y;
const symbols = /!=|<=|>=|=~|[=<>()[\],|+\-*/%^:]/y;
const regexes = /\/((?:[^/\\\n]|\\.)+)\//y;

/** The query's tokens, with an end token last. Typographic quotes are no quotes, here as on AWS. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  const add = (kind: Token['kind'], value: string, length: number) => {
    tokens.push({ kind, text: value, start: at, end: at + length });
    at += length;
  };
  while (at < text.length) {
    const skipped = match(spaces);
    if (skipped !== undefined) {
      at += skipped.length;
      continue;
    }
    const character = text.charAt(at);
    if (character === '"' || character === "'") {
      const read = readString(text, at);
      add('string', read.value, read.length);
      continue;
    }
    const regex = character === '/' && mayBeRegex(tokens) ? match(regexes) : undefined;
    if (regex !== undefined) {
      add('regex', regex.slice(1, -1), regex.length);
      continue;
    }
    const number = match(numbers);
    if (number !== undefined) {
      units.lastIndex = at + number.length;
      const unit = units.exec(text)?.[0] ?? '';
      add(unit === '' ? 'number' : 'duration', number + unit, number.length + unit.length);
      continue;
    }
    const name = /[A-Za-z_@`]/.test(character) ? readName(text, at) : '';
    if (name !== '') {
      add(name.includes('`') ? 'quoted-name' : 'name', name.replaceAll('`', ''), name.length);
      continue;
    }
    const symbol = match(symbols);
    if (symbol === undefined)
      throw new MalformedQuery(`unexpected symbol found ${character}`, at, at + character.length);
    add('symbol', symbol, symbol.length);
  }
  add('end', '<EOF>', 0);
  return tokens;
}

/** Names go on over dots and backticks: `a.b`, `` @`aws.tag.x:y` ``, `` headers.`user-agent` ``. */
function readName(text: string, start: number): string {
  let end = start;
  for (;;) {
    nameParts.lastIndex = end;
    const part = nameParts.exec(text)?.[0];
    if (part === undefined) return text.slice(start, end);
    end += part.length;
  }
}

/** AWS documents no escapes; its own tools write a backslash before quotes and backslashes, and \n. */
function readString(text: string, start: number): { value: string; length: number } {
  const quote = text.charAt(start);
  let value = '';
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === quote) return { value, length: at + 1 - start };
    if (character === '\\') {
      at += 1;
      value += escaped(text.charAt(at));
    } else value += character;
  }
  throw new MalformedQuery(`unexpected symbol found ${quote}`, start, text.length);
}

function escaped(character: string): string {
  if (character === 'n') return '\n';
  if (character === 't') return '\t';
  if (character === 'r') return '\r';
  return character === '"' || character === "'" || character === '\\' ? character : `\\${character}`;
}

/** A slash divides after an operand, and opens a regex elsewhere; `parse FIELD /…/` is the one exception. */
function mayBeRegex(tokens: readonly Token[]): boolean {
  const last = tokens.at(-1);
  if (last === undefined || last.kind === 'end') return true;
  if (last.kind === 'name' && /^(?:like|parse)$/i.test(last.text)) return true;
  if (last.kind === 'symbol' && last.text !== ')' && last.text !== ']') return true;
  const lastPipe = tokens.findLastIndex((token) => token.kind === 'symbol' && token.text === '|');
  const command = tokens[lastPipe + 1];
  return command?.kind === 'name' && command.text.toLowerCase() === 'parse';
}
