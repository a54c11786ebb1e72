import type { AccessLogRow } from '../../evidence/readings/access-log.ts';
import { couldHit, readOwnTimeout } from '../../evidence/readings/own-timeout.ts';
import { rowFact } from '../state-fact.ts';
import type { Cause, Confidence, Phase } from '../verdict.ts';
import { configurationCause, isInternalError } from './configuration-cause.ts';
import { lateAnswer } from './late-answer.ts';
import { type RowContext, rowTimes } from './row-context.ts';
import { type Statement, statement } from './statement.ts';

/** How the access-log row says the request ended. Its error type and messages decide, never its status alone. */
export function rowStatements(row: AccessLogRow, context: RowContext): Statement[] {
  const told =
    byMessage(row, context) ??
    byResponseType(row, context) ??
    byWafOrAuthorizer(row) ??
    byIntegrationStatus(row, context) ??
    lateAnswer(row, context) ??
    byStatus(row);
  return told === undefined ? [] : [told];
}

const say = (
  row: AccessLogRow,
  cause: Cause,
  message: string,
  phase: Phase = 'none',
  confidence: Confidence = 'certain',
) => statement(cause, phase, confidence, rowFact('row-states', row, { message }), rowTimes(row));

/** The least that an integration timeout can be set to, ms (facts 3.2). */
const shortestTimeoutMs = 50;

function timedOut(row: AccessLogRow, confidence: Confidence): Statement {
  const times = rowTimes(row);
  const { waitedMs } = times;
  if (waitedMs !== undefined && waitedMs < shortestTimeoutMs)
    return statement(
      'integration-timeout',
      'unknown',
      'possible',
      rowFact('row-timed-out-too-soon', row, { soonMs: waitedMs }),
      { ...times, waitedMs: undefined },
    );
  const fact =
    waitedMs === undefined
      ? rowFact('row-timed-out', row, {})
      : rowFact('row-timed-out-after', row, { waitedMs });
  return statement('integration-timeout', 'unknown', confidence, fact, times);
}

/** The messages quote the gateway's own texts (facts 2 and 3.3), with or without the line's opening. */
function byMessage(row: AccessLogRow, { hasVpcLink, isFunction }: RowContext): Statement | undefined {
  for (const message of [row.integrationError, row.errorMessage]) {
    if (message === undefined) continue;
    const limitMs = readOwnTimeout(message, row.integrationRequestId);
    if (limitMs !== undefined && couldHit(limitMs, rowTimes(row).waitedMs))
      return say(row, 'lambda-timeout', message, 'wait');
    const detail = message.replace(/^Execution failed due to (?:a )?configuration error:\s*/i, '');
    const known = configurationCause(detail);
    if (known !== undefined) return say(row, known.cause, message, known.phase);
    if (
      /^(?:Lambda Customer Function Error|Lambda execution failed with status \d+ due to customer function error|The Lambda function returned the following error)/i.test(
        message,
      )
    )
      return say(row, 'lambda-error', message);
    if (/^Lambda invocation failed with status:? 429/i.test(message))
      return say(row, 'lambda-throttled', message);
    if (/Endpoint request timed out|^Execution failed due to a timeout error/i.test(message))
      return timedOut(row, 'certain');
    if (/^(?:Execution failed due to a )?network error communicating with endpoint/i.test(message))
      return say(row, 'network-error', message, 'unknown');
    if (/^Execution failed due to an? vpc link error/i.test(message))
      return say(row, 'vpc-link-failure', message, 'unknown');
    if (/error evaluating the AWS WAF|^WAF call got timed out/i.test(message))
      return say(row, 'waf-failure', message);
    if (isInternalError(detail) && !isFunction)
      return say(row, 'vpc-link-failure', message, 'unknown', hasVpcLink ? 'likely' : 'possible');
    if (detail !== message) return say(row, 'configuration-error', message);
  }
  return undefined;
}

