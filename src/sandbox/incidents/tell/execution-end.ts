import { makeUuid } from '../ids.ts';
import { functionFailure, type Story } from '../story.ts';

/** Which lines a stage writes: failures at ERROR, the course of things at INFO, payloads with data trace only. */
export type Weight = 'failure' | 'course' | 'payload';

/** Adds the next line, so much later than the one before. */
export type AddLine = (weight: Weight, message: string, laterMs?: number) => void;

/** The lines between "Sending request to" and the closing ones: what came back, or how it failed. */
export function tellEnd(story: Story, add: AddLine): void {
  const { end } = story.scenario;
  const { ids } = story;
  const isFunction = story.fn !== undefined;
  switch (end.kind) {
    case 'timeout':
      add('failure', 'Execution failed due to a timeout error');
      return;
    case 'network-error':
      add(
        'failure',
        `Execution failed due to a network error communicating with endpoint${end.detail === undefined ? '' : `: ${end.detail}`}`,
      );
      return;
    case 'vpc-link-error':
      add('failure', 'Execution failed due to an vpc link error');
      return;
    case 'configuration-error':
      add('failure', `Execution failed due to configuration error: ${end.detail}`);
      add('failure', 'Gateway response type: DEFAULT_5XX with status code: 500');
      return;
    case 'function-throttled':
      add(
        'failure',
        `Lambda invocation failed with status: 429. Lambda request id: ${ids.functionRequestId}`,
      );
      add('failure', 'Execution failed due to configuration error: Rate Exceeded.');
      add('failure', 'Gateway response type: DEFAULT_5XX with status code: 500');
      return;
    case 'function-error':
    case 'function-timeout':
      add('course', `Received response. Status: 200, Integration latency: ${end.afterMs} ms`);
      tellResponse(story, add, 'Unhandled', `{"errorMessage":"${functionFailure(story)}"}`);
      add(
        'failure',
        `Lambda execution failed with status 200 due to customer function error: ${functionFailure(story)}. Lambda request id: ${ids.functionRequestId}`,
        1,
      );
      return;
    case 'malformed':
      add('course', `Received response. Status: 200, Integration latency: ${end.afterMs} ms`);
      tellResponse(story, add, undefined, '"ok"');
      add('failure', 'Execution failed due to configuration error: Malformed Lambda proxy response', 1);
      return;
    case 'answer': {
      const status = isFunction ? 200 : end.status;
      add('course', `Received response. Status: ${status}, Integration latency: ${end.afterMs} ms`);
      tellResponse(
        story,
        add,
        undefined,
        isFunction
          ? `{"statusCode":${end.status},"body":"{\\"ok\\":${end.status < 400}}"}`
          : `{"ok":${end.status < 400}}`,
      );
      add('payload', `Method response body after transformations: {"ok":${end.status < 400}}`, 1);
      add('payload', `Method response headers: {X-Amzn-Trace-Id=Root=${ids.traceId}}`);
      add('course', 'Successfully completed execution');
      return;
    }
    default:
      return;
  }
}

function tellResponse(story: Story, add: AddLine, functionError: string | undefined, body: string): void {
  const { ids, fn } = story;
  const id = fn === undefined ? makeUuid(`${story.scenario.name} backend`) : ids.functionRequestId;
  const failed = functionError === undefined ? '' : `X-Amz-Function-Error=${functionError}, `;
  add(
    'payload',
    `Endpoint response headers: {Date=${new Date(story.endedAtMs).toUTCString()}, Content-Type=application/json, ${failed}x-amzn-RequestId=${id}, X-Amzn-Trace-Id=Root=${ids.traceId}}`,
  );
  add('payload', `Endpoint response body before transformations: ${body}`);
}
