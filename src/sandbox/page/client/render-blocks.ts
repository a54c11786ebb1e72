import { actionElement } from './action-elements.ts';
import { card, carousel } from './cards.ts';
import { chart } from './charts.ts';
import { element, outwardLink } from './element.ts';
import { withEmoji } from './emoji.ts';
import { inputBlock } from './input-block.ts';
import { keepChildren } from './keep-children.ts';
import { markdown } from './markdown.ts';
import { mrkdwn } from './mrkdwn.ts';
import { type Json, jsonOf, listOf, plainTextOf, textOf } from './read-json.ts';
import { richText, unknownPart } from './rich-text.ts';
import type { Surroundings } from './surroundings.ts';
import { dataTable, plainTable } from './tables.ts';
import { planBlock, taskCard } from './task-cards.ts';
import { say } from './words.ts';

/** Block Kit as elements of the page. Unknown blocks are named in place. */
export function renderBlocks(blocks: unknown, surroundings: Surroundings): HTMLElement {
  const made = element('div', { class: 'blocks' });
  fillBlocks(made, blocks, surroundings);
  return made;
}

/** Brings drawn blocks up to date and leaves those alone whose content is the same. */
export function fillBlocks(parent: HTMLElement, blocks: unknown, surroundings: Surroundings): void {
  const list = listOf(blocks);
  keepChildren(
    parent,
    list.map((block, index) => ({
      key: `${index}:${textOf(block.type)}`,
      signature: signatureOf(block),
      make: () => drawnOrNamed(block, surroundings),
    })),
  );
  list.forEach((block, index) => {
    const shown = parent.children[index];
    shown?.setAttribute('data-block', textOf(block.type));
    shown?.setAttribute('data-block-id', textOf(block.block_id));
  });
}

/**
 * Bots give every edit new block ids, which changes nothing that one can see. An input is another matter: a new id is how
 * a bot empties a field.
 */
function signatureOf(block: Json): string {
  return JSON.stringify(block.type === 'input' ? block : { ...block, block_id: undefined });
}

/** A block that breaks its drawing is named in its place: it must not take the rest of the page with it. */
function drawnOrNamed(block: Json, surroundings: Surroundings): HTMLElement {
  try {
    return blockElement(block, surroundings);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const words = say('block.broken', { type: textOf(block.type), why });
    return element('div', { class: 'unknown-block', role: 'note' }, words);
  }
}

function blockElement(block: Json, surroundings: Surroundings): HTMLElement {
  const action = (of: Json) => actionElement(of, surroundings);
  switch (textOf(block.type)) {
    case 'header':
      return element('h3', { class: 'block-header' }, withEmoji(plainTextOf(block.text)));
    case 'section':
      return sectionBlock(block, surroundings, action);
    case 'context':
      return element(
        'div',
        { class: 'block-context' },
        ...listOf(block.elements).map((of) =>
          of.type === 'image' ? action(of) : textNode(of, surroundings),
        ),
      );
    case 'divider':
      return element('hr', {});
    case 'actions':
      return element('div', { class: 'block-actions' }, ...listOf(block.elements).map(action));
    case 'context_actions':
      return element('div', { class: 'block-context-actions' }, ...listOf(block.elements).map(action));
    case 'image':
      return imageBlock(block);
    case 'rich_text':
      return element('div', { class: 'block-rich-text' }, richText(block, surroundings));
    case 'markdown':
      return element('div', { class: 'block-markdown' }, markdown(textOf(block.text)));
    case 'table':
      return plainTable(block, surroundings);
    case 'data_table':
      return dataTable(block, surroundings);
    case 'plan':
      return planBlock(block, surroundings);
    case 'task_card':
      return taskCard(block, surroundings);
    case 'container':
      return containerBlock(block, surroundings);
    case 'alert':
      return element(
        'div',
        { class: `block-alert level-${textOf(block.level) || 'default'}`, role: 'note' },
        textNode(block.text, surroundings),
      );
    case 'input':
      return inputBlock(block, surroundings);
    case 'card':
      return card(block, surroundings, action);
    case 'carousel':
      return carousel(block, surroundings, action);
    case 'data_visualization':
      return chart(block);
    case 'video':
      return element('div', {}, outwardLink(textOf(block.video_url), `▶ ${plainTextOf(block.title)}`));
    default:
      return unknownPart(block);
  }
}

/** A text object (or bare string) as a node: mrkdwn parsed, plain text taken as it is. */
export function textNode(value: unknown, surroundings: Surroundings): HTMLElement {
  const of = jsonOf(value);
  return of.type === 'mrkdwn'
    ? element('div', { class: 'text' }, mrkdwn(textOf(of.text), surroundings))
    : element('div', { class: 'text' }, withEmoji(plainTextOf(value)));
}

function sectionBlock(
  block: Json,
  surroundings: Surroundings,
  action: (of: Json) => HTMLElement,
): HTMLElement {
  const fields = listOf(block.fields);
  const accessory = listOf([block.accessory])[0];
  return element(
    'div',
    { class: 'block-section' },
    element(
      'div',
      { class: 'section-body' },
      block.text ? textNode(block.text, surroundings) : undefined,
      fields.length > 0
        ? element('div', { class: 'fields' }, ...fields.map((field) => textNode(field, surroundings)))
        : undefined,
    ),
    accessory ? element('div', { class: 'accessory' }, action(accessory)) : undefined,
  );
}

function imageBlock(block: Json): HTMLElement {
  const file = jsonOf(block.slack_file);
  const src =
    textOf(block.image_url) || textOf(file.url) || `/ui/files/${encodeURIComponent(textOf(file.id))}`;
  const title = plainTextOf(block.title);
  return element(
    'figure',
    { class: 'block-image' },
    title ? element('figcaption', {}, title) : undefined,
    element('img', { src, alt: textOf(block.alt_text), loading: 'lazy' }),
  );
}

function containerBlock(block: Json, surroundings: Surroundings): HTMLElement {
  const rich = jsonOf(block.rich_text_title);
  const title = rich.type ? richText(rich, surroundings) : withEmoji(plainTextOf(block.title));
  const subtitle = plainTextOf(block.subtitle);
  const head = [title, ...(subtitle ? [element('small', {}, subtitle)] : [])];
  const body = renderBlocks(block.child_blocks, surroundings);
  if (block.is_collapsible !== true)
    return element(
      'section',
      { class: 'block-container' },
      element('div', { class: 'container-head' }, ...head),
      body,
    );
  return element(
    'details',
    { class: 'block-container', open: block.default_collapsed !== true },
    element('summary', { class: 'container-head' }, ...head),
    body,
  );
}
