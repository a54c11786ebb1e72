import type { RichTextElement } from '@slack/types';
import { link } from './rich-text.ts';

/** The AWS console's own domains (commercial, China, GovCloud): no other address becomes a link in an answer. */
const consoleAddress =
  /^https:\/\/(?:[a-z0-9-]+\.)*(?:console\.aws\.amazon\.com|console\.amazonaws\.cn|console\.amazonaws-us-gov\.com)\//;

/**
 * A space and a link that opens the AWS console, or nothing where there is no such address or it is longer than `most`:
 * addresses count towards the size of a message.
 */
export function consoleLink(url: string | undefined, label: string, most: number): RichTextElement[] {
  if (url === undefined || url.length > most || !consoleAddress.test(url)) return [];
  const made = link(url, label);
  return made.type === 'link' ? [{ type: 'text', text: ' ' }, made] : [];
}
