import type { AlarmMessage } from './alarm.ts';

/** What a message shows, without Slack's markup: its texts in reading order, and its titled fields. */
export interface FlatMessage {
  lines: string[];
  /** By title in lower case: "alarm name" → "orders-5xx". */
  fields: Map<string, string>;
  links: string[];
  /** Of the bars beside attachments: "d92b2b", "good". */
  colours: string[];
}

/** Texts nested deeper than this are not what a person reads. */
const deepest = 12;
/** A message has 40,000 characters at most in Slack; beyond a multiple of that nothing is read. */
const mostCharacters = 200_000;
const mostPieces = 2_000;

export function flattenMessage(message: AlarmMessage): FlatMessage {
  const flat: FlatMessage = { lines: [], fields: new Map(), links: [], colours: [] };
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
    const kind: unknown = Reflect.get(value, 'type');
    if (typeof kind === 'string' && linesOfPieces.includes(kind)) {
      addText(joined(value, flat), flat, budget);
      return;
    }
    const title: unknown = Reflect.get(value, 'title');
    const inner: unknown = Reflect.get(value, 'value');
    if (typeof title === 'string' && typeof inner === 'string') {
      flat.fields.set(plain(title, flat).trim().toLowerCase(), plain(inner, flat).trim());
      addText(inner, flat, budget);
    }
    const colour: unknown = Reflect.get(value, 'color');
    if (typeof colour === 'string') flat.colours.push(colour);
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
  let heading: string | undefined;
  for (const line of plain(text, flat).split('\n')) {
    const trimmed = line.trim();
    if (trimmed === '') continue;
    flat.lines.push(trimmed);
    // "*Alarm name*" with its value on the next line, as fields of a section are written.
    if (heading && !flat.fields.has(heading)) flat.fields.set(heading, trimmed);
    heading = /^\*([A-Z][A-Za-z ]{2,30}?):?\*:?$/.exec(trimmed)?.[1]?.toLowerCase();
    if (heading) continue;
    // "*Alarm Name:* orders-5xx" and "Alarm Name: orders-5xx" are fields too.
    const [, title, value] = /^[*_\s]*([A-Z][A-Za-z ]{2,30}?)[*_]*:[*_]*\s+(\S.*)$/.exec(trimmed) ?? [];
    if (title && value && !flat.fields.has(title.toLowerCase()))
      flat.fields.set(title.toLowerCase(), value.replace(/[*_`]+$/, ''));
  }
}

/** Parts of a rich text whose pieces stand in one line. */
const linesOfPieces: readonly string[] = ['rich_text_section', 'rich_text_preformatted', 'rich_text_quote'];

/** The pieces of a line put together: words, the labels of links, and the names of emoji, which tell one state from another. */
function joined(value: object, flat: FlatMessage): string {
  const pieces: unknown = Reflect.get(value, 'elements');
  if (!Array.isArray(pieces)) return '';
  return pieces
    .slice(0, mostPieces)
    .map((piece: unknown) => {
      const { type, text, url, name }: Record<string, unknown> = Object(piece);
      if (typeof url === 'string') flat.links.push(url);
      if (type === 'emoji' && typeof name === 'string') return `:${name}:`;
      return typeof text === 'string' ? text : typeof url === 'string' ? url : '';
    })
    .join('');
}

/** Slack's `<url|label>` as the label, entities as their characters, backticks gone; links are kept aside. */
function plain(text: string, flat: FlatMessage): string {
  return text
    .replace(/<(https?:[^|<>]+)(?:\|([^<>]*))?>/g, (_, url: string, label?: string) => {
      flat.links.push(entities(url));
      return label ?? url;
    })
    .replace(/https?:\/\/[^\s<>|"'`]{4,2000}/g, (url) => {
      flat.links.push(entities(url));
      return url;
    })
    .replace(/<[@#!][^<>]{0,80}>/g, '')
    .replace(/&(?:lt|gt|amp);/g, entities)
    .replaceAll('`', '');
}

function entities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
