import type { KnownBlock, RichTextBlock, RichTextElement } from '@slack/types';
import { preformatted, richText } from '../blocks/rich-text.ts';
import { limits, truncate } from '../limits.ts';

/** Newer blocks that a workspace may not have yet. Each has a plainer form that says the same. */
export const degradable = ['plan', 'table', 'context_actions', 'image', 'rich_text'] as const;
export type Degradable = (typeof degradable)[number];

/** The same message without the refused blocks. */
export function degrade(blocks: KnownBlock[], refused: ReadonlySet<string>): KnownBlock[] {
  return blocks.flatMap((block) => (refused.has(block.type) ? plainer(block, refused) : [block]));
}

const marks = { pending: '○', in_progress: '⏳', complete: '✅', error: '⚠️' };

function plainer(block: KnownBlock, refused: ReadonlySet<string>): KnownBlock[] {
  switch (block.type) {
    case 'plan': {
      const lines = (block.tasks ?? []).map((task) => {
        const status = 'status' in task && isStatus(task.status) ? task.status : 'pending';
        return `${marks[status]} ${'title' in task ? String(task.title) : ''}`;
      });
      return [
        {
          type: 'context',
          elements: [
            {
              type: 'plain_text',
              text: truncate([block.title, ...lines].join('\n'), limits.section),
            },
          ],
        },
      ];
    }
    case 'table': {
      const rows = block.rows.map((row) => row.map(cellText));
      const widths = (rows[0] ?? []).map((_, column) =>
        Math.max(...rows.map((row) => (row[column] ?? '').length)),
      );
      const lines = rows.map((row) =>
        row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd(),
      );
      return degrade([richText(preformatted(lines.join('\n')))], refused);
    }
    case 'context_actions':
      return block.elements.flatMap((element): KnownBlock[] =>
        element.type === 'feedback_buttons'
          ? [
              {
                type: 'actions',
                elements: [element.positive_button, element.negative_button].map((button, index) => ({
                  type: 'button',
                  text: button.text,
                  value: button.value,
                  action_id: `${element.action_id ?? 'feedback'}:${index}`,
                })),
              },
            ]
          : [],
      );
    case 'rich_text':
      return [
        {
          type: 'section',
          text: {
            type: 'plain_text',
            text: truncate(richTextText(block), limits.section),
          },
        },
      ];
    default:
      return [];
  }
}

function isStatus(status: unknown): status is keyof typeof marks {
  return typeof status === 'string' && status in marks;
}

function cellText(cell: { type: string; text?: string; value?: number } | RichTextBlock): string {
  if ('elements' in cell) return richTextText(cell);
  return cell.text ?? String(cell.value ?? '');
}

/** The words of a rich_text block, a line for each part. */
export function richTextText(block: RichTextBlock): string {
  const words = (elements: RichTextElement[]) =>
    elements
      .map((element) => {
        if (element.type === 'text') return element.text;
        if (element.type === 'link') return element.text ?? element.url;
        return element.type === 'user' ? `<@${element.user_id}>` : '';
      })
      .join('');
  return block.elements
    .map((part) =>
      part.type === 'rich_text_list'
        ? part.elements
            .map((row, index) => `${part.style === 'ordered' ? `${index + 1}.` : '•'} ${words(row.elements)}`)
            .join('\n')
        : words(part.elements),
    )
    .join('\n');
}
