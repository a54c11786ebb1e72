import type {
  RichTextBlock,
  RichTextElement,
  RichTextList,
  RichTextPreformatted,
  RichTextQuote,
  RichTextSection,
} from '@slack/types';
import { plain } from '../escape.ts';
import { limits, truncate } from '../limits.ts';

/**
 * Rich text parses no markup at all, so log lines and names from logs are safe in it:
 * a text element is shown as it stands, whatever it holds.
 */
export function text(
  value: string,
  style?: { bold?: boolean; italic?: boolean; code?: boolean },
): RichTextElement {
  const shown = plain(value) || ' ';
  return style ? { type: 'text', text: shown, style } : { type: 'text', text: shown };
}

/** A link to an address that we made ourselves; anything but https is shown as text. */
export function link(url: string, label: string): RichTextElement {
  if (!/^https?:\/\/[^\s<>|]+$/.test(url) || url.length > limits.buttonUrl) return text(label);
  return { type: 'link', url, text: plain(label) };
}

export function person(userId: string): RichTextElement {
  return { type: 'user', user_id: userId };
}

export function section(...elements: RichTextElement[]): RichTextSection {
  return { type: 'rich_text_section', elements };
}

export function list(style: 'bullet' | 'ordered', rows: RichTextSection[]): RichTextList {
  return { type: 'rich_text_list', style, elements: rows };
}

export function quote(...elements: RichTextElement[]): RichTextQuote {
  return { type: 'rich_text_quote', elements };
}

/** Lines exactly as they stood. */
export function preformatted(value: string): RichTextPreformatted {
  return {
    type: 'rich_text_preformatted',
    border: 0,
    elements: [{ type: 'text', text: plain(value) || ' ' }],
  };
}

export function richText(
  ...elements: (RichTextSection | RichTextList | RichTextQuote | RichTextPreformatted)[]
): RichTextBlock {
  return { type: 'rich_text', elements };
}

/** Joins lines, leaving out what passes `budget` characters; `more` words how many were left out. */
export function fitLines(lines: string[], budget: number, more: (count: number) => string): string {
  const kept: string[] = [];
  let used = 0;
  for (const line of lines) {
    const shown = truncate(plain(line), 900);
    if (used + shown.length + 1 > budget) break;
    kept.push(shown);
    used += shown.length + 1;
  }
  const left = lines.length - kept.length;
  return left === 0 ? kept.join('\n') : [...kept, more(left)].join('\n');
}
