import type { ApiType } from '../../evidence/evidence.ts';
import type { ClientResponse } from '../../evidence/readings/client-response.ts';
import type { ArgsOf, FactCode } from '../fact-codes.ts';
import { stateFact } from '../state-fact.ts';
import { usualTimeoutMs } from './late-answer.ts';
import { type Statement, statement } from './statement.ts';

/** The headers round to whole seconds at both ends, and the answer takes its time to travel. */
const roundingMs = 2000;

/** What the client's own view proves where no log says more: the gateway's default bodies, and how long it took. */
export function clientStatements(
  response: ClientResponse,
  apiType: ApiType,
  timeoutMs: number | undefined,
): Statement[] {
  const told =
    byBody(response) ??
    byPage(response) ??
    byLength(response, apiType, timeoutMs) ??
    byStatus(response) ??
    byConnecting(response);
  return told === undefined ? [] : [told];
}

/** A fact of what the client saw, with the line of its status, or the line that the pattern finds. */
export function clientFact<Code extends FactCode>(
  code: Code,
  response: ClientResponse,
  args: ArgsOf<Code>,
  pattern: RegExp = /HTTP\/[\d.]+ \d{3}/,
) {
  const line =
    response.lines.find((each) => pattern.test(each)) ?? response.lines.find((each) => each !== '');
  return stateFact(code, args, 'clientResponse', { atMs: response.dateMs, line: line?.trim() });
}

const isGatewaysOwn = (response: ClientResponse) =>
  response.madeBy === 'gateway' &&
  (response.requestId !== undefined || response.extendedRequestId !== undefined);

/** The gateway's words in an answer with its ids; a body alone, without any header, is one reading. */
function byBody(response: ClientResponse): Statement | undefined {
  const isBare = Object.keys(response.headers).length === 0 && response.madeBy !== 'backend';
  if (response.body === undefined || !(isGatewaysOwn(response) || isBare)) return undefined;
  if (response.status !== undefined && response.status < 500) return undefined;
  const confidence = isGatewaysOwn(response) ? 'likely' : 'possible';
  const when = { atMs: response.dateMs };
  if (/^(?:\{\s*"message"\s*:\s*")?Endpoint request timed out"?/.test(response.body))
    return statement(
      'integration-timeout',
      'unknown',
      confidence,
      clientFact('client-told-timeout', response, {}, /Endpoint request timed out/),
      when,
    );
  if (/^(?:\{\s*"message"\s*:\s*")?Network error communicating with endpoint"?/.test(response.body))
    return statement(
      'network-error',
      'unknown',
      confidence,
      clientFact('client-told-network-error', response, {}, /Network error communicating/),
      when,
    );
  return undefined;
}

/** A server's own 504 page inside an answer with the gateway's ids: it came from behind the gateway, which writes JSON. */
function byPage(response: ClientResponse): Statement | undefined {
  const { body, status } = response;
  if (status !== 504 || body === undefined || !isNamed(response)) return undefined;
  if (!/<center>(?:nginx|awselb|openresty|cloudflare)|<h1>504 Gateway Time-?out<\/h1>/i.test(body))
    return undefined;
  return statement(
    'integration-504',
    'none',
    'likely',
    clientFact('client-got-backend-page', response, {}, /504 Gateway Time-?out<\/h1>|<center>/i),
    { atMs: response.dateMs },
  );
}

/** The trace id's first part is the second of arrival, `Date` the second of the answer (facts 4). */
function byLength(
  response: ClientResponse,
  apiType: ApiType,
  timeoutMs: number | undefined,
): Statement | undefined {
  const { dateMs, traceId, madeBy, status } = response;
  const second = /^1-([0-9a-f]{8})-/.exec(traceId ?? '')?.[1];
  const isGateways = madeBy === 'gateway' || (madeBy === 'unknown' && isNamed(response));
  if (dateMs === undefined || second === undefined || status !== 504 || !isGateways) return undefined;
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

const isNamed = (response: ClientResponse) =>
  response.requestId !== undefined || response.extendedRequestId !== undefined;

/** Whether the client did not even get a connection to whatever stands in front: then nothing made a 504. */
export const neverConnected = ({ status, clientError }: ClientResponse): boolean =>
  status === undefined && /^(?:Failed to connect|Connect(?:ion)? timed|Resolving)/i.test(clientError ?? '');

function byConnecting(response: ClientResponse): Statement | undefined {
  return neverConnected(response)
    ? statement(
        undefined,
        'unknown',
        'possible',
        clientFact('client-never-connected', response, {}, /Failed to connect|Connect|Resolving/i),
        { atMs: response.dateMs },
      )
    : undefined;
}

function byStatus(response: ClientResponse): Statement | undefined {
  const { status, madeBy } = response;
  if (status === undefined) return undefined;
  const when = { atMs: response.dateMs };
  if (madeBy === 'backend' && status === 504)
    return statement(
      'integration-504',
      'none',
      'likely',
      clientFact('client-got-backend-504', response, {}),
      when,
    );
  if (madeBy === 'backend' && status >= 400)
    return statement(
      'backend-error',
      'none',
      'likely',
      clientFact('client-got-backend-error', response, { status }),
      when,
    );
  if (status < 400 && status >= 200 && isNamed(response))
    return statement(
      'succeeded',
      'none',
      'certain',
      clientFact('client-succeeded', response, { status }),
      when,
    );
  return undefined;
}
