import { isNowhere } from '../is-nowhere.ts';
import type { GuideStep, Tick } from '../step.ts';

/** Step 4: the 5xx rows of the access log, with the stage's own field names. */
export const accessRows: GuideStep = {
  step: 4,
  tick({ evidence: { observations }, found: { accessLog } }): Tick {
    const commands = ['query'];
    const { status } = observations.accessLog;
    if (status === 'absent')
      return { status: 'failed', note: isNowhere(observations) ? 'nowhere' : 'absent', commands };
    if (accessLog === undefined) return { status: 'unknown', note: 'unavailable', commands };
    return accessLog.status === undefined
      ? { status: 'passed', note: 'found', commands }
      : { status: 'passed', note: 'found-status', args: { rowStatus: accessLog.status }, commands };
  },
};
