import type { ExecutionEvent, ExecutionLog, ExecutionStep } from '../../evidence/readings/execution-log.ts';
import { lineFact } from '../state-fact.ts';
import { gatewayResponseStatement } from './gateway-response.ts';
import { isAsLong } from './late-answer.ts';
import { type LogContext, waitedUntil } from './main-call.ts';
import { statedByAnswer, statedByLine } from './stated-by-line.ts';
import { type Statement, statement } from './statement.ts';

/** How a request without any failure line ended: a gateway response, the integration's own answer, or a plain success. */
export function answerStatements(log: ExecutionLog, context: LogContext): Statement[] {
  const last = (kind: ExecutionStep['kind']) => log.events.findLast(({ step }) => step.kind === kind);
  const response = last('gateway-response');
  const stated =
    response?.step.kind === 'gateway-response'
      ? gatewayResponseStatement(response, response.step, log)
      : undefined;
  if (stated !== undefined) return [stated];
  const completed = last('completed');
  const finalStatus = completed?.step.kind === 'completed' ? completed.step.status : undefined;
  const received = last('received');
  const status = received?.step.kind === 'received' ? received.step.status : undefined;
  const body = log.events.findLast(
    ({ step }) => step.kind === 'endpoint-response-body' && step.proxyStatus !== undefined,
  );
  const proxyStatus = body?.step.kind === 'endpoint-response-body' ? body.step.proxyStatus : undefined;
  // A function called without proxy: its error or its own timeout can reach the client as a 200 (facts 3.5).
  const killed = statedByAnswer(log.events);
  if (killed !== undefined) return [killed];
  if (received !== undefined && status !== undefined && status >= 400)
    return [answered(received, status, 'backend-answered', context.isFunction)];
  if (body !== undefined && proxyStatus !== undefined && proxyStatus >= 400)
    return [answered(body, proxyStatus, 'function-answered', false)];
  if (completed === undefined || finalStatus === undefined) return webSocketStatements(log);
  const when = { atMs: completed.atMs };
  if (finalStatus < 400)
    return [
      statement(
        'succeeded',
        'none',
        'certain',
        lineFact('stated-succeeded', completed, { status: finalStatus }),
        when,
      ),
    ];
  // The integration answered and the gateway calls the execution a success: the status is the integration's answer,
  // from its body (Lambda proxy) or by the API's own response mapping.
  if (received !== undefined && last('completed-successfully') !== undefined)
    return [
      statement(
        finalStatus === 504 ? 'integration-504' : 'backend-error',
        'none',
        'likely',
        lineFact('answer-passed-on', completed, { status: finalStatus }),
        when,
      ),
    ];
  const waitedMs = received === undefined ? waitedUntil(response ?? completed, log) : undefined;
  if (finalStatus === 504 && waitedMs !== undefined && isAsLong(waitedMs, context))
    return [
      statement(
        'integration-timeout',
        'unknown',
        'likely',
        lineFact('ended-at-timeout', completed, { status: finalStatus, waitedMs }),
        { atMs: (response ?? completed).atMs, waitedMs },
      ),
    ];
  return [
    statement(
      undefined,
      'unknown',
      'certain',
      lineFact('ended-otherwise', completed, { status: finalStatus }),
      when,
    ),
  ];
}

/** A status of the integration's own. Lambda's service never answers 504 itself; its other errors are not the code's. */
function answered(
  event: ExecutionEvent,
  status: number,
  code: 'backend-answered' | 'function-answered',
  isFunctionService: boolean,
): Statement {
  const when = { atMs: event.atMs };
  if (status === 504) return statedByLine('integration-504', 'backend-answered-504', event, when);
  if (isFunctionService && status === 429)
    return statedByLine('lambda-throttled', 'stated-lambda-throttled', event, when);
  return statement('backend-error', 'none', 'certain', lineFact(code, event, { status }), when);
}

/** WebSocket lines name the status of the message's answer; their spelling is not confirmed, so never more than likely. */
function webSocketStatements({ events }: ExecutionLog): Statement[] {
  const last = events.findLast(
    ({ step }) =>
      step.kind === 'websocket' &&
      step.status !== undefined &&
      !step.detail.startsWith('Integration returned'),
  );
  const integration = events.findLast(
    ({ step }) =>
      step.kind === 'websocket' &&
      step.status !== undefined &&
      step.detail.startsWith('Integration returned'),
  );
  const told = integration?.step.kind === 'websocket' ? integration.step.status : undefined;
  if (integration !== undefined && told !== undefined && told >= 400)
    return [
      statement(
        told === 504 ? 'integration-504' : 'backend-error',
        'none',
        'likely',
        told === 504
          ? lineFact('backend-answered-504', integration, {})
          : lineFact('backend-answered', integration, { status: told }),
        { atMs: integration.atMs },
      ),
    ];
  const status = last?.step.kind === 'websocket' ? last.step.status : undefined;
  if (last === undefined || status === undefined) return [];
  return status < 400
    ? [
        statement('succeeded', 'none', 'likely', lineFact('websocket-succeeded', last, { status }), {
          atMs: last.atMs,
        }),
      ]
    : [
        statement(undefined, 'unknown', 'certain', lineFact('ended-otherwise', last, { status }), {
          atMs: last.atMs,
        }),
      ];
}
