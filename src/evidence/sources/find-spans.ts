import type { Failure } from '../../aws/answer.ts';
import { describeLogGroup } from '../../aws/log-groups.ts';
import type { Search } from '../observation.ts';
import { readSpans, spanTraceId } from '../readings/span.ts';
import type { Trace } from '../readings/trace.ts';
import { lookForLines } from './look-for-lines.ts';
import { requestWindow } from './request-window.ts';
import type { SourceContext } from './source.ts';

/**
 * Where Transaction Search keeps the spans of every trace, instead of X-Ray
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Transaction-Search-ingesting-span-log-groups.html).
 */
const spanGroup = 'aws/spans';

/** The trace as Transaction Search keeps it; where that is off there is no such group, and nothing is searched. */
export async function findSpans(
  context: SourceContext,
  traceId: string,
): Promise<{ trace: Trace | undefined; searches: Search[]; failure: Failure | undefined }> {
  const { place, investigation } = context;
  const nothing = { trace: undefined, searches: [], failure: undefined };
  const window = requestWindow(context);
  if (!window) return nothing;
  const info = await describeLogGroup(place.session, spanGroup, investigation.signal);
  if (!info.ok || info.value === undefined) return nothing;
  const lines = await lookForLines(context, {
    place,
    template: 'queries/spans',
    groups: [{ name: spanGroup, info: info.value }],
    ids: [spanTraceId(traceId)],
    ...window,
    lastLineMs: 0, // one look: most requests are not sampled
    isEnough: () => true,
  });
  return {
    trace: readSpans(
      lines.events.map((event) => event.message),
      traceId,
    ),
    searches: lines.searches,
    failure: lines.failure,
  };
}
