import { buttons } from './buttons.ts';
import { type Check, flag, object, text } from './check.ts';
import { choices } from './choices.ts';
import { imageElement } from './images.ts';
import { inputs } from './inputs.ts';

/** Everything that stands inside a block, by type. */
export const elements: Record<string, Check> = {
  ...buttons,
  ...choices,
  ...inputs,
  image: imageElement,
  // Context blocks hold bare text objects beside images.
  plain_text: object({ text: text(3000) }, { emoji: flag }),
  mrkdwn: object({ text: text(3000) }, { verbatim: flag }),
};

export const select = ['static', 'external', 'users', 'conversations', 'channels'].map(
  (kind) => `${kind}_select`,
);
export const multiSelect = select.map((kind) => `multi_${kind}`);
