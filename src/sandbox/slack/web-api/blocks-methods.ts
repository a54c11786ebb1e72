import { isFields, objectsOf } from '../fields.ts';
import { validateAttachments, validateBlocks, validateView } from '../validate-blocks.ts';
import { blockContext } from './content.ts';
import { type Method, Refusal } from './method.ts';

/** Slack's public validator: no token, no scope (https://docs.slack.dev/reference/methods/blocks.validate). */
export const blocksMethods: Record<string, Method> = {
  'blocks.validate': {
    token: 'none',
    tier: 3,
    scopes: () => [],
    run({ slack, args }) {
      const context = blockContext(slack);
      const { blocks, message, view } = args;
      const given = [blocks, message, view].filter((value) => value !== undefined && value !== '');
      if (given.length !== 1)
        throw new Refusal('invalid_arguments', {
          response_metadata: { messages: ['must provide exactly one of `blocks`, `view`, or `message`'] },
        });
      const messages = isFields(view)
        ? validateView(view, view.type === 'home' ? 'home' : 'modal', context)
        : isFields(message)
          ? [
              ...validateBlocks(message.blocks ?? [], context).messages,
              ...validateAttachments(objectsOf(message.attachments), context).messages,
            ]
          : validateBlocks(blocks, context).messages;
      if (messages.length > 0) throw new Refusal('invalid_blocks', { errors: messages.map(asError) });
      return {};
    },
  },
};

/** "unsupported type: a [json-pointer:/blocks/0/type]", where the pointer counts from what was given. */
function asError(message: string) {
  const [, words = message, pointer = ''] =
    /^(.*) \[json-pointer:\/(?:blocks|view)(.*)\]$/.exec(message) ?? [];
  return { code: 'failed_constraint', message: words, pointer };
}
