import { type Check, flag, list, matching, object, oneOf, text, wholeNumber } from './check.ts';
import { richText } from './rich-text.ts';
import { actionId, confirm, plainText } from './text-objects.ts';

const common = { action_id: actionId, confirm };
const focus = { focus_on_load: flag };
const placeholder = plainText(150);
const dispatch = {
  dispatch_action_config: object(
    {},
    { trigger_actions_on: list(oneOf('on_enter_pressed', 'on_character_entered'), 2) },
  ),
};

/** What is written or picked: https://docs.slack.dev/reference/block-kit/block-elements */
export const inputs: Record<string, Check> = {
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
};
