import type { GuideStep } from '../step.ts';
import { accessFields } from './access-fields.ts';
import { accessRows } from './access-rows.ts';
import { allTimeouts } from './all-timeouts.ts';
import { executionLines } from './execution-lines.ts';
import { howLong } from './how-long.ts';
import { improveBackend } from './improve-backend.ts';
import { invokeAsynchronously } from './invoke-asynchronously.ts';
import { loggingOn } from './logging-on.ts';
import { raiseTimeout } from './raise-timeout.ts';
import { reproduce } from './reproduce.ts';
import { retryOnNetwork } from './retry-on-network.ts';
import { retryWhenLost } from './retry-when-lost.ts';
import { shortenRun } from './shorten-run.ts';
import { timeoutLine } from './timeout-line.ts';
import { wasInvoked } from './was-invoked.ts';

/** The guide's fifteen steps, in its own order. */
export const steps: readonly GuideStep[] = [
  loggingOn,
  reproduce,
  accessFields,
  accessRows,
  executionLines,
  timeoutLine,
  allTimeouts,
  wasInvoked,
  howLong,
  retryWhenLost,
  shortenRun,
  retryOnNetwork,
  improveBackend,
  invokeAsynchronously,
  raiseTimeout,
];
