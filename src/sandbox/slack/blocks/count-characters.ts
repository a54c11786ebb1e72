/** Fields whose strings people read. */
const readable = new Set(['text', 'title', 'alt_text', 'caption', 'description', 'label', 'fallback']);

/** Characters of all readable text inside, however deep. */
export function countCharacters(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, entry) => sum + countCharacters(entry), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, entry]) =>
      sum + (typeof entry === 'string' && readable.has(key) ? entry.length : countCharacters(entry)),
    0,
  );
}
