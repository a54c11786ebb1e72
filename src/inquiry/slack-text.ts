/** Slack's own markup: a link, a person, a channel, a special mention. Each try ends at the next bracket, so all is linear. */
const markup = /<((?:https?:\/\/|mailto:|tel:|[@#!])[^<>|\n]{1,4000})(?:\|([^<>\n]{0,4000}))?>/g;

/**
 * What a person typed, from what Slack delivers: links that Slack made of it become text again, mentions go, `&lt;`,
 * `&gt;` and `&amp;` are characters again. Text that never saw Slack stays as it is, but for those three entities.
 */
export function plainSlackText(text: string): string {
  return decodeEntities(
    text.replace(markup, (_whole, target: string, label?: string) => unwrap(target, label)),
  );
}

/** Links alone, back to the text that Slack made them of; for log text, in which `<@…>` and `<!…>` may be its own. */
export function unwrapLinks(text: string): string {
  return text.replace(
    /<((?:https?:\/\/|mailto:|tel:)[^<>|\n]{1,4000})(?:\|([^<>\n]{0,4000}))?>/g,
    (_whole, target: string, label?: string) => unwrap(target, label),
  );
}

/** The person's own text behind `<target|label>`: Slack keeps it as the label, or has none where both are the same. */
function unwrap(target: string, label: string | undefined): string {
  if (target.startsWith('!date^') && label !== undefined) return label.trim();
  if (/^[@#!]/.test(target)) return ' ';
  return label === undefined || label === '' ? target : label;
}

/** Exactly the three entities that Slack writes, once. https://docs.slack.dev/messaging/formatting-message-text */
export function decodeEntities(text: string): string {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
}

/** Web addresses that Slack or a person wrote, each as it stands in the text. */
export function linksOf(text: string): string[] {
  return [...text.matchAll(/https?:\/\/[^\s<>|"`]{1,4000}/g)].map(([link]) => decodeEntities(link));
}
