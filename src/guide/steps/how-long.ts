import { isReachOpen, reachOf } from '../reach.ts';
import type { GuideStep, Tick } from '../step.ts';

/** Step 9: how long the integration took to finish and answer; the best measure that there is. */
export const howLong: GuideStep = {
  step: 9,
  tick({ found: { executionLog, accessLog }, timeline, verdict }): Tick {
    const measured = (source: string, durationMs: number): Tick => ({
      status: 'passed',
      note: 'measured',
      args: { source, durationMs: Math.round(durationMs) },
    });
    const { invocation, waitedMs, stated, segment, balancer } = timeline;
    if (invocation?.durationMs !== undefined)
      return invocation.initDurationMs === undefined
        ? measured('functionLog', invocation.durationMs)
        : {
            status: 'passed',
            note: 'measured-with-init',
            args: { durationMs: invocation.durationMs, initMs: invocation.initDurationMs },
          };
    const received = executionLog?.events.findLast(({ step }) => step.kind === 'received')?.step;
    if (received?.kind === 'received') return measured('executionLog', received.integrationLatencyMs);
    if (segment?.endMs !== undefined) return measured('trace', segment.endMs - segment.startMs);
    const targetMs = balancer?.value.targetProcessingMs;
    if (typeof targetMs === 'number') return measured('loadBalancerLog', targetMs);
    if (stated?.cause !== 'integration-timeout' && accessLog?.integrationLatencyMs !== undefined)
      return measured('accessLog', accessLog.integrationLatencyMs);
    const reach = isReachOpen(verdict) ? 'unknown' : reachOf(verdict);
    if (reach === 'not-reached' || reach === 'refused' || reach === 'stopped-before')
      return { status: 'not-applicable', note: 'never-ran' };
    if (stated?.cause !== 'integration-timeout' || waitedMs === undefined)
      return { status: 'unknown', note: 'unknown' };
    const isSure = reach === 'late' && (verdict.confidence !== 'possible' || verdict.isDelivered === true);
    return { status: 'unknown', note: isSure ? 'longer' : 'at-least', args: { waitedMs } };
  },
};
