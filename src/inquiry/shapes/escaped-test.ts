import { textAt } from '../text-at.ts';
import { readLogText } from './log-text.ts';
import type { Shape } from './shape.ts';

/**
 * The `log` of a test-invoke answer that was copied without its braces: one line in which line ends are written `\n`. Only
 * a line that begins with the test's own opening is unfolded, for bodies of other records may hold `\n` too.
 */
export const readEscapedTest: Shape = ({ lines }, at) => {
  const line = textAt(lines, at);
  const found = /^\s{0,40}(?:"log"\s{0,4}:\s{0,4})?"?(?=Execution log for request \S)/.exec(line);
  if (found === null || !line.includes('\\n')) return undefined;
  const text = line
    .slice(found[0].length)
    .replace(/",?\s{0,40}$/, '')
    .replace(/\\(n|t|r|"|\\)/g, (_whole, letter: string) => plain[letter] ?? letter);
  return { shape: 'test-invoke JSON', records: readLogText(text), end: at + 1 };
};

const plain: Record<string, string> = { n: '\n', t: '\t', r: '' };
