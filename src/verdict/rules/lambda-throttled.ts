import { configurationDetail, statedFailure } from './stated-failure.ts';

/** Lambda refused the invocation for want of concurrency. */
export const lambdaThrottled = statedFailure(
  'lambda-throttled',
  'none',
  (step) =>
    /^Rate Exceeded/i.test(configurationDetail(step)) ||
    (step.kind === 'function-invocation-failed' && step.status === 429),
);
