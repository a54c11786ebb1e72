import { z } from 'zod';
import { believableDuration, believableTime } from '../inquiry/believable-time.ts';
import type { Evidence, Observations } from './evidence.ts';
import type { Note } from './note.ts';
import type { ExecutionStep } from './readings/execution-log.ts';

const text = z.string();
const optionalText = z.string().optional();
const number = z.number().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER);
const optionalNumber = number.optional();
const time = z.number().refine((ms) => believableTime(ms) !== undefined, 'is no time that a log can state');
const optionalTime = time.optional();
const duration = z
  .number()
  .refine((ms) => believableDuration(ms) !== undefined, 'is no duration that a log can state');
const optionalDuration = duration.optional();
const status = z.int().min(0).max(999);
const optionalStatus = status.optional();
const apiType = z.enum(['rest', 'http', 'websocket', 'unknown']);
const scalar = z.union([z.string(), z.number(), z.boolean()]);
const functionReference = z.strictObject({
  functionName: text,
  qualifier: optionalText,
  account: text,
  region: text,
});

const search = z.strictObject({
  language: z.enum(['CWLI', 'FilterLogEvents', 'API', 'text']),
  text,
  target: text,
  account: optionalText,
  region: optionalText,
  fromMs: optionalTime,
  toMs: optionalTime,
  status: z.enum(['complete', 'partial', 'failed', 'denied', 'throttled', 'timed-out', 'stopped']),
  bytesScanned: optionalNumber,
  recordsScanned: optionalNumber,
  durationMs: optionalDuration,
  link: optionalText,
});
const searches = z.array(search);
const reason = z.enum([
  'not-given',
  'not-configured',
  'not-applicable',
  'access-denied',
  'role-not-assumable',
  'no-credentials',
  'credentials-refused',
  'wrong-account',
  'clock-off',
  'no-api',
  'id-of-other-kind',
  'log-group-missing',
  'logging-off',
  'error-level-only',
  'fields-missing',
  'not-ingested-yet',
  'retention-over',
  'throttled',
  'timed-out',
  'query-failed',
  'budget-refused',
  'depends-on-missing',
  'unsupported-class',
  'region-unreachable',
  'aws-fault',
  'not-aws',
  'not-traced',
  'error',
]);

const observed = <Value extends z.ZodType>(value: Value) =>
  z.discriminatedUnion('status', [
    z.strictObject({ status: z.literal('found'), value, searches }),
    z.strictObject({ status: z.literal('absent'), searches }),
    z.strictObject({
      status: z.literal('unavailable'),
      reason,
      detail: optionalText,
      args: z.record(text, z.union([z.string(), z.number()])).optional(),
      searches,
    }),
  ]);

const detailed = <Kind extends string>(kind: Kind) => z.strictObject({ kind: z.literal(kind), detail: text });
const maybeDetailed = <Kind extends string>(kind: Kind) =>
  z.strictObject({ kind: z.literal(kind), detail: optionalText });
const bare = <Kind extends string>(kind: Kind) => z.strictObject({ kind: z.literal(kind) });
const addressed = <Kind extends string>(kind: Kind) =>
  z.strictObject({ kind: z.literal(kind), uri: text, function: functionReference.optional() });

const step = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('extended-request-id'), extendedRequestId: text }),
  z.strictObject({ kind: z.literal('authorizer-start'), authorizerId: optionalText }),
  bare('authorizer-complete'),
  bare('authorizer-unauthorized'),
  detailed('authorizer-error'),
  bare('usage-plan'),
  detailed('throttled'),
  bare('start'),
  z.strictObject({ kind: z.literal('method'), method: text, path: text }),
  bare('request-detail'),
  addressed('endpoint-uri'),
  bare('endpoint-request-headers'),
  bare('endpoint-request-body'),
  addressed('sending'),
  z.strictObject({ kind: z.literal('received'), status: optionalStatus, integrationLatencyMs: duration }),
  z.strictObject({
    kind: z.literal('endpoint-response-headers'),
    functionRequestId: optionalText,
    functionError: optionalText,
  }),
  z.strictObject({ kind: z.literal('endpoint-response-body'), proxyStatus: optionalStatus }),
  bare('method-response'),
  bare('timeout'),
  maybeDetailed('network-error'),
  maybeDetailed('vpc-link-error'),
  detailed('configuration-error'),
  z.strictObject({
    kind: z.literal('function-error'),
    detail: text,
    functionRequestId: optionalText,
    timedOutAfterMs: optionalDuration,
  }),
  z.strictObject({
    kind: z.literal('function-invocation-failed'),
    status: status,
    functionRequestId: optionalText,
  }),
  detailed('waf-failure'),
  detailed('failed'),
  z.strictObject({ kind: z.literal('gateway-response'), responseType: text, status: status }),
  bare('completed-successfully'),
  z.strictObject({ kind: z.literal('completed'), status: status }),
  z.strictObject({ kind: z.literal('integration-request-id'), requestId: text }),
  z.strictObject({ kind: z.literal('trace-id'), traceId: text }),
  z.strictObject({
    kind: z.literal('websocket'),
    detail: text,
    route: optionalText,
    connectionId: optionalText,
    status: optionalStatus,
  }),
  bare('other'),
]) satisfies z.ZodType<ExecutionStep>;

