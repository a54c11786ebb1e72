import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  validateAttachments,
  validateBlocks,
  validateView,
} from '../../../src/sandbox/slack/validate-blocks.ts';

const context = { refused: new Set<string>(), isFileUsable: () => false };

/** JSON that looks like Block Kit often enough to get deep into the checks. */
const almostBlocks = fc.letrec<{ value: unknown; block: object }>((tie) => ({
  block: fc
    .dictionary(
      fc.constantFrom(
        'text',
        'fields',
        'elements',
        'accessory',
        'rows',
        'tasks',
        'title',
        'child_blocks',
        'element',
        'options',
      ),
      tie('value'),
      { maxKeys: 4 },
    )
    .chain((fields) =>
      fc
        .constantFrom(
          'section',
          'actions',
          'context',
          'table',
          'plan',
          'rich_text',
          'container',
          'button',
          'static_select',
          'plain_text',
          'mrkdwn',
          'input',
          'card',
        )
        .map((type) => ({ ...fields, type })),
    ),
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.string({ maxLength: 5 }),
    fc.integer(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('block'),
  ),
})).block;

describe('the validator, whatever it is given', () => {
  it('says what is wrong, with a pointer that leads somewhere, and never throws', () => {
    fc.assert(
      fc.property(fc.array(almostBlocks, { maxLength: 3 }), (blocks) => {
        for (const message of validateBlocks(blocks, context).messages) {
          const [, pointer] = /^.+ \[json-pointer:(\/blocks[^\]]*)\]$/.exec(message) ?? [];
          expect(pointer).toBeDefined();
          expect(parentOf(pointer ?? '', { blocks })).not.toBeUndefined();
        }
        validateAttachments([{ blocks }], context);
        validateView({ type: 'home', blocks }, 'home', context);
      }),
      { numRuns: 300 },
    );
  });

  it('takes no JSON that holds no block', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.jsonValue().filter((value) => !JSON.stringify(value).includes('"type"')),
          { minLength: 1 },
        ),
        (values) => {
          expect(validateBlocks(values, context).error).toBe('invalid_blocks');
        },
      ),
    );
  });
});

/** The value that holds what a pointer points at: what is missing has a holder, too. */
function parentOf(pointer: string, root: unknown): unknown {
  return pointer
    .split('/')
    .slice(1, -1)
    .reduce<unknown>(
      (value, key) => (value === null || typeof value !== 'object' ? undefined : Reflect.get(value, key)),
      root,
    );
}
