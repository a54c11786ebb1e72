import type { LogEvent } from '../../inquiry/log-event.ts';
import { definedOnly } from './defined-only.ts';
import { readDelivered } from './delivered-record.ts';
import { readExecutionStep } from './execution-steps.ts';
import { readHeader } from './header-map.ts';
import { markAuthorizer } from './mark-authorizer.ts';
import { orderEvents } from './order-events.ts';

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
  | {
      kind: 'endpoint-response-headers';
      functionRequestId?: string;
      functionError?: string;
    }
  | { kind: 'endpoint-response-body'; proxyStatus?: number }
  | { kind: 'method-response' }
  | { kind: 'timeout' }
  | { kind: 'network-error'; detail?: string }
  | { kind: 'vpc-link-error'; detail?: string }
  | { kind: 'configuration-error'; detail: string }
  | {
      kind: 'function-error';
      detail: string;
      functionRequestId?: string;
      timedOutAfterMs?: number;
    }
  | {
      kind: 'function-invocation-failed';
      status: number;
      functionRequestId?: string;
    }
  | { kind: 'waf-failure'; detail: string }
  | { kind: 'failed'; detail: string } // any other "Execution failed …"
  | { kind: 'gateway-response'; responseType: string; status: number }
  | { kind: 'completed-successfully' }
  | { kind: 'completed'; status: number }
  | { kind: 'integration-request-id'; requestId: string }
  | { kind: 'trace-id'; traceId: string }
  | {
      kind: 'websocket';
      detail: string;
      route?: string;
      connectionId?: string;
      status?: number;
    }
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
  /** Another request of the same id was under way at the same time: which of the two a line is of was told by its times. */
  isMixed?: boolean;
  apiId?: string;
  stage?: string;
  logGroup?: string;
  /** The account of the log group, where the text names it: API Gateway writes these groups in the API's own account. */
  account?: string;
}

/** The id in parentheses that REST and WebSocket lines begin with: a UUID, a replaced one, or the 16-character form. */
const idPrefix = /^\(([A-Za-z0-9][A-Za-z0-9_=-]{7,79})\)\s+/;

/** What stands in an execution-log record: the id (where the shape shows one) and the message without it. */
export function splitExecutionMessage(message: string): {
  requestId?: string;
  text: string;
} {
  const trimmed = message.trim();
  if (trimmed.startsWith('{')) return readDelivered(trimmed) ?? { text: trimmed };
  const found = idPrefix.exec(trimmed);
  return found?.[1] === undefined
    ? { text: trimmed }
    : { requestId: found[1], text: trimmed.slice(found[0].length) };
}

/**
 * One execution-log line, or undefined when the record is something else. Prefixed, bare, and delivered JSON records are
 * read alike. Nothing from a Lambda log group is ever one, whatever it quotes.
 */
export function readExecutionLine(event: LogEvent): ExecutionEvent | undefined {
  const known = alreadyRead.get(event);
  if (known !== undefined) return known === null ? undefined : known;
  const read = readLine(event);
  alreadyRead.set(event, read ?? null);
  return read;
}

/** Sorting, grouping and reading each ask what a record is; it is looked at once. */
const alreadyRead = new WeakMap<LogEvent, ExecutionEvent | null>();

function readLine(event: LogEvent): ExecutionEvent | undefined {
  if (event.logGroup?.startsWith('/aws/lambda/')) return undefined;
  const { text } = splitExecutionMessage(event.message);
  const step = readExecutionStep(text);
  if (step === undefined) return undefined;
  return {
    ...(event.atMs === undefined ? {} : { atMs: event.atMs }),
    resolutionMs: event.resolutionMs,
    line: text,
    step,
  };
}

/** Kinds that are written at INFO level only; one of them proves the level. Failure lines are written at ERROR too. */
const infoOnly = new Set<ExecutionStep['kind']>([
  'start',
  'method',
  'request-detail',
  'authorizer-start',
  'authorizer-complete',
  'endpoint-uri',
  'endpoint-request-headers',
  'endpoint-request-body',
  'sending',
  'received',
  'endpoint-response-headers',
  'endpoint-response-body',
  'method-response',
  'completed-successfully',
]);

/**
 * All lines of one request as its execution log: by time, then as they stood; a line that stands twice counts once.
 * Records that are no execution lines are left out; undefined when none is left. The caller groups by request.
 */
