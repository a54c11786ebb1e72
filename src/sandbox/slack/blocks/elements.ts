import { isFields } from '../fields.ts';
import { all, type Check, flag, list, matching, object, oneOf, text, url, wholeNumber } from './check.ts';
import { imageElement } from './images.ts';
import { richText } from './rich-text.ts';
import {
  actionId,
  confirm,
  eitherOr,
  option,
  optionGroups,
  overflowOption,
  plainText,
  style,
} from './text-objects.ts';

/** https://docs.slack.dev/reference/block-kit/block-elements */
const common = { action_id: actionId, confirm };
const focus = { focus_on_load: flag };
const placeholder = plainText(150);
const dispatch = {
  dispatch_action_config: object(
    {},
    { trigger_actions_on: list(oneOf('on_enter_pressed', 'on_character_entered'), 2) },
  ),
};
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
const feedback = object({ text: plainText(75), value: text(2000) }, { accessibility_label: text(75) });

export const elements: Record<string, Check> = {
  button: object(
    { text: plainText(75) },
    { ...common, value: text(2000), url: url(3000), style, accessibility_label: text(75) },
  ),
  workflow_button: object(
    {
      text: plainText(75),
      workflow: object(
        {
          trigger: object(
            { url: url(3000) },
            { customizable_input_parameters: list(object({ name: text(255), value: text(2000) }, {}), 100) },
          ),
        },
        {},
      ),
    },
    { action_id: actionId, style, accessibility_label: text(75) },
  ),
  icon_button: object(
    { icon: text(255), text: plainText(75) },
    { ...common, value: text(2000), accessibility_label: text(75), visible_to_user_ids: ids },
  ),
  feedback_buttons: object({ positive_button: feedback, negative_button: feedback }, { action_id: actionId }),
  overflow: object({ options: list(overflowOption, 5) }, common),
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
  datepicker: object({}, { ...common, ...focus, placeholder, initial_date: matching(/^\d{4}-\d{2}-\d{2}$/) }),
  timepicker: object(
    {},
    { ...common, ...focus, placeholder, initial_time: matching(/^\d{2}:\d{2}$/), timezone: text(255) },
  ),
  datetimepicker: object({}, { ...common, ...focus, initial_date_time: wholeNumber(1e9, 9_999_999_999) }),
  plain_text_input: object(
    {},
    {
      action_id: actionId,
      ...focus,
      ...dispatch,
      placeholder,
      initial_value: text(3000, 0),
      multiline: flag,
      min_length: wholeNumber(0, 3000),
      max_length: wholeNumber(1, 3000),
    },
  ),
  email_text_input: object(
    {},
    { action_id: actionId, ...focus, ...dispatch, placeholder, initial_value: text(3000, 0) },
  ),
  url_text_input: object(
    {},
    { action_id: actionId, ...focus, ...dispatch, placeholder, initial_value: text(3000, 0) },
  ),
  number_input: object(
    { is_decimal_allowed: flag },
    {
      action_id: actionId,
      ...focus,
      ...dispatch,
      placeholder,
      initial_value: text(255, 0),
      min_value: text(255),
      max_value: text(255),
    },
  ),
  rich_text_input: object(
    {},
    {
      action_id: actionId,
      ...focus,
      ...dispatch,
      placeholder,
      initial_value: richText,
      min_lines: wholeNumber(1, 100),
      max_lines: wholeNumber(1, 100),
    },
  ),
  file_input: object(
    {},
    { action_id: actionId, filetypes: list(text(255), 100), max_files: wholeNumber(1, 10) },
  ),
  image: imageElement,
  // Context blocks hold bare text objects beside images.
  plain_text: object({ text: text(3000) }, { emoji: flag }),
  mrkdwn: object({ text: text(3000) }, { verbatim: flag }),
};

export const select = ['static', 'external', 'users', 'conversations', 'channels'].map(
  (kind) => `${kind}_select`,
);
export const multiSelect = select.map((kind) => `multi_${kind}`);

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
