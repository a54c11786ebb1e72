/**
 * One header's value from a gateway's `{Name=value, Other=value}` map, cut or whole; undefined when it is not there.
 * The name's case does not matter. A value ends where the next `, Name=` begins, at the closing brace, or at the cut.
 */
export function readHeader(map: string, lowerName: string): string | undefined {
  const lower = map.toLowerCase();
  for (let at = lower.indexOf(`${lowerName}=`); at >= 0; at = lower.indexOf(`${lowerName}=`, at + 1)) {
    const before = lower[at - 1];
    if (before !== undefined && !'{, \n'.includes(before)) continue;
    const value = map.slice(at + lowerName.length + 1);
    const end = /, [A-Za-z][\w-]*=|\}\s*$|\[TRUNCATED\]/.exec(value);
    const text = (end === null ? value : value.slice(0, end.index)).trim();
    return text === '' ? undefined : text;
  }
  return undefined;
}
