/** Longest row that is looked at, characters. Our choice: rows have some hundred. */
const longest = 10_000;
const pair = /([A-Za-z$][\w.$-]{0,60})=("[^"]*"|[^\s",;|]*)[\s,;|]*/y;

/**
 * The members of a row that is nothing but `name=value` pairs (`status=504 error="Endpoint request timed out"`), between
 * blanks, commas, semicolons or bars; undefined for any other text. Linear.
 */
export function readNamedValues(line: string): Map<string, string> | undefined {
  if (line.length > longest) return undefined;
  const members = new Map<string, string>();
  pair.lastIndex = 0;
  for (let at = 0; at < line.length; at = pair.lastIndex) {
    const [, name, value] = pair.exec(line) ?? [];
    if (name === undefined || value === undefined) return undefined;
    members.set(name, value.startsWith('"') ? value.slice(1, -1) : value);
  }
  return members.size === 0 ? undefined : members;
}
