const deepest = 4;

/**
 * The scalar members of one JSON object, nested ones by dotted path; undefined when the text is no object. Access-log
 * formats are filled in without escaping, so what AWS writes is often no valid JSON: bare `-`, `""text""`, quotes inside a
 * message. Those are read by their surroundings. One pass; each look ahead is bounded.
 */
export function readLooseJson(text: string): Map<string, string> | undefined {
  const trimmed = text.trim();
  if (!trimmed.startsWith('{') || !trimmed.endsWith('}')) return undefined;
  const members = new Map<string, string>();
  try {
    const value: unknown = JSON.parse(trimmed);
    flatten('', value, deepest, members);
    return members;
  } catch {
    const end = readObject(trimmed, 1, '', deepest, members);
    return end === undefined ? undefined : members;
  }
}

function flatten(path: string, value: unknown, depth: number, members: Map<string, string>): void {
  if (value === null) members.set(path, '-');
  else if (typeof value !== 'object') members.set(path, String(value));
  else if (depth > 0)
    for (const [key, inner] of Object.entries(value))
      flatten(path === '' ? key : `${path}.${key}`, inner, depth - 1, members);
}

const keyAt = /\s*,?\s*"([^"\\]{1,120})"\s*:\s*/y;
const closeAt = /\s*\}/y;
/** What may follow a string's closing quote: the next member, or the end of the object. */
const afterStringAt = /\s*(?:,\s*"[^"\\]{1,120}"\s*:|\}\s*(?:$|[,}]))/y;
const bareAt = /[^,}"\s]+/y;

/** Reads members from `at` (behind the opening brace); answers where the object ends, or undefined when it cannot be read. */
function readObject(
  text: string,
  at: number,
  path: string,
  depth: number,
  members: Map<string, string>,
): number | undefined {
  let position = at;
  for (;;) {
    const close = match(closeAt, text, position);
    if (close !== undefined) return position + close[0].length;
    const key = match(keyAt, text, position);
    if (key?.[1] === undefined) return undefined;
    const name = path === '' ? key[1] : `${path}.${key[1]}`;
    position += key[0].length;
    if (text[position] === '{') {
      const end = depth > 0 ? readObject(text, position + 1, name, depth - 1, members) : undefined;
      if (end === undefined) return undefined;
      position = end;
    } else if (text[position] === '"') {
      const end = endOfLooseString(text, position);
      if (end === undefined) return undefined;
      members.set(name, unquote(text.slice(position + 1, end)));
      position = end + 1;
    } else {
      const bare = match(bareAt, text, position);
      members.set(name, bare?.[0] ?? '');
      position += bare?.[0].length ?? 0;
    }
  }
}

function endOfLooseString(text: string, start: number): number | undefined {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    if (match(afterStringAt, text, at + 1) !== undefined) return at;
  }
  return undefined;
}

/** `error.messageString` brings its own quotes: `""Endpoint request timed out""`. */
function unquote(value: string): string {
  const inner = value.length > 1 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value;
  return inner.replace(/\\(["\\/])/g, '$1');
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
