import { AwsError } from '../aws-error.ts';

/** Whether a message matches the pattern that was read. */
export type PatternTest = (message: string) => boolean;

type Term = { kind: 'must' | 'may' | 'not'; test: PatternTest };

/** AWS's limit, characters. */
const mostCharacters = 1024;

/**
 * Reads a filter pattern for unstructured lines: terms in case, space for AND, ?a ?b for OR, -a to exclude, "…" around
 * anything that is not a letter, digit or underscore, %…% for a regex. JSON and space-delimited patterns are refused.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function readFilterPattern(pattern: string): PatternTest {
  if (pattern.length > mostCharacters)
    throw refuse(`Filter pattern is longer than ${mostCharacters} characters`);
  const text = pattern.trim();
  if (text === '' || text === '""') return () => true;
  if (/^[{[]/.test(text))
    throw refuse('Invalid filter pattern: JSON and space-delimited patterns are not implemented here');
  const terms = readTerms(text);
  const must = terms.filter(({ kind }) => kind === 'must');
  const not = terms.filter(({ kind }) => kind === 'not');
  const may = terms.filter(({ kind }) => kind === 'may');
  // Optional terms beside others are ignored.
  const isAnyOf = may.length > 0 && must.length === 0 && not.length === 0;
  return (message) =>
    isAnyOf
      ? may.some(({ test }) => test(message))
      : must.every(({ test }) => test(message)) && !not.some(({ test }) => test(message));
}

function readTerms(text: string): Term[] {
  const terms: Term[] = [];
  let rest = text;
  while (rest !== '') {
    const [whole = '', sign, quoted, regex, bare] =
      rest.match(/^([?-])?(?:"((?:[^"\\]|\\.)*)"|%([^%]+)%|([^\s"%]+))(?=\s|$)\s*/) ?? [];
    if (whole === '') throw refuse(`Invalid character(s) in term '${rest.split(/\s/)[0] ?? ''}'`);
    rest = rest.slice(whole.length);
    const kind = sign === '?' ? 'may' : sign === '-' ? 'not' : 'must';
    if (regex !== undefined) {
      terms.push({ kind, test: readRegex(regex) });
      continue;
    }
    // A UUID without quotes is the well-known trap: its hyphens are no letters.
    if (bare !== undefined && !/^[\p{L}\p{N}_]+$/u.test(bare))
      throw refuse(`Invalid character(s) in term '${bare}'`);
    const wanted = quoted?.replace(/\\(.)/g, '$1') ?? bare ?? '';
    terms.push({ kind, test: (message) => message.includes(wanted) });
  }
  return terms;
}

function readRegex(source: string): PatternTest {
  // No groups and no multibyte letters, says the documentation.
  if (/[()]|[^\p{ASCII}]/u.test(source)) throw refuse(`Invalid regex '${source}'`);
  try {
    const regex = new RegExp(source);
    return (message) => regex.test(message);
  } catch {
    throw refuse(`Invalid regex '${source}'`);
  }
}

function refuse(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}
