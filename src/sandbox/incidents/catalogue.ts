import type { ApiStage, LambdaFunction } from '../aws/world.ts';

/** The accounts of the sandbox: AWS's documentation numbers, so that nobody's real account is meant. */
export const accounts = {
  shop: '111122223333',
  payments: '444455556666',
} as const;
export type AccountName = keyof typeof accounts;

/** An API with all that its requests' stories need. */
export interface SampleApi {
  name: string;
  id: string;
  kind: 'rest' | 'http' | 'websocket';
  account: AccountName;
  region: string;
  endpointType: 'REGIONAL' | 'EDGE' | 'PRIVATE';
  stages: SampleStage[];
  methods: SampleMethod[];
  /** A Lambda authorizer in front of the methods that ask for it. */
  authorizer?: { id: string; functionName: string };
}

/** The first stage of an API is the one that scenarios mean unless they name another. */
export type SampleStage = Omit<ApiStage, 'deployedMs'> & {
  /** Group to which the execution log is delivered as JSON, beside the native one. */
  deliveredTo?: string;
  daysSinceDeployment?: number;
};

export interface SampleMethod {
  /** "POST /orders"; for WebSocket APIs the route key. */
  call: string;
  timeoutMs: number;
  isAuthorized?: boolean;
  target: Target;
}

export type Target =
  | { kind: 'function'; functionName: string; alias?: string; stageVariable?: string }
  | { kind: 'url'; url: string; vpcLink?: string; balancer?: string };

export type SampleFunction = Omit<
  LambdaFunction,
  'lastModifiedMs' | 'environment' | 'isInVpc' | 'runtime'
> & {
  account: AccountName;
  region: string;
  isInVpc?: boolean;
  /** Class of the log group, where it is not the standard one. */
  logClass?: 'INFREQUENT_ACCESS';
  runtime?: string;
};

/** The console's JSON preset: status and sizes, nothing of the integration. */
export const jsonPreset =
  '{ "requestId":"$context.requestId", "ip": "$context.identity.sourceIp", "caller":"$context.identity.caller", "user":"$context.identity.user","requestTime":"$context.requestTime", "httpMethod":"$context.httpMethod","resourcePath":"$context.resourcePath", "status":"$context.status","protocol":"$context.protocol", "responseLength":"$context.responseLength" }';

/** The console's CLF preset. */
export const clfPreset =
  '$context.identity.sourceIp $context.identity.caller $context.identity.user [$context.requestTime] "$context.httpMethod $context.resourcePath $context.protocol" $context.status $context.responseLength $context.requestId $context.extendedRequestId';

/** The console's CSV preset. */
export const csvPreset =
  '$context.identity.sourceIp,$context.identity.caller,$context.identity.user,$context.requestTime,$context.httpMethod,$context.resourcePath,$context.protocol,$context.status,$context.responseLength,$context.requestId,$context.extendedRequestId';

/** What a team that has been through a few 504s logs. */
export const richJson = JSON.stringify({
  requestId: '$context.requestId',
  extendedRequestId: '$context.extendedRequestId',
  requestTimeEpoch: '$context.requestTimeEpoch',
  apiId: '$context.apiId',
  stage: '$context.stage',
  httpMethod: '$context.httpMethod',
  resourcePath: '$context.resourcePath',
  path: '$context.path',
  status: '$context.status',
  responseLatency: '$context.responseLatency',
  responseLength: '$context.responseLength',
  integrationLatency: '$context.integration.latency',
  integrationStatus: '$context.integration.integrationStatus',
  functionStatus: '$context.integration.status',
  integrationError: '$context.integration.error',
  integrationRequestId: '$context.integration.requestId',
  errorMessage: '$context.error.message',
  errorResponseType: '$context.error.responseType',
  authorizerLatency: '$context.authorizer.latency',
  authorizerError: '$context.authorizer.error',
  wafLatency: '$context.waf.latency',
  xrayTraceId: '$context.xrayTraceId',
  ip: '$context.identity.sourceIp',
});

/** The same for an HTTP API, which knows fewer variables. */
export const richHttpJson = JSON.stringify({
  requestId: '$context.requestId',
  requestTimeEpoch: '$context.requestTimeEpoch',
  apiId: '$context.apiId',
  stage: '$context.stage',
  httpMethod: '$context.httpMethod',
  routeKey: '$context.routeKey',
  path: '$context.path',
  status: '$context.status',
  responseLatency: '$context.responseLatency',
  responseLength: '$context.responseLength',
  integrationLatency: '$context.integrationLatency',
  integrationStatus: '$context.integrationStatus',
  functionStatus: '$context.integration.status',
  integrationError: '$context.integrationErrorMessage',
  integrationRequestId: '$context.integration.requestId',
  errorMessage: '$context.error.message',
  errorResponseType: '$context.error.responseType',
  ip: '$context.identity.sourceIp',
});

/** A WebSocket API's format. */
export const socketJson = JSON.stringify({
  requestId: '$context.requestId',
  apiId: '$context.apiId',
  stage: '$context.stage',
  requestTimeEpoch: '$context.requestTimeEpoch',
  eventType: '$context.eventType',
  routeKey: '$context.routeKey',
  status: '$context.status',
  connectionId: '$context.connectionId',
  messageId: '$context.messageId',
  integrationLatency: '$context.integrationLatency',
  integrationStatus: '$context.integration.status',
  integrationError: '$context.integration.error',
  integrationRequestId: '$context.integration.requestId',
  errorMessage: '$context.error.message',
  errorResponseType: '$context.error.responseType',
});
