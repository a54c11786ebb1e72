/**
 * One access-log record, its `$context` variables by their canonical names ("integration.status", "error.responseType").
 * A variable that the format does not carry is missing; one that it carries as "-" is null. All latencies in ms.
 */
export interface AccessLogRow {
  atMs?: number;
  line: string;
  variables: Record<string, string | null>;
  requestId?: string;
  extendedRequestId?: string;
  traceId?: string;
  apiId?: string;
  stage?: string;
  method?: string;
  /** resourcePath, routeKey's path, or path: the first that is there. */
  path?: string;
  routeKey?: string;
  status?: number;
  responseLatencyMs?: number;
  integrationLatencyMs?: number;
  /** For Lambda proxy: what the Lambda service answered. */
  integrationServiceStatus?: number;
  /** For Lambda proxy: what the function's code answered. Else what the backend answered. */
  integrationStatus?: number;
  integrationError?: string;
  integrationRequestId?: string;
  errorMessage?: string;
  errorResponseType?: string;
  authorizerLatencyMs?: number;
  authorizerError?: string;
  authorizerStatus?: number;
  wafLatencyMs?: number;
  wafError?: string;
  wafStatus?: number;
  responseLength?: number;
  requestTimeMs?: number;
  connectionId?: string;
  eventType?: string;
  logGroup?: string;
}
