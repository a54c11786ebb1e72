import { element } from './element.ts';
import { withEmoji } from './emoji.ts';
import { mrkdwn } from './mrkdwn.ts';
import { type Json, jsonOf, listOf, plainTextOf, textOf } from './read-json.ts';
import type { Surroundings } from './surroundings.ts';

/** A `card` block: a picture, title, subtitle, a short text, buttons. */
export function card(
  block: Json,
  surroundings: Surroundings,
  action: (of: Json) => HTMLElement,
): HTMLElement {
  const hero = jsonOf(block.hero_image);
  const subtitle = plainTextOf(block.subtitle);
  const body = jsonOf(block.body);
  const actions = listOf(block.actions);
  return element(
    'section',
    { class: 'block-card' },
    hero.image_url
      ? element('img', { class: 'card-hero', src: textOf(hero.image_url), alt: textOf(hero.alt_text) })
      : undefined,
    element('div', { class: 'card-title' }, withEmoji(plainTextOf(block.title))),
    subtitle ? element('small', {}, withEmoji(subtitle)) : undefined,
    body.type === 'mrkdwn'
      ? element('div', { class: 'text' }, mrkdwn(textOf(body.text), surroundings))
      : element('div', { class: 'text' }, plainTextOf(block.body)),
    actions.length > 0 ? element('div', { class: 'block-actions' }, ...actions.map(action)) : undefined,
  );
}

/** A `carousel` block: cards side by side, scrolled sideways. */
export function carousel(
  block: Json,
  surroundings: Surroundings,
  action: (of: Json) => HTMLElement,
): HTMLElement {
  return element(
    'div',
    { class: 'block-carousel', tabindex: '0', role: 'group' },
    ...listOf(block.elements).map((of) => card(of, surroundings, action)),
  );
}
