import { isFields } from '../fields.ts';
import { all, type Check, flag, list, object, oneOf, only } from './check.ts';
import { elements } from './elements.ts';
import { layoutBlocks } from './layout-blocks.ts';
import { richText } from './rich-text.ts';
import { tableBlocks } from './table-blocks.ts';
import { anyText, blockId, mrkdwn, plainText } from './text-objects.ts';

const image = only(() => elements, 'image');

const something: Check = (value, at, scope) => {
  if (
    isFields(value) &&
    ![value.hero_image, value.title, value.body, value.actions].some((part) => part !== undefined)
  )
    scope.report(at, 'must define at least one of `hero_image`, `title`, `body` or `actions`');
};

const titled: Check = (value, at, scope) => {
  if (isFields(value) && value.title === undefined && value.rich_text_title === undefined)
    scope.report(`${at}/type`, 'must define either `title` or `rich_text_title`');
};

export const cardBlocks: Record<string, Check> = {
  card: all(
    something,
    object(
      {},
      {
        block_id: blockId,
        hero_image: image,
        icon: image,
        title: mrkdwn(150),
        subtitle: mrkdwn(150),
        body: mrkdwn(200),
        actions: list(
          only(() => elements, 'button'),
          25,
        ),
      },
    ),
  ),
  carousel: object(
    {
      elements: list(
        only(() => cardBlocks, 'card'),
        10,
      ),
    },
    { block_id: blockId },
  ),
  // The live validator takes fewer children than the documentation names: no rich_text, no input, no file.
  container: all(
    titled,
    object(
      {
        child_blocks: list(
          only(
            () => ({ ...layoutBlocks, ...tableBlocks }),
            'divider',
            'image',
            'section',
            'actions',
            'video',
            'header',
            'context',
            'table',
          ),
          10,
        ),
      },
      {
        block_id: blockId,
        title: plainText(150),
        rich_text_title: richText,
        subtitle: anyText(150),
        width: oneOf('narrow', 'standard', 'wide', 'full'),
        icon: image,
        is_collapsible: flag,
        default_collapsed: flag,
        has_header_divider: flag,
      },
    ),
  ),
  alert: object(
    { text: anyText(200) },
    { block_id: blockId, level: oneOf('default', 'info', 'warning', 'error', 'success') },
  ),
};
