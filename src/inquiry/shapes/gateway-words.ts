import { textAt } from '../text-at.ts';
import type { Shape } from './shape.ts';

/** The gateway's own error words as a whole line, bare or in their JSON, and what clients put before them: the status. */
const words =
  /^\s{0,8}(?:(?:HTTP )?(?:error |status )?(\d{3})(?: [A-Z][A-Za-z -]{2,40})?[:,]? )?(?:\{ ?"message" ?: ?"|")?(Endpoint request timed out|Network error communicating with endpoint)"?\}?\.?\s*$/i;

/** An error text that a client printed, one line and nothing else on it; in a sentence of a person it does not count. */
export const readGatewayWords: Shape = (text, at) => {
  const found = words.exec(textAt(text.lines, at));
  if (found?.[2] === undefined) return undefined;
  const body = `{"message": "${found[2]}"}`;
  const message = found[1] === undefined ? body : `HTTP/1.1 ${found[1]}\n\n${body}`;
  return {
    shape: 'client answer',
    records: [{ resolutionMs: 1, message, written: textAt(text.lines, at).trim() }],
    end: at + 1,
  };
};
