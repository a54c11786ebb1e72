import { type Act, choiceElement, pickerElement, selectElement } from './choose-elements.ts';
import { confirmed } from './confirm.ts';
import { element, outwardLink, pressable } from './element.ts';
import { withEmoji } from './emoji.ts';
import { openMenu } from './menu.ts';
import { optionsOf } from './options.ts';
import { type Json, jsonOf, listOf, plainTextOf, textOf } from './read-json.ts';
import { unknownPart } from './rich-text.ts';
import type { Surroundings } from './surroundings.ts';
import { say } from './words.ts';

/** An element that acts at once: in an actions block, as a section's accessory, in context_actions. */
export function actionElement(of: Json, surroundings: Surroundings): HTMLElement {
  const actionId = textOf(of.action_id);
  /** Asks first where a confirm object wants it; the element is busy until the bot has it. */
  const act = async (control: HTMLElement, selected: unknown): Promise<boolean> => {
    if (control.ariaBusy === 'true' || !(await confirmed(of.confirm, surroundings))) return false;
    control.setAttribute('aria-busy', 'true');
    try {
      return await surroundings.act({
        blockId: blockIdOf(control),
        actionId,
        ...(selected === undefined ? {} : { selected }),
      });
    } finally {
      control.removeAttribute('aria-busy');
    }
  };
  switch (textOf(of.type)) {
    case 'button':
    case 'workflow_button':
      return buttonElement(of, act);
    case 'overflow':
      return overflowElement(of, surroundings, act);
    case 'static_select':
    case 'external_select':
    case 'users_select':
    case 'channels_select':
    case 'conversations_select':
      return selectElement(of, surroundings, act);
    case 'radio_buttons':
    case 'checkboxes':
      return choiceElement(of, surroundings, act);
    case 'datepicker':
    case 'timepicker':
      return pickerElement(of, act);
    case 'feedback_buttons':
      return feedbackElement(of, act);
    case 'icon_button':
      return iconElement(of, act);
    case 'image':
      return element('img', {
        class: 'accessory-image',
        src: textOf(of.image_url),
        alt: textOf(of.alt_text),
      });
    default:
      return unknownPart(of);
  }
}

/** Read when it is needed: an edit of the message may have given the block another id since it was drawn. */
function blockIdOf(control: HTMLElement): string {
  return control.closest('[data-block-id]')?.getAttribute('data-block-id') ?? '';
}

function buttonElement(of: Json, act: Act): HTMLElement {
  const face = withEmoji(plainTextOf(of.text));
  const style = textOf(of.style);
  const label = textOf(of.accessibility_label) || undefined;
  if (of.url) {
    const link = outwardLink(textOf(of.url), face);
    link.className = `button ${style}`;
    link.setAttribute('data-action-id', textOf(of.action_id));
    if (label) link.setAttribute('aria-label', label);
    link.addEventListener('click', () => void act(link, undefined));
    return link;
  }
  const button = pressable(
    { class: `button ${style}`, 'aria-label': label, 'data-action-id': textOf(of.action_id) },
    face,
    () => void act(button, undefined),
  );
  return button;
}

function overflowElement(of: Json, surroundings: Surroundings, act: Act): HTMLElement {
  const label = textOf(of.accessibility_label) || say('block.more', {});
  const links = new Map(listOf(of.options).map((option) => [textOf(option.value), textOf(option.url)]));
  const button = pressable(
    {
      class: 'button overflow',
      'aria-haspopup': 'menu',
      'aria-label': label,
      'data-action-id': textOf(of.action_id),
    },
    '⋯',
    () =>
      openMenu(
        button,
        label,
        optionsOf(of, surroundings).map((option) => ({
          label: withEmoji(option.label),
          description: option.description,
          act: () => {
            const url = links.get(option.value);
            if (url) window.open(url, '_blank', 'noopener');
            void act(button, option.value);
          },
        })),
      ),
  );
  return button;
}

function feedbackElement(of: Json, act: Act): HTMLElement {
  const group = element('span', { class: 'feedback', role: 'group' });
  const vote = (side: Json, sign: string) => {
    const button = pressable(
      {
        class: 'icon-button',
        'aria-pressed': 'false',
        'aria-label': textOf(side.accessibility_label) || plainTextOf(side.text),
        title: plainTextOf(side.text),
        'data-action-id': textOf(of.action_id),
      },
      sign,
      () =>
        void act(button, textOf(side.value)).then((isDone) => {
          if (!isDone) return;
          for (const other of group.querySelectorAll('button')) other.ariaPressed = String(other === button);
        }),
    );
    return button;
  };
  group.append(vote(jsonOf(of.positive_button), '👍'), vote(jsonOf(of.negative_button), '👎'));
  return group;
}

function iconElement(of: Json, act: Act): HTMLElement {
  const button = pressable(
    {
      class: 'icon-button',
      'aria-label': textOf(of.accessibility_label) || plainTextOf(of.text),
      title: plainTextOf(of.text),
      'data-action-id': textOf(of.action_id),
    },
    of.icon === 'trash' ? '🗑' : '•',
    () => void act(button, undefined),
  );
  return button;
}
