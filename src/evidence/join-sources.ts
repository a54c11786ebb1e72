import type { LogEvent } from '../inquiry/log-event.ts';
import type { ApiType, SourceName } from './evidence.ts';
import type { AccessLogRow } from './readings/access-log.ts';
import type { BackendLine } from './readings/backend-log.ts';
import type { ClientResponse } from './readings/client-response.ts';
import type { FlowLogRow } from './readings/flow-log.ts';
import { readInvokeUrl } from './readings/invoke-url.ts';
import type { LoadBalancerRow } from './readings/load-balancer-log.ts';
import { type FoundSources, factsOf } from './readings/request-facts.ts';
import type { Trace } from './readings/trace.ts';

/** A request in the making: what was tied to it so far, and the name it goes by if no log gives it one. */
export interface Draft {
  found: FoundSources;
  fallbackId: string;
}

export const newDraft = (found: FoundSources, fallbackId: string): Draft => ({ found, fallbackId });

/** Told how many records of a source belong to no request, or could belong to several. */
export type Spare = (source: SourceName, records: number) => void;

/** Access-log rows to their requests, by extended id, then by request id; a row of no known request makes one. */
export function addRows(rows: AccessLogRow[], drafts: Draft[]): void {
  const byExtended = new Map<string, Draft>();
  const byId = new Map<string, Draft[]>();
  const index = (draft: Draft, id: string | undefined, extended: string | undefined) => {
    if (extended !== undefined) byExtended.set(extended, draft);
    if (id !== undefined) byId.set(id, [...(byId.get(id) ?? []), draft]);
  };
  for (const draft of drafts)
    index(draft, draft.found.executionLog?.requestId, draft.found.executionLog?.extendedRequestId);
  for (const row of rows) {
    const known =
      (row.extendedRequestId === undefined ? undefined : byExtended.get(row.extendedRequestId)) ??
      (row.requestId === undefined ? undefined : byExtended.get(row.requestId)) ??
      (row.requestId === undefined ? [] : (byId.get(row.requestId) ?? [])).find((draft) =>
        agrees(draft, row),
      );
    if (known === undefined) {
      const draft = newDraft({ accessLog: row }, row.requestId ?? row.extendedRequestId ?? 'unknown');
      drafts.push(draft);
      index(draft, row.requestId, row.extendedRequestId);
    } else known.found.accessLog ??= row;
  }
}

/** The same request id is the same request unless two extended ids, or two rows, say otherwise. */
function agrees({ found }: Draft, row: AccessLogRow): boolean {
  const extended = found.executionLog?.extendedRequestId ?? found.accessLog?.extendedRequestId;
  if (extended !== undefined && row.extendedRequestId !== undefined)
    return extended === row.extendedRequestId;
  return found.accessLog === undefined || found.accessLog.line === row.line;
}

/** What clients saw, by the ids in their headers; an answer that names no other request goes to the only one. */
export function addClientResponses(responses: ClientResponse[], drafts: Draft[], spare: Spare): void {
  for (const response of responses) {
    const ids = [response.requestId, response.extendedRequestId, response.traceId].filter(
      (id) => id !== undefined,
    );
    const known = drafts.find((draft) => ids.some((id) => idsOf(draft).includes(id)));
    const only = drafts.length === 1 ? drafts[0] : undefined;
    const target = known ?? (only !== undefined && mayBe(only, response) ? only : undefined);
    if (target !== undefined && target.found.clientResponse === undefined)
      target.found.clientResponse = response;
    else if (target !== undefined && isSame(target.found.clientResponse, response)) continue;
    // A second answer is another request's, unless it repeats the first.
    else if (ids.length > 0 || drafts.every(({ found }) => isAnswerAlone(found))) {
      drafts.push(newDraft({ clientResponse: response }, ids[0] ?? response.cloudFrontId ?? 'unknown'));
    } else spare('clientResponse', 1);
  }
}

const isSame = (a: ClientResponse | undefined, b: ClientResponse) =>
  a?.lines.join('\n') === b.lines.join('\n');

/** Nothing but what a client saw: other answers beside it are no less requests of their own. */
const isAnswerAlone = (found: FoundSources) => Object.keys(found).every((name) => name === 'clientResponse');

/** An answer with ids of its own belongs to the only request unless that request has other ones of the same kind. */
function mayBe({ found }: Draft, response: ClientResponse): boolean {
  const { executionLog, accessLog, clientResponse } = found;
  const id = executionLog?.requestId ?? accessLog?.requestId ?? clientResponse?.requestId;
  const extended =
    executionLog?.extendedRequestId ?? accessLog?.extendedRequestId ?? clientResponse?.extendedRequestId;
  const trace = executionLog?.traceId ?? accessLog?.traceId ?? clientResponse?.traceId;
  const differs = (a: string | undefined, b: string | undefined) =>
    a !== undefined && b !== undefined && a !== b;
  const api = executionLog?.apiId ?? accessLog?.apiId;
  const called = response.url === undefined ? undefined : readInvokeUrl(response.url)?.apiId;
  return (
    !differs(api, called) &&
    !differs(id, response.requestId) &&
    !differs(extended, response.extendedRequestId) &&
    !differs(trace, response.traceId)
  );
}

