import { MalformedQuery } from './malformed-query.ts';
import type { Token } from './tokenize.ts';

/** The regex of a token. A leading (?i) is honoured; other inline flags are not implemented, hence refused. */
export function compileRegex(token: Token): RegExp {
  const isCaseless = token.text.startsWith('(?i)');
  const source = isCaseless ? token.text.slice('(?i)'.length) : token.text;
  try {
    return new RegExp(source, isCaseless ? 'iu' : 'u');
  } catch {
    try {
      // Escapes that mean nothing, such as \- or \", are an error in Unicode mode only.
      return new RegExp(source, isCaseless ? 'i' : '');
    } catch {
      throw new MalformedQuery(`Invalid regular expression: ${token.text}`, token.start, token.end);
    }
  }
}

/** A parse glob: each * takes as little as possible, the last one at the very end takes the rest. */
export function compileGlob(glob: string): RegExp {
  const parts = glob.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  const endsOpen = parts.at(-1) === '';
  const source = parts.reduce((left, right, index) =>
    endsOpen && index === parts.length - 1 ? `${left}([\\s\\S]*)` : `${left}([\\s\\S]*?)${right}`,
  );
  return new RegExp(source);
}
