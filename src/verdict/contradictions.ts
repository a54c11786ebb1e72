import type { FoundSources } from './found-sources.ts';
import { rowFact } from './state-fact.ts';
import type { Timeline } from './timeline.ts';
import type { Cause, Fact } from './verdict.ts';

/**
 * What another log says against the deciding one, named and not hidden. The access log's status can differ because a
 * gateway response was customised, or because the row is another request's; which of them it does not say.
 */
export function contradictions(
  cause: Cause,
  { accessLog, executionLog }: FoundSources,
  { stated }: Timeline,
): Fact[] {
  if (accessLog?.status === undefined || stated?.fact.source !== 'executionLog') return [];
  const completed = executionLog?.events.findLast(({ step }) => step.kind === 'completed');
  const status = completed?.step.kind === 'completed' ? completed.step.status : undefined;
  const isFailure = cause !== 'succeeded';
  const disagrees = status === undefined ? accessLog.status < 400 === isFailure : accessLog.status !== status;
  return disagrees ? [rowFact('row-disagrees', accessLog, { status: accessLog.status })] : [];
}
