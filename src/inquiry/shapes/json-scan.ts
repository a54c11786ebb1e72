import { textAt } from '../text-at.ts';
/** A stretch of a text's lines: from a column of one line up to (not including) a column of another. */
export interface Stretch {
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

export interface Scan {
  /** The whole document, where its end was found. */
  whole?: Stretch;
  /** Of a document that was cut: its elements that are whole. */
  elements: Stretch[];
  /** Characters looked at. */
  looked: number;
}

interface Opening {
  bracket: string;
  line: number;
  column: number;
}

/** Quotes and brackets, and whatever stands outside of strings in no JSON. */
const interesting = /["{}[\]]|[^\s,:\d.eE+\-truefalsn]/g;

/**
 * Finds the end of the JSON document that begins at a brace or bracket. A document that never ends (a paste that was cut, or
 * other text) gives its whole elements: those of the array in an object (`{"events":[{…},{…},{"mess`), or of an array itself. One pass.
 */
export function scanJson(lines: readonly string[], line: number, column: number): Scan {
  const stack: Opening[] = [];
  const elements: Stretch[] = [];
  let looked = 0;
  for (let at = line; at < lines.length; at += 1) {
    const text = textAt(lines, at);
    looked += text.length + 1;
    interesting.lastIndex = at === line ? column : 0;
    for (let found = interesting.exec(text); found !== null; found = interesting.exec(text)) {
      const [bracket] = found;
      if (bracket === '"') {
        const end = endOfString(text, found.index);
        // JSON has no line end inside a string: the document was cut or is none.
        if (end < 0) return { elements, looked };
        interesting.lastIndex = end + 1;
      } else if (bracket === '{' || bracket === '[') {
        stack.push({ bracket, line: at, column: found.index });
      } else if (bracket !== '}' && bracket !== ']') {
        return { elements, looked };
      } else {
        const opening = stack.pop();
        if (opening === undefined || (opening.bracket === '{') !== (bracket === '}'))
          return { elements, looked };
        const stretch = {
          line: opening.line,
          column: opening.column,
          endLine: at,
          endColumn: found.index + 1,
        };
        if (stack.length === 0) return { whole: stretch, elements, looked };
        if (stack.length === (stack[0]?.bracket === '{' ? 2 : 1)) elements.push(stretch);
      }
    }
  }
  return { elements, looked };
}

/** Where a string's closing quote stands; -1 where the line ends before. */
function endOfString(text: string, quote: number): number {
  for (let at = text.indexOf('"', quote + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return at;
  }
  return -1;
}

/** The text of a stretch. */
export function textOf(lines: readonly string[], { line, column, endLine, endColumn }: Stretch): string {
  if (line === endLine) return textAt(lines, line).slice(column, endColumn);
  return [
    textAt(lines, line).slice(column),
    ...lines.slice(line + 1, endLine),
    textAt(lines, endLine).slice(0, endColumn),
  ].join('\n');
}

/** A JSON value, or undefined for text that is none. */
export function parseJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
