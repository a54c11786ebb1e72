import { type Fields, isFields } from './fields.ts';
import type { Ids } from './ids.ts';

/** Elements that people act on: each gets an action_id when the app gave none. */
const actionable = new Set([
  'button',
  'checkboxes',
  'datepicker',
  'datetimepicker',
  'timepicker',
  'email_text_input',
  'url_text_input',
  'number_input',
  'plain_text_input',
  'rich_text_input',
  'file_input',
  'radio_buttons',
  'overflow',
  'static_select',
  'external_select',
  'users_select',
  'conversations_select',
  'channels_select',
  'multi_static_select',
  'multi_external_select',
  'multi_users_select',
  'multi_conversations_select',
  'multi_channels_select',
  'feedback_buttons',
  'icon_button',
  'workflow_button',
]);

/** The same blocks, where Slack has given a block_id to each block and an action_id to each element that had none. */
export function withIds(blocks: Fields[], ids: Ids): Fields[] {
  return blocks.map((block) => {
    const named = Object.fromEntries(Object.entries(block).map(([key, value]) => [key, inner(value, ids)]));
    return { ...named, block_id: named.block_id ?? ids.next('b') };
  });
}

function inner(value: unknown, ids: Ids): unknown {
  if (Array.isArray(value)) return value.map((entry) => inner(entry, ids));
  if (!isFields(value)) return value;
  const fields = Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, inner(entry, ids)]));
  if (Array.isArray(value.child_blocks)) return fields;
  if (typeof value.type === 'string' && actionable.has(value.type))
    return { ...fields, action_id: fields.action_id ?? ids.next('a') };
  return fields;
}
