import type { Story } from '../story.ts';
import type { Line } from './line.ts';

/**
 * The same lines as delivered to a group of the owner's choosing, as JSON. AWS has not published the field names: these
 * are the sandbox's own.
 */
export function tellDeliveredLog(story: Story, lines: readonly Line[]): Line[] {
  const prefix = `(${story.ids.requestId}) `;
  return lines.map(({ atMs, message }) => ({
    atMs,
    message: JSON.stringify({
      event_timestamp: atMs,
      resource_arn: `arn:aws:apigateway:${story.api.region}:${story.accountId}:/restapis/${story.api.id}/stages/${story.stage.name}`,
      request_id: story.ids.requestId,
      extended_request_id: story.ids.extendedRequestId,
      rest_api_id: story.api.id,
      stage: story.stage.name,
      log_level: /^\S+ (?:Execution failed|Lambda )/.test(message) ? 'ERROR' : 'INFO',
      message: message.replace(prefix, ''),
    }),
  }));
}
