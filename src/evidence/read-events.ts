import type { LogEvent } from '../inquiry/log-event.ts';
import type { ApiType, RequestFacts, SourceName } from './evidence.ts';
import { type AccessLogRow, readAccessRow } from './readings/access-log.ts';
import type { BackendLine } from './readings/backend-log.ts';
import { findClientStretches } from './readings/client-lines.ts';
import { type ClientResponse, readClientResponse } from './readings/client-response.ts';
import { readExecutionLine, readExecutionLog } from './readings/execution-log.ts';
import { type FlowLogRow, readFlowLogHeader, readFlowLogRow } from './readings/flow-log.ts';
import { readFunctionLine } from './readings/function-line.ts';
import { type LoggedInvocation, readInvocations } from './readings/function-log.ts';
import { groupExecution } from './readings/group-execution.ts';
import { type LoadBalancerRow, readLoadBalancerRow } from './readings/load-balancer-log.ts';
import { type FoundSources, factsOf } from './readings/request-facts.ts';
import { tieInvocations } from './readings/tie-invocations.ts';
import { readTraces, type Trace } from './readings/trace.ts';

/** One request of a text, with all that could be tied to it. */
export interface ReadRequest {
  request: RequestFacts;
  found: FoundSources;
}

export interface ReadEvents {
  /** Oldest first; those without a time last. */
  requests: ReadRequest[];
  /** Records that were understood as nothing. */
  unread: LogEvent[];
  /** Records that were understood, but belong to no request of the text (or could belong to several). */
  untied: { source: SourceName; records: number }[];
}

/**
 * Groups any mix of records into requests: execution lines by id (a reused id is told apart by its extended id), access
 * rows by id, Lambda invocations by id, trace, mention or time, balancer rows and traces by trace id, flow rows by time,
 * client answers by their headers. What bears no id goes to the only request of the text, if there is only one.
 */
export function readEvents(
  events: readonly LogEvent[],
  hints: { accessLogFormat?: string; apiType?: ApiType },
): ReadEvents {
  const sorted = sortRecords(events, hints.accessLogFormat);
  const { groups, left } = groupExecution(sorted.execution, sorted.invocations.length > 0);
  const drafts = groups.flatMap((group): Draft[] => {
    const executionLog = readExecutionLog(group.events);
    return executionLog === undefined ? [] : [newDraft({ executionLog }, executionLog.requestId)];
  });
  addRows(sorted.rows, drafts);
  const untied = new Map<SourceName, number>();
  const spare = (source: SourceName, records: number) =>
    untied.set(source, (untied.get(source) ?? 0) + records);
  addClientResponses(sorted.responses, drafts, spare);
  if (drafts.length === 0) addAlone(sorted, drafts);
  addTraces(sorted.traces, drafts, spare);
  addBalancerRows(sorted.balancer, drafts, spare);
  tieInvocations(
    sorted.invocations,
    drafts.map(({ found }) => found),
    (records) => spare('functionLog', records),
  );
  addFlowRows(sorted.flow, drafts, hints.apiType, spare);
  const unread = addBackendLines([...sorted.other, ...left], drafts);
  return {
    requests: drafts
      .map(({ found, fallbackId }) => ({ request: factsOf(found, hints.apiType, fallbackId), found }))
      .sort((a, b) => (a.request.atMs ?? Number.MAX_VALUE) - (b.request.atMs ?? Number.MAX_VALUE)),
    unread: unread.sort((a, b) => a.order - b.order),
    untied: [...untied].map(([source, records]) => ({ source, records })),
  };
}

interface Draft {
  found: FoundSources;
  fallbackId: string;
}

const newDraft = (found: FoundSources, fallbackId: string): Draft => ({ found, fallbackId });

interface Sorted {
  execution: LogEvent[];
  rows: AccessLogRow[];
  balancer: LoadBalancerRow[];
  flow: FlowLogRow[];
  traces: Trace[];
  invocations: LoggedInvocation[];
  responses: ClientResponse[];
  other: LogEvent[];
}

function sortRecords(events: readonly LogEvent[], format: string | undefined): Sorted {
  const sorted: Sorted = {
    execution: [],
    rows: [],
    balancer: [],
    flow: [],
    traces: [],
    invocations: [],
    responses: [],
    other: [],
  };
  const lambda: LogEvent[] = [];
  const rest: LogEvent[] = [];
  let flowFields: string[] | undefined;
  for (const event of events) {
    const { message } = event;
    if (event.logGroup?.startsWith('/aws/lambda/')) lambda.push(event);
    else if (readExecutionLine(event) !== undefined) sorted.execution.push(event);
    else if (readFunctionLine(message) !== undefined) lambda.push(event);
    else {
      const row = readAccessRow(message, { format, atMs: event.atMs, logGroup: event.logGroup });
      const balancer = row === undefined ? readLoadBalancerRow(message) : undefined;
      const header = row === undefined && balancer === undefined ? readFlowLogHeader(message) : undefined;
      const flow =
        row === undefined && balancer === undefined && header === undefined
          ? readFlow(message, flowFields)
          : undefined;
      if (header !== undefined) flowFields = header;
      if (row !== undefined) sorted.rows.push(row);
      else if (balancer !== undefined) sorted.balancer.push(balancer);
      else if (flow !== undefined) sorted.flow.push(flow);
      else if (header === undefined && !takeTrace(message, sorted.traces)) rest.push(event);
    }
  }
  separateRest(rest, lambda, sorted);
  return sorted;
}

