/**
 * The text without byte-order marks, soft hyphens and blanks of no width: copying out of browsers, chats and PDF files brings
 * them along, inside of ids too, and nobody sees them. Marks of direction stay: they change what is seen.
 */
export function withoutUnseen(text: string): string {
  return text.replace(/[\u00AD\u200B\u2060\uFEFF]/g, '');
}
