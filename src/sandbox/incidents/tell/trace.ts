import type { Trace } from '../../aws/world.ts';
import { makeStreamName } from '../ids.ts';
import { answerMs, type Story } from '../story.ts';
import { segmentId } from './function-log.ts';
import { endpointOf, functionArn } from './targets.ts';

/** The request's X-Ray trace: the stage's segment, its call, and the function's own segments where it ran. */
export function tellTrace(story: Story): Trace | undefined {
  const { api, stage, ids, scenario, fn } = story;
  if (api.kind !== 'rest' || !stage.tracing || scenario.untraced === true) return undefined;
  const id = (part: string) => makeStreamName(`${ids.traceId} ${part}`).slice(0, 16);
  const call = {
    id: id('call'),
    name: fn === undefined ? new URL(endpointOf(story)).host : 'Lambda',
    namespace: fn === undefined ? 'remote' : 'aws',
    start_time: (story.sentAtMs ?? story.atMs) / 1000,
    end_time: story.endedAtMs / 1000,
    ...(fn === undefined
      ? {}
      : { aws: { function_name: fn.name, operation: 'Invoke', resource_names: [fn.name] } }),
    ...(scenario.end.kind === 'timeout' ? { fault: true } : {}),
  };
  const gateway = {
    id: id('gateway'),
    trace_id: ids.traceId,
    name: `${api.name}/${stage.name}`,
    origin: 'AWS::ApiGateway::Stage',
    resource_arn: `arn:aws:apigateway:${api.region}::/restapis/${api.id}/stages/${stage.name}`,
    start_time: story.atMs / 1000,
    end_time: (story.endedAtMs + answerMs) / 1000,
    http: {
      request: {
        method: story.verb,
        url: `https://${api.id}.execute-api.${api.region}.amazonaws.com/${stage.name}${story.path}`,
      },
      response: { status: story.status },
    },
    ...(story.status >= 500 ? { fault: true } : story.status >= 400 ? { error: true } : {}),
    ...(story.status === 429 ? { throttle: true } : {}),
    aws: {
      api_gateway: {
        account_id: story.accountId,
        rest_api_id: api.id,
        stage: stage.name,
        request_id: ids.requestId,
      },
    },
    metadata: { default: { extended_request_id: ids.extendedRequestId, request_id: ids.requestId } },
    annotations: { 'aws:api_id': api.id, 'aws:api_stage': stage.name },
    subsegments: story.sentAtMs === undefined ? [] : [call],
  };
  return { id: ids.traceId, segments: [gateway, ...functionSegments(story, call.id)] };
}

function functionSegments(story: Story, parentId: string): Record<string, unknown>[] {
  const { fn, ids, scenario, sentAtMs } = story;
  const { invocation } = scenario;
  if (fn === undefined || invocation === undefined || sentAtMs === undefined) return [];
  const startAtMs = sentAtMs + invocation.startsAfterMs;
  const endAtMs = startAtMs + invocation.tookMs;
  const failed = invocation.ending === 'error' || invocation.ending === 'timeout' ? { fault: true } : {};
  const service = makeStreamName(`${ids.traceId} service`).slice(0, 16);
  const isRunning = invocation.ending === 'still-running';
  return [
    {
      id: service,
      parent_id: parentId,
      trace_id: ids.traceId,
      name: fn.name,
      origin: 'AWS::Lambda',
      resource_arn: functionArn(story, fn.name),
      start_time: (startAtMs - (invocation.initMs ?? 0)) / 1000,
      ...(isRunning ? { in_progress: true } : { end_time: endAtMs / 1000 }),
      http: { response: { status: 200 } },
      aws: { request_id: ids.functionRequestId },
      ...failed,
    },
    {
      id: segmentId(ids.traceId),
      parent_id: service,
      trace_id: ids.traceId,
      name: fn.name,
      origin: 'AWS::Lambda::Function',
      start_time: startAtMs / 1000,
      ...(isRunning ? { in_progress: true } : { end_time: endAtMs / 1000 }),
      aws: { function_arn: functionArn(story, fn.name) },
      ...failed,
      subsegments:
        invocation.initMs === undefined
          ? []
          : [
              {
                id: makeStreamName(`${ids.traceId} init`).slice(0, 16),
                name: 'Initialization',
                start_time: (startAtMs - invocation.initMs) / 1000,
                end_time: startAtMs / 1000,
              },
            ],
    },
  ];
}
