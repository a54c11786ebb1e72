import type { ApiType } from '../../evidence/evidence.ts';
import type { AccessLogRow } from '../../evidence/readings/access-log.ts';
import { rowFact } from '../state-fact.ts';
import { type RowContext, rowTimes } from './row-context.ts';
import { type Statement, statement } from './statement.ts';

/** Default integration timeouts, ms (facts 3.2): REST and WebSocket 29 s, HTTP APIs 30 s. */
export const usualTimeoutMs = { rest: 29_000, websocket: 29_000, http: 30_000, unknown: 29_000 } as const;

/** How far the measured time may lie from the timeout, ms: before it for rounding, after it for the answer itself. */
const beforeMs = 100;
const afterMs = 1500;

/**
 * A row without words whose time is the integration timeout itself: an HTTP API shows a timeout as 503 (facts 3.3), and
 * many formats carry latencies but no error. A fast 503 is something else; an integration that answered is too.
 */
export function lateAnswer(row: AccessLogRow, context: RowContext): Statement | undefined {
  if (row.errorResponseType !== undefined || row.integrationRequestId !== undefined) return undefined;
  if (row.integrationStatus !== undefined || row.integrationServiceStatus !== undefined) return undefined;
  const isTimeoutStatus = row.status === 504 || (row.status === 503 && context.apiType === 'http');
  const waitedMs = row.integrationLatencyMs ?? leftForIntegration(row);
  if (!isTimeoutStatus || row.status === undefined || waitedMs === undefined) return undefined;
  const timeoutMs = context.timeoutMs ?? usualTimeoutMs[context.apiType];
  const fits = isAsLong(waitedMs, context);
  // A REST API's timeout may have been raised: a long wait that the row says ended without an answer is one reading.
  const isLonger =
    context.timeoutMs === undefined &&
    context.apiType === 'rest' &&
    waitedMs > timeoutMs &&
    row.variables['integration.status'] === null;
  if (!fits && !isLonger) return undefined;
  return statement(
    'integration-timeout',
    'unknown',
    fits ? 'likely' : 'possible',
    rowFact('row-late-answer', row, { status: row.status, waitedMs }),
    {
      ...rowTimes(row),
      waitedMs,
    },
  );
}

/** The whole time less what the row gives to those before the integration: a slow authorizer is no integration timeout. */
function leftForIntegration({ responseLatencyMs, authorizerLatencyMs, wafLatencyMs }: AccessLogRow) {
  return responseLatencyMs === undefined
    ? undefined
    : responseLatencyMs - (authorizerLatencyMs ?? 0) - (wafLatencyMs ?? 0);
}

/** Whether a wait is as long as the integration timeout: the known one, else the usual one of this kind of API. */
export function isAsLong(
  waitedMs: number,
  context: { apiType?: ApiType; timeoutMs?: number | undefined },
): boolean {
  const timeoutMs = context.timeoutMs ?? usualTimeoutMs[context.apiType ?? 'unknown'];
  return waitedMs >= timeoutMs - beforeMs && waitedMs <= timeoutMs + afterMs;
}
