import { configurationError } from './configuration-error.ts';
import { dnsFailure } from './dns-failure.ts';
import { integration504 } from './integration-504.ts';
import { integrationTimeout } from './integration-timeout.ts';
import { lambdaError } from './lambda-error.ts';
import { lambdaThrottled } from './lambda-throttled.ts';
import { lambdaTimeout } from './lambda-timeout.ts';
import { malformedResponse } from './malformed-response.ts';
import { networkError } from './network-error.ts';
import { permissionDenied } from './permission-denied.ts';
import { requestThrottled } from './request-throttled.ts';
import type { Rule } from './rule.ts';
import { slowIntegration } from './slow-integration.ts';
import { succeeded } from './succeeded.ts';
import { tlsFailure } from './tls-failure.ts';
import { vpcLinkFailure } from './vpc-link-failure.ts';
import { wafFailure } from './waf-failure.ts';

/** Precedence: most specific first; the first match is the verdict. */
export const rules: readonly Rule[] = [
  slowIntegration,
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
  wafFailure,
  requestThrottled,
  integration504,
  succeeded,
];
