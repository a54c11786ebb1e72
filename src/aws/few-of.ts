/** Names that a sentence has room for. Our choice: fifty log groups would bury what it says. */
const few = 3;

/** "a, b, c (+9)": the first names of a list, and how many more there are. */
export function fewOf(names: readonly string[]): string {
  const more = names.length - few;
  return `${names.slice(0, few).join(', ')}${more > 0 ? ` (+${more})` : ''}`;
}
