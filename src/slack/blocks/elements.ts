import type {
  Button,
  ContextBlock,
  HeaderBlock,
  KnownBlock,
  MrkdwnElement,
  PlainTextElement,
  PlainTextOption,
  SectionBlock,
} from '@slack/types';
import { escapeMrkdwn, oneLine, plain } from '../escape.ts';
import { limits, truncate } from '../limits.ts';

/** Text that Slack shows as it stands: no markup, no mentions, no emoji names. */
export function plainText(value: string, length: number): PlainTextElement {
  return { type: 'plain_text', text: truncate(plain(value).trim() || ' ', length), emoji: false };
}

/** Our own words only; whatever stands in them went through {@link escapeMrkdwn}. */
export function mrkdwn(value: string): MrkdwnElement {
  return { type: 'mrkdwn', text: value, verbatim: true };
}

export function header(value: string): HeaderBlock {
  return { type: 'header', text: plainText(oneLine(value), limits.header) };
}

export function context(...elements: (PlainTextElement | MrkdwnElement)[]): ContextBlock {
  return { type: 'context', elements: elements.slice(0, 10) };
}

/** Small grey text that may hold anything. */
export function remark(value: string): ContextBlock {
  return context(plainText(value, limits.section));
}

/** Letters, digits and marks that mean nothing to Slack. */
const harmless = /^[\p{L}\p{N} \u00A0.,;()/+%'’“”"?-]*$/u;

/** Keeps a number and its unit on one line: in half of a phone's width "29.0 s" would break apart. */
export function bound(words: string): string {
  return words.replace(/(\d) (ms|s|min|h|kB|MB|GB|%)(?![\p{L}\p{N}])/gu, '$1\u00A0$2');
}

/** A label over a value. Bold where neither can be mistaken for markup, otherwise wholly without markup. */
export function field(label: string, value: string): PlainTextElement | MrkdwnElement {
  const shown = bound(truncate(oneLine(value) || '–', 400));
  const name = truncate(oneLine(label), 100);
  return harmless.test(name + shown) ? mrkdwn(`*${name}*\n${shown}`) : plainText(`${name}\n${shown}`, 600);
}

/** At most ten fields; Slack refuses an empty list. */
export function fields(rows: [label: string, value: string][]): SectionBlock[] {
  const shown = rows.filter(([, value]) => value !== '').slice(0, 10);
  return shown.length === 0
    ? []
    : [{ type: 'section', fields: shown.map(([label, value]) => field(label, value)) }];
}

export function button(
  actionId: string,
  label: string,
  value: string,
  options: { style?: 'primary' | 'danger'; confirm?: Button['confirm']; spoken?: string } = {},
): Button {
  return {
    type: 'button',
    action_id: actionId,
    text: plainText(label, limits.buttonText),
    value: truncate(value, limits.buttonValue),
    ...(options.style ? { style: options.style } : {}),
    ...(options.confirm ? { confirm: options.confirm } : {}),
    ...(options.spoken ? { accessibility_label: truncate(oneLine(options.spoken), limits.buttonText) } : {}),
  };
}

export function option(label: string, value: string): PlainTextOption {
  return { text: plainText(oneLine(label), limits.option), value };
}

/**
 * A moment in each reader's own time zone, with UTC for clients that cannot. `isUtcShown`: with UTC beside it for
 * everybody, as the logs have it.
 */
export function moment(atMs: number, { isUtcShown = false }: { isUtcShown?: boolean } = {}): MrkdwnElement {
  const utc = `${new Date(atMs).toISOString().replace('T', ' ').slice(0, 19)} UTC`;
  const beside = isUtcShown ? ` (${utc.slice(11)})` : '';
  return mrkdwn(`<!date^${Math.floor(atMs / 1000)}^{date_short_pretty} {time_secs}${beside}|${utc}>`);
}

/** Slack's user ids only; anything else is no mention. */
export function mention(userId: string): string {
  return /^[UW][A-Z0-9]{2,20}$/.test(userId) ? `<@${userId}>` : escapeMrkdwn(userId);
}

/** The top-level text: what notifications show and screen readers read. */
export function fallback(...sentences: (string | undefined)[]): string {
  const said = sentences
    .map((sentence) => oneLine(sentence ?? ''))
    .filter((sentence) => sentence !== '')
    .map((sentence) => (/[.:!?…]$/.test(sentence) ? sentence : `${sentence}.`))
    .join(' ');
  return truncateEscaped(escapeMrkdwn(said), limits.fallbackText);
}

/** Cuts escaped text without leaving half of `&amp;`. */
function truncateEscaped(escaped: string, length: number): string {
  return escaped.length <= length ? escaped : `${escaped.slice(0, length - 1).replace(/&[a-z]*$/, '')}…`;
}

/** Blocks that may be missing. */
export function only(...blocks: (KnownBlock | undefined)[]): KnownBlock[] {
  return blocks.filter((block) => block !== undefined);
}
