import { element } from './element.ts';
import { initialValues, type Option, optionNodes, optionsOf } from './options.ts';
import { isJson, type Json, jsonOf, listOf, plainTextOf, textOf } from './read-json.ts';
import { unknownPart } from './rich-text.ts';
import type { Surroundings } from './surroundings.ts';
import { chosenOf } from './view-values.ts';
import { say } from './words.ts';

/** One labelled field of a view; its state is read back with `valuesOf` (view-values.ts). */
export function inputBlock(block: Json, surroundings: Surroundings): HTMLElement {
  const field = jsonOf(block.element);
  const blockId = textOf(block.block_id);
  const id = `field-${blockId}-${textOf(field.action_id)}`;
  const control = controlOf(field, blockId, surroundings);
  control.id = id;
  control.setAttribute('aria-describedby', `${id}-hint ${id}-error`);
  const label = [
    plainTextOf(block.label),
    ...(block.optional === true ? [element('span', { class: 'optional' }, say('modal.optional', {}))] : []),
  ];
  const isGroup = control.classList.contains('choices');
  if (isGroup) control.setAttribute('aria-labelledby', `${id}-label`);
  const made = element(
    'div',
    {
      class: 'field',
      'data-block-id': blockId,
      'data-action-id': textOf(field.action_id),
      'data-type': textOf(field.type),
      'data-required': block.optional !== true,
    },
    isGroup
      ? element('span', { class: 'field-label', id: `${id}-label` }, ...label)
      : element('label', { class: 'field-label', for: id }, ...label),
    control,
    element('div', { class: 'hint', id: `${id}-hint` }, plainTextOf(block.hint)),
    element('div', { class: 'field-error', id: `${id}-error`, role: 'alert' }),
  );
  const config = listOf([field.dispatch_action_config])[0];
  if (block.dispatch_action === true)
    dispatchFrom(control, field, blockId, textOf(config?.trigger_actions_on), surroundings);
  return made;
}

const textTypes: Record<string, string> = {
  plain_text_input: 'text',
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'number',
  datepicker: 'date',
  timepicker: 'time',
  datetimepicker: 'datetime-local',
  rich_text_input: 'text',
};

function controlOf(field: Json, blockId: string, surroundings: Surroundings): HTMLElement {
  const type = textOf(field.type);
  const kept = jsonOf(surroundings.kept(blockId, textOf(field.action_id)));
  const textType = textTypes[type];
  if (textType) {
    const initial = textOf(
      kept.value ??
        kept.selected_date ??
        kept.selected_time ??
        field.initial_value ??
        field.initial_date ??
        field.initial_time,
    );
    const limits = {
      placeholder: plainTextOf(field.placeholder) || undefined,
      maxlength: textOf(field.max_length) || undefined,
      autofocus: field.focus_on_load === true,
      autocomplete: 'off',
    };
    if (field.multiline === true || type === 'rich_text_input') {
      const area = element('textarea', { class: 'text-input', rows: '5', ...limits });
      area.value = initial;
      return area;
    }
    const input = element('input', {
      class: 'text-input',
      type: textType === 'number' ? 'text' : textType,
      ...limits,
    });
    input.value = initial;
    return input;
  }
  const chosen = keptValues(kept) ?? initialValues(field);
  const options = optionsOf(field, surroundings);
  if (type === 'radio_buttons' || type === 'checkboxes') return choices(type, options, chosen, blockId);
  if (type.endsWith('_select')) return select(field, type.startsWith('multi_'), options, chosen);
  return unknownPart(field);
}

function select(field: Json, isMultiple: boolean, options: Option[], chosen: string[]): HTMLElement {
  const made = element('select', { class: 'text-input', multiple: isMultiple });
  if (!isMultiple)
    made.append(element('option', { value: '' }, plainTextOf(field.placeholder) || say('block.choose', {})));
  made.append(...optionNodes(options, chosen));
  return made;
}

function choices(type: string, options: Option[], chosen: string[], blockId: string): HTMLElement {
  const kind = type === 'checkboxes' ? 'checkbox' : 'radio';
  const group = element('div', { class: 'choices', role: kind === 'radio' ? 'radiogroup' : 'group' });
  for (const option of options) {
    const input = element('input', { type: kind, name: `choice-${blockId}`, value: option.value });
    input.checked = chosen.includes(option.value);
    group.append(
      element(
        'label',
        {},
        input,
        element('span', {}, option.label),
        element('small', {}, option.description),
      ),
    );
  }
  return group;
}

function keptValues(kept: Json): string[] | undefined {
  const named = kept.selected_user ?? kept.selected_channel ?? kept.selected_conversation;
  if (typeof named === 'string') return [named];
  if (isJson(kept.selected_option)) return [textOf(kept.selected_option.value)];
  return Array.isArray(kept.selected_options)
    ? listOf(kept.selected_options).map((option) => textOf(option.value))
    : undefined;
}

function dispatchFrom(
  control: HTMLElement,
  field: Json,
  blockId: string,
  when: string,
  surroundings: Surroundings,
): void {
  const actionId = textOf(field.action_id);
  const send = () => {
    const value = chosenOf(
      control.closest('.field') instanceof HTMLElement ? (control.parentElement ?? control) : control,
    );
    void surroundings.act({ blockId, actionId, selected: value.length > 1 ? value : value[0] });
  };
  if (when.includes('on_character_entered')) control.addEventListener('input', send);
  else control.addEventListener('change', send);
}
