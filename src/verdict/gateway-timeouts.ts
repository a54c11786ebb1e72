import type { Cause } from './verdict.ts';

/**
 * The causes where the gateway itself gave up waiting, which a REST API answers with a 504 of its own. Its logs alone
 * cannot tell them apart: a late answer and a lost request end in the same line.
 */
export const gatewayTimeouts: readonly Cause[] = [
  'integration-timeout',
  'slow-integration',
  'cold-start',
  'slow-dependency',
  'integration-not-invoked',
  'connect-timeout',
];
