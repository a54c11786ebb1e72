import { type Check, list, object, oneOf, only, text, url } from './check.ts';
import { richText } from './rich-text.ts';
import { blockId } from './text-objects.ts';

/** Slack publishes no limits for plans. These are the largest seen in use, and titles as long as a card's. */
const mostTasks = 12;
const titleCharacters = 150;

export const taskBlocks: Record<string, Check> = {
  task_card: object(
    {
      task_id: text(255),
      title: text(titleCharacters),
      status: oneOf('pending', 'in_progress', 'complete', 'error'),
    },
    {
      block_id: blockId,
      details: richText,
      output: richText,
      sources: list(
        only(() => ({ url: object({ url: url(3000), text: text(titleCharacters) }, {}) }), 'url'),
        10,
      ),
    },
  ),
  plan: object(
    { title: text(titleCharacters) },
    {
      block_id: blockId,
      tasks: list(
        only(() => taskBlocks, 'task_card'),
        mostTasks,
      ),
    },
  ),
};
