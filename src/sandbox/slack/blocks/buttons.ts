import { type Check, list, object, text, url } from './check.ts';
import { actionId, confirm, overflowOption, plainText, style } from './text-objects.ts';

const common = { action_id: actionId, confirm };
const feedback = object({ text: plainText(75), value: text(2000) }, { accessibility_label: text(75) });
const ids = list(text(255), 100, 0);

/** What is pressed: https://docs.slack.dev/reference/block-kit/block-elements */
export const buttons: Record<string, Check> = {
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
};
