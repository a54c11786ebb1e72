import type { GuideStep, Tick } from '../step.ts';

/** Step 6: the request's own lines show the timeout. */
export const timeoutLine: GuideStep = {
  step: 6,
  tick({ evidence: { request, observations }, found: { executionLog }, timeline: { stated } }): Tick {
    if (request.apiType === 'http') return { status: 'not-applicable', note: 'http-api' };
    if (observations.executionLog.status === 'absent') return { status: 'failed', note: 'absent' };
    if (executionLog === undefined) return { status: 'unknown', note: 'unknown' };
    const timeout = executionLog.events.findLast(({ step }) => step.kind === 'timeout');
    if (timeout?.atMs !== undefined)
      return { status: 'passed', note: 'timeout-at', args: { atMs: timeout.atMs } };
    if (timeout !== undefined) return { status: 'passed', note: 'timeout' };
    if (stated?.cause === 'integration-timeout' && stated.fact.source === 'executionLog')
      return { status: 'passed', note: 'response-type', args: { line: stated.fact.quote ?? '' } };
    if (stated?.cause === 'lambda-timeout' && stated.fact.source === 'executionLog')
      return { status: 'failed', note: 'function-timeout', args: { line: stated.fact.quote ?? '' } };
    const isOver = executionLog.events.some(({ step }) => step.kind === 'completed');
    if (stated?.cause === undefined && !isOver) return { status: 'unknown', note: 'cut' };
    return stated?.cause === undefined || stated.fact.source !== 'executionLog'
      ? { status: 'failed', note: 'no-timeout' }
      : { status: 'failed', note: 'other-end', args: { line: stated.fact.quote ?? '' } };
  },
};
