import { filterEvents } from '../../aws/filter-events.ts';
import { pause } from '../../aws/pace.ts';
import type { LogEvent } from '../../inquiry/log-event.ts';
import { defaultLookAgainMs, freshForMs } from '../collect-context.ts';
import type { Search } from '../observation.ts';
import {
  type FunctionLog,
  functionLogOf,
  joinInvocations,
  readInvocations,
} from '../readings/function-log.ts';
import type { InvocationSearch } from './find-invocations.ts';
import { lookForLines } from './look-for-lines.ts';
import type { SourceContext } from './source.ts';

/**
 * Reads the streams that the lines stand in, whole: an environment serves one request at a time, so lines without any
 * id belong to the invocation around them. Undefined where the streams cannot be read or hold nothing of the request.
 */
export async function readStreams(
  context: SourceContext,
  search: InvocationSearch,
  lines: readonly LogEvent[],
  window: { fromMs: number; toMs: number },
  searches: Search[],
): Promise<FunctionLog | undefined> {
  const logStreams = [
    ...new Set(lines.flatMap((event) => (event.logStream === undefined ? [] : [event.logStream]))),
  ];
  const read = (events: readonly LogEvent[]) => {
    const all = readInvocations(events);
    const joined = joinInvocations(all, search.keys);
    return joined.length === 0 ? undefined : functionLogOf(all, joined);
  };
  const hasEnded = (log: FunctionLog | undefined) =>
    log?.invocations.some((each) => each.endAtMs !== undefined) ?? false;
  const { now, lookAgainMs = defaultLookAgainMs } = context.investigation.context;
  if (logStreams.length === 0) return read(lines);
  for (let looks = 1; ; looks += 1) {
    const looked = await filterEvents(
      search.place.session,
      {
        logGroup: search.logGroupArn ?? search.logGroup,
        anyOf: [],
        logStreams: logStreams.slice(0, 100),
        fromMs: window.fromMs,
        toMs: Math.min(window.toMs, now() + 60_000),
        limit: 5_000,
      },
      context.investigation.signal,
    );
    searches.push(looked.search);
    if (!looked.answer.ok)
      return read([...lines, ...(await linesById(context, search, lines, window, searches))]);
    const log = read(looked.answer.value) ?? read(lines);
    // The function may still be running, or its last lines on their way: worth waiting for, it decides what was done.
    if (hasEnded(log) || looks > 2 || now() - search.keys.endedAtMs >= freshForMs) return log;
    try {
      await pause(lookAgainMs * looks, context.investigation.signal);
    } catch {
      return log;
    }
  }
}

/** Where streams cannot be read (the Infrequent Access class refuses): the lines that bear the invocations' ids. */
async function linesById(
  context: SourceContext,
  search: InvocationSearch,
  lines: readonly LogEvent[],
  window: { fromMs: number; toMs: number },
  searches: Search[],
): Promise<LogEvent[]> {
  const ids = readInvocations(lines).map((each) => each.functionRequestId);
  if (ids.length === 0) return [];
  const found = await lookForLines(context, {
    place: search.place,
    template: 'queries/function-log',
    groups: [{ name: search.logGroup, arn: search.logGroupArn }],
    ids: ids.slice(0, 10),
    ...window,
    lastLineMs: 0,
    isEnough: () => true,
  });
  searches.push(...found.searches);
  return found.events;
}
