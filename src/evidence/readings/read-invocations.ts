import type { LogEvent } from '../../inquiry/log-event.ts';
import type { QuotedLine } from '../evidence.ts';
import { definedOnly } from './defined-only.ts';
import { readDownstreamWaits } from './downstream-waits.ts';
import { type FunctionLine, readFunctionLine } from './function-line.ts';
import type { LoggedInvocation } from './function-log.ts';
import { orderEvents } from './order-events.ts';

/** Lines kept of one invocation: the first and the last half of this many. Our choice. */
const linesKept = 400;
/** An environment made ready longer than this before START was not made for this request (Lambda's own limit is 10 s). */
const longestInitBeforeStartMs = 15_000;

interface Stream {
  initAtMs?: number;
  initDurationMs?: number;
  initTimedOut?: boolean;
  open: Set<LoggedInvocation>;
  last?: LoggedInvocation;
  /** Whose REPORT was the last, while no trace line was seen behind it. */
  reported?: LoggedInvocation;
}

/**
 * All invocations that Lambda log records show, oldest first. Several at once are kept apart by stream and by id; an
 * application line without an id belongs to the one invocation open in its stream, or to none. Text and JSON formats.
 */
export function readInvocations(events: readonly LogEvent[]): LoggedInvocation[] {
  const byId = new Map<string, LoggedInvocation>();
  const streams = new Map<string, Stream>();
  const spoken = new Map<LoggedInvocation, QuotedLine[]>();
  for (const event of orderEvents(events)) {
    const stream = streamOf(streams, event);
    const read = readFunctionLine(event.message);
    const line: FunctionLine = read ?? {
      kind: 'app',
      text: event.message.trim(),
    };
    if (line.kind === 'init-start') {
      stream.initAtMs = event.atMs;
      continue;
    }
    if (line.kind === 'init-report') {
      if (line.durationMs !== undefined) stream.initDurationMs = line.durationMs;
      if (line.timedOut) stream.initTimedOut = true;
      continue;
    }
    if (line.kind === 'platform') continue;
    const invocation = owner(line, stream, byId, event);
    if (invocation === undefined) continue;
    take(line, invocation, stream, event);
    if (line.kind !== 'app' && line.kind !== 'failure') continue;
    const lines = spoken.get(invocation) ?? [];
    lines.push({
      text: event.message.trimEnd(),
      ...definedOnly({ atMs: event.atMs }),
    });
    spoken.set(invocation, lines);
  }
  const all = [...byId.values()];
  for (const each of all) finish(each, spoken.get(each) ?? []);
  return all.sort((a, b) => beginOf(a) - beginOf(b));
}

function streamOf(streams: Map<string, Stream>, event: LogEvent): Stream {
  const key = `${event.logGroup ?? ''} ${event.logStream ?? ''}`;
  const known = streams.get(key);
  if (known !== undefined) return known;
  const made: Stream = { open: new Set() };
  streams.set(key, made);
  return made;
}

function owner(
  line: FunctionLine,
  stream: Stream,
  byId: Map<string, LoggedInvocation>,
  event: LogEvent,
): LoggedInvocation | undefined {
  const id = 'requestId' in line ? line.requestId : undefined;
  const known = id === undefined ? undefined : byId.get(id);
  if (known !== undefined) return known;
  const alone = stream.open.size === 1 ? [...stream.open][0] : undefined;
  // Lambda writes the trace's line behind the REPORT, whatever else may be open in a text of several streams.
  if (line.kind === 'trace') return stream.reported ?? alone ?? stream.last;
  if (id === undefined) return alone;
  // A logger may write the API's request id under "requestId": inside an open invocation the position decides.
  if (line.kind === 'app' && alone !== undefined) return alone;
  const made: LoggedInvocation = {
    functionRequestId: id,
    downstreamWaits: [],
    lines: [],
    mentions: new Set(),
    ...definedOnly({
      logGroup: event.logGroup,
      functionName: functionOf(event.logGroup),
    }),
  };
  byId.set(id, made);
  return made;
}

