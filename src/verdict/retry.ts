import type { Cause, Completion, Confidence, Verdict } from './verdict.ts';

/** Methods that HTTP defines as idempotent: RFC 9110, 9.2.2. */
const idempotent = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'TRACE']);
/** Those of them that only read: RFC 9110, 9.2.1. Whoever sent one still wants its result. */
const reading = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/** Whether HTTP lets a request of this method be sent again without doing more than once. */
export const isIdempotent = (method: string | undefined): boolean => idempotent.has(nameOf(method));

const nameOf = (method: string | undefined) => method?.toUpperCase() ?? '';

/** Fails in the same way until somebody mends it. */
const permanent: readonly Cause[] = [
  'dns-failure',
  'tls-failure',
  'configuration-error',
  'permission-denied',
  'malformed-response',
];

/** The work was not begun: a retry cannot do it twice. An empty log is never sure enough for that, nor one of several readings. */
const notBegun: readonly Cause[] = [
  'request-throttled',
  'lambda-throttled',
  'authorizer-failure',
  'waf-failure',
  'connect-timeout',
];

/** Whether a retry can do the work twice, or is any use. */
export function adviseRetry(
  cause: Cause,
  confidence: Confidence,
  method: string | undefined,
  completion: Completion,
): Verdict['retry'] {
  if (permanent.includes(cause)) return 'useless';
  if (notBegun.includes(cause) && confidence !== 'possible') return 'safe';
  const isDone = completion.answer === 'yes';
  if (isIdempotent(method)) return isDone && !reading.has(nameOf(method)) ? 'needless' : 'safe';
  if (isDone || (cause === 'succeeded' && method !== undefined)) return 'duplicates';
  return method === undefined ? 'unknown' : 'risky';
}
