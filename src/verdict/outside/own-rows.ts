import type { LoadBalancerRow } from '../../evidence/readings/load-balancer-log.ts';
import type { Trace } from '../../evidence/readings/trace.ts';
import type { FoundSources } from '../found-sources.ts';

/** How far the gateway's and another machine's clocks may differ, ms. Our choice; most are AWS's own. */
export const skewMs = 1000;

/** Outside evidence of this request, and whether an id says so or the time alone. */
export interface Own<Value> {
  value: Value;
  byId: boolean;
}

/** When the gateway waited for the integration, epoch ms, as far as it is known. */
export interface Waiting {
  sentAtMs?: number;
  gaveUpAtMs?: number;
}

/** The trace ids that the gateway's side states; what outside evidence itself claims is not among them. */
function statedTraceIds({ executionLog, accessLog, clientResponse }: FoundSources): string[] {
  return [executionLog?.traceId, accessLog?.traceId, clientResponse?.traceId].filter(
    (id) => id !== undefined,
  );
}

/**
 * The balancer's last row of this request: by trace id; else the only row that falls into the gateway's wait. Rows of
 * other traces, one of several in that time, those of tries that came when the gateway had given up, and those of a
 * balancer in front of the API are nobody's. A row that began before the gateway sent may be of such a one too.
 */
export function ownRow(found: FoundSources, waiting: Waiting): Own<LoadBalancerRow> | undefined {
  const rows = (found.loadBalancerLog ?? []).filter((row) => !stoodInFront(row, found, waiting));
  const ids = [...statedTraceIds(found), ...(found.trace === undefined ? [] : [found.trace.traceId])];
  const tied = rows.findLast(
    (row) => row.traceId !== undefined && ids.includes(row.traceId) && !cameAfter(row, waiting),
  );
  if (tied !== undefined) return { value: tied, byId: !cameBefore(tied, waiting) };
  const free = rows.filter(
    (row) => (row.traceId === undefined || ids.length === 0) && isMeanwhile(beginOf(row), row.atMs, waiting),
  );
  const [only] = free;
  return only === undefined || free.length > 1 ? undefined : { value: only, byId: false };
}

/**
 * Whether the row shows that the balancer had the request only when nobody waited for it any more: a client's next try may
 * bear the same trace.
 */
const cameAfter = (row: LoadBalancerRow, { gaveUpAtMs }: Waiting): boolean =>
  gaveUpAtMs !== undefined &&
  (row.createdAtMs !== undefined || row.targetProcessingMs !== null) &&
  beginOf(row) > gaveUpAtMs + skewMs;

/** It had the request before the gateway sent it on, and passed on what the gateway answered, when it had answered. */
function stoodInFront(row: LoadBalancerRow, { executionLog, accessLog }: FoundSources, waiting: Waiting) {
  const { sentAtMs, gaveUpAtMs } = waiting;
  if (row.createdAtMs === undefined || sentAtMs === undefined || gaveUpAtMs === undefined) return false;
  const completed = executionLog?.events.findLast(({ step }) => step.kind === 'completed')?.step;
  const answered = completed?.kind === 'completed' ? completed.status : accessLog?.status;
  return (
    row.targetStatus !== undefined &&
    row.targetStatus === answered &&
    row.createdAtMs < sentAtMs &&
    row.atMs >= gaveUpAtMs
  );
}

/** Clocks of AWS's own machines lie closer together than this, ms. Our choice. */
const closeMs = 20;

/** Whether the balancer had the request before the gateway sent it on. */
const cameBefore = ({ createdAtMs }: LoadBalancerRow, { sentAtMs }: Waiting): boolean =>
  createdAtMs !== undefined && sentAtMs !== undefined && createdAtMs < sentAtMs - closeMs;

/** When the balancer had the request, as far as its row tells, epoch ms. */
export const beginOf = ({ createdAtMs, atMs, requestProcessingMs, targetProcessingMs }: LoadBalancerRow) =>
  createdAtMs ?? atMs - (requestProcessingMs ?? 0) - (targetProcessingMs ?? 0);

/** The trace, where one of the gateway's ids ties it, or where at least its time fits. */
export function ownTrace(found: FoundSources, requestId: string, waiting: Waiting): Own<Trace> | undefined {
  const { trace } = found;
  if (trace === undefined) return undefined;
  const ids = statedTraceIds(found);
  const isNamed = trace.segments.some((segment) => segment.requestId === requestId);
  if (ids.includes(trace.traceId) || isNamed) return { value: trace, byId: true };
  if (ids.length > 0) return undefined;
  const isAlone = found.executionLog === undefined && found.accessLog === undefined;
  const fits = trace.segments.some(({ startMs, endMs }) => isMeanwhile(startMs, endMs ?? startMs, waiting));
  return isAlone || fits ? { value: trace, byId: isAlone } : undefined;
}

function isMeanwhile(fromMs: number, toMs: number, { sentAtMs, gaveUpAtMs }: Waiting): boolean {
  const begin = sentAtMs ?? gaveUpAtMs;
  const end = gaveUpAtMs ?? sentAtMs;
  return begin !== undefined && end !== undefined && toMs >= begin - skewMs && fromMs <= end + skewMs;
}
