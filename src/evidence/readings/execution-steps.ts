import { believableDuration } from '../../inquiry/believable-time.ts';
import type { ExecutionStep } from './execution-log.ts';
import { readFunctionUri } from './function-reference.ts';
import { readHeader } from './header-map.ts';
import { readJsonMember } from './json-member.ts';
import { readOwnTimeout } from './own-timeout.ts';

type StepReader = (rest: string, text: string) => ExecutionStep | undefined;

/**
 * Every known opening of an execution-log message and what it says (facts 1.3: old and new spellings). A message counts
 * only when it *begins* so: application text and request bodies may quote any of these. More specific openings first.
 */
const openings: readonly (readonly [string, StepReader])[] = [
  [
    'Extended Request Id:',
    (rest) => ({
      kind: 'extended-request-id',
      extendedRequestId: firstWord(rest),
    }),
  ],
  ['Starting authorizer', (rest) => withAuthorizer(/^:\s*(\S+)/.exec(rest)?.[1])],
  ['Successfully completed authorizer execution', () => ({ kind: 'authorizer-complete' })],
  ['Unauthorized request', () => ({ kind: 'authorizer-unauthorized' })],
  ['AuthorizerConfigurationException', (_rest, text) => ({ kind: 'authorizer-error', detail: text })],
  [
    'Execution failed due to an authorizer error',
    (_rest, text) => ({ kind: 'authorizer-error', detail: text }),
  ],
  ['Incoming identity:', () => ({ kind: 'other' })],
  ['Using valid authorizer policy for principal', () => ({ kind: 'other' })],
  ['Using authorizer', () => ({ kind: 'other' })],
  ['Authorizer result body before parsing', () => ({ kind: 'other' })],
  ['Verifying Usage Plan for request', () => ({ kind: 'usage-plan' })],
  ['API Key authorized because', () => ({ kind: 'usage-plan' })],
  // The place of a key that is not there leaves a second blank.
  ['API Key  authorized because', () => ({ kind: 'usage-plan' })],
  ['API Key  not authorized because', () => ({ kind: 'usage-plan' })],
  ['API Key is not authorized because', () => ({ kind: 'usage-plan' })],
  ['API Key not authorized because', () => ({ kind: 'usage-plan' })],
  ['Usage Plan check', () => ({ kind: 'usage-plan' })],
  ['API Key:', () => ({ kind: 'request-detail' })],
  ['API Key ID:', () => ({ kind: 'request-detail' })],
  ['Key throttle limit exceeded', (_rest, text) => ({ kind: 'throttled', detail: text })],
  ['Key quota limit exceeded', (_rest, text) => ({ kind: 'throttled', detail: text })],
  ['Execution log for request', () => ({ kind: 'other' })],
  ['Starting execution for request', () => ({ kind: 'start' })],
  ['HTTP Method:', readMethod],
  ['Method request path:', () => ({ kind: 'request-detail' })],
  ['Method request query string:', () => ({ kind: 'request-detail' })],
  ['Method request headers:', () => ({ kind: 'request-detail' })],
  ['Method request body', () => ({ kind: 'request-detail' })],
  ['Endpoint request URI:', (rest) => ({ kind: 'endpoint-uri', ...readUri(rest) })],
  ['Endpoint request headers:', () => ({ kind: 'endpoint-request-headers' })],
  ['Endpoint request body', () => ({ kind: 'endpoint-request-body' })],
  ['Sending request to', (rest) => ({ kind: 'sending', ...readUri(rest) })],
  ['Received response.', readReceived],
  ['Endpoint response headers:', readResponseHeaders],
  ['Endpoint response body', readResponseBody],
  ['Method response body', () => ({ kind: 'method-response' })],
  ['Method response headers:', () => ({ kind: 'method-response' })],
  ['Successfully completed execution', () => ({ kind: 'completed-successfully' })],
  ['Method completed with status:', (rest) => withStatus(rest, (status) => ({ kind: 'completed', status }))],
  [
    'AWS Integration Endpoint RequestId',
    (rest) =>
      withValue(rest, (requestId) => ({
        kind: 'integration-request-id',
        requestId,
      })),
  ],
  ['X-ray Tracing ID', readTraceId],
  ['X-Ray Tracing ID', readTraceId],
  ['Execution failed due to a timeout error', () => ({ kind: 'timeout' })],
  ['Execution failed due to a network error', (rest) => ({ kind: 'network-error', ...detailAfter(rest) })],
  ['Execution failed due to an vpc link error', (rest) => ({ kind: 'vpc-link-error', ...detailAfter(rest) })],
  ['Execution failed due to a vpc link error', (rest) => ({ kind: 'vpc-link-error', ...detailAfter(rest) })],
  ['Execution failed due to a VPC link error', (rest) => ({ kind: 'vpc-link-error', ...detailAfter(rest) })],
  [
    'Execution failed due to configuration error',
    (rest) => ({ kind: 'configuration-error', detail: stripColon(rest) }),
  ],
  [
    'Execution failed due to a configuration error',
    (rest) => ({ kind: 'configuration-error', detail: stripColon(rest) }),
  ],
  ['Execution failed', (_rest, text) => ({ kind: 'failed', detail: text })],
  ['Lambda execution failed with status', readFunctionError],
  ['Lambda invocation failed with status', readInvocationFailure],
  ['Gateway response type:', readGatewayResponse],
  ['WAF call got timed out', (_rest, text) => ({ kind: 'waf-failure', detail: text })],
  ['WAF call', (_rest, text) => ({ kind: 'waf-failure', detail: text })],
  [
    'There was an error evaluating the AWS WAF rules',
    (_rest, text) => ({ kind: 'waf-failure', detail: text }),
  ],
  ['WebSocket Request Route:', readWebSocket],
  ['WebSocket API [', readWebSocket],
  ['Client [', readWebSocket],
  ['Message from client [', readWebSocket],
  ['Integration returned status:', readWebSocket],
  ['Connection API request completed with status:', readWebSocket],
];

