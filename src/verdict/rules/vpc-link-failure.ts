import { statedFailure } from './stated-failure.ts';

/** The gateway names its VPC link as the fault. */
export const vpcLinkFailure = statedFailure(
  'vpc-link-failure',
  'unknown',
  (step) => step.kind === 'vpc-link-error',
);
