import type { Scenario } from '../scenario.ts';
import { answered } from './answered.ts';
import { failedFunctions } from './failed-functions.ts';
import { lostRequests } from './lost-requests.ts';
import { slowFunctions } from './slow-functions.ts';

/** Every sample incident, by family. */
export const scenarios: readonly Scenario[] = [
  ...slowFunctions,
  ...lostRequests,
  ...answered,
  ...failedFunctions,
];
