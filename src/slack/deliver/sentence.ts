import { limits, truncate } from '../limits.ts';
import type { Message } from './send.ts';

/** A message of words only. `mrkdwn` is our own, its values escaped. */
export function sentence(mrkdwn: string): Message {
  return {
    text: mrkdwn,
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: truncate(mrkdwn, limits.section), verbatim: true } },
    ],
  };
}
