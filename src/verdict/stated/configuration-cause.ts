import type { FactCode } from '../fact-codes.ts';
import type { Cause, Phase } from '../verdict.ts';

/** What the text behind "configuration error:" means. `fact` is the one whose sentence says so. */
export interface ConfigurationCause {
  cause: Cause;
  phase: Phase;
  fact: Exclude<Extract<FactCode, `stated-${string}`>, 'stated-succeeded'>;
}

/** The gateway's texts, by how they begin (facts 1.3); the access log's integration error quotes the same ones. */
const texts: readonly (readonly [RegExp, ConfigurationCause])[] = [
  [/^Invalid endpoint address/i, { cause: 'dns-failure', phase: 'dns', fact: 'stated-dns-failure' }],
  [
    /^(?:PKIX path|General SSLEngine problem|Host name '.*' does not match the certificate)/i,
    { cause: 'tls-failure', phase: 'tls', fact: 'stated-tls-failure' },
  ],
  [/^Rate Exceeded/i, { cause: 'lambda-throttled', phase: 'none', fact: 'stated-lambda-throttled' }],
  [
    /^(?:Malformed Lambda proxy response|The response from the Lambda function doesn['’]?t match)/i,
    { cause: 'malformed-response', phase: 'none', fact: 'stated-malformed-response' },
  ],
  [
    /^(?:Invalid permissions on Lambda function|API Gateway does not have permission to assume|The IAM role configured on the integration or API Gateway doesn['’]?t have permissions)/i,
    { cause: 'permission-denied', phase: 'none', fact: 'stated-permission-denied' },
  ],
  [
    /^(?:Could not parse policy|Authorizer)/i,
    { cause: 'authorizer-failure', phase: 'none', fact: 'stated-authorizer-failure' },
  ],
];

/** The cause that a known text names; undefined for any other text. */
export function configurationCause(detail: string): ConfigurationCause | undefined {
  return texts.find(([text]) => text.test(detail))?.[1];
}

/** What VPC links answer when the link, its targets or their security groups are at fault (facts 1.3); rarely others. */
export const isInternalError = (detail: string) =>
  /^There was an internal error while executing your request/i.test(detail);
