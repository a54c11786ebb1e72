import { authorizerFailure } from './authorizer-failure.ts';
import { backendError } from './backend-error.ts';
import { coldStart } from './cold-start.ts';
import { configurationError } from './configuration-error.ts';
import { connectTimeout } from './connect-timeout.ts';
import { dnsFailure } from './dns-failure.ts';
import { edgeTimeout } from './edge-timeout.ts';
import { integration504 } from './integration-504.ts';
import { integrationNotInvoked } from './integration-not-invoked.ts';
import { integrationTimeout } from './integration-timeout.ts';
import { lambdaError } from './lambda-error.ts';
import { lambdaThrottled } from './lambda-throttled.ts';
import { lambdaTimeout } from './lambda-timeout.ts';
import { malformedResponse } from './malformed-response.ts';
import { networkError } from './network-error.ts';
import { permissionDenied } from './permission-denied.ts';
import { requestThrottled } from './request-throttled.ts';
import type { Rule } from './rule.ts';
import { slowDependency } from './slow-dependency.ts';
import { slowIntegration } from './slow-integration.ts';
import { succeeded } from './succeeded.ts';
import { tlsFailure } from './tls-failure.ts';
import { vpcLinkFailure } from './vpc-link-failure.ts';
import { wafFailure } from './waf-failure.ts';

/** Precedence: most specific first; the first match is the verdict. */
export const rules: readonly Rule[] = [
  edgeTimeout,
  connectTimeout,
  coldStart,
  slowDependency,
  slowIntegration,
  integrationNotInvoked,
  integrationTimeout,
  networkError,
  vpcLinkFailure,
  dnsFailure,
  tlsFailure,
  lambdaThrottled,
  malformedResponse,
  permissionDenied,
  configurationError,
  lambdaTimeout,
  lambdaError,
  authorizerFailure,
  requestThrottled,
  wafFailure,
  integration504,
  backendError,
  succeeded,
];
