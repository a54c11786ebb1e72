import type { LogEvent } from '../../inquiry/log-event.ts';
import {
  type ExecutionEvent,
  type ExecutionStep,
  readExecutionLine,
  splitExecutionMessage,
} from './execution-log.ts';
import { orderEvents } from './order-events.ts';

/** Records of one request in an execution log. */
export interface ExecutionGroup {
  id?: string;
  extendedRequestId?: string;
  events: LogEvent[];
  startedAtMs?: number;
  hasStarted: boolean;
  /** When it was sent to the integration, answered or failed, and over: what tells overlapping requests of one id apart. */
  sentAtMs?: number;
  isDecided?: boolean;
  isOver?: boolean;
  overAtMs?: number;
  /** Its latest line so far. */
  last?: ExecutionEvent;
  /** Another request of the same id was under way, and a line went to one of them by no more than the better fit. */
  isMixed?: boolean;
  /** The request before it under the same id. */
  before?: ExecutionGroup;
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
  const isNew = current === undefined || opensAnother(current, line);
  const group = isNew ? open(id, groups, latest) : (holderOf(line, current) ?? ownerOf(line, current));
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

/** Requests of one id that are looked at together; more at the same time are nobody's chosen id. Our choice. */
const mostOverlapping = 20;

/** The default timeouts with room for the logs' own rounding, and the longest one of all, ms (facts 3.2, 3.6). */
const usualWaitMs = { from: 28_900, to: 30_500 } as const;
const longestWaitMs = 900_000;

/** The request that has this very line already: a copy of the console bears each line twice. */
function holderOf(line: ExecutionEvent, latest: ExecutionGroup): ExecutionGroup | undefined {
  if (latest.before === undefined || line.atMs === undefined) return undefined;
  let each: ExecutionGroup | undefined = latest;
  for (let count = 0; each !== undefined && count < mostOverlapping; count += 1) {
    if (each.last?.atMs === line.atMs && each.last.line === line.line) return each;
    each = each.before;
  }
  return undefined;
}

/** How far an answer's latency may lie from the time since its sending, ms: a rounding. */
const exactMs = 5;
/** How long after its end the last lines of a request still come, ms. Our choice: usually none. */
const tailMs = 1000;

/**
 * Which of the requests under one id a line belongs to, where several are under way. One that is over owns no end; an
 * answer goes where its latency fits best, a timeout to the one that has waited as long as timeouts are, else longest, an
 * end to the one that was decided, the ids behind it to the one that ended just before. Lines of the beginning belong to
 * the latest. Where more than one could be meant, all of those are marked as mixed.
 */
function ownerOf(line: ExecutionEvent, latest: ExecutionGroup): ExecutionGroup {
  if (latest.before === undefined) return latest;
  const all: ExecutionGroup[] = [];
  for (
    let each: ExecutionGroup | undefined = latest;
    each !== undefined && all.length < mostOverlapping;
    each = each.before
  )
    all.unshift(each);
  // One whose end is not in the text is not under way for ever.
  const isAlive = ({ last }: ExecutionGroup) =>
    last?.atMs === undefined || line.atMs === undefined || line.atMs - last.atMs <= longestWaitMs;
  const under = all.filter((each) => each.isOver !== true && isAlive(each));
  const undecided = under.filter(({ isDecided }) => isDecided !== true);
  const { step, atMs } = line;
  switch (step.kind) {
    case 'received': {
      const fromMs = atMs === undefined ? undefined : atMs - step.integrationLatencyMs;
      const off = ({ sentAtMs }: ExecutionGroup) =>
        fromMs === undefined || sentAtMs === undefined ? Number.MAX_VALUE : Math.abs(sentAtMs - fromMs);
      const [best] = undecided.toSorted((a, b) => off(a) - off(b));
      const fitting = undecided.filter((group) => off(group) <= exactMs);
      return chosen(best ?? latest, fitting.length === 1 ? fitting : undecided);
    }
    case 'timeout': {
      const waitOf = ({ sentAtMs }: ExecutionGroup) =>
        atMs === undefined || sentAtMs === undefined ? Number.NaN : atMs - sentAtMs;
      const owner =
        undecided.find((group) => waitOf(group) >= usualWaitMs.from && waitOf(group) <= usualWaitMs.to) ??
        undecided.find((group) => waitOf(group) <= longestWaitMs) ??
        under.at(-1) ??
        latest;
      return chosen(owner, undecided);
    }
    case 'network-error':
      return chosen(undecided.at(-1) ?? under.at(-1) ?? latest, undecided);
    case 'completed':
    case 'completed-successfully':
    case 'method-response':
    case 'endpoint-response-headers':
    case 'endpoint-response-body': {
      const decided = under.filter(({ isDecided }) => isDecided);
      return chosen(decided.at(-1) ?? under.at(-1) ?? latest, decided.length > 0 ? decided : under);
    }
    case 'integration-request-id':
    case 'trace-id': {
      const ended = all
        .filter(({ overAtMs }) => overAtMs !== undefined && atMs !== undefined && atMs - overAtMs <= tailMs)
        .toSorted((a, b) => (a.overAtMs ?? 0) - (b.overAtMs ?? 0));
      return chosen(ended.at(-1) ?? latest, ended);
    }
    default:
      return chosen(
        latest,
        under.filter(({ sentAtMs }) => sentAtMs === undefined),
      );
  }
}

/** The owner of a line, and all of the requests that it could be of as well marked with it. */
function chosen(owner: ExecutionGroup, candidates: readonly ExecutionGroup[]): ExecutionGroup {
  const others = candidates.filter((each) => each !== owner);
  if (others.length > 0) for (const each of [owner, ...others]) each.isMixed = true;
  return owner;
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
    else take(id === undefined ? (holderOf(line, current) ?? ownerOf(line, current)) : current, event, line);
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
