import { isNowhere } from '../is-nowhere.ts';
import type { GuideStep, Tick } from '../step.ts';

/** Step 5: the execution log of the integration that failed. */
export const executionLines: GuideStep = {
  step: 5,
  tick({ evidence: { request, observations }, found: { executionLog } }): Tick {
    if (request.apiType === 'http') return { status: 'not-applicable', note: 'http-api' };
    if (executionLog !== undefined)
      return { status: 'passed', note: 'found', args: { lines: executionLog.events.length } };
    if (observations.executionLog.status !== 'absent')
      return { status: 'unknown', note: 'unavailable', commands: ['query'] };
    return { status: 'failed', note: isNowhere(observations) ? 'nowhere' : 'absent', commands: ['query'] };
  },
};
