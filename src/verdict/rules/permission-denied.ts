import { configurationDetail, statedFailure } from './stated-failure.ts';

/** The gateway may not invoke the function or assume its role. */
export const permissionDenied = statedFailure('permission-denied', 'none', (step) =>
  /^(?:Invalid permissions on Lambda function|API Gateway does not have permission to assume)/.test(
    configurationDetail(step),
  ),
);