function byResponseType(row: AccessLogRow, { isFunction }: RowContext): Statement | undefined {
  const type = row.errorResponseType;
  switch (type) {
    case undefined:
      return undefined;
    case 'INTEGRATION_TIMEOUT':
      return timedOut(row, 'certain');
    case 'INTEGRATION_FAILURE':
      // Also the type of failing functions: those show as 504 only where somebody customised the response (facts 3.1), and
      // an integration that answered had no network error.
      return row.status === 504 && !isFunction && !hasAnswered(row)
        ? say(row, 'network-error', type, 'unknown', 'likely')
        : undefined;
    case 'AUTHORIZER_FAILURE':
    case 'AUTHORIZER_CONFIGURATION_ERROR':
    case 'UNAUTHORIZED':
      return say(row, 'authorizer-failure', type);
    case 'ACCESS_DENIED':
      return row.authorizerStatus === undefined && row.authorizerError === undefined
        ? undefined
        : say(row, 'authorizer-failure', type);
    case 'THROTTLED':
    case 'QUOTA_EXCEEDED':
      return say(row, 'request-throttled', type);
    case 'WAF_FILTERED':
      return say(row, 'waf-failure', type);
    case 'API_CONFIGURATION_ERROR':
      return say(row, 'configuration-error', type);
    default:
      return undefined;
  }
}

/** An answer of the integration stands in the row, or the words that go with Lambda's 502 (facts 2). */
const hasAnswered = (row: AccessLogRow) =>
  (row.integrationStatus ?? row.integrationServiceStatus) !== undefined ||
  /^Internal server error$/i.test(row.errorMessage ?? '');

function byWafOrAuthorizer(row: AccessLogRow): Statement | undefined {
  if (row.variables['waf.responseCode'] === 'WAF_BLOCK')
    return statement('waf-failure', 'none', 'certain', rowFact('row-waf-blocked', row, {}), rowTimes(row));
  const wasCalled = row.integrationStatus !== undefined || row.integrationServiceStatus !== undefined;
  if (wasCalled || (row.status ?? 0) < 400) return undefined;
  if (row.authorizerError !== undefined) return say(row, 'authorizer-failure', row.authorizerError);
  if (row.wafError !== undefined && row.integrationLatencyMs === undefined)
    return say(row, 'waf-failure', row.wafError);
  return undefined;
}

/** The integration's own answer, passed on. For a function, the service's status is Lambda's and not the code's. */
function byIntegrationStatus(row: AccessLogRow, { isFunction }: RowContext): Statement | undefined {
  if (row.errorResponseType !== undefined) return undefined;
  const service = row.integrationServiceStatus;
  if (isFunction && service === 429)
    return statement(
      'lambda-throttled',
      'none',
      'certain',
      rowFact('row-throttled-function', row, {}),
      rowTimes(row),
    );
  // The integration answered well and the client has a 504: the function's code answered it, or a mapping made it.
  if (row.integrationStatus === undefined && service !== undefined && service < 300 && row.status === 504)
    return statement(
      'integration-504',
      'none',
      'likely',
      rowFact('row-answer-passed-on', row, {}),
      rowTimes(row),
    );
  const status = row.integrationStatus ?? (isFunction ? undefined : service);
  if (status === undefined || status < 400) return undefined;
  const confidence = row.integrationStatus === undefined && status !== row.status ? 'likely' : 'certain';
  return status === 504
    ? statement('integration-504', 'none', confidence, rowFact('row-backend-504', row, {}), rowTimes(row))
    : statement(
        'backend-error',
        'none',
        confidence,
        rowFact('row-backend-answered', row, { status }),
        rowTimes(row),
      );
}

/** The gateway's default bodies have lengths of their own (facts 3.1); customised ones could have the same. */
const timeoutBodyBytes = 41;
const networkBodyBytes = 56;

function byStatus(row: AccessLogRow): Statement | undefined {
  const { status, responseLength, errorResponseType } = row;
  if (status === undefined) return undefined;
  if (errorResponseType === undefined && status < 400)
    return statement(
      'succeeded',
      'none',
      'certain',
      rowFact('row-succeeded', row, { status }),
      rowTimes(row),
    );
  if (errorResponseType === undefined && status === 504 && responseLength === timeoutBodyBytes)
    return statement(
      'integration-timeout',
      'unknown',
      'possible',
      rowFact('row-timeout-length', row, {}),
      rowTimes(row),
    );
  if (errorResponseType === undefined && status === 504 && responseLength === networkBodyBytes)
    return statement(
      'network-error',
      'unknown',
      'possible',
      rowFact('row-network-length', row, {}),
      rowTimes(row),
    );
  const message = row.errorMessage ?? errorResponseType ?? String(status);
  return statement(
    undefined,
    'unknown',
    'certain',
    rowFact('row-ended-otherwise', row, { message }),
    rowTimes(row),
  );
}
