/**
 * The scalar value of a top-level member of a JSON object that may be cut anywhere; undefined when the member is not
 * there, not scalar, or lies behind the cut. One pass, so a quoted "statusCode" inside a nested body is not taken for it.
 */
export function readJsonMember(json: string, name: string): string | undefined {
  let depth = 0;
  let at = 0;
  while (at < json.length) {
    const char = json[at];
    if (char === '"') {
      const end = endOfString(json, at);
      if (depth === 1 && json.slice(at + 1, end) === name) {
        const value = /^\s*:\s*(?:"([^"\\]*)"|([\w.+-]+))/.exec(json.slice(end + 1, end + 200));
        if (value !== null) return value[1] ?? value[2];
      }
      at = end + 1;
      continue;
    }
    if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') depth -= 1;
    else if (depth === 0 && char !== undefined && !/\s/.test(char)) return undefined;
    at += 1;
  }
  return undefined;
}

function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at;
}
