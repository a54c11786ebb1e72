/**
 * All that a message says: its text, or what stands in its blocks and attachments (apps often leave the text empty).
 * Reads what Slack delivered without trusting its shape; bounded in depth and length.
 */
export function messageText(message: unknown): string {
  if (!isRecord(message)) return '';
  const said = typeof message.text === 'string' ? message.text : '';
  const parts: string[] = [];
  // Slack's own text is made from the blocks; both would name every id twice.
  if (said.trim() === '') gather(message.blocks, parts, 0);
  gather(message.attachments, parts, 0);
  return [said, ...parts].filter(Boolean).join('\n').slice(0, mostChars);
}

/** More than Slack lets anybody say in one message. */
const mostChars = 200_000;
const deepest = 12;
/** Keys whose strings are words for people, in blocks and in attachments. */
const spoken = ['pretext', 'title', 'text', 'value', 'fallback', 'footer', 'url', 'title_link'];
const nested = ['blocks', 'elements', 'fields', 'rows', 'accessory', 'text', 'title', 'message_blocks'];

function gather(value: unknown, parts: string[], depth: number): void {
  if (depth > deepest || parts.length > 5_000) return;
  if (Array.isArray(value)) {
    for (const item of value) gather(item, parts, depth + 1);
    return;
  }
  if (!isRecord(value)) return;
  const before = parts.length;
  for (const key of spoken) {
    if (key === 'fallback' && parts.length > before) continue;
    const words = value[key];
    if (typeof words === 'string' && words !== '') parts.push(words);
  }
  for (const key of nested) if (typeof value[key] === 'object') gather(value[key], parts, depth + 1);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
