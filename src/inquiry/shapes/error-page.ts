import { textAt } from '../text-at.ts';
import type { PasteText, Shape } from './shape.ts';

/** Most lines of an error page; CloudFront's own has about 20. */
const longestPage = 200;

/**
 * An error page of CloudFront or a load balancer, as HTML or as the text that a browser shows of it. One record, for only
 * the whole of it says who made it.
 */
export const readErrorPage: Shape = (text, at) => {
  const end = pageEnd(text, at) ?? shownEnd(text, at);
  if (end === undefined) return undefined;
  const message = text.lines.slice(at, end).join('\n').trim();
  return { shape: 'error page', records: [{ resolutionMs: 1, message }], end };
};

/** The line behind an HTML page that begins here; undefined where none begins. A page that was cut ends at a blank line. */
export function pageEnd({ lines }: PasteText, at: number): number | undefined {
  if (!/^\s*<(?:!doctype html|html|head|title|h1|center)\b/i.test(textAt(lines, at))) return undefined;
  let cut: number | undefined;
  for (let line = at; line < Math.min(lines.length, at + longestPage); line += 1) {
    if (/<\/html>/i.test(textAt(lines, line))) return line + 1;
    if (cut === undefined && line > at && textAt(lines, line).trim() === '') cut = line;
  }
  return cut ?? Math.min(lines.length, at + longestPage);
}

/** CloudFront's page as a browser shows it: from "504 ERROR" to its "Request ID". */
function shownEnd({ lines }: PasteText, at: number): number | undefined {
  if (!/^\s*\d{3}(?: [A-Z][\w -]{1,40})? ERROR\s*$/.test(textAt(lines, at))) return undefined;
  for (let line = at; line < Math.min(lines.length, at + 20); line += 1) {
    if (/Request ID: [\w-]{50,}=*/.test(textAt(lines, line))) return line + 1;
  }
  return undefined;
}
