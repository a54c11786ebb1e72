import { isFields } from '../fields.ts';
import { all, type Check, flag, list, object, only, text, url } from './check.ts';
import { elements, multiSelect, select } from './elements.ts';
import { imageBlock } from './images.ts';
import { richTextBlock } from './rich-text.ts';
import { anyText, blockId, plainText } from './text-objects.ts';

const pickers = ['checkboxes', 'datepicker', 'radio_buttons', 'timepicker', ...select, ...multiSelect];

const sectionText: Check = (value, at, scope) => {
  if (isFields(value) && value.text === undefined && value.fields === undefined)
    scope.report(`${at}/type`, 'must define either `text` or `fields`');
};

/** https://docs.slack.dev/reference/block-kit/blocks: the blocks that everything is laid out with. */
export const layoutBlocks: Record<string, Check> = {
  section: all(
    sectionText,
    object(
      {},
      {
        block_id: blockId,
        text: anyText(3000),
        fields: list(anyText(2000), 10),
        accessory: only(() => elements, 'button', 'image', 'overflow', 'workflow_button', ...pickers),
        expand: flag,
      },
    ),
  ),
  header: object({ text: plainText(150) }, { block_id: blockId }),
  divider: object({}, { block_id: blockId }),
  image: imageBlock,
  context: object(
    {
      elements: list(
        only(() => elements, 'image', 'plain_text', 'mrkdwn'),
        10,
      ),
    },
    { block_id: blockId },
  ),
  context_actions: object(
    {
      elements: list(
        only(() => elements, 'feedback_buttons', 'icon_button'),
        5,
      ),
    },
    { block_id: blockId },
  ),
  actions: object(
    {
      elements: list(
        only(
          () => elements,
          'button',
          'overflow',
          'workflow_button',
          'datetimepicker',
          'rich_text_input',
          ...pickers,
        ),
        25,
      ),
    },
    { block_id: blockId },
  ),
  input: object(
    {
      label: plainText(2000),
      element: only(
        () => elements,
        'plain_text_input',
        'email_text_input',
        'url_text_input',
        'number_input',
        'rich_text_input',
        'file_input',
        'datetimepicker',
        ...pickers,
      ),
    },
    { block_id: blockId, hint: plainText(2000), optional: flag, dispatch_action: flag },
  ),
  rich_text: richTextBlock,
  markdown: object({ text: text(12_000) }, { block_id: blockId }),
  video: object(
    { alt_text: text(2000), title: plainText(199), thumbnail_url: url(3000), video_url: url(3000) },
    {
      block_id: blockId,
      author_name: text(49),
      description: plainText(199),
      provider_icon_url: url(3000),
      provider_name: text(255),
      title_url: url(3000),
    },
  ),
};
