import type { Observation } from './observation.ts';
import type { AccessLogRow } from './readings/access-log.ts';
import type { BackendLine } from './readings/backend-log.ts';
import type { ClientResponse } from './readings/client-response.ts';
import type { ExecutionLog } from './readings/execution-log.ts';
import type { FlowLogRow } from './readings/flow-log.ts';
import type { FunctionLog } from './readings/function-log.ts';
import type { LoadBalancerRow } from './readings/load-balancer-log.ts';
import type { Trace } from './readings/trace.ts';

export type ApiType = 'rest' | 'http' | 'websocket' | 'unknown';

/** Which request this is about. Whatever is known, from the question, the logs or the settings. Times in epoch ms. */
export interface RequestFacts {
  /** The id that people know it by: the REST request id, the HTTP API request id, or what was asked for. */
  id: string;
  extendedRequestId?: string;
  traceId?: string;
  apiType: ApiType;
  apiId?: string;
  apiName?: string;
  stage?: string;
  method?: string;
  path?: string;
  status?: number;
  account?: string;
  region?: string;
  /** Arrival at the gateway. */
  atMs?: number;
  /** How exact the times of this request are, ms (1, or 1000 for the console's test output). */
  resolutionMs: number;
}

/** What the control plane says of the API, the stage and the method's integration. */
export interface GatewaySettings {
  apiType: ApiType;
  apiId: string;
  apiName?: string;
  endpointType?: 'REGIONAL' | 'EDGE' | 'PRIVATE';
  stage: string;
  /** Level of the execution log for this method. HTTP APIs have none: `none`. */
  executionLogLevel: 'OFF' | 'ERROR' | 'INFO' | 'none';
  dataTrace: boolean;
  executionLogGroup?: string;
  accessLogGroup?: string;
  /** `$context` format of the access log, as configured. */
  accessLogFormat?: string;
  tracing: boolean;
  integration?: IntegrationSettings;
  authorizer?: { name: string; kind: 'lambda' | 'cognito' | 'iam' | 'jwt' | 'other'; functionName?: string };
  /** When the stage was last deployed, epoch ms. */
  deployedAtMs?: number;
}

export interface IntegrationSettings {
  kind: 'AWS_PROXY' | 'AWS' | 'HTTP_PROXY' | 'HTTP' | 'MOCK';
  uri?: string;
  /** The configured integration timeout, ms. */
  timeoutMs?: number;
  vpcLink?: string;
  functionName?: string;
  functionQualifier?: string;
  functionAccount?: string;
  functionRegion?: string;
  /** End of a load balancer's ARN, where the integration names its listener: "net/stock/50dc6c495c0c9188". */
  loadBalancer?: string;
  streaming: boolean;
}

/** Lambda's settings. Environment values are never kept. */
export interface FunctionSettings {
  functionName: string;
  timeoutMs: number;
  memoryMb?: number;
  runtime?: string;
  logGroup: string;
  logFormat: 'Text' | 'JSON';
  /** Level of Lambda's own lines in the JSON format: at WARN no line marks an invocation. */
  systemLogLevel?: string;
  reservedConcurrency?: number;
  inVpc: boolean;
  lastModifiedMs?: number;
}

/** CloudWatch metrics around the moment. Values are per minute, `atMs` the start of the minute. */
export interface Metrics {
  series: { name: string; statistic: string; points: { atMs: number; value: number }[] }[];
}

export interface Deployments {
  stageDeployedAtMs?: number;
  functionModifiedAtMs?: number;
}

/** Everything that was observed of one request. Plain data: survives JSON, is saved as a bundle and judged again. */
export interface Evidence {
  request: RequestFacts;
  /** When the evidence was collected, epoch ms: the judge's only clock. */
  collectedAtMs: number;
  /** The integration timeout that the person stated (`explain --timeout-ms`), where no settings could be read. */
  statedTimeoutMs?: number;
  /** Fully defined whatever was asked: a source that was not looked at is `unavailable` and says why. */
  observations: Observations;
  /** Values hidden by redaction in all that is quoted here. */
  hiddenValues: number;
}

/** One entry a source. Adding a source: its reading, its file in sources/, one line here. */
export interface Observations {
  executionLog: Observation<ExecutionLog>;
  accessLog: Observation<AccessLogRow>;
  functionLog: Observation<FunctionLog>;
  authorizerLog: Observation<FunctionLog>;
  gatewaySettings: Observation<GatewaySettings>;
  functionSettings: Observation<FunctionSettings>;
  trace: Observation<Trace>;
  loadBalancerLog: Observation<LoadBalancerRow[]>;
  flowLog: Observation<FlowLogRow[]>;
  backendLog: Observation<BackendLine[]>;
  clientResponse: Observation<ClientResponse>;
  metrics: Observation<Metrics>;
  deployments: Observation<Deployments>;
}

export type SourceName = keyof Observations;

/** The value that a source holds when found. */
export type Found<Name extends SourceName> = Extract<Observations[Name], { status: 'found' }>['value'];

/** A line as it stood in its source, redacted before it gets here. */
export interface QuotedLine {
  atMs?: number;
  text: string;
}
