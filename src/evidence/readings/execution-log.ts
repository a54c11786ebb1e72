/** One line of a REST or WebSocket execution log, read. `line` is the text without its time stamp (redacted before judging). */
export interface ExecutionEvent {
  atMs?: number;
  resolutionMs: number;
  line: string;
  step: ExecutionStep;
}

/** What a line says. Kinds follow facts/api-gateway.md 1.3; numbers in ms. */
export type ExecutionStep =
  | { kind: 'extended-request-id'; extendedRequestId: string }
  | { kind: 'authorizer-start'; authorizerId?: string }
  | { kind: 'authorizer-complete' }
  | { kind: 'authorizer-unauthorized' }
  | { kind: 'authorizer-error'; detail: string }
  | { kind: 'usage-plan' }
  | { kind: 'throttled'; detail: string }
  | { kind: 'start' }
  | { kind: 'method'; method: string; path: string }
  | { kind: 'request-detail' } // path, query string, headers, body of the method request
  | { kind: 'endpoint-uri'; uri: string; function?: FunctionReference }
  | { kind: 'endpoint-request-headers' }
  | { kind: 'endpoint-request-body' }
  | { kind: 'sending'; uri: string; function?: FunctionReference }
  | { kind: 'received'; status?: number; integrationLatencyMs: number }
  | { kind: 'endpoint-response-headers'; functionRequestId?: string; functionError?: string }
  | { kind: 'endpoint-response-body'; proxyStatus?: number }
  | { kind: 'method-response' }
  | { kind: 'timeout' }
  | { kind: 'network-error'; detail?: string }
  | { kind: 'vpc-link-error'; detail?: string }
  | { kind: 'configuration-error'; detail: string }
  | { kind: 'function-error'; detail: string; functionRequestId?: string; timedOutAfterMs?: number }
  | { kind: 'function-invocation-failed'; status: number; functionRequestId?: string }
  | { kind: 'waf-failure'; detail: string }
  | { kind: 'failed'; detail: string } // any other "Execution failed …"
  | { kind: 'gateway-response'; responseType: string; status: number }
  | { kind: 'completed-successfully' }
  | { kind: 'completed'; status: number }
  | { kind: 'integration-request-id'; requestId: string }
  | { kind: 'trace-id'; traceId: string }
  | { kind: 'websocket'; detail: string; route?: string; connectionId?: string; status?: number }
  | { kind: 'other' };

export interface FunctionReference {
  functionName: string;
  qualifier?: string;
  account: string;
  region: string;
}

/** All lines of one request in the execution log, in order. */
export interface ExecutionLog {
  requestId: string;
  extendedRequestId?: string;
  traceId?: string;
  events: ExecutionEvent[];
  /** What the lines themselves prove of the log level: `info` where an INFO-only line is present, else unknown. */
  level: 'info' | 'unknown';
  /** From the console's "Test" or test-invoke-method: no stage, no real client. */
  testInvoke: boolean;
  truncated: boolean;
  apiId?: string;
  stage?: string;
  logGroup?: string;
}