/** Openings by their first word: one look-up and two or three comparisons a line instead of sixty. */
const byFirstWord = new Map<string, (readonly [string, StepReader])[]>();
for (const opening of openings) {
  const word = openingWord(opening[0]);
  byFirstWord.set(word, [...(byFirstWord.get(word) ?? []), opening]);
}

/** What the text of an execution-log message (without its id prefix) says; undefined when it is no such message. */
export function readExecutionStep(text: string): ExecutionStep | undefined {
  for (const [opening, read] of byFirstWord.get(openingWord(text)) ?? []) {
    if (text.startsWith(opening)) return read(text.slice(opening.length), text);
  }
  return undefined;
}

function openingWord(text: string): string {
  const end = text.indexOf(' ');
  return end < 0 || end > 40 ? text.slice(0, 32) : text.slice(0, end);
}

const firstWord = (text: string) => /\S+/.exec(text)?.[0] ?? '';
const stripColon = (text: string) => text.replace(/^\s*:\s*/, '').trim();

function detailAfter(rest: string): { detail?: string } {
  const detail = rest
    .replace(/^ communicating with endpoint/, '')
    .replace(/^\s*:\s*/, '')
    .trim();
  return detail === '' ? {} : { detail };
}

function withAuthorizer(authorizerId: string | undefined): ExecutionStep {
  return authorizerId === undefined
    ? { kind: 'authorizer-start' }
    : { kind: 'authorizer-start', authorizerId };
}

function withStatus(rest: string, make: (status: number) => ExecutionStep): ExecutionStep | undefined {
  const status = /^\s*(\d{3})\b/.exec(rest)?.[1];
  return status === undefined ? undefined : make(Number(status));
}

function withValue(rest: string, make: (value: string) => ExecutionStep): ExecutionStep | undefined {
  const value = /^\s*:\s*(\S+)/.exec(rest)?.[1];
  return value === undefined ? undefined : make(value);
}

function readTraceId(rest: string): ExecutionStep | undefined {
  return withValue(rest, (value) => ({
    kind: 'trace-id',
    traceId: value.replace(/^Root=/i, '').replace(/;.*$/, ''),
  }));
}

function readMethod(rest: string): ExecutionStep | undefined {
  const found = /^\s*([A-Za-z]+),\s*Resource Path:\s*(\S*)/.exec(rest);
  return found?.[1] === undefined
    ? undefined
    : { kind: 'method', method: found[1].toUpperCase(), path: found[2] ?? '' };
}

