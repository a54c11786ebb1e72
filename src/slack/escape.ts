/** Control characters but tab and newline, zero-width and bidirectional marks, line separators, byte-order mark, tag characters. */
const unseen =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the point
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]|[\u{E0000}-\u{E007F}]/gu;

/** Halves of surrogate pairs that stand alone; JSON carries them, Slack does not. */
const halves = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** Text as people see it: without what hides, reorders or rings. Line ends become \n; tabs and newlines stay. */
export function plain(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(unseen, '').replace(halves, '');
}

/** One line of {@link plain} text. */
export function oneLine(text: string): string {
  return plain(text).replace(/\s+/g, ' ').trim();
}

/**
 * For values inside mrkdwn and the top-level `text`: Slack's three characters, in Slack's order, so that no value becomes
 * a mention, a channel call or a link. https://docs.slack.dev/messaging/formatting-message-text/#escaping
 * Slack makes links of bare addresses even so; an unseen word joiner after the colon stops that.
 */
export function escapeMrkdwn(text: string): string {
  return plain(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/:\/\//g, ':\u2060//');
}
