import { cardBlocks } from './blocks/card-blocks.ts';
import { byType, type Check, flag, list, object, type Scope, type Surface, text } from './blocks/check.ts';
import { countCharacters } from './blocks/count-characters.ts';
import { layoutBlocks } from './blocks/layout-blocks.ts';
import { tableBlocks } from './blocks/table-blocks.ts';
import { taskBlocks } from './blocks/task-blocks.ts';
import { plainText } from './blocks/text-objects.ts';
import { uniqueIds } from './blocks/unique-ids.ts';
import { type Fields, objectsOf } from './fields.ts';

/** What the workspace adds to the rules. */
export type BlockContext = Pick<Scope, 'refused' | 'isFileUsable'>;

/** `error` is Slack's code; without one all is well. Messages bear no "[ERROR]" yet. */
export interface Validation {
  error?: 'invalid_blocks' | 'invalid_attachments' | 'msg_blocks_too_long';
  messages: string[];
}

/** https://docs.slack.dev/reference/block-kit/blocks */
const mostBlocks = { message: 50, modal: 100, home: 100 } as const;
const mostTables = 1;
const mostCharts = 2;
/** All `markdown` blocks of a message together. */
const mostMarkdownCharacters = 12_000;
/**
 * All blocks of a message together. Slack publishes no number; the shortest message known to have been refused had
 * 11,341 characters (https://github.com/slackapi/bolt-js/issues/2509), so nothing longer than that passes here.
 */
const mostCharacters = 11_340;

const everywhere = [
  'actions',
  'context',
  'divider',
  'header',
  'image',
  'input',
  'rich_text',
  'section',
  'video',
];
const onSurface: Record<Surface, string[]> = {
  message: [
    ...everywhere,
    ...Object.keys(tableBlocks),
    ...Object.keys(taskBlocks),
    'card',
    'carousel',
    'container',
    'context_actions',
    'markdown',
  ],
  modal: [...everywhere, 'alert'],
  home: everywhere,
};

const known: Record<string, Check> = { ...layoutBlocks, ...tableBlocks, ...taskBlocks, ...cardBlocks };

function blocksOn(surface: Surface): Check {
  const allowed = Object.fromEntries(
    Object.entries(known).filter(([type]) => onSurface[surface].includes(type)),
  );
  return (value, at, scope) => {
    list(
      byType(() => allowed),
      mostBlocks[surface],
      0,
    )(value, at, scope);
    uniqueIds(value, at, scope);
  };
}

/** Whether Slack would take these blocks of a message. */
export function validateBlocks(blocks: unknown, context: BlockContext): Validation {
  const messages = messagesOf(blocksOn('message'), blocks, '/blocks', 'message', context);
  if (messages.length > 0) return { error: 'invalid_blocks', messages };
  return validateWhole(objectsOf(blocks));
}

/** What only the whole message breaks. */
function validateWhole(blocks: Fields[]): Validation {
  const types = blocks.flatMap((block) => [block, ...objectsOf(block.child_blocks)]).map(({ type }) => type);
  const count = (...wanted: string[]) => types.filter((type) => wanted.some((one) => one === type)).length;
  if (count('table', 'data_table') > mostTables)
    return { error: 'invalid_attachments', messages: ['only_one_table_allowed'] };
  if (count('data_visualization') > mostCharts)
    return {
      error: 'invalid_blocks',
      messages: [`no more than ${mostCharts} data_visualization blocks allowed [json-pointer:/blocks]`],
    };
  const markdown = blocks.filter(({ type }) => type === 'markdown');
  if (countCharacters(markdown) > mostMarkdownCharacters || countCharacters(blocks) > mostCharacters)
    return { error: 'msg_blocks_too_long', messages: [] };
  return { messages: [] };
}

/** https://docs.slack.dev/messaging/formatting-message-text#attachments; anything else is "invalid_keys". */
const attachmentKeys = new Set([
  'actions',
  'app_id',
  'app_unfurl_url',
  'attachment_type',
  'author_icon',
  'author_link',
  'author_name',
  'author_subname',
  'blocks',
  'bot_id',
  'callback_id',
  'color',
  'fallback',
  'fields',
  'footer',
  'footer_icon',
  'id',
  'image_url',
  'is_app_unfurl',
  'mrkdwn_in',
  'pretext',
  'preview',
  'text',
  'thumb_url',
  'title',
  'title_link',
  'ts',
]);

/** Whether Slack would take these attachments of a message. */
export function validateAttachments(attachments: Fields[], context: BlockContext): Validation {
  const messages = attachments.flatMap((attachment, index) => [
    ...(Object.keys(attachment).every((key) => attachmentKeys.has(key)) ? [] : ['invalid_keys']),
    ...(attachment.blocks === undefined
      ? []
      : messagesOf(
          blocksOn('message'),
          attachment.blocks,
          `/attachments/${index}/blocks`,
          'message',
          context,
        )),
  ]);
  return messages.length > 0 ? { error: 'invalid_attachments', messages } : { messages };
}

const viewFields = {
  type: () => {},
  private_metadata: text(3000, 0),
  callback_id: text(255, 0),
  external_id: text(255, 0),
};
const title = plainText(24);
const views = {
  modal: object(
    { title, blocks: blocksOn('modal') },
    {
      ...viewFields,
      submit: title,
      close: title,
      clear_on_close: flag,
      notify_on_close: flag,
      submit_disabled: flag,
    },
  ),
  home: object({ blocks: blocksOn('home') }, viewFields),
};

/** Whether Slack would show this view; the messages are empty if so. */
export function validateView(view: Fields, type: 'modal' | 'home', context: BlockContext): string[] {
  const messages = messagesOf(views[type], view, '/view', type, context);
  if (view.type !== type) messages.push(pointed('/view/type', `unsupported type: ${String(view.type)}`));
  if (type === 'modal' && view.submit === undefined)
    for (const [index, block] of objectsOf(view.blocks).entries())
      if (block.type === 'input')
        messages.push(
          pointed(`/view/blocks/${index}/input`, 'must define `submit` to use an `input` block in modals'),
        );
  return messages;
}

function messagesOf(
  check: Check,
  value: unknown,
  at: string,
  surface: Surface,
  context: BlockContext,
): string[] {
  const messages: string[] = [];
  check(value, at, {
    ...context,
    surface,
    report: (where, message) => messages.push(pointed(where, message)),
  });
  return messages;
}

function pointed(where: string, message: string): string {
  return `${message} [json-pointer:${where}]`;
}
