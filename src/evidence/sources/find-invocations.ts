import type { LogEvent } from '../../inquiry/log-event.ts';
import type { Place } from '../locate/list-places.ts';
import type { Observation, Search } from '../observation.ts';
import type { FunctionLog } from '../readings/function-log.ts';
import {
  functionLinesMs,
  functionLogOf,
  type InvocationKeys,
  joinInvocations,
  type LoggedInvocation,
  readInvocations,
} from '../readings/function-log.ts';
import { askDaysIfExpired } from '../retention.ts';
import { countInvocations, metricLagMs, minuteStart } from './count-invocations.ts';
import { type LinesFound, lookForLines } from './look-for-lines.ts';
import { readStreams } from './read-streams.ts';
import { failed, type SourceContext, unavailable } from './source.ts';

export interface InvocationSearch {
  place: Place;
  functionName: string;
  logGroup: string;
  /** Given where the group belongs to a linked account: AWS takes it by ARN only. */
  logGroupArn?: string;
  keys: InvocationKeys & { sentAtMs: number; endedAtMs: number };
  /** The function's own timeout, ms; Lambda's maximum of 15 minutes where it is not known. */
  functionTimeoutMs: number;
  /**
   * What an empty log says: that there was no invocation; nothing, because the group is only guessed and the function
   * may log elsewhere; nothing, because its log level leaves out the lines that mark an invocation; or nothing, because
   * the stage or the function was changed after the request, which may have gone to another function or group.
   */
  silence: 'proves' | 'group-guessed' | 'life-lines-off' | 'stage-changed' | 'function-changed';
}

/** A cold start writes INIT_START up to ten seconds before START (Lambda's limit for initialisation). */
const beforeSendingMs = 15_000;
/** The function's end line comes a little after its timeout. */
const afterTimeoutMs = 10_000;
/** How far two clocks may differ; the same as the join's own slack. */
const clockSlackMs = 1_500;

/** Lines that every invocation writes, in both log formats. */
const lifeLines = ['START RequestId', 'END RequestId', 'REPORT RequestId', 'INIT_START', 'platform.'];

/**
 * The invocations of one request in one function's log. Ids first: the lines that name one give the streams, and a
 * stream holds everything that the invocation wrote. Then by time. *Absent* only where no invocation at all began
 * while the gateway waited, in a window that was searched to its end and had time to be ingested: the function's timeout
 * and some minutes where CloudWatch's count agrees with the log, the longest time that lines may take where there is none.
 */
