import type { LogEvent } from '../inquiry/log-event.ts';
import type { ApiType, RequestFacts, SourceName } from './evidence.ts';
import {
  addBackendLines,
  addBalancerRows,
  addClientResponses,
  addFlowRows,
  addRows,
  addTraces,
  type Draft,
  newDraft,
} from './join-sources.ts';
import { type AccessLogRow, readAccessRow } from './readings/access-log.ts';
import { findClientStretches } from './readings/client-lines.ts';
import { type ClientResponse, readClientResponse } from './readings/client-response.ts';
import { readExecutionLine, readExecutionLog } from './readings/execution-log.ts';
import { type FlowLogRow, readFlowLogHeader, readFlowLogRow } from './readings/flow-log.ts';
import { readFunctionLine } from './readings/function-line.ts';
import { functionLogOf, joined, type LoggedInvocation, readInvocations } from './readings/function-log.ts';
import { groupExecution } from './readings/group-execution.ts';
import { joinContinuations } from './readings/join-continuations.ts';
import { type LoadBalancerRow, readLoadBalancerRow } from './readings/load-balancer-log.ts';
import { type FoundSources, factsOf } from './readings/request-facts.ts';
import { tieInvocations } from './readings/tie-invocations.ts';
import { gatewaySegment, readTraces, type Trace } from './readings/trace.ts';

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
  /** Invocations among them that name a trace or an event of none of the requests. */
  foreignInvocations: number;
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
  const sorted = sortRecords(joinContinuations(events), hints.accessLogFormat);
  const { groups, left } = groupExecution(sorted.execution, sorted.invocations.length > 0);
  const drafts = groups.flatMap((group): Draft[] => {
    const read = readExecutionLog(group.events);
    const executionLog = read === undefined || !group.isMixed ? read : { ...read, isMixed: true };
    return executionLog === undefined ? [] : [newDraft({ executionLog }, executionLog.requestId)];
  });
  addRows(sorted.rows, drafts);
  const untied = new Map<SourceName, number>();
  let foreignInvocations = 0;
  const spare = (source: SourceName, records: number) =>
    untied.set(source, (untied.get(source) ?? 0) + records);
  addClientResponses(sorted.responses, drafts, spare);
  if (drafts.length === 0) addAlone(sorted, drafts);
  addTraces(sorted.traces, drafts, spare);
  addBalancerRows(sorted.balancer, drafts, spare);
  tieInvocations(
    sorted.invocations,
    drafts.map(({ found }) => found),
    (records, others) => {
      spare('functionLog', records);
      foreignInvocations = others;
    },
  );
  addFlowRows(sorted.flow, drafts, hints.apiType, spare);
  const unread = addBackendLines([...sorted.other, ...left], drafts);
  return {
    requests: drafts
      .map(({ found, fallbackId }) => ({ request: factsOf(found, hints.apiType, fallbackId), found }))
      .sort((a, b) => (a.request.atMs ?? Number.MAX_VALUE) - (b.request.atMs ?? Number.MAX_VALUE)),
    unread: unread.sort((a, b) => a.order - b.order),
    untied: [...untied].map(([source, records]) => ({ source, records })),
    foreignInvocations,
  };
}

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
      const { atMs, logGroup, written } = event;
      const row = readAccessRow(message, { format, atMs, logGroup, written });
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
    const askedAtMs = stretch.find(({ atMs }) => atMs !== undefined)?.atMs;
    const lines = stretch.flatMap(({ message }) => message.split('\n'));
    const response = readClientResponse(lines, askedAtMs);
    if (response === undefined) continue;
    const written = stretch.flatMap((event) => (event.written ?? event.message).split('\n'));
    sorted.responses.push({ ...response, lines: written });
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

/** A text of Lambda, X-Ray or balancer records alone still is about requests; their API is unknown. */
function addAlone(sorted: Sorted, drafts: Draft[]): void {
  for (const each of sorted.invocations.splice(0)) {
    const functionLog = functionLogOf([each], [joined(each, 'function-request-id')]);
    drafts.push(newDraft({ functionLog }, each.functionRequestId));
  }
  if (drafts.length > 0) return;
  for (const trace of sorted.traces)
    drafts.push(newDraft({ trace }, gatewaySegment(trace)?.requestId ?? trace.traceId));
  if (drafts.length > 0) return;
  for (const row of sorted.balancer) {
    const known = drafts.find(({ fallbackId }) => fallbackId === row.traceId);
    if (known === undefined) drafts.push(newDraft({ loadBalancerLog: [] }, row.traceId ?? 'unknown'));
  }
}
