import type { FoundSources } from '../../verdict/found-sources.ts';
import { showsNoCall } from '../../verdict/stated/main-call.ts';
import type { Timeline } from '../../verdict/timeline.ts';
import { isReachOpen, reachOf } from '../reach.ts';
import type { GuideStep, Tick } from '../step.ts';

/** Step 8: was the integration invoked? From its own evidence, or from what the gateway says of the call. */
export const wasInvoked: GuideStep = {
  step: 8,
  tick({ evidence: { observations, request }, found, verdict, timeline }): Tick {
    const reach = isReachOpen(verdict) ? 'unknown' : reachOf(verdict);
    switch (reach) {
      case 'late': {
        const proof = verdict.because.find(
          ({ source }) => source !== 'executionLog' && source !== 'accessLog',
        );
        return {
          status: 'passed',
          note: verdict.confidence === 'possible' && verdict.isDelivered !== true ? 'perhaps' : 'invoked',
          args: { seenIn: proof?.source ?? 'executionLog' },
        };
      }
      case 'answered':
        return verdict.cause !== 'succeeded' || showsIntegration(found, timeline)
          ? { status: 'passed', note: 'answered' }
          : { status: 'unknown', note: showsNoCall(found.executionLog) ? 'no-call' : 'answered-somehow' };
      case 'failed':
        return { status: 'passed', note: 'failed' };
      case 'not-reached':
        return {
          status: 'failed',
          note: verdict.cause === 'integration-not-invoked' ? 'not-invoked' : 'not-reached',
        };
      case 'refused':
        return {
          status: 'failed',
          note: verdict.because.some(({ fact }) => fact === 'authorizer-not-permitted')
            ? 'stopped-before'
            : 'refused',
        };
      case 'stopped-before':
        return { status: 'failed', note: 'stopped-before' };
      default: {
        const isFunction =
          timeline.functionName !== undefined || observations.functionLog.status === 'absent';
        if (isFunction) return { status: 'unknown', note: 'look-in-function-log', commands: ['query'] };
        if (timeline.port === undefined) return { status: 'unknown', note: 'unknown', commands: ['query'] };
        const note = request.traceId === undefined ? 'look-without-trace' : 'look-in-backend-log';
        return { status: 'unknown', note, commands: ['search'] };
      }
    }
  },
};

/** Whether anything that was read speaks of the integration: a mock or the cache answers without one. */
function showsIntegration({ executionLog, accessLog }: FoundSources, timeline: Timeline): boolean {
  const { sending, invocation, segment, balancer, deliveries } = timeline;
  return (
    [sending, invocation, segment, balancer, deliveries[0]].some((each) => each !== undefined) ||
    executionLog?.events.some(({ step }) => step.kind === 'received') === true ||
    [accessLog?.integrationStatus, accessLog?.integrationServiceStatus, accessLog?.integrationLatencyMs].some(
      (each) => each !== undefined,
    )
  );
}
