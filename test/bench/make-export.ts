import { closeSync, openSync, writeSync } from 'node:fs';

/** What a made export holds. */
export interface MadeExport {
  bytes: number;
  requests: number;
  failures: number;
}

const startMs = Date.parse('2026-11-20T14:00:00Z');
const blockBytes = 4 * 1024 * 1024;

/**
 * Writes an export of native execution-log lines at INFO with data tracing, as `filter-log-events` gives them: time, id and
 * message. All requests are under way at the same time, so that each must be kept open until its end: the hardest order for
 * memory. Each tenth times out, each hundredth loses its connection, each two-hundredth is the function's own timeout. All
 * values are invented.
 */
export function makeExport(file: string, options: { bytes: number; requests: number }): MadeExport {
  const { requests } = options;
  const ids = Array.from({ length: requests }, (_, index) => idOf(index));
  const spare = options.bytes / requests - 3_560;
  const body = `{"order":"${'abcdefghij klmnop '.repeat(Math.max(1, Math.ceil(spare / 3 / 18)))}`.slice(
    0,
    Math.max(20, spare / 3),
  );
  const target = openSync(file, 'w');
  let block = '';
  let bytes = 0;
  let failures = 0;
  const write = () => {
    bytes += writeSync(target, block);
    block = '';
  };
  for (let step = 0; step < steps; step += 1) {
    for (let index = 0; index < requests; index += 1) {
      const id = ids[index] ?? '';
      const text = lineOf(step, index, id, body);
      if (text === undefined) continue;
      if (step === steps - 2 && !text.endsWith('200')) failures += 1;
      // The steps of one request lie 1.2 s apart; requests come 6 to the millisecond.
      const at = new Date(startMs + step * 1_200 + Math.floor(index / 6)).toISOString();
      block += `${at} (${id}) ${text}\n`;
      if (block.length > blockBytes) write();
    }
  }
  write();
  closeSync(target);
  return { bytes, requests, failures };
}

const steps = 24;
const routes = [
  '/orders',
  '/orders/{orderId}',
  '/cart',
  '/stock/{sku}',
  '/payments',
  '/customers/{id}/address',
];

function idOf(index: number): string {
  const mixed = Math.imul(index + 1, 0x9e3779b1) >>> 0;
  return `${mixed.toString(16).padStart(8, '0')}-574c-4d30-b6b9-${index.toString(16).padStart(12, '0')}`;
}

/** How a request ends: the line that says so, and the status. */
function endOf(index: number): { failure?: string; status: number } {
  if (index % 10 === 3) return { failure: 'Execution failed due to a timeout error', status: 504 };
  if (index % 100 === 1)
    return {
      failure: 'Execution failed due to a network error communicating with endpoint: Connection is closed',
      status: 504,
    };
  if (index % 200 === 2)
    return {
      failure: `Lambda execution failed with status 200 due to customer function error: 2026-11-20T14:00:20.000Z ${idOf(index + 7)} Task timed out after 10.00 seconds. Lambda request id: ${idOf(index + 7)}`,
      status: 502,
    };
  return { status: 200 };
}

function lineOf(step: number, index: number, id: string, body: string): string | undefined {
  const route = routes[index % routes.length] ?? '/';
  const trace = `1-6920a0e0-${id.slice(-12)}574c4d30b6b9`;
  const uri = `https://lambda.eu-west-1.amazonaws.com/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:shop-${index % routes.length}/invocations`;
  const { failure, status } = endOf(index);
  const headers = `{Accept=application/json, Content-Type=application/json, Host=a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com, User-Agent=shop-app/4.2 (iOS 19.1), X-Amzn-Trace-Id=Root=${trace}, X-Forwarded-For=203.0.113.${index % 250}, X-Forwarded-Port=443, X-Forwarded-Proto=https}`;
  switch (step) {
    case 0:
      return `Extended Request Id: Vwc2${id.slice(-7)}FV_g=`;
    case 1:
      return `Verifying Usage Plan for request: ${id}. API Key:  API Stage: a1b2c3d4e5/prod`;
    case 2:
      return `API Key  authorized because method 'POST ${route}' does not require API Key. Request will not contribute to throttle or quota limits`;
    case 3:
      return 'Usage Plan check succeeded for API Key  and API Stage a1b2c3d4e5/prod';
    case 4:
      return `Starting execution for request: ${id}`;
    case 5:
      return `HTTP Method: POST, Resource Path: ${route}`;
    case 6:
      return 'Method request path: {}';
    case 7:
      return 'Method request query string: {}';
    case 8:
      return `Method request headers: ${headers}`;
    case 9:
      return `Method request body before transformations: ${body}"}`;
    case 10:
      return `Endpoint request URI: ${uri}`;
    case 11:
      return `Endpoint request headers: {x-amzn-lambda-integration-tag=${id}, Authorization=*****************************2b3920, X-Amz-Date=20261120T140000Z, x-amzn-apigateway-api-id=a1b2c3d4e5, X-Amzn-Trace-Id=Root=${trace}}`;
    case 12:
      return `Endpoint request body after transformations: ${body}","requestContext":{"requestId":"${id}"}} [TRUNCATED]`;
    case 13:
      return `Sending request to ${uri}`;
    case 14:
      return failure ?? `Received response. Status: 200, Integration latency: ${20 + (index % 900)} ms`;
    case 22:
      return `Method completed with status: ${status}`;
    case 23:
      return `X-ray Tracing ID : ${trace}`;
    default:
      return failure === undefined ? answered(step, id, trace, body) : undefined;
  }
}

function answered(step: number, id: string, trace: string, body: string): string | undefined {
  switch (step) {
    case 15:
      return `Endpoint response headers: {Date=Fri, 20 Nov 2026 14:00:18 GMT, Content-Type=application/json, Content-Length=512, Connection=keep-alive, x-amzn-RequestId=${id.replace('574c', '4a1b')}, X-Amzn-Trace-Id=Root=${trace};Sampled=0}`;
    case 16:
      return `Endpoint response body before transformations: {"statusCode":200,"body":"${body}"}`;
    case 17:
      return `Method response body after transformations: ${body.slice(0, 200)}"}`;
    case 18:
      return `Method response headers: {X-Amzn-Trace-Id=Root=${trace};Sampled=0}`;
    case 19:
      return 'Successfully completed execution';
    case 20:
      return `AWS Integration Endpoint RequestId : ${id.replace('574c', '4a1b')}`;
    default:
      return undefined;
  }
}
