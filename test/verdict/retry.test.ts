import { expect, it } from 'vitest';
import { adviseRetry, isIdempotent } from '../../src/verdict/retry.ts';

it.each<[string | undefined, boolean, string]>([
  ['GET', true, 'safe'],
  ['head', true, 'safe'],
  ['OPTIONS', true, 'safe'],
  ['TRACE', true, 'safe'],
  ['PUT', true, 'needless'],
  ['delete', true, 'needless'],
  ['POST', false, 'duplicates'],
  ['PATCH', false, 'duplicates'],
  [undefined, false, 'duplicates'],
])('%s of work that was done: idempotent %s, %s', (method, idempotent, advice) => {
  expect(isIdempotent(method)).toBe(idempotent);
  expect(adviseRetry('slow-integration', 'likely', method, { answer: 'yes' })).toBe(advice);
});
