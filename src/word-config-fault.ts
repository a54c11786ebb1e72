import type { z } from 'zod';

/** What the schema library calls a kind of value, and what a person writes into the file. */
const kinds: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list, each entry on a line of its own after "- "',
  object: 'keys with values below it',
  record: 'keys with values below it',
};

/** One fault of the configuration in words, without its place; never quotes the value, which may be a secret. */
export function wordConfigFault(issue: z.core.$ZodIssue): string {
  const [, received] = /received (\w+)/.exec(issue.message) ?? [];
  switch (issue.code) {
    case 'invalid_type': {
      if (received === 'undefined') return 'is missing';
      if (issue.expected === 'string' && received === 'number') return 'is a number; put it in quotes, "…"';
      return `takes ${kinds[issue.expected] ?? issue.expected}`;
    }
    case 'invalid_value':
      return `takes ${issue.values.map(String).join(' or ')}`;
    case 'too_small':
      return isOurs(issue.message) ? issue.message : `is too small; the least is ${issue.minimum}`;
    case 'too_big':
      return isOurs(issue.message) ? issue.message : `is too large; the most is ${issue.maximum}`;
    default:
      return isOurs(issue.message) ? issue.message : 'is not a value that fits here';
  }
}

/** The schema words most faults itself; what is left comes from the library. */
function isOurs(message: string): boolean {
  return !/^(?:Too (?:small|big)|Invalid)/.test(message);
}
