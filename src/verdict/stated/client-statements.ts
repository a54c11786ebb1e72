import type { ApiType } from '../../evidence/evidence.ts';
import type { ClientResponse } from '../../evidence/readings/client-response.ts';
import { clientFact, isNamed } from './client-fact.ts';
import { byLength } from './client-times.ts';
import { byBody, byBodyLength, byPage, byRefusal } from './client-words.ts';
import { type Statement, statement } from './statement.ts';

/** What the client's own view proves where no log says more: the gateway's default bodies, and how long it took. */
export function clientStatements(
  response: ClientResponse,
  apiType: ApiType,
  timeoutMs: number | undefined,
): Statement[] {
  const length = byLength(response, apiType, timeoutMs);
  const told =
    byBody(response) ??
    byPage(response) ??
    byRefusal(response) ??
    length ??
    byBodyLength(response) ??
    byStatus(response) ??
    byConnecting(response);
  if (told === undefined) return [];
  // The gateway's words say what it was, the times how long it took.
  return told.cause === 'integration-timeout' && length?.waitedMs !== undefined && told !== length
    ? [{ ...told, waitedMs: length.waitedMs, besides: length.fact }]
    : [told];
}

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