const executionLog = z.strictObject({
  requestId: text,
  extendedRequestId: optionalText,
  traceId: optionalText,
  events: z.array(z.strictObject({ atMs: optionalTime, resolutionMs: duration, line: text, step })),
  level: z.enum(['info', 'unknown']),
  testInvoke: z.boolean(),
  truncated: z.boolean(),
  isMixed: z.boolean().optional(),
  apiId: optionalText,
  stage: optionalText,
  logGroup: optionalText,
  account: optionalText,
});

const accessLog = z.strictObject({
  atMs: optionalTime,
  line: text,
  variables: z.record(text, z.string().nullable()),
  requestId: optionalText,
  extendedRequestId: optionalText,
  traceId: optionalText,
  apiId: optionalText,
  stage: optionalText,
  method: optionalText,
  path: optionalText,
  routeKey: optionalText,
  status: optionalStatus,
  responseLatencyMs: optionalDuration,
  integrationLatencyMs: optionalDuration,
  integrationServiceStatus: optionalStatus,
  integrationStatus: optionalStatus,
  integrationError: optionalText,
  integrationRequestId: optionalText,
  errorMessage: optionalText,
  errorResponseType: optionalText,
  authorizerLatencyMs: optionalDuration,
  authorizerError: optionalText,
  authorizerStatus: optionalStatus,
  wafLatencyMs: optionalDuration,
  wafError: optionalText,
  wafStatus: optionalStatus,
  responseLength: optionalNumber,
  requestTimeMs: optionalTime,
  connectionId: optionalText,
  eventType: optionalText,
  logGroup: optionalText,
});

const wait = z.strictObject({
  target: text,
  startAtMs: optionalTime,
  endAtMs: optionalTime,
  durationMs: optionalDuration,
  failed: z.boolean(),
  isInferred: z.boolean().optional(),
  line: text,
});
const invocation = z.strictObject({
  functionRequestId: text,
  joinedBy: z.enum(['function-request-id', 'trace-id', 'api-request-id', 'time']),
  traceId: optionalText,
  startAtMs: optionalTime,
  endAtMs: optionalTime,
  reportAtMs: optionalTime,
  durationMs: optionalDuration,
  billedDurationMs: optionalDuration,
  initDurationMs: optionalDuration,
  initStartAtMs: optionalTime,
  initTimedOut: z.boolean().optional(),
  memorySizeMb: optionalNumber,
  maxMemoryUsedMb: optionalNumber,
  status: z.enum(['success', 'error', 'timeout']).optional(),
  timedOutAfterMs: optionalDuration,
  errorType: optionalText,
  errorMessage: optionalText,
  downstreamWaits: z.array(wait),
  firstLineAtMs: optionalTime,
  lastLineAtMs: optionalTime,
  lines: z.array(z.strictObject({ atMs: optionalTime, text })),
});
const functionLog = z.strictObject({
  functionName: optionalText,
  logGroup: optionalText,
  invocations: z.array(invocation),
});

const gatewaySettings = z.strictObject({
  apiType,
  apiId: text,
  apiName: optionalText,
  endpointType: z.enum(['REGIONAL', 'EDGE', 'PRIVATE']).optional(),
  stage: text,
  executionLogLevel: z.enum(['OFF', 'ERROR', 'INFO', 'none']),
  dataTrace: z.boolean(),
  executionLogGroup: optionalText,
  accessLogGroup: optionalText,
  accessLogFormat: optionalText,
  tracing: z.boolean(),
  integration: z
    .strictObject({
      kind: z.enum(['AWS_PROXY', 'AWS', 'HTTP_PROXY', 'HTTP', 'MOCK']),
      uri: optionalText,
      timeoutMs: optionalDuration,
      vpcLink: optionalText,
      functionName: optionalText,
      functionQualifier: optionalText,
      functionAccount: optionalText,
      functionRegion: optionalText,
      loadBalancer: optionalText,
      streaming: z.boolean(),
    })
    .optional(),
  authorizer: z
    .strictObject({
      name: text,
      kind: z.enum(['lambda', 'cognito', 'iam', 'jwt', 'other']),
      functionName: optionalText,
    })
    .optional(),
  deployedAtMs: optionalTime,
});

