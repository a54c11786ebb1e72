const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
/** What the gateway writes before a function's error, in either API type's words. */
const opening =
  '(?:Lambda Customer Function Error:|Lambda execution failed with status \\d+ due to customer function error:|The Lambda function returned the following error:)';
const quote = '\\\\*"';
const ownWords = new RegExp(
  `^(?:${opening})?\\s*(?:\\{[^{}]{0,300}?${quote}errorMessage${quote}\\s*:\\s*${quote})?` +
    `(?:\\d{4}-\\d{2}-\\d{2}T[\\d:.]{8,15}Z?\\s+)?(?:RequestId:\\s*)?(?:(${uuid})\\s+)?(?:Error:\\s*)?` +
    'Task timed out after (\\d+(?:\\.\\d+)?) seconds',
  'i',
);

/**
 * The function's own timeout, ms, where a function's error is Lambda's own statement of it. Undefined where the words
 * stand inside another message, or name another invocation than `functionRequestId`: a function that passes on what the
 * one behind it said has failed, and has not timed out.
 */
export function readOwnTimeout(error: string, functionRequestId?: string): number | undefined {
  const found = ownWords.exec(error.trim());
  if (found === null) return undefined;
  const id = found[1]?.toLowerCase();
  if (id !== undefined && functionRequestId !== undefined && id !== functionRequestId.toLowerCase())
    return undefined;
  return Math.round(Number(found[2]) * 1000);
}

/** Slack of the two clocks, ms: a function that lived clearly shorter than a limit cannot have hit it. Our choice. */
const slackMs = 1000;

/** Whether a wait of this length leaves room for a function to hit its limit; an unknown wait does. */
export const couldHit = (limitMs: number, waitedMs: number | undefined): boolean =>
  waitedMs === undefined || waitedMs >= limitMs - slackMs;
