import { makeConnectionId } from '../ids.ts';
import { answerMs, functionFailure, isAnswered, type Story } from '../story.ts';
import type { Line } from './line.ts';

/** The access-log record, in the stage's own format. It is stamped with the request's arrival, not with its answer. */
export function tellAccessLog(story: Story): Line[] {
  const format = story.stage.accessLog?.format;
  if (format === undefined) return [];
  const variables = contextOf(story);
  const message = format.replace(/\$context\.([A-Za-z]\w*(?:\.\w+)*)/g, (_text, name: string) =>
    String(variables[name] ?? '-'),
  );
  return [{ atMs: story.atMs, message }];
}

const bodies: Record<string, number> = { timeout: 41, 'network-error': 56 };

/** What $context holds of the request; a variable that is missing here is rendered as "-". */
function contextOf(story: Story): Record<string, string | number | undefined> {
  const { ids, scenario, api, fn, method } = story;
  const { end } = scenario;
  const isRest = api.kind === 'rest';
  const isSent = story.sentAtMs !== undefined;
  const answered = isAnswered(story);
  const integrationStatus = answered
    ? fn === undefined && end.kind === 'answer'
      ? end.status
      : 200
    : end.kind === 'function-throttled'
      ? 429
      : undefined;
  const codeStatus = end.kind === 'answer' ? end.status : undefined;
  const latency =
    isSent && (isRest ? answered || end.kind === 'network-error' : true) ? end.afterMs : undefined;
  const problem = problemOf(story);
  const authorizerMs = method.isAuthorized === true ? (scenario.authorizer?.tookMs ?? 40) : undefined;
  return {
    requestId: isRest ? ids.requestId : ids.extendedRequestId,
    extendedRequestId: ids.extendedRequestId,
    requestTime: clfTime(story.atMs),
    requestTimeEpoch: story.atMs,
    apiId: api.id,
    accountId: story.accountId,
    stage: story.stage.name,
    httpMethod: story.verb,
    resourcePath: isRest ? story.template : undefined,
    path: `${isRest ? `/${story.stage.name}` : ''}${story.path}`,
    routeKey: isRest ? undefined : scenario.call,
    protocol: 'HTTP/1.1',
    status: story.status,
    responseLatency: story.endedAtMs + answerMs - story.atMs,
    responseLength: isRest ? (bodies[end.kind] ?? (story.status < 400 ? 412 : 36)) : 33,
    integrationLatency: latency,
    'integration.latency': latency,
    integrationStatus,
    'integration.integrationStatus': integrationStatus,
    'integration.status': codeStatus,
    integrationErrorMessage: problem.integration,
    'integration.error': problem.integration,
    'integration.requestId': answered && fn !== undefined ? ids.functionRequestId : undefined,
    awsEndpointRequestId: answered && fn !== undefined ? ids.functionRequestId : undefined,
    'error.message': problem.message,
    'error.messageString': problem.message === undefined ? undefined : `"${problem.message}"`,
    'error.responseType': problem.type,
    'authorizer.latency': authorizerMs,
    'authorizer.integrationLatency': authorizerMs,
    'authorizer.error': end.kind === 'authorizer-error' ? 'Internal server error' : undefined,
    'waf.latency': scenario.wafTookMs,
    'waf.error':
      end.kind === 'waf-timeout'
        ? 'There was an error evaluating the AWS WAF rules associated with this API'
        : undefined,
    xrayTraceId: isRest && story.stage.tracing ? `Root=${ids.traceId}` : undefined,
    'identity.sourceIp': '203.0.113.24',
    'identity.userAgent': 'shop-app/5.2',
    eventType: api.kind === 'websocket' ? 'MESSAGE' : undefined,
    connectionId: api.kind === 'websocket' ? makeConnectionId(scenario.name) : undefined,
    messageId: api.kind === 'websocket' ? makeConnectionId(`${scenario.name} message`) : undefined,
  };
}

interface Problem {
  message?: string;
  type?: string;
  integration?: string;
}

/** The gateway's own words for what went wrong, by facts of real rows; HTTP APIs are known to say less. */
function problemOf(story: Story): Problem {
  const { end } = story.scenario;
  const internal = 'Internal server error';
  if (story.api.kind === 'http') return httpProblemOf(story);
  switch (end.kind) {
    case 'timeout':
      return {
        message: 'Endpoint request timed out',
        type: 'INTEGRATION_TIMEOUT',
        integration: 'Execution failed due to a timeout error',
      };
    case 'network-error':
      return {
        message: 'Network error communicating with endpoint',
        type: 'INTEGRATION_FAILURE',
        integration: 'Execution failed due to a network error communicating with endpoint',
      };
    case 'function-error':
    case 'function-timeout':
      return {
        message: internal,
        type: 'INTEGRATION_FAILURE',
        integration: `Lambda Customer Function Error:${functionFailure(story)}`,
      };
    case 'malformed':
      return {
        message: internal,
        type: 'INTEGRATION_FAILURE',
        integration: 'Execution failed due to configuration error: Malformed Lambda proxy response',
      };
    case 'configuration-error':
      return {
        message: internal,
        type: 'API_CONFIGURATION_ERROR',
        integration: `Execution failed due to configuration error: ${end.detail}`,
      };
    case 'function-throttled':
      return {
        message: internal,
        type: 'API_CONFIGURATION_ERROR',
        integration: 'Execution failed due to configuration error: Rate Exceeded.',
      };
    case 'vpc-link-error':
      return {
        message: internal,
        type: 'API_CONFIGURATION_ERROR',
        integration: 'Execution failed due to an vpc link error',
      };
    case 'authorizer-error':
      return { message: internal, type: 'AUTHORIZER_CONFIGURATION_ERROR' };
    case 'unauthorized':
      return { message: 'Unauthorized', type: 'UNAUTHORIZED' };
    case 'usage-limit':
      return { message: 'Too Many Requests', type: 'THROTTLED' };
    case 'waf-timeout':
      return { message: internal, type: 'DEFAULT_5XX' };
    case 'answer':
      return {};
  }
}

function httpProblemOf(story: Story): Problem {
  const { end } = story.scenario;
  switch (end.kind) {
    case 'timeout':
      return { message: 'Service Unavailable' };
    case 'function-error':
    case 'function-timeout':
      return {
        message: 'Internal Server Error',
        integration: `The Lambda function returned the following error: ${functionFailure(story)}. Check your Lambda function code and try again.`,
      };
    case 'answer':
      return {};
    case 'configuration-error':
      return { message: 'Internal Server Error', integration: end.detail };
    default:
      return { message: 'Service Unavailable' };
  }
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** 21/Nov/2026:10:00:00 +0000 */
function clfTime(atMs: number): string {
  const at = new Date(atMs);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(at.getUTCDate())}/${months[at.getUTCMonth()]}/${at.getUTCFullYear()}:${at.toISOString().slice(11, 19)} +0000`;
}
