import type { Completion, Verdict } from './verdict.ts';

/** Methods that HTTP defines as idempotent: RFC 9110, 9.2.2. */
const idempotent = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'TRACE']);

/** Whether a retry can do the work twice. */
export function adviseRetry(method: string | undefined, completion: Completion): Verdict['retry'] {
  if (method === undefined) return 'unknown';
  if (idempotent.has(method.toUpperCase())) return 'safe';
  return completion.answer === 'yes' ? 'duplicates' : 'risky';
}