function take(line: FunctionLine, invocation: LoggedInvocation, stream: Stream, event: LogEvent): void {
  const at = event.atMs;
  if (at !== undefined) {
    invocation.firstLineAtMs = Math.min(at, invocation.firstLineAtMs ?? at);
    invocation.lastLineAtMs = Math.max(at, invocation.lastLineAtMs ?? at);
  }
  const text = event.message.trimEnd();
  if (
    !invocation.lines.some((known) => known.atMs === at && known.text === text) ||
    invocation.lines.length > 50
  ) {
    invocation.lines.push(at === undefined ? { text } : { atMs: at, text });
  }
  stream.last = invocation;
  switch (line.kind) {
    case 'start':
      takeInit(invocation, stream, at);
      stream.open.add(invocation);
      stream.reported = undefined;
      Object.assign(
        invocation,
        definedOnly({
          startAtMs: invocation.startAtMs ?? at,
          traceId: line.traceId,
        }),
      );
      return;
    case 'end':
      stream.open.delete(invocation);
      Object.assign(
        invocation,
        definedOnly({
          endAtMs: at,
          traceId: line.traceId ?? invocation.traceId,
          errorType: line.errorType ?? invocation.errorType,
        }),
        definedOnly({
          status: line.status ?? invocation.status,
          durationMs: invocation.durationMs ?? line.durationMs,
        }),
      );
      return;
    case 'report': {
      stream.open.delete(invocation);
      stream.reported = invocation;
      const { kind: _kind, requestId: _requestId, ...figures } = line;
      Object.assign(invocation, figures, definedOnly({ reportAtMs: at }));
      return;
    }
    case 'timeout':
      Object.assign(invocation, {
        timedOutAfterMs: line.timedOutAfterMs,
        status: 'timeout',
      });
      return;
    case 'failure':
      Object.assign(
        invocation,
        { status: invocation.status ?? 'error' },
        definedOnly({
          errorType: line.errorType,
          errorMessage: line.errorMessage,
        }),
      );
      return;
    case 'trace':
      invocation.traceId ??= line.traceId;
      stream.reported = undefined;
      return;
    case 'app':
      for (const [id] of text.slice(0, 20_000).matchAll(anyId))
        invocation.mentions.add(id.length === 36 ? id.toLowerCase() : id);
      for (const id of eventIdsIn(text.slice(0, 20_000)))
        invocation.eventIds = (invocation.eventIds ?? new Set()).add(id);
      return;
  }
}

const anyId =
  /\b(?:1-[0-9a-f]{8}-[0-9a-f]{24}\b|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b|[A-Za-z0-9_-]{15}=(?![A-Za-z0-9=]))/g;

/** How far into a `requestContext` its request id is looked for, characters: identity and claims stand before it. Our choice. */
const contextLength = 4000;

/** The API request ids of events that a line prints, as JSON, escaped JSON, or the way Node and Python print objects. */
function eventIdsIn(text: string): string[] {
  return [...text.matchAll(/requestContext\\*["']?\s*:\s*\{/g)].slice(0, 20).flatMap(({ index }) => {
    const context = text.slice(index, index + contextLength);
    const id = /\brequestId\\*["']?\s*:\s*\\*["']([\w-]{8,64}=?)/.exec(context)?.[1];
    return id === undefined ? [] : [id.length === 36 ? id.toLowerCase() : id];
  });
}

/** An initialisation counts for the START that follows it in its stream, and only if it was made for that request. */
function takeInit(invocation: LoggedInvocation, stream: Stream, startAtMs: number | undefined): void {
  const { initAtMs, initDurationMs, initTimedOut } = stream;
  stream.initAtMs = undefined;
  stream.initDurationMs = undefined;
  stream.initTimedOut = undefined;
  if (initAtMs !== undefined && startAtMs !== undefined && startAtMs - initAtMs > longestInitBeforeStartMs)
    return;
  Object.assign(invocation, definedOnly({ initStartAtMs: initAtMs, initDurationMs, initTimedOut }));
}

function finish(invocation: LoggedInvocation, spoken: readonly QuotedLine[]): void {
  const closedAt = invocation.endAtMs ?? invocation.reportAtMs;
  if (closedAt !== undefined) invocation.endAtMs = closedAt;
  invocation.downstreamWaits = readDownstreamWaits(spoken);
  if (invocation.lines.length > linesKept) {
    invocation.lines = [
      ...invocation.lines.slice(0, linesKept / 2),
      ...invocation.lines.slice(-linesKept / 2),
    ];
  }
}

function functionOf(logGroup: string | undefined): string | undefined {
  return /^\/aws\/lambda\/([\w.-]+)$/.exec(logGroup ?? '')?.[1];
}

/** When an invocation began, as far as its own lines show; without a time it sorts last. */
export const beginOf = (each: LoggedInvocation) => each.startAtMs ?? each.firstLineAtMs ?? Number.MAX_VALUE;
