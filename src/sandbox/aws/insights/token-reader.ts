import { MalformedQuery } from './malformed-query.ts';
import type { Token } from './tokenize.ts';

/** A cursor over tokens; every refusal carries the place. */
export interface TokenReader {
  /** The very first token of the query. */
  first(): Token;
  peek(): Token;
  take(): Token;
  /** Takes the symbol if it is next. */
  accept(symbol: string): boolean;
  expect(symbol: string): Token;
  /** Whether the next token is this unquoted word; words of the language are the same in either case. */
  atWord(word: string, ahead?: number): boolean;
  acceptWord(word: string): boolean;
  /** Refuses the next token, in AWS's words. */
  refuse(expecting: string): never;
}

/** Reads tokens from first to last; at the end it stays at the end token. */
export function readTokens(tokens: readonly Token[]): TokenReader {
  let at = 0;
  const end = tokens.at(-1) ?? { kind: 'end', text: '<EOF>', start: 0, end: 0 };
  const peek = (ahead: number) => tokens[at + ahead] ?? end;
  const take = () => {
    const token = peek(0);
    at += 1;
    return token;
  };
  const refuse = (expecting: string): never => {
    const token = peek(0);
    throw new MalformedQuery(
      `mismatched input '${token.text}' expecting ${expecting}`,
      token.start,
      token.end,
    );
  };
  const isSymbol = (symbol: string) => peek(0).kind === 'symbol' && peek(0).text === symbol;
  const atWord = (word: string, ahead: number) => {
    const token = peek(ahead);
    return token.kind === 'name' && token.text.toLowerCase() === word;
  };
  return {
    first: () => tokens[0] ?? end,
    peek: () => peek(0),
    take,
    accept: (symbol) => isSymbol(symbol) && take() !== undefined,
    expect: (symbol) => (isSymbol(symbol) ? take() : refuse(`'${symbol}'`)),
    atWord: (word, ahead = 0) => atWord(word, ahead),
    acceptWord: (word) => atWord(word, 0) && take() !== undefined,
    refuse,
  };
}
