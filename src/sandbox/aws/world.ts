/**
 * All that the stand-in knows of an invented AWS: plain data, made by src/sandbox/incidents. Times are epoch ms.
 * A line is visible from the moment it was ingested, so a world may hold lines of the near future.
 */
export interface World {
  accounts: Account[];
  /** Long-lived keys, as a person or a server would have them in its environment. */
  keys: AccessKey[];
}

export interface AccessKey {
  accessKeyId: string;
  secretAccessKey: string;
  account: string;
  /** "user/gw504-bot". */
  principal: string;
  policy: Policy;
}

export interface Account {
  /** 12 digits. */
  id: string;
  alias: string;
  roles: Role[];
  regions: Record<string, Region>;
}

export interface Role {
  arn: string;
  /** Asked for by the trust policy; missing: none is asked for. */
  externalId?: string;
  /** Principals that may assume it: account ids, or ARNs. */
  trusts: string[];
  /** Whether the trust policy lets callers set a source identity. */
  allowsSourceIdentity: boolean;
  /** Whether the trust policy lets callers tag the session; missing: no. */
  allowsTags?: boolean;
  maxSessionSeconds: number;
  policy: Policy;
}

/** An IAM policy, as far as it is evaluated here. */
export interface Policy {
  Statement: Statement[];
}

export interface Statement {
  Effect: 'Allow' | 'Deny';
  Action: string | string[];
  Resource: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

export interface Region {
  logGroups: LogGroup[];
  restApis: RestApi[];
  httpApis: HttpApi[];
  functions: LambdaFunction[];
  traces: Trace[];
  metrics: Metric[];
  alarms: Alarm[];
  deliveries: Delivery[];
  /** Accounts whose log groups this one sees (cross-account observability). */
  linkedAccounts: string[];
}

export interface LogGroup {
  name: string;
  createdMs: number;
  /** Missing: kept forever. */
  retentionDays?: number;
  class?: 'STANDARD' | 'INFREQUENT_ACCESS' | 'DELIVERY';
  /** What the group holds beyond the sample's own lines, so that a wide search costs what it would; 0 where missing. */
  bytesPerHour?: number;
  events: WorldEvent[];
}

export interface WorldEvent {
  atMs: number;
  /** When the line became searchable. */
  ingestedMs: number;
  message: string;
  stream: string;
}

export interface RestApi {
  id: string;
  name: string;
  endpointType: 'REGIONAL' | 'EDGE' | 'PRIVATE';
  createdMs: number;
  stages: ApiStage[];
  methods: RestMethod[];
  authorizers: Authorizer[];
}

export interface HttpApi {
  id: string;
  name: string;
  protocol: 'HTTP' | 'WEBSOCKET';
  createdMs: number;
  stages: ApiStage[];
  routes: Route[];
  authorizers: Authorizer[];
}

export interface ApiStage {
  name: string;
  /** Execution logging; HTTP APIs have none. */
  level: 'OFF' | 'ERROR' | 'INFO';
  dataTrace: boolean;
  tracing: boolean;
  accessLog?: { group: string; format: string };
  /** Level of single methods: "orders/POST" or, nested, "~1orders~1{id}/GET". */
  methodLevels?: Record<string, 'OFF' | 'ERROR' | 'INFO'>;
  variables?: Record<string, string>;
  deployedMs: number;
}

export interface RestMethod {
  method: string;
  path: string;
  integration: ApiIntegration;
  authorizerId?: string;
}

export interface Route {
  /** "GET /orders/{id}", "$default". */
  key: string;
  integration: ApiIntegration;
  authorizerId?: string;
}

export interface ApiIntegration {
  type: 'AWS_PROXY' | 'AWS' | 'HTTP_PROXY' | 'HTTP' | 'MOCK';
  uri: string;
  timeoutMs: number;
  vpcLink?: string;
  isStreaming?: boolean;
}

export interface Authorizer {
  id: string;
  name: string;
  type: 'TOKEN' | 'REQUEST' | 'COGNITO_USER_POOLS' | 'JWT';
  uri?: string;
}

export interface LambdaFunction {
  name: string;
  runtime: string;
  timeoutSeconds: number;
  memoryMb: number;
  logFormat: 'Text' | 'JSON';
  systemLogLevel?: 'DEBUG' | 'INFO' | 'WARN';
  /** Missing: /aws/lambda/NAME. */
  logGroup?: string;
  reservedConcurrency?: number;
  isInVpc: boolean;
  lastModifiedMs: number;
  /** Aliases, each to the version that it stands for. */
  aliases?: Record<string, string>;
  /** Sent as AWS sends it, so that what must not leak can be seen not to leak. */
  environment: Record<string, string>;
}

export interface Trace {
  /** "1-6562f7a1-…". */
  id: string;
  /** X-Ray segment documents; each goes out as JSON text. */
  segments: Record<string, unknown>[];
}

/** Raw samples; statistics are worked out when asked for. */
export interface Metric {
  namespace: string;
  name: string;
  dimensions: Record<string, string>;
  /** `knownMs`: when it can be asked for, where that is later than its own time. */
  samples: { atMs: number; value: number; knownMs?: number }[];
}

/** A CloudWatch alarm: over metrics, or composite over the alarms that its rule names. */
export interface Alarm {
  name: string;
  state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  reason: string;
  changedMs: number;
  watches:
    | {
        kind: 'metric';
        namespace: string;
        name: string;
        dimensions: Record<string, string>;
        statistic: string;
        periodSeconds: number;
        evaluationPeriods: number;
        threshold: number;
      }
    /** Metric math: each query either reads a metric or computes from others. */
    | {
        kind: 'math';
        queries: {
          id: string;
          expression?: string;
          metric?: { namespace: string; name: string; dimensions: Record<string, string> };
          periodSeconds: number;
        }[];
        evaluationPeriods: number;
        threshold: number;
      }
    | { kind: 'composite'; rule: string };
}

/** An execution log that is delivered to a log group of the owner's choosing. */
export interface Delivery {
  name: string;
  logType: 'EXECUTION_LOGS' | 'ACCESS_LOGS';
  /** arn:aws:apigateway:R:A:/restapis/ID/stages/STAGE */
  resourceArn: string;
  destinationArn: string;
}

/** A region with nothing in it. */
export function emptyRegion(): Region {
  return {
    logGroups: [],
    restApis: [],
    httpApis: [],
    functions: [],
    traces: [],
    metrics: [],
    alarms: [],
    deliveries: [],
    linkedAccounts: [],
  };
}