export function readExecutionLog(events: readonly LogEvent[]): ExecutionLog | undefined {
  const read = orderEvents(events).flatMap((event) => {
    const line = readExecutionLine(event);
    return line === undefined
      ? []
      : [
          {
            event,
            line,
            requestId: splitExecutionMessage(event.message).requestId,
          },
        ];
  });
  const seen = new Set<string>();
  const kept = read.filter(({ line }) => {
    const isNew = !seen.has(`${line.atMs} ${line.line}`) && !(line.atMs === undefined && seen.has(line.line));
    seen.add(`${line.atMs} ${line.line}`).add(line.line);
    return isNew;
  });
  const lines = kept.map(({ line }) => line);
  const testInvoke = lines.some(({ line }) => isTestInvoke(line));
  const requestId = kept.find((each) => each.requestId !== undefined)?.requestId ?? firstOf(lines, statedId);
  const extendedRequestId = firstOf(lines, ({ step }) =>
    step.kind === 'extended-request-id' ? step.extendedRequestId : undefined,
  );
  const id = requestId ?? extendedRequestId;
  if (lines.length === 0) return undefined;
  const logGroup = kept.find(({ event }) => event.logGroup !== undefined)?.event.logGroup;
  // A delivered log may go to a group of any account; only this name is given by API Gateway itself.
  const account = kept.find(({ event }) => event.logGroup?.startsWith('API-Gateway-Execution-Logs'))?.event
    .account;
  return withPlace(
    {
      requestId: id ?? 'unknown',
      ...definedOnly({
        extendedRequestId,
        traceId: firstOf(lines, statedTrace),
        logGroup,
        account,
      }),
      events: markAuthorizer(lines),
      level: lines.some(({ step }) => infoOnly.has(step.kind)) ? 'info' : 'unknown',
      testInvoke,
      truncated: lines.some(({ line }) => line.endsWith('[TRUNCATED]')),
    },
    lines,
  );
}

function isTestInvoke(line: string): boolean {
  return line.startsWith('Execution log for request') || /^Starting execution for request: test-/.test(line);
}

function firstOf<Value>(
  lines: readonly ExecutionEvent[],
  read: (line: ExecutionEvent) => Value | undefined,
): Value | undefined {
  for (const line of lines) {
    const value = read(line);
    if (value !== undefined) return value;
  }
  return undefined;
}

const statedId = ({ line }: ExecutionEvent) =>
  /^(?:Starting execution|Execution log|Verifying Usage Plan) for request:? ([\w=-]+)/.exec(line)?.[1];

/** The request's own trace id: from its last line, or from the headers that came with it or went on to the endpoint. */
function statedTrace({ line, step }: ExecutionEvent): string | undefined {
  if (step.kind === 'trace-id') return step.traceId;
  if (step.kind !== 'request-detail' && step.kind !== 'endpoint-request-headers') return undefined;
  const header = readHeader(line.slice(line.indexOf(':') + 1), 'x-amzn-trace-id');
  return /\b1-[0-9a-f]{8}-[0-9a-f]{24}\b/.exec(header ?? '')?.[0];
}

/** API id and stage: from the log group's name, else from the usage plan's line. */
function withPlace(log: ExecutionLog, lines: readonly ExecutionEvent[]): ExecutionLog {
  const found =
    /^API-Gateway-Execution-Logs[_/]([a-z0-9]+)\/([^\s:]+)/.exec(log.logGroup ?? '') ??
    /^\/aws\/apigateway\/([a-z0-9]{10})\/([^\s:/]+)$/.exec(log.logGroup ?? '') ??
    firstOf(lines, ({ line, step }) =>
      step.kind === 'usage-plan' ? (/API Stage:?\s+([a-z0-9]+)\/(\S+)/.exec(line) ?? undefined) : undefined,
    ) ??
    firstOf(lines, ({ line, step }) =>
      step.kind === 'throttled'
        ? (/for RestApi ([a-z0-9]+), Stage ([^\s,]+)/.exec(line) ?? undefined)
        : undefined,
    ) ??
    firstOf(lines, ({ line, step }) =>
      step.kind === 'websocket' ? (/^WebSocket API \[([a-z0-9]{8,12})\]/.exec(line) ?? undefined) : undefined,
    );
  return found?.[1] === undefined ? log : { ...log, ...definedOnly({ apiId: found[1], stage: found[2] }) };
}
