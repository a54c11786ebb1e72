import type { ApiType } from '../../evidence/evidence.ts';
import type { ClientResponse } from '../../evidence/readings/client-response.ts';
import { clientFact, isNamed } from './client-fact.ts';
import { usualTimeoutMs } from './late-answer.ts';
import { type Statement, statement } from './statement.ts';

/** The headers round to whole seconds at both ends, and the answer takes its time to travel. */
const roundingMs = 2000;

/** The trace id's first part is the second of arrival, `Date` the second of the answer (facts 4). */
export function byLength(
  response: ClientResponse,
  apiType: ApiType,
  timeoutMs: number | undefined,
): Statement | undefined {
  const { dateMs, traceId, madeBy, status } = response;
  const second = /^1-([0-9a-f]{8})-/.exec(traceId ?? '')?.[1];
  const isGateways =
    madeBy === 'gateway' || (madeBy === 'unknown' && (isNamed(response) || isAtApi(response)));
  const isTimeoutStatus = status === 504 || (status === 503 && apiType === 'http');
  if (!isTimeoutStatus || !isGateways) return undefined;
  if (dateMs === undefined || second === undefined) return byTotal(response, apiType, timeoutMs);
  const waitedMs = dateMs - Number.parseInt(second, 16) * 1000;
  const limitMs = timeoutMs ?? usualTimeoutMs[apiType];
  if (Math.abs(waitedMs - limitMs) > roundingMs) return undefined;
  return statement(
    'integration-timeout',
    'unknown',
    'likely',
    clientFact('client-waited', response, { waitedMs }, /^<? ?date:/i),
    { atMs: dateMs, waitedMs },
  );
}

/** Asked at the API's own address: whatever answered is the gateway, its CloudFront, or what stands behind it. */
const isAtApi = ({ url }: ClientResponse) =>
  /^https:\/\/[\w.-]+\.execute-api\.[\w-]+\.amazonaws\.com/.test(url ?? '');

/** The client's own measure: never less than the gateway's wait, and a little more for the way there and back. */
function byTotal(
  response: ClientResponse,
  apiType: ApiType,
  timeoutMs: number | undefined,
): Statement | undefined {
  const { totalMs, dateMs } = response;
  const overMs = (totalMs ?? 0) - (timeoutMs ?? usualTimeoutMs[apiType]);
  if (totalMs === undefined || overMs < 0 || overMs > roundingMs) return undefined;
  return statement(
    'integration-timeout',
    'unknown',
    isNamed(response) ? 'likely' : 'possible',
    clientFact('client-measured', response, { totalMs }, /^real|total/),
    { atMs: dateMs },
  );
}
