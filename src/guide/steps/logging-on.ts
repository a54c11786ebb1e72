import { isNowhere } from '../is-nowhere.ts';
import type { GuideStep, Tick } from '../step.ts';

/** Step 1: the log that tells is on. An HTTP API has an access log only. */
export const loggingOn: GuideStep = {
  step: 1,
  tick({
    evidence: { request, observations },
    found: { executionLog, accessLog, gatewaySettings: settings },
    timeline,
  }): Tick {
    if (request.apiType === 'http') {
      if (accessLog !== undefined) return { status: 'passed', note: 'http-found' };
      if (settings === undefined) return { status: 'unknown', note: 'http-unknown' };
      return settings.accessLogGroup === undefined
        ? { status: 'failed', note: 'http-off' }
        : { status: 'passed', note: 'http-on' };
    }
    if (settings?.executionLogLevel === 'ERROR')
      return { status: 'failed', note: 'error-level', commands: ['turn-on'] };
    if (executionLog !== undefined)
      return executionLog.level === 'unknown' && timeline.sending === undefined
        ? { status: 'unknown', note: 'level-unknown' }
        : { status: 'passed', note: 'found' };
    if (isNowhere(observations)) return { status: 'unknown', note: 'no-stage' };
    if (settings === undefined) return { status: 'unknown', note: 'unknown' };
    return settings.executionLogLevel === 'INFO'
      ? { status: 'passed', note: 'info' }
      : { status: 'failed', note: 'off', commands: ['turn-on'] };
  },
};
