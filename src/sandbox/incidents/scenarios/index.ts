import type { Scenario } from '../scenario.ts';
import { answered } from './answered.ts';
import { coldStarts } from './cold-starts.ts';
import { failedFunctions } from './failed-functions.ts';
import { halfBlind } from './half-blind.ts';
import { httpApis } from './http-apis.ts';
import { lostRequests } from './lost-requests.ts';
import { slowBackends } from './slow-backends.ts';
import { slowDependencies } from './slow-dependencies.ts';
import { slowFunctions } from './slow-functions.ts';
import { stoppedBefore } from './stopped-before.ts';
import { traps } from './traps.ts';
import { webSockets } from './web-sockets.ts';

/** Every sample incident, by family; a new one is a few lines in its family's file. */
export const scenarios: readonly Scenario[] = [
  ...slowFunctions,
  ...coldStarts,
  ...slowDependencies,
  ...lostRequests,
  ...slowBackends,
  ...answered,
  ...failedFunctions,
  ...stoppedBefore,
  ...httpApis,
  ...webSockets,
  ...halfBlind,
  ...traps,
];
