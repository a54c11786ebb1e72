/**
 * Slack's limits in one place (https://docs.slack.dev/reference/block-kit/). Characters unless the name says otherwise.
 * `message` is ours: Slack refuses a message whose blocks together pass about 11,000 to 13,000 characters
 * (msg_blocks_too_long, undocumented; github.com/slackapi/bolt-js/issues/2509), so we stay well below.
 */
export const limits = {
  header: 150,
  fallbackText: 3000,
  section: 3000,
  buttonText: 75,
  buttonValue: 2000,
  buttonUrl: 3000,
  option: 75,
  optionsInSelect: 100,
  confirmTitle: 100,
  confirmText: 300,
  imageAlt: 2000,
  fileAlt: 1000,
  tableRows: 100,
  tableCell: 300,
  tableTotal: 10_000,
  planTasks: 12,
  taskTitle: 150,
  blocksInMessage: 50,
  blocksInView: 100,
  message: 9000,
  inputValue: 3000,
  privateMetadata: 3000,
  viewTitle: 24,
} as const;

/** Cuts text to `length` and says so with "…". Never splits a surrogate pair. */
export function truncate(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
