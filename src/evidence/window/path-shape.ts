/** Parts of a path that the count tells apart; of longer paths the rest counts as alike. */
export const mostSegments = 5;

/** A part of a path that is the same for many requests: a word, perhaps with a version. Anything else is an id. */
const word = '[A-Za-z][A-Za-z_.~-]*\\d?';
const end = '[\\/\\s"\\\\]';

/**
 * The words of a concrete path as groups of a regular expression, w1 to w5, without its ids: an execution log names the
 * path that was asked for, and a query that counted by it would give a row for each request of "/orders/{id}".
 */
export function shapePattern(): string {
  const segment = (index: number) => `(?:(?<w${index}>${word})|[^\\/\\s"\\\\]*)`;
  const further = Array.from({ length: mostSegments - 1 }, (_, index) => `(?:\\/${segment(index + 2)})?`);
  return `Resource Path: \\/${segment(1)}${further.join('')}(?:${end}|$)`;
}

const wordOnly = new RegExp(`^${word}$`);

/** A path as it is shown where no resource of the API is known to be its own: a star for every id of it. */
export function shapeOf(path: string): string {
  return path
    .split('/')
    .map((part, index) => (part === '' || (index <= mostSegments && wordOnly.test(part)) ? part : '*'))
    .join('/');
}