const functionSettings = z.strictObject({
  functionName: text,
  timeoutMs: duration,
  memoryMb: optionalNumber,
  runtime: optionalText,
  logGroup: text,
  logFormat: z.enum(['Text', 'JSON']),
  systemLogLevel: optionalText,
  reservedConcurrency: optionalNumber,
  inVpc: z.boolean(),
  lastModifiedMs: optionalTime,
});

const trace = z.strictObject({
  traceId: text,
  segments: z.array(
    z.strictObject({
      id: text,
      parentId: optionalText,
      name: text,
      origin: optionalText,
      isCall: z.boolean(),
      startMs: time,
      endMs: optionalTime,
      status: optionalStatus,
      fault: z.boolean(),
      error: z.boolean(),
      throttle: z.boolean(),
      requestId: optionalText,
      extendedRequestId: optionalText,
      method: optionalText,
      url: optionalText,
      apiId: optionalText,
      stage: optionalText,
      account: optionalText,
      region: optionalText,
    }),
  ),
});

const loadBalancerRow = z.strictObject({
  atMs: time,
  createdAtMs: optionalTime,
  line: text,
  loadBalancer: text,
  target: optionalText,
  requestProcessingMs: duration.nullable(),
  targetProcessingMs: duration.nullable(),
  responseProcessingMs: duration.nullable(),
  loadBalancerStatus: optionalStatus,
  targetStatus: optionalStatus,
  traceId: optionalText,
  request: optionalText,
  errorReason: optionalText,
});

const flowLogRow = z.strictObject({
  line: text,
  interfaceId: optionalText,
  sourceAddress: text,
  destinationAddress: text,
  sourcePort: number,
  destinationPort: number,
  protocol: number,
  packets: number,
  bytes: number,
  startMs: time,
  endMs: time,
  action: z.enum(['ACCEPT', 'REJECT']),
  tcpFlags: optionalNumber,
});

const backendLine = z.strictObject({
  atMs: optionalTime,
  line: text,
  joinedBy: z.enum(['trace-id', 'api-request-id', 'extended-request-id']),
  logGroup: optionalText,
});

const clientResponse = z.strictObject({
  status: optionalStatus,
  headers: z.record(text, text),
  body: optionalText,
  madeBy: z.enum(['gateway', 'cloudfront', 'load-balancer', 'backend', 'unknown']),
  clientError: optionalText,
  clientTimeoutMs: optionalDuration,
  dateMs: optionalTime,
  traceId: optionalText,
  requestId: optionalText,
  extendedRequestId: optionalText,
  cloudFrontId: optionalText,
  method: optionalText,
  url: optionalText,
  totalMs: optionalDuration,
  askedAtMs: optionalTime,
  lines: z.array(text),
});

const metrics = z.strictObject({
  series: z.array(
    z.strictObject({
      name: text,
      statistic: text,
      points: z.array(z.strictObject({ atMs: time, value: number })),
    }),
  ),
});
const deployments = z.strictObject({
  stageDeployedAtMs: optionalTime,
  functionModifiedAtMs: optionalTime,
});

const observations = z.strictObject({
  executionLog: observed(executionLog),
  accessLog: observed(accessLog),
  functionLog: observed(functionLog),
  authorizerLog: observed(functionLog),
  gatewaySettings: observed(gatewaySettings),
  functionSettings: observed(functionSettings),
  trace: observed(trace),
  loadBalancerLog: observed(z.array(loadBalancerRow)),
  flowLog: observed(z.array(flowLogRow)),
  backendLog: observed(z.array(backendLine)),
  clientResponse: observed(clientResponse),
  metrics: observed(metrics),
  deployments: observed(deployments),
}) satisfies z.ZodType<Observations>;

const evidence = z.strictObject({
  request: z.strictObject({
    id: text,
    extendedRequestId: optionalText,
    traceId: optionalText,
    apiType,
    apiId: optionalText,
    apiName: optionalText,
    stage: optionalText,
    method: optionalText,
    path: optionalText,
    status: optionalStatus,
    account: optionalText,
    region: optionalText,
    atMs: optionalTime,
    resolutionMs: duration,
  }),
  collectedAtMs: time,
  statedTimeoutMs: optionalDuration,
  observations,
  hiddenValues: z.int().nonnegative(),
}) satisfies z.ZodType<Evidence>;

const note = z.strictObject({ note: text, args: z.record(text, scalar) }) satisfies z.ZodType<Note>;

/** A saved investigation, version 1. Strict: what it does not name is refused. */
export const bundleSchema = z.strictObject({
  bundleVersion: z.literal(1),
  evidences: z.array(evidence).min(1),
  notes: z.array(note),
  /** What the look cost; missing in bundles of pasted text. */
  receipt: z.strictObject({ apiCalls: z.int().nonnegative(), roleSession: optionalText }).optional(),
});
