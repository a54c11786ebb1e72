/**
 * Every fact that the judge can state, with the values its sentence can fill in. A listed value is always given; numbers
 * keep their unit in the name. Sentences: templates/messages/facts.yaml.
 */
export const factArgs = {
  'timed-out': ['waitedMs'],
  'timeout-stated': [],
  'row-timed-out': [],
  'function-started': ['joinedBy'],
  'function-started-early': ['earlyMs'],
  'function-ended-in-time': ['earlyMs'],
  'backend-answered-504': [],
  'row-backend-504': [],
  'stated-network-error': [],
  'stated-vpc-link-failure': [],
  'stated-dns-failure': [],
  'stated-tls-failure': [],
  'stated-lambda-throttled': [],
  'stated-malformed-response': [],
  'stated-permission-denied': [],
  'stated-configuration-error': [],
  'stated-lambda-timeout': [],
  'stated-lambda-error': [],
  'stated-waf-failure': [],
  'stated-request-throttled': [],
  'stated-succeeded': ['status'],
} as const;

export type FactCode = keyof typeof factArgs;

/** The values that go with one code: all of them, and no others. */
export type ArgsOf<Code extends FactCode> = {
  [Name in (typeof factArgs)[Code][number]]: string | number | boolean;
};