function idsOf({ found, fallbackId }: Draft): string[] {
  const { executionLog: log, accessLog: row, clientResponse: answer, trace } = found;
  const invocationTraces = found.functionLog?.invocations.map((each) => each.traceId) ?? [];
  return [
    fallbackId,
    ...[log, row, answer].flatMap((source) => [
      source?.requestId,
      source?.extendedRequestId,
      source?.traceId,
    ]),
    trace?.traceId,
    ...invocationTraces,
  ].flatMap((id) => (id === undefined || id === 'unknown' ? [] : [id]));
}

function draftsById(drafts: Draft[]): Map<string, Draft> {
  return new Map(drafts.flatMap((draft) => idsOf(draft).map((id) => [id, draft] as const)));
}

function traceOf({ found }: Draft): string | undefined {
  return (
    found.executionLog?.traceId ??
    found.accessLog?.traceId ??
    found.clientResponse?.traceId ??
    found.trace?.traceId
  );
}

/** Traces by their id, by the request ids in their segments, or to the only request if that has no trace id. */
export function addTraces(traces: Trace[], drafts: Draft[], spare: Spare): void {
  if (traces.length === 0) return;
  const byId = draftsById(drafts);
  for (const trace of traces) {
    const named = trace.segments.flatMap((segment) => [segment.requestId, segment.extendedRequestId]);
    const only =
      drafts.length === 1 && drafts[0] !== undefined && traceOf(drafts[0]) === undefined
        ? drafts[0]
        : undefined;
    const target =
      byId.get(trace.traceId) ??
      named.map((id) => byId.get(id ?? '')).find((draft) => draft !== undefined) ??
      only;
    if (target === undefined) spare('trace', 1);
    else target.found.trace ??= trace;
  }
}

/** Balancer rows by trace id, or to the only request where one of the two has none. */
export function addBalancerRows(rows: LoadBalancerRow[], drafts: Draft[], spare: Spare): void {
  if (rows.length === 0) return;
  const byId = draftsById(drafts);
  for (const row of rows) {
    const known = row.traceId === undefined ? undefined : byId.get(row.traceId);
    const only = drafts.length === 1 ? drafts[0] : undefined;
    const target =
      known ??
      (only !== undefined && (row.traceId === undefined || traceOf(only) === undefined) ? only : undefined);
    if (target === undefined) spare('loadBalancerLog', 1);
    else target.found.loadBalancerLog = [...(target.found.loadBalancerLog ?? []), row];
  }
}

/** Flow rows know no request: they go to each request whose time they overlap, with a minute for the aggregation. */
const flowSlackMs = 60_000;
/** Pairs of rows and requests that are compared; a larger mix has to be narrowed by the asker. Our choice. */
const mostPairs = 2_000_000;

/** Flow-log rows to every request whose time they overlap. */
export function addFlowRows(
  rows: FlowLogRow[],
  drafts: Draft[],
  apiType: ApiType | undefined,
  spare: Spare,
): void {
  if (rows.length === 0) return;
  if (drafts.length === 0 || rows.length * drafts.length > mostPairs) {
    spare('flowLog', rows.length);
    return;
  }
  let used = 0;
  for (const draft of drafts) {
    const { atMs } = factsOf(draft.found, apiType, draft.fallbackId);
    const near = rows.filter(
      (row) =>
        atMs === undefined ||
        (row.endMs + flowSlackMs >= atMs && row.startMs - flowSlackMs <= endOf(draft, atMs)),
    );
    if (near.length === 0 || (atMs === undefined && drafts.length > 1)) continue;
    draft.found.flowLog = near;
    used += near.length;
  }
  if (used === 0) spare('flowLog', rows.length);
}

function endOf({ found }: Draft, atMs: number): number {
  return (
    found.executionLog?.events.findLast((event) => event.atMs !== undefined)?.atMs ??
    atMs + (found.accessLog?.responseLatencyMs ?? 30_000)
  );
}

const anyId =
  /\b1-[0-9a-f]{8}-[0-9a-f]{24}\b|\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b|(?<![A-Za-z0-9_=-])[A-Za-z0-9_-]{15}=(?![A-Za-z0-9=])/g;
const longestLookedAt = 20_000;

/** A line of some other program counts as the backend's when it has a time and names a request; answers what is left. */
export function addBackendLines(events: LogEvent[], drafts: Draft[]): LogEvent[] {
  if (events.length === 0) return events;
  const byId = draftsById(drafts);
  return events.filter((event) => {
    // A message of the gateway's own log that is not known yet is nobody else's.
    if (event.atMs === undefined || /^\([A-Za-z0-9_=-]{8,80}\)\s/.test(event.message)) return true;
    for (const [id] of event.message.slice(0, longestLookedAt).matchAll(anyId)) {
      const draft = byId.get(id);
      if (draft === undefined) continue;
      const joinedBy: BackendLine['joinedBy'] = id.startsWith('1-')
        ? 'trace-id'
        : id.length === 36
          ? 'api-request-id'
          : 'extended-request-id';
      const line: BackendLine = { line: event.message.trimEnd(), joinedBy, atMs: event.atMs };
      if (event.logGroup !== undefined) line.logGroup = event.logGroup;
      draft.found.backendLog = [...(draft.found.backendLog ?? []), line];
      return false;
    }
    return true;
  });
}
