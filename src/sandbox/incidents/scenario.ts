import type { Cause } from '../../verdict/verdict.ts';

/**
 * One request's true story, in a few lines. All its logs follow from it; `cause` is what really happened, which the logs
 * need not be able to show. Durations in ms.
 */
export interface Scenario {
  /** Names the incident; its ids are made from it unless they are given. */
  name: string;
  /** One sentence for people. */
  about: string;
  cause: Cause;
  /** What the logs of this sample can prove at best, where that is less than the cause. */
  shown?: Cause;
  minutesAgo: number;
  /** Arrival within its minute; missing: made from the name. */
  arrivalMs?: number;
  /** Name of an API of the catalogue; "orders", or "orders/staging" for another stage than its first. */
  api: string;
  /** "POST /orders", as the API has it; for WebSocket APIs the route key. */
  call: string;
  /** Where the path differs from the template: "/orders/7719". */
  path?: string;
  ids?: Partial<StoryIds>;
  wafTookMs?: number;
  authorizer?: AuthorizerStory;
  /** Arrival to "Sending request to"; missing: 60. */
  sentAfterMs?: number;
  end: End;
  /** The API's owners changed the gateway's answer: what the client got instead of 504. */
  clientStatus?: number;
  invocation?: InvocationStory;
  balancer?: BalancerStory;
  flow?: FlowStory;
  /** Lines of the backend's own log, by ms after sending. */
  backend?: { afterMs: number; text: string }[];
  /** The function's lines become searchable so late, beyond the usual few seconds. */
  functionLagMs?: number;
  /** No other traffic around it: a quiet API at night. */
  alone?: boolean;
  /** Not traced by X-Ray although the stage is. */
  untraced?: boolean;
  /** Slack channel of the sandbox where it is spoken of; missing: it is only listed. */
  channel?: string;
}

export interface StoryIds {
  requestId: string;
  extendedRequestId: string;
  traceId: string;
  functionRequestId: string;
}

/** How the gateway's part ended; `afterMs` counts from sending, or from arrival where nothing was sent. */
export type End =
  | { kind: 'timeout'; afterMs: number }
  /** An answer came and was passed on; for a function the status is its code's. */
  | { kind: 'answer'; afterMs: number; status: number }
  | { kind: 'function-error'; afterMs: number; message: string }
  /** The function's own timeout; the gateway passes its words on. */
  | { kind: 'function-timeout'; afterMs: number }
  | { kind: 'malformed'; afterMs: number }
  | { kind: 'function-throttled'; afterMs: number }
  | { kind: 'network-error'; afterMs: number; detail?: string }
  | { kind: 'vpc-link-error'; afterMs: number }
  | { kind: 'configuration-error'; afterMs: number; detail: string; sent: boolean }
  | { kind: 'unauthorized'; afterMs: number }
  | { kind: 'authorizer-error'; afterMs: number }
  | { kind: 'usage-limit'; afterMs: number }
  | { kind: 'waf-timeout'; afterMs: number };

export interface AuthorizerStory {
  tookMs: number;
  /** The authorizer function's own run; missing: it answered well. */
  failed?: boolean;
}

export interface InvocationStory {
  /** Sending to START, initialisation included. */
  startsAfterMs: number;
  /** A new environment was initialised for this request. */
  initMs?: number;
  tookMs: number;
  ending?: 'success' | 'timeout' | 'error' | 'still-running';
  /** For errors: "TypeError: Cannot read properties of undefined (reading 'sku')". */
  error?: string;
  /** Application lines, by ms after START. */
  lines?: { afterMs: number; text: string; level?: 'INFO' | 'WARN' | 'ERROR' }[];
  /** The application logs the API's request id; so the invocation is tied to the request even without a trace. */
  logsApiId?: boolean;
  /** Since 2026 some timeouts show in the REPORT line alone. */
  silentTimeout?: boolean;
}

export type BalancerStory =
  /** The gateway gave up while the target was still working. */
  | { kind: 'client-closed' }
  /** No connection to the target within the balancer's 10 s. */
  | { kind: 'target-connect-timeout' }
  /** The target did not answer within the balancer's idle timeout, or answered 504 itself. */
  | { kind: 'target-timeout'; afterMs: number }
  | { kind: 'answered'; status: number; afterMs: number };

export type FlowStory =
  /** A security group or network ACL rejected the connection. */
  { kind: 'rejected' } | { kind: 'connected' };
