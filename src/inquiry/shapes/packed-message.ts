import { textAt } from '../text-at.ts';
import type { PasteText, Shape } from './shape.ts';
import { unwrapJson } from './unwrap-json.ts';

/** Base64 of gzip begins so, bare or as the member that carries it. */
const opening = /^\s{0,40}(?:"?data"?\s{0,4}[:=]\s{0,4})?["']?(?=H4sI[\w+/-])/i;
const base64 = /^[A-Za-z0-9+/]{1,4000000}={0,2}$/;
/** What one vain unpacking is charged with, for each character: gzip makes much of little. */
const unpackedChars = 20;

/**
 * A subscription's message as a function or a stream receives it, copied without the JSON around it: base64 of gzip, on one
 * line or on lines of the same length. Whatever else such text unpacks to is left aside.
 */
export const readPackedMessage: Shape = (text, at) => {
  const line = textAt(text.lines, at);
  const found = opening.exec(line);
  if (found === null || text.fuel.left < 0) return undefined;
  const first = withoutQuote(line.slice(found[0].length));
  if (!base64.test(first)) return undefined;
  const end = lastLine(text, at, first) + 1;
  const data = [first, ...text.lines.slice(at + 1, end).map(withoutQuote)].join('');
  const { shape, records } = unwrapJson({ awslogs: { data } });
  if (shape === 'subscription JSON') return { shape, records, end };
  text.fuel.left -= data.length * unpackedChars;
  return undefined;
};

const withoutQuote = (piece: string) => piece.trim().replace(/["'],?$/, '');

/** The last line of the text that begins here: all have the first one's length but the last. */
function lastLine({ lines }: PasteText, at: number, first: string): number {
  let last = at;
  for (let piece = first; piece.length === first.length && !piece.endsWith('='); last += 1) {
    piece = withoutQuote(textAt(lines, last + 1));
    if (!base64.test(piece) || piece.length > first.length || piece.startsWith('H4sI')) break;
  }
  return last;
}
