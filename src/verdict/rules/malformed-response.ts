import { configurationDetail, statedFailure } from './stated-failure.ts';

/** The function answered in a shape that the proxy integration does not take. */
export const malformedResponse = statedFailure('malformed-response', 'none', (step) =>
  configurationDetail(step).startsWith('Malformed Lambda proxy response'),
);
