import { element } from './element.ts';
import { withEmoji } from './emoji.ts';
import { type Json, listOf, plainTextOf, textOf } from './read-json.ts';
import type { Surroundings } from './surroundings.ts';

export interface Option {
  label: string;
  value: string;
  description: string;
  group?: string;
}

/** What a select, overflow, radio or checkbox element offers; people and channels come from the workspace. */
export function optionsOf(of: Json, surroundings: Surroundings): Option[] {
  const type = textOf(of.type);
  if (type.endsWith('users_select'))
    return surroundings.users.map((user) => ({ label: user.name, value: user.id, description: '' }));
  if (type.endsWith('channels_select') || type.endsWith('conversations_select'))
    return surroundings.channels.map((channel) => ({
      label: `#${channel.name}`,
      value: channel.id,
      description: '',
    }));
  const grouped = listOf(of.option_groups).flatMap((group) =>
    listOf(group.options).map((option) => ({ ...toOption(option), group: plainTextOf(group.label) })),
  );
  return [...listOf(of.options).map(toOption), ...grouped];
}

/** The entries of a <select>, under their groups. */
export function optionNodes(options: Option[], chosen: string[]): Node[] {
  const nodeOf = (option: Option) => {
    const node = element('option', { value: option.value }, withEmoji(option.label));
    node.selected = chosen.includes(option.value);
    return node;
  };
  const groups = [...new Set(options.flatMap(({ group }) => group ?? []))];
  return [
    ...options.filter(({ group }) => group === undefined).map(nodeOf),
    ...groups.map((label) =>
      element('optgroup', { label }, ...options.filter(({ group }) => group === label).map(nodeOf)),
    ),
  ];
}

/** Values chosen from the beginning. */
export function initialValues(of: Json): string[] {
  const one = [of.initial_option].flatMap((option) => listOf([option]));
  const names = [of.initial_user, of.initial_channel, of.initial_conversation].map(textOf).filter(Boolean);
  return [...one, ...listOf(of.initial_options)].map((option) => textOf(option.value)).concat(names);
}

function toOption(option: Json): Option {
  return {
    label: plainTextOf(option.text),
    value: textOf(option.value),
    description: plainTextOf(option.description),
  };
}