function readFlow(message: string, fields: string[] | undefined): FlowLogRow | undefined {
  return (fields === undefined ? undefined : readFlowLogRow(message, fields)) ?? readFlowLogRow(message);
}

function takeTrace(message: string, traces: Trace[]): boolean {
  if (!/trace_id/.test(message) || !/^\s*[[{]/.test(message)) return false;
  const read = readTraces(message);
  traces.push(...read);
  return read.length > 0;
}

/** Client answers first; then lines in the streams of a Lambda log, which belong to its invocations by position. */
function separateRest(rest: LogEvent[], lambda: LogEvent[], sorted: Sorted): void {
  const seen = new Set<LogEvent>();
  for (const stretch of findClientStretches(rest)) {
    const response = readClientResponse(stretch.flatMap(({ message }) => message.split('\n')));
    if (response === undefined) continue;
    sorted.responses.push(response);
    for (const event of stretch) seen.add(event);
  }
  const left = rest.filter((event) => !seen.has(event));
  const streams = new Set(lambda.map(streamOf));
  const inStream = left.filter(
    (event) => streams.has(streamOf(event)) && (event.atMs !== undefined || event.logStream !== undefined),
  );
  sorted.invocations = readInvocations([...lambda, ...inStream].sort((a, b) => a.order - b.order));
  const spoken = new Set(sorted.invocations.flatMap(({ lines }) => lines.map(({ text }) => text)));
  const taken = new Set(inStream.filter(({ message }) => spoken.has(message.trimEnd())));
  sorted.other = left.filter((event) => !taken.has(event));
}

const streamOf = (event: LogEvent) => `${event.logGroup ?? ''} ${event.logStream ?? ''}`;

function addRows(rows: AccessLogRow[], drafts: Draft[]): void {
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

type Spare = (source: SourceName, records: number) => void;

/** A text of Lambda, X-Ray or balancer records alone still is about requests; their API is unknown. */
function addAlone(sorted: Sorted, drafts: Draft[]): void {
  for (const { functionName, logGroup, mentions: _mentions, ...invocation } of sorted.invocations.splice(0)) {
    const names = {
      ...(functionName === undefined ? {} : { functionName }),
      ...(logGroup === undefined ? {} : { logGroup }),
    };
    const functionLog = {
      ...names,
      invocations: [{ ...invocation, joinedBy: 'function-request-id' as const }],
    };
    drafts.push(newDraft({ functionLog }, invocation.functionRequestId));
  }
  if (drafts.length > 0) return;
  for (const trace of sorted.traces) drafts.push(newDraft({ trace }, trace.traceId));
  if (drafts.length > 0) return;
  for (const row of sorted.balancer) {
    const known = drafts.find(({ fallbackId }) => fallbackId === row.traceId);
    if (known === undefined) drafts.push(newDraft({ loadBalancerLog: [] }, row.traceId ?? 'unknown'));
  }
}

function addClientResponses(responses: ClientResponse[], drafts: Draft[], spare: Spare): void {
  for (const response of responses) {
    const ids = [response.requestId, response.extendedRequestId, response.traceId].filter(
      (id) => id !== undefined,
    );
    const known = drafts.find((draft) => ids.some((id) => idsOf(draft).includes(id)));
    const only = drafts.length === 1 ? drafts[0] : undefined;
    const target = known ?? (only !== undefined && mayBe(only, response) ? only : undefined);
    if (target !== undefined) target.found.clientResponse ??= response;
    else if (ids.length > 0 || drafts.length === 0) {
      drafts.push(newDraft({ clientResponse: response }, ids[0] ?? response.cloudFrontId ?? 'unknown'));
    } else spare('clientResponse', 1);
  }
}

/** An answer with ids of its own belongs to the only request unless that request has other ones of the same kind. */
function mayBe({ found }: Draft, response: ClientResponse): boolean {
  const id = found.executionLog?.requestId ?? found.accessLog?.requestId;
  const extended = found.executionLog?.extendedRequestId ?? found.accessLog?.extendedRequestId;
  const trace = found.executionLog?.traceId ?? found.accessLog?.traceId;
  const differs = (a: string | undefined, b: string | undefined) =>
    a !== undefined && b !== undefined && a !== b;
  return (
    !differs(id, response.requestId) &&
    !differs(extended, response.extendedRequestId) &&
    !differs(trace, response.traceId)
  );
}

function idsOf({ found, fallbackId }: Draft): string[] {
  const { executionLog: log, accessLog: row, clientResponse: answer, trace } = found;
  const function_ = found.functionLog?.invocations.map((each) => each.traceId) ?? [];
  return [
    fallbackId,
    ...[log, row, answer].flatMap((source) => [
      source?.requestId,
      source?.extendedRequestId,
      source?.traceId,
    ]),
    trace?.traceId,
    ...function_,
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

function addTraces(traces: Trace[], drafts: Draft[], spare: Spare): void {
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

function addBalancerRows(rows: LoadBalancerRow[], drafts: Draft[], spare: Spare): void {
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

function addFlowRows(rows: FlowLogRow[], drafts: Draft[], apiType: ApiType | undefined, spare: Spare): void {
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
function addBackendLines(events: LogEvent[], drafts: Draft[]): LogEvent[] {
  if (events.length === 0) return events;
  const byId = draftsById(drafts);
  return events.filter((event) => {
    if (event.atMs === undefined) return true;
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
