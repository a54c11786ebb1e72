import { type Fields, isFields, objectsOf, present } from '../fields.ts';

/** What Slack sends of one click, by the kind of element. `selected` is what the person chose. */
export function actionPayload(element: Fields, blockId: string, selected: unknown, actionTs: string): Fields {
  return present({
    type: element.type,
    action_id: element.action_id,
    block_id: blockId,
    action_ts: actionTs,
    ...chosen(element, selected),
  });
}

/** What an element holds after a choice: also what stands in view.state.values. */
export function chosen(element: Fields, selected: unknown): Fields {
  const type = String(element.type);
  switch (type) {
    case 'button':
      return { text: element.text, value: element.value, style: element.style, url: element.url };
    case 'icon_button':
      return { text: element.text, value: element.value, icon: element.icon };
    case 'feedback_buttons': {
      const buttons = [element.positive_button, element.negative_button].filter(isFields);
      const pressed = buttons.find((button) => button.value === selected) ?? buttons[0];
      return { text: pressed?.text, value: pressed?.value };
    }
    case 'overflow':
    case 'static_select':
    case 'radio_buttons':
    case 'external_select':
      return { selected_option: optionOf(element, selected) ?? null };
    case 'checkboxes':
    case 'multi_static_select':
    case 'multi_external_select':
      return { selected_options: listOf(selected).flatMap((value) => optionOf(element, value) ?? []) };
    case 'users_select':
      return { selected_user: idOf(selected) ?? null };
    case 'conversations_select':
      return { selected_conversation: idOf(selected) ?? null };
    case 'channels_select':
      return { selected_channel: idOf(selected) ?? null };
    case 'multi_users_select':
      return { selected_users: listOf(selected) };
    case 'multi_conversations_select':
      return { selected_conversations: listOf(selected) };
    case 'multi_channels_select':
      return { selected_channels: listOf(selected) };
    case 'datepicker':
      return { selected_date: selected ?? null };
    case 'timepicker':
      return { selected_time: selected ?? null };
    case 'datetimepicker':
      return { selected_date_time: selected ?? null };
    default:
      return { value: selected ?? null };
  }
}

function optionOf(element: Fields, selected: unknown): Fields | undefined {
  const wanted = idOf(selected);
  const grouped = objectsOf(element.option_groups).flatMap((group) => objectsOf(group.options));
  return [...objectsOf(element.options), ...grouped].find((option) => option.value === wanted);
}

/** The page may send the whole option or its value only. */
function idOf(selected: unknown): unknown {
  return isFields(selected) ? selected.value : selected;
}

function listOf(selected: unknown): unknown[] {
  if (Array.isArray(selected)) return selected.map(idOf);
  return selected === undefined || selected === null ? [] : [idOf(selected)];
}
