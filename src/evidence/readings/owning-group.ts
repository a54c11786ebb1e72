import type { LogEvent } from '../../inquiry/log-event.ts';
import type { ExecutionEvent } from './execution-log.ts';

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

/** Requests of one id that are looked at together; more at the same time are nobody's chosen id. Our choice. */
const mostOverlapping = 20;

/** The default timeouts with room for the logs' own rounding, and the longest one of all, ms (facts 3.2, 3.6). */
const usualWaitMs = { from: 28_900, to: 30_500 } as const;
const longestWaitMs = 900_000;

/** The request that has this very line already: a copy of the console bears each line twice. */
function holderOf(line: ExecutionEvent, latest: ExecutionGroup): ExecutionGroup | undefined {
  if (line.atMs === undefined) return undefined;
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
 * the latest. A line that one of them has already is that one's. Where more than one could be meant, all are marked as mixed.
 */
export function ownerOf(line: ExecutionEvent, latest: ExecutionGroup): ExecutionGroup {
  if (latest.before === undefined) return latest;
  const holder = holderOf(line, latest);
  if (holder !== undefined) return holder;
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
