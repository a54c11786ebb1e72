import type { ExecutionEvent, ExecutionLog, ExecutionStep } from '../../evidence/readings/execution-log.ts';
import { couldHit } from '../../evidence/readings/own-timeout.ts';
import { lineFact } from '../state-fact.ts';
import { answerStatements } from './answer-statements.ts';
import { configurationCause, isInternalError } from './configuration-cause.ts';
import { gatewayResponseStatement } from './gateway-response.ts';
import { findSending, isInAuthorizer, isWhole, type LogContext, waitedUntil } from './main-call.ts';
import { statedByAnswer, statedByLine, type When } from './stated-by-line.ts';
import { type Statement, statement } from './statement.ts';

/** Lines that say how a request failed. Where two stand in the same moment, the earlier kind here goes before. */
const failureKinds: readonly ExecutionStep['kind'][] = [
  'timeout',
  'network-error',
  'vpc-link-error',
  'function-error',
  'function-invocation-failed',
  'configuration-error',
  'authorizer-error',
  'authorizer-unauthorized',
  'throttled',
  'failed',
  'waf-failure',
];

/** How the execution log says the request ended: the deciding line first, then what else it states. */
export function executionStatements(log: ExecutionLog, context: LogContext): Statement[] {
  const failures = log.events
    .filter(({ step }) => failureKinds.includes(step.kind))
    .sort((a, b) => later(a, b) || rankOf(a) - rankOf(b));
  const wentOn = log.events.some(({ step }) => step.kind === 'received' || step.kind === 'sending');
  const fatal = failures.filter(({ step }) => step.kind !== 'waf-failure' || !wentOn);
  const passed = failures.filter((each) => !fatal.includes(each));
  const answers = fatal.length > 0 ? [] : answerStatements(log, context);
  const named = byResponse(fatal, log);
  const all = [
    ...named,
    // The authorizer's own call timed out, and not the integration's.
    ...(named.some(({ cause }) => cause === 'authorizer-failure')
      ? []
      : fatal.map((event) => readFailure(event, log, context))),
    ...answers,
  ].concat(passed.map((event) => readFailure(event, log, context)));
  return log.isMixed === true ? all.map(hedged) : all;
}

/**
 * A timeout or network line before any execution began names nobody; the gateway's response type, where it stands there,
 * does. At ERROR level nothing else shows that it was the authorizer's.
 */
function byResponse(fatal: readonly ExecutionEvent[], log: ExecutionLog): Statement[] {
  const isUnnamed = fatal.every(({ step }) => step.kind === 'timeout' || step.kind === 'network-error');
  if (fatal.length === 0 || !isUnnamed) return [];
  const response = log.events.findLast(({ step }) => step.kind === 'gateway-response');
  if (response?.step.kind !== 'gateway-response') return [];
  const told = gatewayResponseStatement(response, response.step, log);
  const isTelling = told !== undefined && (isInAuthorizer(log) || told.cause === 'authorizer-failure');
  return isTelling ? [told] : [];
}

/** Whose line it is was told by the times alone. */
const hedged = (each: Statement): Statement =>
  each.confidence === 'certain' ? { ...each, confidence: 'likely' } : each;

/** Latest first; a line without a time keeps its place. */
const later = (a: ExecutionEvent, b: ExecutionEvent) =>
  a.atMs === undefined || b.atMs === undefined ? 0 : b.atMs - a.atMs;
const rankOf = ({ step }: ExecutionEvent) => failureKinds.indexOf(step.kind);

function readFailure(event: ExecutionEvent, log: ExecutionLog, context: LogContext): Statement {
  const { step, atMs } = event;
  const waitedMs = waitedUntil(event, log);
  const when = { atMs, waitedMs };
  if (isInAuthorizer(log) && isWhole(log) && step.kind !== 'throttled' && step.kind !== 'waf-failure')
    return inAuthorizer(event, when);
  switch (step.kind) {
    case 'timeout':
      return timedOut(event, log, when);
    case 'network-error':
      if (hadAnswer(event, log))
        return statedByLine('network-error', 'network-error-mid-answer', event, when, 'wait');
      return statement(
        'network-error',
        'unknown',
        'certain',
        waitedMs === undefined
          ? lineFact('stated-network-error', event, {})
          : lineFact('network-error-after', event, { waitedMs }),
        when,
      );
    case 'vpc-link-error':
      return statedByLine('vpc-link-failure', 'stated-vpc-link-failure', event, when, 'unknown');
    case 'function-error':
      return step.timedOutAfterMs === undefined || !couldHit(step.timedOutAfterMs, waitedMs)
        ? statedByLine('lambda-error', 'stated-lambda-error', event, when)
        : statedByLine('lambda-timeout', 'stated-lambda-timeout', event, when, 'wait');
    case 'function-invocation-failed':
      return invocationFailed(event, step.status, when);
    case 'configuration-error':
      return configurationFailed(event, step.detail, log, context, when);
    case 'authorizer-error':
      return statedByLine('authorizer-failure', 'stated-authorizer-failure', event, when);
    case 'authorizer-unauthorized':
      return statedByLine('authorizer-failure', 'authorizer-refused', event, when);
    case 'throttled':
      return statedByLine('request-throttled', 'stated-request-throttled', event, when);
    case 'waf-failure':
      return statedByLine('waf-failure', 'stated-waf-failure', event, when);
    default:
      return statement(undefined, 'unknown', 'certain', lineFact('other-failure', event, {}), when);
  }
}

