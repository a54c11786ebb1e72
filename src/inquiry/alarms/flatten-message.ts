import type { AlarmMessage } from './alarm.ts';

/** What a message shows, without Slack's markup: its texts in reading order, and its titled fields. */
export interface FlatMessage {
  lines: string[];
  /** By title in lower case: "alarm name" → "orders-5xx". */
  fields: Map<string, string>;
  links: string[];
}

/** Texts nested deeper than this are not what a person reads. */
const deepest = 12;
/** A message has 40,000 characters at most in Slack; beyond a multiple of that nothing is read. */
const mostCharacters = 200_000;

export function flattenMessage(message: AlarmMessage): FlatMessage {
  const flat: FlatMessage = { lines: [], fields: new Map(), links: [] };
  const budget = { left: mostCharacters };
  addText(message.text, flat, budget);
  for (const attachment of message.attachments ?? []) addAny(attachment, flat, budget, 0);
  for (const block of message.blocks ?? []) addAny(block, flat, budget, 0);
  return flat;
}

/** Keys of attachments and blocks that hold words, in the order in which they are read. */
const wordKeys = [
  'pretext',
  'author_name',
  'title',
  'text',
  'fallback',
  'elements',
  'fields',
  'blocks',
  'rows',
  'footer',
] as const;
const linkKeys = ['title_link', 'author_link', 'from_url', 'url'] as const;

function addAny(value: unknown, flat: FlatMessage, budget: { left: number }, depth: number): void {
  if (depth > deepest || budget.left <= 0) return;
  if (typeof value === 'string') addText(value, flat, budget);
  else if (Array.isArray(value)) for (const item of value) addAny(item, flat, budget, depth + 1);
  else if (value !== null && typeof value === 'object') {
    const title: unknown = Reflect.get(value, 'title');
    const inner: unknown = Reflect.get(value, 'value');
    if (typeof title === 'string' && typeof inner === 'string') {
      flat.fields.set(plain(title, flat).trim().toLowerCase(), plain(inner, flat).trim());
      addText(inner, flat, budget);
    }
    for (const key of linkKeys) {
      const link: unknown = Reflect.get(value, key);
      if (typeof link === 'string') flat.links.push(link);
    }
    for (const key of wordKeys) addAny(Reflect.get(value, key), flat, budget, depth + 1);
  }
}

function addText(text: string | undefined, flat: FlatMessage, budget: { left: number }): void {
  if (text === undefined || text === '' || budget.left <= 0) return;
  budget.left -= text.length;
  for (const line of plain(text, flat).split('\n')) {
    const trimmed = line.trim();
    if (trimmed === '') continue;
    flat.lines.push(trimmed);
    // "*Alarm Name:* orders-5xx" and "Alarm Name: orders-5xx" are fields too.
    const [, title, value] = /^[*_\s]*([A-Z][A-Za-z ]{2,30}?)[*_]*:[*_]*\s+(\S.*)$/.exec(trimmed) ?? [];
    if (title && value && !flat.fields.has(title.toLowerCase()))
      flat.fields.set(title.toLowerCase(), value.replace(/[*_`]+$/, ''));
  }
}

/** Slack's `<url|label>` as the label, entities as their characters, backticks gone; links are kept aside. */
function plain(text: string, flat: FlatMessage): string {
  return text
    .replace(/<(https?:[^|<>]+)(?:\|([^<>]*))?>/g, (_, url: string, label?: string) => {
      flat.links.push(entities(url));
      return label ?? url;
    })
    .replace(/<[@#!][^<>]{0,80}>/g, '')
    .replace(/&(?:lt|gt|amp);/g, entities)
    .replaceAll('`', '');
}

function entities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
