import { element, outwardLink } from './element.ts';
import { withEmoji } from './emoji.ts';
import { mrkdwn } from './mrkdwn.ts';
import { type Json, listOf, textOf } from './read-json.ts';
import { renderBlocks } from './render-blocks.ts';
import type { Surroundings } from './surroundings.ts';

const named: Record<string, string> = { good: '#2eb67d', warning: '#ecb22e', danger: '#e01e5a' };

/** A legacy attachment, which is how most alarm senders still write: a coloured bar, title, text, fields, footer, blocks. */
export function attachmentElement(attachment: Json, surroundings: Surroundings): HTMLElement {
  const titleLink = textOf(attachment.title_link);
  const title = withEmoji(textOf(attachment.title));
  const pretext = textOf(attachment.pretext);
  const text = textOf(attachment.text);
  const fields = listOf(attachment.fields);
  const footer = textOf(attachment.footer);
  const body = element(
    'div',
    { class: 'attachment' },
    title
      ? element(
          'div',
          { class: 'attachment-title' },
          titleLink ? outwardLink(titleLink, title) : element('span', {}, title),
        )
      : undefined,
    text ? element('div', { class: 'text' }, mrkdwn(text, surroundings)) : undefined,
    fields.length > 0
      ? element(
          'dl',
          { class: 'attachment-fields' },
          ...fields.map((field) =>
            element(
              'div',
              { class: field.short === true ? 'short' : '' },
              element('dt', {}, textOf(field.title)),
              element('dd', {}, mrkdwn(textOf(field.value), surroundings)),
            ),
          ),
        )
      : undefined,
    listOf(attachment.blocks).length > 0 ? renderBlocks(attachment.blocks, surroundings) : undefined,
    footer ? element('div', { class: 'attachment-footer' }, footer) : undefined,
  );
  if (body.childElementCount === 0) body.append(textOf(attachment.fallback));
  const color = colorOf(textOf(attachment.color));
  if (color) body.style.borderInlineStartColor = color;
  return pretext
    ? element('div', {}, element('div', { class: 'text' }, mrkdwn(pretext, surroundings)), body)
    : body;
}

/** A CSS colour, or nothing for what is none. */
function colorOf(color: string): string | undefined {
  if (named[color]) return named[color];
  const hex = color.startsWith('#') ? color : `#${color}`;
  return /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(hex) ? hex : undefined;
}
