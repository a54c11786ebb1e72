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
    byRefusal(response) ??
    byLength(response, apiType, timeoutMs) ??
    byBodyLength(response) ??
    byStatus(response) ??
    byConnecting(response);
  return told === undefined ? [] : [told];
}

/** A fact of what the client saw, with the line of its status, or the line that the pattern finds. */
export function clientFact<Code extends FactCode>(
  code: Code,
  response: ClientResponse,
  args: ArgsOf<Code>,
  pattern: RegExp = /HTTP\/[\d.]+ \d{3}|^Status Code:/,
) {
  const line =
    response.lines.find((each) => pattern.test(each)) ?? response.lines.find((each) => each !== '');
  return stateFact(code, args, 'clientResponse', { atMs: response.dateMs, line: line?.trim() });
}

const isGatewaysOwn = (response: ClientResponse) =>
  response.madeBy === 'gateway' &&
  (response.requestId !== undefined || response.extendedRequestId !== undefined);

/** The gateway's words in an answer with its ids; without those, whoever knows the words may have written them. */
function byBody(response: ClientResponse): Statement | undefined {
  const { body, status, madeBy, headers } = response;
  const isBare = madeBy === 'unknown' && !isNamed(response) && headers.server === undefined;
  const isOwn = isGatewaysOwn(response);
  if (body === undefined || !(isOwn || isBare)) return undefined;
  if (status !== undefined && status < 500) return undefined;
  const confidence = isOwn ? 'likely' : 'possible';
  const when = { atMs: response.dateMs };
  if (/^(?:\{\s*"message"\s*:\s*")?Endpoint request timed out"?/.test(body))
    return statement(
      'integration-timeout',
      'unknown',
      confidence,
      clientFact(
        isOwn ? 'client-told-timeout' : 'client-told-timeout-bare',
        response,
        {},
        /Endpoint request timed out/,
      ),
      when,
    );
  if (/^(?:\{\s*"message"\s*:\s*")?Network error communicating with endpoint"?/.test(body))
    return statement(
      'network-error',
      'unknown',
      confidence,
      clientFact(
        isOwn ? 'client-told-network-error' : 'client-told-network-error-bare',
        response,
        {},
        /Network error communicating/,
      ),
      when,
    );
  return undefined;
}

/** Types of the gateway's own refusals that name their cause; only the gateway writes this header. */
const refusals = {
  TooManyRequestsException: ['request-throttled', 'client-told-throttled'],
  LimitExceededException: ['request-throttled', 'client-told-throttled'],
  UnauthorizedException: ['authorizer-failure', 'client-told-unauthorized'],
  AuthorizerConfigurationException: ['authorizer-failure', 'client-told-unauthorized'],
} as const;
const isRefusal = (type: string | undefined): type is keyof typeof refusals =>
  type !== undefined && Object.hasOwn(refusals, type);

function byRefusal(response: ClientResponse): Statement | undefined {
  const type = response.headers['x-amzn-errortype']?.replace(/:.*$/, '');
  if (!isNamed(response) || response.madeBy === 'backend' || !isRefusal(type)) return undefined;
  const [cause, code] = refusals[type];
  return statement(cause, 'none', 'likely', clientFact(code, response, {}, /^(?:< )?x-amzn-errortype:/i), {
    atMs: response.dateMs,
  });
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
    'likely',
    clientFact('client-measured', response, { totalMs }, /^real|total/),
    { atMs: dateMs },
  );
}

/** The lengths of the gateway's default bodies (facts 3.1), where the body itself was left out; customised ones could have the same. */
function byBodyLength(response: ClientResponse): Statement | undefined {
  const { status, body, headers } = response;
  if (status !== 504 || body !== undefined || !isGatewaysOwn(response)) return undefined;
  const bytes = headers['content-length'];
  const when = { atMs: response.dateMs };
  const line = /^(?:< )?content-length:/i;
  if (bytes === '41')
    return statement(
      'integration-timeout',
      'unknown',
      'possible',
      clientFact('client-timeout-length', response, {}, line),
      when,
    );
  if (bytes === '56')
    return statement(
      'network-error',
      'unknown',
      'possible',
      clientFact('client-network-length', response, {}, line),
      when,
    );
  return undefined;
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
  if (status >= 400 && isNamed(response))
    return statement(
      undefined,
      'unknown',
      'certain',
      clientFact('client-got-error', response, { status }),
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
