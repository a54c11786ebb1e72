import { WebAPIHTTPError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { slackError } from './send.ts';

/** Slack's words for troubles of its own. https://docs.slack.dev/reference/methods/chat.postMessage#errors */
const passing = ['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout', 'ratelimited'];

/** Trouble of Slack or of the way to it: the same call may do a moment later. */
export function isPassing(error: unknown): boolean {
  const said = slackError(error);
  return (
    error instanceof WebAPIRateLimitedError ||
    error instanceof WebAPIRequestError ||
    error instanceof WebAPIHTTPError ||
    (said !== undefined && passing.includes(said))
  );
}
