/** An API as both generations of the control plane describe it. */
export interface GatewayApi {
  apiType: 'rest' | 'http' | 'websocket';
  apiId: string;
  apiName: string;
  endpointType?: 'REGIONAL' | 'EDGE' | 'PRIVATE';
}

/** Settings of one method or route, as its stage has them. Keys: `*` + `/*`, `path/GET`, or a route key. */
export interface MethodSetting {
  loggingLevel: 'OFF' | 'ERROR' | 'INFO' | undefined;
  dataTrace: boolean;
}

export interface GatewayStage {
  stage: string;
  tracing: boolean;
  accessLogGroup?: string;
  accessLogFormat?: string;
  methodSettings: Record<string, MethodSetting>;
  /** Only for filling in integration URIs; never leaves src/aws and the settings source. */
  variables: Record<string, string>;
  deployedAtMs?: number;
}

export interface GatewayIntegration {
  kind: string;
  uri?: string;
  timeoutMs?: number;
  vpcLink?: string;
  /** ARN of the ALB's or NLB's listener, where the integration names one. */
  listener?: string;
  streaming: boolean;
}

/** A method of a REST API (`method` + `path`) or a route (`routeKey` holds "GET /orders/{id}" or "$default"). */
export interface GatewayRoute {
  method: string;
  path: string;
  routeKey: string;
  integration?: GatewayIntegration;
  authorizerId?: string;
  authorizationType?: string;
}

export interface GatewayAuthorizer {
  id: string;
  name: string;
  kind: 'lambda' | 'cognito' | 'jwt' | 'other';
  uri?: string;
}

/** Log-group name of an access log's destination; undefined for Firehose. */
export function accessLogGroupOf(destinationArn: string | undefined): string | undefined {
  return destinationArn?.match(/^arn:[^:]+:logs:[^:]*:[^:]*:log-group:(.+?)(?::\*)?$/)?.[1];
}