function readUri(rest: string): {
  uri: string;
  function?: ReturnType<typeof readFunctionUri> & object;
} {
  const uri = firstWord(rest);
  const reference = readFunctionUri(uri);
  return reference === undefined ? { uri } : { uri, function: reference };
}

/** New: "Status: 200, Integration latency: 20 ms". Before about 2019: "Integration latency: 11029 ms". */
function readReceived(rest: string): ExecutionStep | undefined {
  const found = /^\s*(?:Status:\s*(\d{3})\s*,\s*)?Integration latency:\s*(\d+)\s*ms/i.exec(rest);
  if (found?.[2] === undefined) return undefined;
  const integrationLatencyMs = believableDuration(Number(found[2]));
  if (integrationLatencyMs === undefined) return undefined;
  return found[1] === undefined
    ? { kind: 'received', integrationLatencyMs }
    : { kind: 'received', status: Number(found[1]), integrationLatencyMs };
}

function readResponseHeaders(rest: string): ExecutionStep {
  const functionRequestId = readHeader(rest, 'x-amzn-requestid');
  const functionError = readHeader(rest, 'x-amz-function-error');
  return {
    kind: 'endpoint-response-headers',
    ...(functionRequestId === undefined ? {} : { functionRequestId }),
    ...(functionError === undefined ? {} : { functionError }),
  };
}

/** For a Lambda proxy the body carries the function's own status, often in a body cut at 1 KB. */
function readResponseBody(rest: string): ExecutionStep {
  const status = Number(
    readJsonMember(stripColon(rest.replace(/^ before transformations/, '')), 'statusCode'),
  );
  return Number.isInteger(status) && status >= 100 && status <= 599
    ? { kind: 'endpoint-response-body', proxyStatus: status }
    : { kind: 'endpoint-response-body' };
}

function readFunctionError(rest: string, text: string): ExecutionStep {
  const cause = /due to customer function error:\s*/.exec(rest);
  const id = /Lambda request id:\s*([0-9a-fA-F-]{36})/.exec(rest);
  const from = cause === null ? 0 : cause.index + cause[0].length;
  const detail = (
    cause === null ? text : rest.slice(from, id !== null && id.index > from ? id.index : undefined)
  )
    .trim()
    .replace(/\.$/, '');
  const timedOutAfterMs = readOwnTimeout(detail, id?.[1]);
  return {
    kind: 'function-error',
    detail,
    ...(id?.[1] === undefined ? {} : { functionRequestId: id[1].toLowerCase() }),
    ...(timedOutAfterMs === undefined ? {} : { timedOutAfterMs }),
  };
}

function readInvocationFailure(rest: string): ExecutionStep | undefined {
  const status = /^\s*:?\s*(\d{3})\b/.exec(rest)?.[1];
  if (status === undefined) return undefined;
  const id = /Lambda request id:\s*([0-9a-fA-F-]{36})/.exec(rest)?.[1];
  return {
    kind: 'function-invocation-failed',
    status: Number(status),
    ...(id === undefined ? {} : { functionRequestId: id.toLowerCase() }),
  };
}

function readGatewayResponse(rest: string): ExecutionStep | undefined {
  const found = /^\s*(\w+)\s+with status code:\s*(\d{3})/.exec(rest);
  return found?.[1] === undefined
    ? undefined
    : {
        kind: 'gateway-response',
        responseType: found[1],
        status: Number(found[2]),
      };
}

function readWebSocket(_rest: string, text: string): ExecutionStep {
  const route = /^WebSocket Request Route: \[([^\]]*)\]/.exec(text)?.[1];
  const connectionId = /\[Connection Id: ([^\]]+)\]/.exec(text)?.[1];
  const status = /(?:status code \[|returned status: |completed with status: )(\d{3})/.exec(text)?.[1];
  return {
    kind: 'websocket',
    detail: text,
    ...(route === undefined ? {} : { route }),
    ...(connectionId === undefined ? {} : { connectionId }),
    ...(status === undefined ? {} : { status: Number(status) }),
  };
}
