import type { ClientResponse } from '../../evidence/readings/client-response.ts';
import { clientFact, isGatewaysOwn, isNamed } from './client-fact.ts';
import { type Statement, statement } from './statement.ts';

/** The gateway's words in an answer with its ids; without those, whoever knows the words may have written them. */
export function byBody(response: ClientResponse): Statement | undefined {
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

/** A refusal that the gateway's error header names. */
export function byRefusal(response: ClientResponse): Statement | undefined {
  const type = response.headers['x-amzn-errortype']?.replace(/:.*$/, '');
  if (!isNamed(response) || response.madeBy === 'backend' || !isRefusal(type)) return undefined;
  const [cause, code] = refusals[type];
  return statement(cause, 'none', 'likely', clientFact(code, response, {}, /^(?:< )?x-amzn-errortype:/i), {
    atMs: response.dateMs,
  });
}

/** A server's own 504 page inside an answer with the gateway's ids: it came from behind the gateway, which writes JSON. */
export function byPage(response: ClientResponse): Statement | undefined {
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

/** The lengths of the gateway's default bodies (facts 3.1), where the body itself was left out; customised ones could have the same. */
export function byBodyLength(response: ClientResponse): Statement | undefined {
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
