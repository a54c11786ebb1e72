import { type Detector, hiddenMark } from './detector.ts';

const begin = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
const end = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;

/** Private-key blocks, on many lines or on one with `\n`; one that is cut is hidden to the end of the text. */
export const hidePrivateKeys: Detector = (text, _policy, count) => {
  if (!text.includes('PRIVATE KEY')) return text;
  let made = '';
  let from = 0;
  begin.lastIndex = 0;
  for (let found = begin.exec(text); found !== null; found = begin.exec(text)) {
    const inner = found.index + found[0].length;
    end.lastIndex = inner;
    const close = end.exec(text);
    const until = close === null ? text.length : close.index;
    if (text.slice(inner, until) !== hiddenMark) count(1);
    made += `${text.slice(from, inner)}${hiddenMark}`;
    from = until;
    begin.lastIndex = until;
  }
  return made + text.slice(from);
};
