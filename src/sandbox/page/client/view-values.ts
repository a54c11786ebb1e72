import type { Json } from './read-json.ts';
import type { Surroundings } from './surroundings.ts';

/** `view.state.values` as Slack would send it, of all fields below a root. */
export function valuesOf(
  root: ParentNode,
  surroundings: Surroundings,
): Record<string, Record<string, unknown>> {
  const values: Record<string, Record<string, unknown>> = {};
  for (const field of root.querySelectorAll('.field')) {
    if (!(field instanceof HTMLElement)) continue;
    const { blockId = '', actionId = '', type = '' } = field.dataset;
    values[blockId] = { ...values[blockId], [actionId]: { type, ...stateOf(field, type, surroundings) } };
  }
  return values;
}

function stateOf(field: HTMLElement, type: string, surroundings: Surroundings): Json {
  const chosen = chosenOf(field);
  const asOption = (value: string) => ({
    text: { type: 'plain_text', text: labelOf(field, value), emoji: true },
    value,
  });
  const first = chosen[0] || null;
  switch (type) {
    case 'datepicker':
      return { selected_date: first };
    case 'timepicker':
      return { selected_time: first };
    case 'datetimepicker':
      return { selected_date_time: first === null ? null : Date.parse(first) / 1000 };
    case 'rich_text_input':
      return { rich_text_value: first === null ? null : asRichText(first) };
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return { selected_option: first === null ? null : asOption(first) };
    case 'checkboxes':
    case 'multi_static_select':
    case 'multi_external_select':
      return { selected_options: chosen.map(asOption) };
    case 'users_select':
      return { selected_user: first };
    case 'channels_select':
      return { selected_channel: first };
    case 'conversations_select':
      return { selected_conversation: first };
    case 'multi_users_select':
      return { selected_users: chosen };
    case 'multi_channels_select':
      return {
        selected_channels: chosen.filter((id) => surroundings.channels.some((channel) => channel.id === id)),
      };
    case 'multi_conversations_select':
      return { selected_conversations: chosen };
    default:
      return { value: first };
  }
}

function asRichText(text: string): Json {
  const section = { type: 'rich_text_section', elements: [{ type: 'text', text }] };
  return { type: 'rich_text', elements: [section] };
}

/** What a person has chosen or typed in one field. */
export function chosenOf(field: HTMLElement): string[] {
  const boxes = [...field.querySelectorAll('.choices input')].filter(
    (input) => input instanceof HTMLInputElement,
  );
  if (boxes.length > 0) return boxes.filter((input) => input.checked).map((input) => input.value);
  const control = field.querySelector('.text-input');
  if (control instanceof HTMLSelectElement)
    return [...control.selectedOptions].map((option) => option.value).filter((value) => value !== '');
  if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement) return [control.value];
  return [];
}

function labelOf(field: HTMLElement, value: string): string {
  const option = [...field.querySelectorAll('option')].find((entry) => entry.value === value);
  if (option) return option.text;
  const box = [...field.querySelectorAll('.choices input')].find(
    (input) => input instanceof HTMLInputElement && input.value === value,
  );
  return box?.nextElementSibling?.textContent ?? value;
}