export async function findInvocations(
  context: SourceContext,
  search: InvocationSearch,
): Promise<Observation<FunctionLog>> {
  const { keys } = search;
  const about = { function: search.functionName, logGroup: search.logGroup };
  const window = {
    // From the start of the minute, so that what it holds can be held against the metric of that minute.
    fromMs: Math.min(keys.sentAtMs - beforeSendingMs, minuteStart(keys.sentAtMs)),
    toMs: keys.endedAtMs + search.functionTimeoutMs + afterTimeoutMs,
  };
  const shared = {
    place: search.place,
    groups: [{ name: search.logGroup, arn: search.logGroupArn }],
    ...window,
    lastLineMs: keys.endedAtMs,
  };
  const ids = [keys.functionRequestId, keys.traceId, keys.apiRequestId, keys.extendedRequestId].filter(
    (id) => id !== undefined,
  );
  const named = await lookForLines(context, {
    ...shared,
    // One look: most functions log none of these ids, and then the invocation is found by time below.
    lastLineMs: 0,
    template: 'queries/function-log',
    ids,
    isEnough: () => true,
  });
  const searches: Search[] = [...named.searches];
  if (named.failure) return failed(named.failure, searches);
  if (named.events.length > 0) {
    const log = await readStreams(context, search, named.events, window, searches);
    if (log) return found(log);
  }
  const lives = await lookForLines(context, {
    ...shared,
    template: 'queries/function-starts',
    ids: [],
    phrases: lifeLines,
    isEnough: (events) =>
      joinInvocations(readInvocations(events), keys).some((each) => each.endAtMs !== undefined),
  });
  searches.push(...lives.searches);
  const invocations = readInvocations(lives.events);
  const joined = joinInvocations(invocations, keys);
  if (joined.length > 0) {
    const log = await readStreams(context, search, linesOf(lives, joined), window, searches);
    return found(log ?? functionLogOf(invocations, joined));
  }
  if (lives.failure) return failed(lives.failure, searches);
  const candidates = invocations.filter((each) => mayBeOurs(each, keys));
  if (candidates.length > 0)
    return unavailable('not-traced', { ...about, candidates: candidates.length }, searches);
  if (lives.isFresh) return unavailable('not-ingested-yet', about, searches);
  if (lives.searches.some((one) => one.status !== 'complete'))
    return unavailable('timed-out', about, searches);
  const { investigation } = context;
  const days =
    search.logGroupArn === undefined
      ? await askDaysIfExpired(search.place, search.logGroup, keys.sentAtMs, investigation)
      : undefined;
  if (days !== undefined) return unavailable('retention-over', { ...about, days }, searches);
  if (search.silence === 'group-guessed')
    return unavailable('depends-on-missing', { ...about, needs: 'functionSettings' }, searches);
  if (search.silence === 'stage-changed' || search.silence === 'function-changed')
    return unavailable('depends-on-missing', { ...about, changed: search.silence }, searches);
  if (search.silence === 'life-lines-off') return unavailable('error-level-only', about, searches);
  const counted = await countInvocations(
    search.place,
    search.functionName,
    keys.sentAtMs,
    keys.endedAtMs,
    investigation.signal,
  );
  const logged = invocations.filter((each) => isOfMinutes(each, keys)).length;
  if (counted !== undefined && counted > logged)
    return unavailable('not-ingested-yet', { ...about, counted, logged }, searches);
  // Until its own timeout has passed the function may be running, counted nowhere and its lines on their way.
  const agreesFromMs =
    counted === undefined ? Number.POSITIVE_INFINITY : keys.sentAtMs + search.functionTimeoutMs + metricLagMs;
  const leftMs = Math.min(keys.endedAtMs + functionLinesMs, agreesFromMs) - investigation.context.now();
  if (leftMs > 0)
    return unavailable('not-ingested-yet', { ...about, minutes: Math.ceil(leftMs / 60_000) }, searches);
  return { status: 'absent', searches };

  function found(log: FunctionLog): Observation<FunctionLog> {
    return {
      status: 'found',
      value: {
        ...log,
        functionName: search.functionName,
        logGroup: search.logGroup,
      },
      searches,
    };
  }
}

/** Began in the minutes of the request; an initialisation stands between the call and the first line. */
function isOfMinutes(each: LoggedInvocation, keys: InvocationSearch['keys']): boolean {
  const startMs = each.startAtMs ?? each.firstLineAtMs;
  if (startMs === undefined) return false;
  return (
    startMs >= minuteStart(keys.sentAtMs) && startMs < minuteStart(keys.endedAtMs) + 60_000 + beforeSendingMs
  );
}

/** Began while the gateway waited, and no trace id says that it was somebody else's. */
function mayBeOurs(each: LoggedInvocation, keys: InvocationSearch['keys']): boolean {
  const startMs = each.startAtMs ?? each.firstLineAtMs;
  if (startMs === undefined) return false;
  const isNear = startMs >= keys.sentAtMs - clockSlackMs && startMs <= keys.endedAtMs + clockSlackMs;
  const isForeign = each.traceId !== undefined && keys.traceId !== undefined && each.traceId !== keys.traceId;
  return isNear && !isForeign;
}

/** The lines, of all that were found, that name one of these invocations. */
function linesOf(lines: LinesFound, joined: FunctionLog['invocations']): LogEvent[] {
  return lines.events.filter((event) =>
    joined.some((each) => event.message.includes(each.functionRequestId)),
  );
}
