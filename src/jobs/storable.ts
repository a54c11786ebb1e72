/** NUL, and halves of surrogate pairs that stand alone: JSON carries them, PostgreSQL's jsonb refuses the whole value. */
const refused =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: removing it is the point
  /\u0000|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** The same plain data without the characters that the database refuses; log lines hold anything. */
export function storable(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(refused, '');
  if (Array.isArray(value)) return value.map(storable);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.replace(refused, ''), storable(inner)]),
  );
}
