import type { LogEvent } from '../../inquiry/log-event.ts';
import {
  type ExecutionEvent,
  type ExecutionStep,
  readExecutionLine,
  splitExecutionMessage,
} from './execution-log.ts';
import { orderEvents } from './order-events.ts';
import { type ExecutionGroup, ownerOf } from './owning-group.ts';

/**
 * Groups execution-log records by request: by the id in parentheses, and, because a client may choose that id, once more
 * wherever another extended id or another start appears under the same one. Bare records (the console's test output) are
 * grouped by the line that opens them; bare records without an opening line count only in a text with no other logs.
 */
export function groupExecution(
  events: readonly LogEvent[],
  otherLogs: boolean,
): { groups: ExecutionGroup[]; left: LogEvent[] } {
  const groups: ExecutionGroup[] = [];
  const latest = new Map<string, ExecutionGroup>();
  const bare: LogEvent[] = [];
  const left: LogEvent[] = [];
  for (const event of orderEvents(events)) {
    const line = readExecutionLine(event);
    if (line === undefined) left.push(event);
    else {
      const id = splitExecutionMessage(event.message).requestId;
      if (id === undefined) bare.push(event);
      else add(event, line, id, groups, latest);
    }
  }
  groupBare(bare, groups, latest, left, otherLogs);
  return { groups, left };
}

function add(
  event: LogEvent,
  line: ExecutionEvent,
  id: string,
  groups: ExecutionGroup[],
  latest: Map<string, ExecutionGroup>,
): void {
  const current = latest.get(id);
  const isNew = current === undefined || opensAnother(current, line);
  const group = isNew ? open(id, groups, latest) : ownerOf(line, current);
  take(group, event, line);
}

function take(group: ExecutionGroup, event: LogEvent, line: ExecutionEvent): void {
  group.events.push(event);
  const { kind } = line.step;
  if (kind === 'sending' && line.atMs !== undefined) group.sentAtMs = line.atMs;
  if (kind === 'received' || kind === 'timeout' || kind === 'network-error') group.isDecided = true;
  group.last = line;
  if (kind === 'completed') {
    group.isOver = true;
    if (line.atMs !== undefined) group.overAtMs = line.atMs;
  }
  if (line.step.kind === 'extended-request-id') group.extendedRequestId = line.step.extendedRequestId;
  if (line.step.kind === 'start') {
    group.hasStarted = true;
    if (line.atMs !== undefined) group.startedAtMs = line.atMs;
  }
}

function open(id: string, groups: ExecutionGroup[], latest: Map<string, ExecutionGroup>): ExecutionGroup {
  const made: ExecutionGroup = { id, events: [], hasStarted: false };
  groups.push(made);
  const before = latest.get(id);
  if (before !== undefined) made.before = before;
  latest.set(id, made);
  return made;
}

/** A line that stands twice opens nothing: only another extended id, or a start at another moment. */
function opensAnother(group: ExecutionGroup, { step, atMs }: ExecutionEvent): boolean {
  if (step.kind === 'extended-request-id') {
    return group.extendedRequestId !== undefined && group.extendedRequestId !== step.extendedRequestId;
  }
  return (
    step.kind === 'start' &&
    group.startedAtMs !== undefined &&
    atMs !== undefined &&
    group.startedAtMs !== atMs
  );
}

function groupBare(
  bare: LogEvent[],
  groups: ExecutionGroup[],
  latest: Map<string, ExecutionGroup>,
  left: LogEvent[],
  otherLogs: boolean,
): void {
  const alone = groups.length === 0 && !otherLogs;
  let current: ExecutionGroup | undefined;
  let isTitled = false;
  for (const event of bare.sort((a, b) => a.order - b.order)) {
    const line = readExecutionLine(event);
    const opened = openingOfBare.exec(event.message.trim());
    const id = opened?.[2];
    if (id !== undefined && !(opened?.[1] !== 'Execution log' && isTitled && current?.hasStarted === false)) {
      if (current !== undefined && current.id === undefined && isBeginning(current))
        name(current, id, latest);
      else if (current?.id !== id) current = follow(latest.get(id) ?? open(id, groups, latest), current);
      isTitled = opened?.[1] === 'Execution log';
    }
    if (
      alone &&
      (current === undefined || (line?.step.kind === 'extended-request-id' && current.hasStarted))
    ) {
      current = follow({ events: [], hasStarted: false }, current);
      groups.push(current);
    }
    if (current === undefined || line === undefined) left.push(event);
    else take(id === undefined ? ownerOf(line, current) : current, event, line);
  }
}

/** What names a request in a line without a prefix: a title, the check of its usage plan, its start. */
const openingOfBare = /^(Execution log|Starting execution|Verifying Usage Plan) for request:? ([\w=-]+)/;

/** Lines that stand before the one that names the request (facts 1.3). A tail of another request is none. */
const beginnings = new Set<ExecutionStep['kind']>([
  'extended-request-id',
  'usage-plan',
  'authorizer-start',
  'authorizer-complete',
  'other',
]);

function isBeginning({ events }: ExecutionGroup): boolean {
  return events.every((event) => {
    const kind = readExecutionLine(event)?.step.kind;
    return kind !== undefined && beginnings.has(kind);
  });
}

function name(group: ExecutionGroup, id: string, latest: Map<string, ExecutionGroup>): void {
  group.id = id;
  const before = latest.get(id);
  if (before !== undefined) group.before ??= before;
  latest.set(id, group);
}

/** Lines without an id may be of the request before as well: those two are looked at together, as two of one id are. */
function follow(group: ExecutionGroup, before: ExecutionGroup | undefined): ExecutionGroup {
  if (before !== undefined && before !== group) group.before ??= before;
  return group;
}
