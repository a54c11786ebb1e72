import { isFields } from '../fields.ts';
import { all, type Check, flag, list, object, oneOf, text, wholeNumber } from './check.ts';
import { actionId, confirm, eitherOr, option, optionGroups, plainText } from './text-objects.ts';

const common = { action_id: actionId, confirm };
const focus = { focus_on_load: flag };
const placeholder = plainText(150);
const conversationFilter = object(
  {},
  {
    include: list(oneOf('im', 'mpim', 'private', 'public'), 4),
    exclude_external_shared_channels: flag,
    exclude_bot_users: flag,
  },
);
const options = list(option('plain'), 100);
const ids = list(text(255), 100, 0);
const several = { max_selected_items: wholeNumber(1, 100) };

/** What is chosen from: https://docs.slack.dev/reference/block-kit/block-elements */
export const choices: Record<string, Check> = {
  checkboxes: chosenFrom(
    object(
      { options: list(option('any'), 10) },
      { ...common, ...focus, initial_options: list(option('any'), 10) },
    ),
  ),
  radio_buttons: chosenFrom(
    object({ options: list(option('any'), 10) }, { ...common, ...focus, initial_option: option('any') }),
  ),
  static_select: chosenFrom(
    all(
      eitherOr('options', 'option_groups'),
      object(
        {},
        {
          ...common,
          ...focus,
          placeholder,
          options,
          option_groups: optionGroups,
          initial_option: option('plain'),
        },
      ),
    ),
  ),
  multi_static_select: chosenFrom(
    all(
      eitherOr('options', 'option_groups'),
      object(
        {},
        {
          ...common,
          ...focus,
          ...several,
          placeholder,
          options,
          option_groups: optionGroups,
          initial_options: options,
        },
      ),
    ),
  ),
  external_select: object(
    {},
    {
      ...common,
      ...focus,
      placeholder,
      initial_option: option('plain'),
      min_query_length: wholeNumber(0, 255),
    },
  ),
  multi_external_select: object(
    {},
    {
      ...common,
      ...focus,
      ...several,
      placeholder,
      initial_options: options,
      min_query_length: wholeNumber(0, 255),
    },
  ),
  users_select: object({}, { ...common, ...focus, placeholder, initial_user: text(255) }),
  multi_users_select: object({}, { ...common, ...focus, ...several, placeholder, initial_users: ids }),
  channels_select: object(
    {},
    { ...common, ...focus, placeholder, initial_channel: text(255), response_url_enabled: flag },
  ),
  multi_channels_select: object({}, { ...common, ...focus, ...several, placeholder, initial_channels: ids }),
  conversations_select: object(
    {},
    {
      ...common,
      ...focus,
      placeholder,
      initial_conversation: text(255),
      default_to_current_conversation: flag,
      response_url_enabled: flag,
      filter: conversationFilter,
    },
  ),
  multi_conversations_select: object(
    {},
    {
      ...common,
      ...focus,
      ...several,
      placeholder,
      initial_conversations: ids,
      default_to_current_conversation: flag,
      filter: conversationFilter,
    },
  ),
};

/** What is chosen at first must be one of the options, word for word. */
function chosenFrom(check: Check): Check {
  return (value, at, scope) => {
    check(value, at, scope);
    if (!isFields(value)) return;
    const known = [
      ...asList(value.options),
      ...asList(value.option_groups).flatMap((group) => (isFields(group) ? asList(group.options) : [])),
    ].map((entry) => JSON.stringify(entry));
    const chosen =
      value.initial_option === undefined ? asList(value.initial_options) : [value.initial_option];
    for (const entry of chosen)
      if (!known.includes(JSON.stringify(entry)))
        scope.report(
          `${at}/${value.initial_option === undefined ? 'initial_options' : 'initial_option'}`,
          'must match an option exactly',
        );
  };
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
