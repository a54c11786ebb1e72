import type { Cause, Verdict } from '../verdict/verdict.ts';

/** What the verdict says of the request's way to the integration: what steps 8 to 15 turn on. */
export type Reach =
  | 'late'
  | 'answered'
  | 'failed'
  | 'not-reached'
  | 'refused'
  | 'stopped-before'
  | 'network'
  | 'unknown';

const reaches: Readonly<Record<Cause, Reach>> = {
  'integration-timeout': 'unknown',
  'slow-integration': 'late',
  'cold-start': 'late',
  'slow-dependency': 'late',
  'integration-not-invoked': 'not-reached',
  'connect-timeout': 'not-reached',
  'integration-504': 'answered',
  'network-error': 'network',
  'edge-timeout': 'unknown',
  'lambda-timeout': 'failed',
  'lambda-error': 'failed',
  'malformed-response': 'failed',
  'lambda-throttled': 'refused',
  'permission-denied': 'refused',
  'dns-failure': 'not-reached',
  'tls-failure': 'not-reached',
  'vpc-link-failure': 'network',
  'configuration-error': 'stopped-before',
  'authorizer-failure': 'stopped-before',
  'request-throttled': 'stopped-before',
  'waf-failure': 'stopped-before',
  'backend-error': 'answered',
  succeeded: 'answered',
  inconclusive: 'unknown',
};

/** How far the request got. Behind an edge that gave up, the gateway's own answer tells, where it is known. */
export function reachOf({
  cause,
  phase,
  because,
  alsoMatched,
}: Pick<Verdict, 'cause' | 'phase' | 'because' | 'alsoMatched'>): Reach {
  // The beginning of an answer was there.
  if (cause === 'integration-timeout' && phase === 'wait') return 'late';
  // What was wrong was what is made of the answer.
  if (because.some(({ fact }) => fact === 'configuration-error-after-answer')) return 'answered';
  if (cause !== 'edge-timeout') return reaches[cause];
  const behind = alsoMatched[0];
  return behind === undefined ? 'unknown' : reaches[behind];
}

/**
 * Whether it stays open if the integration got the request, though the cause alone would say no: a configuration error may
 * come before the call or behind the answer, and failed connections may be another caller's.
 */
export function isReachOpen({ cause, confidence, because }: Verdict): boolean {
  if (cause === 'connect-timeout') return confidence === 'possible';
  return cause === 'configuration-error' && !because.some(({ fact }) => showsWhen.has(fact));
}

/** What shows whether a configuration error came before the integration's code or behind it. */
const showsWhen = new Set([
  'configuration-error-before-call',
  'configuration-error-after-answer',
  'function-missing',
]);
