import { element, outwardLink } from './element.ts';
import { withEmoji } from './emoji.ts';

/** The standard Markdown of a `markdown` block: headings, lists, quotes, fences, rules, tables, emphasis, links. */
export function markdown(text: string): DocumentFragment {
  const made = document.createDocumentFragment();
  const lines = text.replaceAll('\r', '').split('\n');
  let at = 0;
  const takeWhile = (pattern: RegExp): string[] => {
    const from = at;
    while (at < lines.length && pattern.test(lines[at] ?? '')) at += 1;
    return lines.slice(from, at);
  };
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const heading = /^(#{1,6})\s+(.*)$/.exec(line);
    if (/^```/.test(line)) {
      at += 1;
      made.append(element('pre', {}, takeWhile(/^(?!```)/).join('\n')));
      at += 1;
    } else if (heading) {
      made.append(element('h4', {}, inline(heading[2] ?? '')));
      at += 1;
    } else if (/^\s*([-*_])\s*(\1\s*){2,}$/.test(line)) {
      made.append(element('hr', {}));
      at += 1;
    } else if (/^>/.test(line)) {
      made.append(
        element(
          'blockquote',
          {},
          markdown(
            takeWhile(/^>/)
              .map((row) => row.replace(/^> ?/, ''))
              .join('\n'),
          ),
        ),
      );
    } else if (/^\s*[-*+]\s/.test(line)) made.append(list('ul', takeWhile(/^\s*[-*+]\s/)));
    else if (/^\s*\d+[.)]\s/.test(line)) made.append(list('ol', takeWhile(/^\s*\d+[.)]\s/)));
    else if (/^\|/.test(line)) made.append(table(takeWhile(/^\|/)));
    else if (line.trim() === '') at += 1;
    else {
      const rows = [line];
      at += 1;
      rows.push(...takeWhile(/^(?!\s*$|#{1,6}\s|```|>|\||\s*[-*+]\s|\s*\d+[.)]\s)/));
      made.append(element('p', {}, inline(rows.join('\n'))));
    }
  }
  return made;
}

function list(name: 'ul' | 'ol', rows: string[]): HTMLElement {
  const items = rows.map((row) => {
    const text = row.replace(/^\s*([-*+]|\d+[.)])\s+/, '');
    const box = /^\[([ xX])\]\s+(.*)$/.exec(text);
    return element(
      'li',
      {},
      ...(box ? [box[1] === ' ' ? '☐ ' : '☑ ', inline(box[2] ?? '')] : [inline(text)]),
    );
  });
  return element(name, {}, ...items);
}

function table(rows: string[]): HTMLElement {
  const cells = (row: string) =>
    row
      .replace(/^\||\|\s*$/g, '')
      .split('|')
      .map((cell) => cell.trim());
  const [head = '', , ...body] = rows;
  return element(
    'div',
    { class: 'table-scroll' },
    element(
      'table',
      {},
      element(
        'thead',
        {},
        element('tr', {}, ...cells(head).map((cell) => element('th', { scope: 'col' }, inline(cell)))),
      ),
      element(
        'tbody',
        {},
        ...body.map((row) => element('tr', {}, ...cells(row).map((cell) => element('td', {}, inline(cell))))),
      ),
    ),
  );
}

const spans: { pattern: RegExp; make: (match: RegExpExecArray) => Node }[] = [
  { pattern: /^`([^`]+)`/, make: (match) => element('code', {}, match[1] ?? '') },
  {
    pattern: /^\[([^\]]+)\]\(([^\s)]+)\)/,
    make: (match) => outwardLink(match[2] ?? '', inline(match[1] ?? '')),
  },
  { pattern: /^\*\*(?=\S)([\s\S]+?)\*\*/, make: (match) => element('strong', {}, inline(match[1] ?? '')) },
  { pattern: /^~~(?=\S)([\s\S]+?)~~/, make: (match) => element('s', {}, inline(match[1] ?? '')) },
  {
    pattern: /^([*_])(?=\S)((?:(?!\1)[\s\S])+?)\1(?!\w)/,
    make: (match) => element('em', {}, inline(match[2] ?? '')),
  },
  { pattern: /^\\([\\`*_{}[\]()#+.!|>~-])/, make: (match) => document.createTextNode(match[1] ?? '') },
  { pattern: /^https?:\/\/[^\s<>)]+/, make: (match) => outwardLink(match[0]) },
];

function inline(text: string): DocumentFragment {
  const made = document.createDocumentFragment();
  let plain = '';
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const isInWord = /\w/.test(text[at - 1] ?? '') && /^[_h]/.test(rest);
    const found = isInWord ? undefined : firstSpan(rest);
    if (found) {
      made.append(withEmoji(plain), found.make(found.match));
      plain = '';
      at += found.match[0].length;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  made.append(withEmoji(plain));
  return made;
}

function firstSpan(rest: string) {
  if (!/^[`[*_~\\h]/.test(rest)) return undefined;
  for (const { pattern, make } of spans) {
    const match = pattern.exec(rest);
    if (match) return { match, make };
  }
  return undefined;
}
