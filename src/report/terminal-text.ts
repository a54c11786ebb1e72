import { stripVTControlCharacters, styleText } from 'node:util';
import { bytes } from './bytes.ts';

export interface TerminalOptions {
  color: boolean;
  /** Columns; text is wrapped to it. */
  width: number;
  /** Whether long lines of evidence are cut at the width; not where a file or a program reads them. */
  isCut?: boolean;
}

/** Control, bidirectional and zero-width characters, and the two Unicode line separators. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A titled block, or nothing where it has no lines. */
export const section = (title: string, lines: string[], options: TerminalOptions) =>
  lines.length === 0 ? '' : [paint('bold', title, options), ...lines].join('\n');

/** A name and its value. */
export const row = (name: string, value: string) => `${name.padEnd(9)}${clean(value)}`;

/** What it took to look: queries, calls and bytes. */
export function scanned({
  queries,
  apiCalls,
  bytesScanned,
}: {
  queries: readonly unknown[];
  apiCalls: number;
  bytesScanned: number;
}): string {
  const asked = `${queries.length} log ${queries.length === 1 ? 'query' : 'queries'}`;
  return `${asked}, ${apiCalls} API calls, ${bytes(bytesScanned)} scanned`;
}

/** A list item, wrapped. */
export function bullet(text: string, options: TerminalOptions): string[] {
  return wrap(text, options.width - 4).map((line, index) => (index === 0 ? `  - ${line}` : `    ${line}`));
}

/** Styles where the terminal takes colour. */
export function paint(style: 'bold' | 'dim' | 'yellow', text: string, { color }: TerminalOptions): string {
  return color ? styleText(style, text, { validateStream: false }) : text;
}

/** Text of unknown origin without control, bidirectional and zero-width characters; line breaks become spaces. */
export function clean(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/[\n\t]+/g, ' ')
    .replace(unprintable, '');
}

/** At most so many characters, with a mark where something was cut. */
export const clip = (text: string, width: number) =>
  text.length > width ? `${text.slice(0, Math.max(1, width - 1))}…` : text;

/** A line of evidence, cut where people read it on a screen. */
export function cut(text: string, width: number, { isCut = true }: TerminalOptions): string {
  return isCut ? clip(text, width) : text;
}

/** Lines of at most so many characters, broken at blanks. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of clean(text).split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
