import type {
  Evidence,
  GatewaySettings,
  IntegrationSettings,
  RequestFacts,
} from '../../src/evidence/evidence.ts';
import type { Observation } from '../../src/evidence/observation.ts';
import type { AccessLogRow } from '../../src/evidence/readings/access-log.ts';
import type { ClientResponse } from '../../src/evidence/readings/client-response.ts';
import { type ExecutionLog, readExecutionLog } from '../../src/evidence/readings/execution-log.ts';
import type { Invocation } from '../../src/evidence/readings/function-log.ts';
import type { LoadBalancerRow } from '../../src/evidence/readings/load-balancer-log.ts';
import type { TraceSegment } from '../../src/evidence/readings/trace.ts';
import type { FoundSources } from '../../src/verdict/found-sources.ts';

/** The moment of sending in every test, epoch ms; times below are ms after it. */
export const sentAtMs = Date.UTC(2026, 10, 20, 14, 42, 9, 200);
export const traceId = '1-6b10f3a1-0123456789abcdef01234567';
export const requestId = '3c1d5a0e-7b42-4f0e-9a35-5e8f1b2c6d70';

const seen = <Value>(value: Value | undefined): Observation<Value> =>
  value === undefined
    ? { status: 'unavailable', reason: 'not-given', searches: [] }
    : { status: 'found', value, searches: [] };

/** Evidence of one request in which exactly these sources were found; every other one was not given. */
export function evidenceWith(found: FoundSources, request: Partial<RequestFacts> = {}): Evidence {
  return {
    request: { id: requestId, apiType: 'rest', resolutionMs: 1, ...request },
    collectedAtMs: sentAtMs + 1_200_000,
    hiddenValues: 0,
    observations: {
      executionLog: seen(found.executionLog),
      accessLog: seen(found.accessLog),
      functionLog: seen(found.functionLog),
      authorizerLog: seen(found.authorizerLog),
      gatewaySettings: seen(found.gatewaySettings),
      functionSettings: seen(found.functionSettings),
      trace: seen(found.trace),
      loadBalancerLog: seen(found.loadBalancerLog),
      flowLog: seen(found.flowLog),
      backendLog: seen(found.backendLog),
      clientResponse: seen(found.clientResponse),
      metrics: seen(found.metrics),
      deployments: seen(found.deployments),
    },
  };
}

/** An execution log of (ms after sending, message); a line without a time has undefined in its place. */
export function log(...lines: (readonly [number | undefined, string])[]): ExecutionLog {
  const read = readExecutionLog(
    lines.map(([ms, message], order) => ({
      message: `(${requestId}) ${message}`,
      resolutionMs: 1,
      order,
      ...(ms === undefined ? {} : { atMs: sentAtMs + ms }),
    })),
  );
  if (read === undefined) throw new Error('No line of these is one of an execution log.');
  return read;
}

export const sending: readonly [number, string] = [
  0,
  'Sending request to https://backend.example.com/orders',
];
export const functionUri =
  'https://lambda.eu-west-1.amazonaws.com/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:orders/invocations';
export const sendingToFunction: readonly [number, string] = [0, `Sending request to ${functionUri}`];
export const timeout: readonly [number, string] = [29_000, 'Execution failed due to a timeout error'];
/** A request that timed out after 29 s and bears the trace id. */
export const timedOutLog = (...more: (readonly [number | undefined, string])[]) =>
  log(
    sending,
    timeout,
    [29_002, 'Method completed with status: 504'],
    [29_002, `X-ray Tracing ID : ${traceId}`],
    ...more,
  );
export const timedOutFunctionLog = (...more: (readonly [number | undefined, string])[]) =>
  log(sendingToFunction, timeout, [29_002, `X-ray Tracing ID : ${traceId}`], ...more);

export const row = (fields: Partial<AccessLogRow>): AccessLogRow => ({
  line: 'the row',
  variables: {},
  ...fields,
});

export const invocation = (startMs: number | undefined, fields: Partial<Invocation> = {}): Invocation => ({
  functionRequestId: '72fdd0b8-8b7c-4c5e-8f8b-0f1e2d3c4b5a',
  joinedBy: 'trace-id',
  downstreamWaits: [],
  lines: [{ text: 'START RequestId: 72fdd0b8' }],
  ...(startMs === undefined ? {} : { startAtMs: sentAtMs + startMs }),
  ...fields,
});

export const segment = (
  fields: Partial<TraceSegment> & { name: string; from: number; to?: number },
): TraceSegment => {
  const { from, to, ...rest } = fields;
  return {
    id: fields.name,
    isCall: false,
    fault: false,
    error: false,
    throttle: false,
    startMs: sentAtMs + from,
    ...(to === undefined ? {} : { endMs: sentAtMs + to }),
    ...rest,
  };
};

export const balancerRow = (fields: Partial<LoadBalancerRow>): LoadBalancerRow => ({
  atMs: sentAtMs + 29_000,
  line: 'the balancer row',
  loadBalancer: 'app/orders/1',
  requestProcessingMs: 1,
  targetProcessingMs: null,
  responseProcessingMs: null,
  ...fields,
});

export const answer = (fields: Partial<ClientResponse>): ClientResponse => ({
  headers: {},
  madeBy: 'unknown',
  lines: ['HTTP/2 504'],
  ...fields,
});

export const settings = (
  integration: Partial<IntegrationSettings> = {},
  fields: Partial<GatewaySettings> = {},
): GatewaySettings => ({
  apiType: 'rest',
  apiId: 'a1b2c3d4e5',
  stage: 'prod',
  executionLogLevel: 'INFO',
  dataTrace: false,
  tracing: true,
  integration: { kind: 'HTTP_PROXY', streaming: false, ...integration },
  ...fields,
});
