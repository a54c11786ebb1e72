import { fillDate } from './dates.ts';
import { element, outwardLink } from './element.ts';
import { emojiOf } from './emoji.ts';
import { mention } from './mrkdwn.ts';
import { type Json, jsonOf, listOf, textOf } from './read-json.ts';
import { channelLabel, type Surroundings, userLabel } from './surroundings.ts';
import { say } from './words.ts';

/** A rich_text block: sections, lists (nested by indent), quotes, preformatted text. */
export function richText(block: Json, surroundings: Surroundings): DocumentFragment {
  const made = document.createDocumentFragment();
  for (const part of listOf(block.elements)) made.append(richPart(part, surroundings));
  return made;
}

function richPart(part: Json, surroundings: Surroundings): Node {
  const inside = () => leaves(part.elements, surroundings);
  switch (textOf(part.type)) {
    case 'rich_text_section':
      return element('div', { class: 'rich-section' }, ...inside());
    case 'rich_text_preformatted':
      return element('pre', {}, ...inside());
    case 'rich_text_quote':
      return element('blockquote', {}, ...inside());
    case 'rich_text_list': {
      const items = listOf(part.elements).map((item) =>
        element('li', {}, ...leaves(item.elements, surroundings)),
      );
      const made = element(
        part.style === 'ordered' ? 'ol' : 'ul',
        { 'data-indent': textOf(part.indent) || '0' },
        ...items,
      );
      if (made instanceof HTMLOListElement && typeof part.offset === 'number') made.start = part.offset + 1;
      return made;
    }
    default:
      return unknownPart(part);
  }
}

function leaves(value: unknown, surroundings: Surroundings): Node[] {
  return listOf(value).map((leaf) => styled(richLeaf(leaf, surroundings), jsonOf(leaf.style)));
}

function richLeaf(leaf: Json, surroundings: Surroundings): Node {
  switch (textOf(leaf.type)) {
    case 'text':
      return document.createTextNode(textOf(leaf.text));
    case 'link':
      return outwardLink(textOf(leaf.url), ...(leaf.text ? [textOf(leaf.text)] : []));
    case 'user':
      return mention(userLabel(surroundings, textOf(leaf.user_id)));
    case 'usergroup':
      return mention(`@${textOf(leaf.usergroup_id)}`);
    case 'channel':
      return mention(channelLabel(surroundings, textOf(leaf.channel_id)));
    case 'broadcast':
      return mention(`@${textOf(leaf.range)}`);
    case 'emoji':
      return document.createTextNode(emojiOf(textOf(leaf.name)));
    case 'date':
      return element(
        'time',
        {},
        fillDate(textOf(leaf.format), Number(leaf.timestamp)) || textOf(leaf.fallback),
      );
    case 'color':
      return element('code', {}, textOf(leaf.value));
    default:
      return unknownPart(leaf);
  }
}

function styled(node: Node, style: Json): Node {
  let made = node;
  if (style.code === true) made = element('code', {}, made);
  if (style.bold === true) made = element('strong', {}, made);
  if (style.italic === true) made = element('em', {}, made);
  if (style.strike === true) made = element('s', {}, made);
  return made;
}

/** What this page cannot show is named and not hidden: a bot that sends it must be seen to. */
export function unknownPart(part: Json): HTMLElement {
  const type = textOf(part.type) || '?';
  return element('div', { class: 'unknown-block', role: 'note' }, say('block.unknown', { type }));
}
