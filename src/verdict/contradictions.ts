import type { FoundSources } from './found-sources.ts';
import { startOf } from './outside/invocation.ts';
import { skewMs } from './outside/own-rows.ts';
import { rowFact, stateFact } from './state-fact.ts';
import type { Timeline } from './timeline.ts';
import type { Cause, Fact } from './verdict.ts';

/**
 * What another log says against the deciding one, named and not hidden. The access log's status can differ because a
 * gateway response was customised, or because the row is another request's; which of them it does not say.
 */
export function contradictions(cause: Cause, found: FoundSources, timeline: Timeline): Fact[] {
  return [
    ...byRow(cause, found, timeline),
    ...byBalancer(timeline),
    ...byMixedLines(found, timeline),
    ...byLateStart(timeline),
  ];
}

/**
 * A balancer that had ended long before the gateway gave up: the gateway would have had that answer. Or one that still
 * had the request for itself then.
 */
function byBalancer({ balancer, stated, gaveUpAtMs, resolutionMs }: Timeline): Fact[] {
  const row = balancer?.value;
  if (row?.loadBalancerStatus === undefined || gaveUpAtMs === undefined) return [];
  const earlyMs = gaveUpAtMs - row.atMs;
  if (stated?.cause !== 'integration-timeout') return [];
  if (earlyMs <= skewMs + resolutionMs)
    return balancer?.byId === true && row.loadBalancerStatus === 460 && row.requestProcessingMs === null
      ? [stateFact('balancer-not-dispatched', {}, 'loadBalancerLog', row)]
      : [];
  return [
    stateFact('balancer-ended-early', { status: row.loadBalancerStatus, earlyMs }, 'loadBalancerLog', row),
  ];
}

function byRow(cause: Cause, { accessLog, executionLog }: FoundSources, { stated }: Timeline): Fact[] {
  if (accessLog?.status === undefined || stated?.fact.source !== 'executionLog') return [];
  const completed = executionLog?.events.findLast(({ step }) => step.kind === 'completed');
  const status = completed?.step.kind === 'completed' ? completed.step.status : undefined;
  const isFailure = cause !== 'succeeded';
  const disagrees = status === undefined ? accessLog.status < 400 === isFailure : accessLog.status !== status;
  return disagrees ? [rowFact('row-disagrees', accessLog, { status: accessLog.status })] : [];
}

/** Several requests under one id at the same time: whose line the deciding one is, was told by the times. */
function byMixedLines({ executionLog }: FoundSources, { stated }: Timeline): Fact[] {
  return executionLog?.isMixed === true && stated?.fact.source === 'executionLog'
    ? [stateFact('lines-mixed', {}, 'executionLog')]
    : [];
}

/** The same id, and begun when nobody waited any more: the request was late to get there, or it is another try. */
function byLateStart({ begunAfter, gaveUpAtMs }: Timeline): Fact[] {
  const startedAtMs = begunAfter === undefined ? undefined : startOf(begunAfter);
  if (begunAfter === undefined || startedAtMs === undefined || gaveUpAtMs === undefined) return [];
  const { joinedBy, lines } = begunAfter;
  return [
    stateFact('function-started-after', { joinedBy, lateMs: startedAtMs - gaveUpAtMs }, 'functionLog', {
      atMs: startedAtMs,
      line: lines[0]?.text,
    }),
  ];
}