/**
 * The budget ran out. Where headers had come before, it was the answer's rest that stopped (a stream's idle limit, facts
 * 3.6); where the same log also calls the execution a success, one of the two lines is not this request's.
 */
function timedOut(event: ExecutionEvent, log: ExecutionLog, when: When): Statement {
  const { waitedMs } = when;
  const received = log.events.findLast(({ step }) => step.kind === 'received');
  const isAnswered = hadAnswer(event, log);
  const isSuccess = log.events.some(({ step }) => step.kind === 'completed-successfully');
  const idleMs =
    received?.atMs === undefined || event.atMs === undefined ? undefined : event.atMs - received.atMs;
  const fact = isAnswered
    ? idleMs === undefined
      ? lineFact('answer-stopped', event, {})
      : lineFact(
          idleMs + event.resolutionMs < shortestPauseMs ? 'answer-stopped-soon' : 'answer-stopped-after',
          event,
          { idleMs },
        )
    : waitedMs === undefined
      ? lineFact('timeout-stated', event, {})
      : lineFact('timed-out', event, { waitedMs });
  return statement(
    'integration-timeout',
    isAnswered ? 'wait' : 'unknown',
    isSuccess ? 'possible' : isAnswered ? 'likely' : 'certain',
    fact,
    isAnswered ? { atMs: when.atMs, waitedMs: undefined } : when,
  );
}

/**
 * Shortest pause that ends a stream (facts 3.6: 30 s on an edge-optimised API), less the gateway's own work, ms: nothing of
 * the answer can have come before its headers, so a stop sooner than that is no pause's.
 */
const shortestPauseMs = 29_900;

/** Whether the integration itself answered: its sending stands behind the authorizer's, and so does its answer. */
function wasAnswered(log: ExecutionLog): boolean {
  const sending = findSending(log);
  return (
    sending !== undefined &&
    log.events.slice(log.events.indexOf(sending)).some(({ step }) => step.kind === 'received')
  );
}

/** Whether headers of an answer had come before this line. */
function hadAnswer(event: ExecutionEvent, log: ExecutionLog): boolean {
  const received = log.events.findLast(({ step }) => step.kind === 'received');
  return (
    received !== undefined &&
    (received.atMs === undefined || event.atMs === undefined || received.atMs <= event.atMs)
  );
}

/** The log is whole and shows no execution that began: whatever failed, failed in the authorizer. */
function inAuthorizer(event: ExecutionEvent, when: When): Statement {
  const { step } = event;
  if (step.kind === 'configuration-error' && configurationCause(step.detail)?.cause === 'permission-denied')
    return statedByLine('permission-denied', 'authorizer-not-permitted', event, when);
  const isTold = step.kind !== 'timeout' && step.kind !== 'network-error';
  const code =
    step.kind === 'authorizer-unauthorized'
      ? 'authorizer-refused'
      : isTold
        ? 'stated-authorizer-failure'
        : 'authorizer-never-passed';
  return statement(
    'authorizer-failure',
    'none',
    isTold ? 'certain' : 'likely',
    lineFact(code, event, {}),
    when,
  );
}

/** Lambda's own answer to the call, before any code ran. */
function invocationFailed(event: ExecutionEvent, status: number, when: When): Statement {
  if (status === 429) return statedByLine('lambda-throttled', 'stated-lambda-throttled', event, when);
  if (status === 403) return statedByLine('permission-denied', 'stated-permission-denied', event, when);
  if (status === 404) return statedByLine('configuration-error', 'function-missing', event, when);
  return statement(undefined, 'none', 'certain', lineFact('other-failure', event, {}), when);
}

function configurationFailed(
  event: ExecutionEvent,
  detail: string,
  log: ExecutionLog,
  context: LogContext,
  when: When,
): Statement {
  const known = configurationCause(detail);
  if (known?.cause === 'malformed-response' || known?.cause === 'lambda-throttled') {
    const told = behindMalformed(log, context, when);
    if (told !== undefined) return told;
  }
  if (known !== undefined) return statedByLine(known.cause, known.fact, event, when, known.phase);
  if (isInternalError(detail) && !context.isFunction)
    return statement(
      'vpc-link-failure',
      'unknown',
      context.hasVpcLink ? 'likely' : 'possible',
      lineFact('stated-internal-error', event, {}),
      when,
    );
  return statedByLine(
    'configuration-error',
    wasAnswered(log)
      ? 'configuration-error-after-answer'
      : isWhole(log) && findSending(log) === undefined
        ? 'configuration-error-before-call'
        : 'stated-configuration-error',
    event,
    when,
  );
}

/**
 * Until about 2019 a throttled or failing function showed as "Malformed Lambda proxy response"; the lines before it tell
 * what it was (facts 1.3).
 */
function behindMalformed(
  { events }: ExecutionLog,
  { isFunction }: LogContext,
  when: When,
): Statement | undefined {
  const throttled = events.find(
    ({ step }) =>
      (step.kind === 'function-invocation-failed' && step.status === 429) ||
      // The status of the call is that of Lambda's service; the code's own stands in the body.
      (isFunction && step.kind === 'received' && step.status === 429),
  );
  if (throttled !== undefined) return invocationFailed(throttled, 429, when);
  return statedByAnswer(events, when);
}
