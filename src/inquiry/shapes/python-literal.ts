const words: Record<string, string> = { True: 'true', False: 'false', None: 'null' };

/**
 * JSON text of what Python prints of an answer (`{'events': [{'timestamp': 1, 'message': "it's"}]}`): its strings in either
 * quotes, its `True` and `None`. Undefined where anything else stands in it, a date for example. One pass.
 */
export function pythonToJson(text: string): string | undefined {
  const json: string[] = [];
  for (let at = 0; at < text.length; ) {
    const letter = text.charAt(at);
    if (letter === "'" || letter === '"') {
      const end = endOfString(text, at);
      if (end < 0) return undefined;
      json.push(JSON.stringify(undoEscapes(text.slice(at + 1, end))));
      at = end + 1;
      continue;
    }
    token.lastIndex = at;
    const found = token.exec(text)?.[0];
    if (found === undefined) return undefined;
    json.push(words[found] ?? found);
    at += found.length;
  }
  return json.join('');
}

const token = /[\s{}[\],:]+|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|True|False|None/y;

function endOfString(text: string, from: number): number {
  const quote = text.charAt(from);
  for (let at = from + 1; at < text.length; at += 1) {
    if (text.charAt(at) === '\\') at += 1;
    else if (text.charAt(at) === quote) return at;
  }
  return -1;
}

const letters: Record<string, string> = { n: '\n', t: '\t', r: '\r' };

function undoEscapes(text: string): string {
  return text.replace(
    /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|([\s\S]))/g,
    (_whole, two?: string, four?: string, one?: string) => {
      const code = two ?? four;
      return code === undefined
        ? (letters[String(one)] ?? String(one))
        : String.fromCharCode(Number.parseInt(code, 16));
    },
  );
}
