import type { KnownBlock } from '@slack/types';
import { limits } from '../limits.ts';
import { type Message, sizeOf } from './message.ts';

/** The first draft that a message can hold; the last one where none does. Drafts go from full to short. */
export function firstThatFits<Draft extends Message>(drafts: (() => Draft)[]): Draft {
  const [draft, ...shorter] = drafts;
  if (!draft) throw new Error('A message needs at least one draft.');
  const made = draft();
  return shorter.length === 0 || sizeOf(made.blocks) <= limits.message ? made : firstThatFits(shorter);
}

/** Room that headings, remarks and buttons take in a message beside what is packed. */
const reserved = 700;

/**
 * Blocks in as few messages as their limits allow, groups kept together and in order. Beyond `most` messages the rest is
 * left out, and `left` says how many groups that were.
 */
export function pack(groups: KnownBlock[][], most: number): { messages: KnownBlock[][]; left: number } {
  const messages: KnownBlock[][] = [];
  let used = 0;
  let packed = 0;
  for (const group of groups) {
    const size = sizeOf(group);
    const last = messages.at(-1);
    const fits =
      last !== undefined &&
      used + size <= limits.message - reserved &&
      last.length + group.length <= limits.blocksInMessage - 4;
    if (fits) {
      last.push(...group);
      used += size;
    } else {
      if (messages.length === most) break;
      messages.push([...group]);
      used = size;
    }
    packed += 1;
  }
  return { messages, left: groups.length - packed };
}
