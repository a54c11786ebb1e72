/** The text at a place of a list: a line, a cell, a captured part; empty where there is none. */
export function textAt(list: readonly (string | undefined)[], index: number): string {
  return list[index] ?? '';
}
