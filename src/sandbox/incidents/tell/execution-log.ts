import { makeCloudFrontId } from '../ids.ts';
import { answerMs, authorizerStartsAfterMs, isAnswered, type Story } from '../story.ts';
import { type AddLine, tellEnd, type Weight } from './execution-end.ts';
import type { Line } from './line.ts';
import { endpointOf, lambdaEndpoint } from './targets.ts';

type Weighed = Line & { weight: Weight };

/** The REST API's execution log of one request, native form, as much of it as the stage's level writes. */
export function tellExecutionLog(story: Story): Line[] {
  const { level, dataTrace } = story.stage;
  if (level === 'OFF' || story.api.kind !== 'rest') return [];
  const shown = (weight: Weight) =>
    weight === 'failure' || (level === 'INFO' && (weight === 'course' || dataTrace));
  return restLines(story)
    .filter(({ weight }) => shown(weight))
    .map(({ atMs, message }) => ({ atMs, message: `(${story.ids.requestId}) ${message}` }));
}

function restLines(story: Story): Weighed[] {
  const lines: Weighed[] = [];
  let atMs = story.atMs;
  const add = (weight: Weight, message: string, laterMs = 0) => {
    atMs += laterMs;
    lines.push({ atMs, message, weight });
  };
  const { ids, api, stage, scenario } = story;
  const apiStage = `${api.id}/${stage.name}`;
  add('course', `Extended Request Id: ${ids.extendedRequestId}`);
  if (scenario.end.kind === 'waf-timeout') {
    add('failure', 'WAF call got timed out', scenario.end.afterMs);
    endWith(story, add);
    return lines;
  }
  if (api.authorizer !== undefined && story.method.isAuthorized === true) {
    const ended = tellAuthorizer(story, api.authorizer, add);
    if (ended) {
      endWith(story, add);
      return lines;
    }
  }
  add('course', `Verifying Usage Plan for request: ${ids.requestId}. API Key:  API Stage: ${apiStage}`, 1);
  if (scenario.end.kind === 'usage-limit') {
    add(
      'failure',
      `Key throttle limit exceeded for RestApi ${api.id}, Stage ${stage.name}, Resource k0w8mc, HttpMethod ${story.verb}. Limit: 1.00 Burst: 1`,
      1,
    );
    endWith(story, add);
    return lines;
  }
  add(
    'course',
    `API Key authorized because method '${story.verb} ${story.template}' does not require API Key. Request will not contribute to throttle or quota limits`,
  );
  add('course', `Usage Plan check succeeded for API Key  and API Stage ${apiStage}`);
  add('course', `Starting execution for request: ${ids.requestId}`);
  add('course', `HTTP Method: ${story.verb}, Resource Path: ${story.path}`);
  add('payload', 'Method request path: {}');
  // An edge-optimised API has CloudFront in front, whose id comes along.
  const edge =
    api.endpointType === 'EDGE' ? `X-Amz-Cf-Id=${makeCloudFrontId(`${scenario.name} cloudfront`)}, ` : '';
  add('payload', 'Method request query string: {}');
  add(
    'payload',
    `Method request headers: {Accept=application/json, Authorization=***************************3b2920, User-Agent=shop-app/5.2, X-Amzn-Trace-Id=Root=${ids.traceId}, X-Forwarded-For=203.0.113.24, ${edge}Host=${api.id}.execute-api.${api.region}.amazonaws.com}`,
  );
  add('payload', 'Method request body before transformations: ');
  if (scenario.end.kind === 'configuration-error' && !scenario.end.sent) {
    add(
      'failure',
      `Execution failed due to configuration error: ${scenario.end.detail}`,
      scenario.end.afterMs,
    );
    endWith(story, add);
    return lines;
  }
  atMs = story.sentAtMs ?? atMs;
  tellSending(story, add);
  atMs = story.endedAtMs;
  tellEnd(story, add);
  endWith(story, add);
  return lines;
}

/** The authorizer's part, with an endpoint block of its own. True where the request ends there. */
function tellAuthorizer(
  story: Story,
  authorizer: { id: string; functionName: string },
  add: AddLine,
): boolean {
  const { ids, scenario } = story;
  const tookMs = scenario.authorizer?.tookMs ?? 40;
  const endpoint = lambdaEndpoint(story, authorizer.functionName);
  add(
    'course',
    `Starting authorizer: ${authorizer.id} for request: ${ids.requestId}`,
    authorizerStartsAfterMs,
  );
  add('payload', 'Incoming identity: ***************************3b2920');
  add('payload', `Endpoint request URI: ${endpoint}`);
  add(
    'payload',
    `Endpoint request headers: {x-amzn-lambda-integration-tag=${ids.requestId}, X-Amzn-Trace-Id=Root=${ids.traceId}} [TRUNCATED]`,
  );
  add('course', `Sending request to ${endpoint}`);
  if (scenario.end.kind === 'authorizer-error') {
    add('failure', 'Execution failed due to an authorizer error', tookMs);
    add('failure', 'AuthorizerConfigurationException');
    add('failure', 'Gateway response type: AUTHORIZER_CONFIGURATION_ERROR with status code: 500');
    return true;
  }
  add(
    'payload',
    'Authorizer result body before parsing: {"principalId":"user-3b2920","policyDocument":{"Version":"2012-10-17"}}',
    tookMs,
  );
  if (scenario.end.kind === 'unauthorized') {
    add('failure', `Unauthorized request: ${ids.requestId}`);
    return true;
  }
  add('course', 'Using valid authorizer policy for principal: ***********20');
  add('course', 'Successfully completed authorizer execution');
  return false;
}

function tellSending(story: Story, add: AddLine): void {
  const { ids } = story;
  const endpoint = endpointOf(story);
  const tag =
    story.method.target.kind === 'function' ? `x-amzn-lambda-integration-tag=${ids.requestId}, ` : '';
  add('payload', `Endpoint request URI: ${endpoint}`);
  add(
    'payload',
    `Endpoint request headers: {${tag}x-amzn-apigateway-api-id=${story.api.id}, User-Agent=AmazonAPIGateway_${story.api.id}, X-Amzn-Trace-Id=Root=${ids.traceId}} [TRUNCATED]`,
  );
  add(
    'payload',
    `Endpoint request body after transformations: {"resource":"${story.template}","path":"${story.path}","httpMethod":"${story.verb}","requestContext":{"requestId":"${ids.requestId}","extendedRequestId":"${ids.extendedRequestId}","requestTimeEpoch":${story.atMs}} [TRUNCATED]`,
  );
  add('course', `Sending request to ${endpoint}`);
}

/** The closing lines. Lambda's id stands there only where an answer came. */
function endWith(story: Story, add: AddLine): void {
  const { end } = story.scenario;
  // A failure's status is a failure line too; that of an answer passed on is not.
  add(
    end.kind === 'answer' ? 'course' : 'failure',
    `Method completed with status: ${story.status}`,
    answerMs,
  );
  if (story.fn !== undefined && isAnswered(story))
    add('course', `AWS Integration Endpoint RequestId : ${story.ids.functionRequestId}`);
  if (story.stage.tracing) add('course', `X-ray Tracing ID : ${story.ids.traceId}`);
}
