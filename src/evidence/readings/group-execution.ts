import type { LogEvent } from '../../inquiry/log-event.ts';
import { type ExecutionEvent, readExecutionLine, splitExecutionMessage } from './execution-log.ts';
import { orderEvents } from './order-events.ts';

/** Records of one request in an execution log. */
export interface ExecutionGroup {
  id?: string;
  extendedRequestId?: string;
  events: LogEvent[];
  startedAtMs?: number;
  hasStarted: boolean;
}

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
  const group = current === undefined || opensAnother(current, line) ? open(id, groups, latest) : current;
  group.events.push(event);
  if (line.step.kind === 'extended-request-id') group.extendedRequestId = line.step.extendedRequestId;
  if (line.step.kind === 'start') {
    group.hasStarted = true;
    if (line.atMs !== undefined) group.startedAtMs = line.atMs;
  }
}

function open(id: string, groups: ExecutionGroup[], latest: Map<string, ExecutionGroup>): ExecutionGroup {
  const made: ExecutionGroup = { id, events: [], hasStarted: false };
  groups.push(made);
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
    const text = event.message.trim();
    const opened = /^(Execution log|Starting execution) for request:? ([\w=-]+)/.exec(text);
    const id = opened?.[2];
    if (opened?.[1] === 'Execution log' && id !== undefined) {
      current = latest.get(id) ?? open(id, groups, latest);
      isTitled = true;
    } else if (id !== undefined && !(isTitled && current?.hasStarted === false) && current?.id !== id) {
      current = latest.get(id) ?? open(id, groups, latest);
      isTitled = false;
    }
    if (current === undefined && alone) {
      current = { events: [], hasStarted: false };
      groups.push(current);
    }
    if (current === undefined) {
      left.push(event);
      continue;
    }
    if (id !== undefined && opened?.[1] === 'Starting execution') current.hasStarted = true;
    current.events.push(event);
  }
}
