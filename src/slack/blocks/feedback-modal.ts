import type { ModalView } from '@slack/types';
import type { Templates } from '../../templates.ts';
import { limits, truncate } from '../limits.ts';
import { callbackIds, feedbackFields, inputAction } from './action-ids.ts';
import { option, plainText } from './elements.ts';
import { words } from './message.ts';
import { causeTitle } from './proof-message.ts';

/** Asks what the verdict should have been, and why: a wrong verdict with a reason is the next test case. */
export function feedbackModal(ctx: { templates: Templates; privateMetadata: string }): ModalView {
  const say = (key: string) => words(ctx.templates, `feedbackForm.${key}`);
  const causes = ctx.templates
    .names('messages/causes/')
    .flatMap((name) => /^messages\/causes\/([a-z0-9-]+):title$/.exec(name)?.[1] ?? []);
  return {
    type: 'modal',
    callback_id: callbackIds.feedbackForm,
    private_metadata: truncate(ctx.privateMetadata, limits.privateMetadata),
    title: plainText(say('title'), limits.viewTitle),
    submit: plainText(say('submit'), limits.viewTitle),
    close: plainText(say('close'), limits.viewTitle),
    blocks: [
      {
        type: 'input',
        block_id: feedbackFields.cause,
        optional: true,
        label: plainText(say('cause'), 2000),
        element: {
          type: 'static_select',
          action_id: inputAction,
          placeholder: plainText(say('unknown'), 150),
          options: causes
            .slice(0, limits.optionsInSelect)
            .map((cause) => option(causeTitle(ctx.templates, cause), cause)),
        },
      },
      {
        type: 'input',
        block_id: feedbackFields.reason,
        label: plainText(say('reason'), 2000),
        hint: plainText(say('hint'), 2000),
        element: {
          type: 'plain_text_input',
          action_id: inputAction,
          multiline: true,
          max_length: 2000,
        },
      },
    ],
  };
}
