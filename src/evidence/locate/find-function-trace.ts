import { filterEvents } from '../../aws/filter-events.ts';
import { describeLogGroups } from '../../aws/log-groups.ts';
import { mostGroupsInQuery } from '../../aws/run-query.ts';
import type { LogEvent } from '../../inquiry/log-event.ts';
import { addNote, type Investigation } from '../investigation.ts';
import type { Search } from '../observation.ts';
import { readInvocations } from '../readings/function-log.ts';
import { addRetentionNotes } from '../retention.ts';
import { type GroupsFound, searchGroups } from '../search-groups.ts';
import type { Place } from './list-places.ts';
import type { TimeWindow } from './search-windows.ts';

export interface FunctionTrace {
  /** Ids by which the gateway's logs may know the request: its trace id, or ids that the function logged. */
  ids: string[];
  functionName: string;
  atMs: number | undefined;
  searches: Search[];
}

/**
 * A uuid that no gateway log knows may be a Lambda request id: the same shape. Looks for the invocation in the place's
 * function logs, and for what ties it to an API request. One query over at most 50 groups, the fullest first.
 */
export async function findFunctionTrace(
  place: Place,
  id: string,
  window: TimeWindow,
  investigation: Investigation,
): Promise<FunctionTrace | undefined> {
  const groups = await describeLogGroups(place.session, '/aws/lambda/', false, investigation.signal);
  if (!groups.ok || groups.value.length === 0) return undefined;
  const fullest = groups.value
    .filter((group) => group.storedBytes > 0 || groups.value.length <= mostGroupsInQuery)
    .sort((a, b) => b.storedBytes - a.storedBytes)
    .slice(0, mostGroupsInQuery);
  const found = await searchGroups(
    place.session,
    {
      template: 'queries/function-log',
      ids: [id],
      groups: fullest.map((info) => ({ name: info.name, info })),
      ...window,
    },
    investigation,
  );
  const own = (events: readonly LogEvent[]) =>
    readInvocations(events).find((each) => each.functionRequestId === id.toLowerCase());
  const first = own(found.events);
  if (!first) {
    addRetentionNotes(place, fullest, window, investigation);
    return undefined;
  }
  const invocation = own(await readStream(place, found, investigation)) ?? first;
  const functionName = invocation.functionName ?? invocation.logGroup ?? '';
  const ids =
    invocation.traceId === undefined
      ? [...invocation.mentions].filter((one) => one !== id)
      : [invocation.traceId];
  addNote(investigation, {
    note: ids.length > 0 ? 'is-function-request-id' : 'function-request-id-untied',
    args: { function: functionName },
  });
  return {
    ids: ids.slice(0, 5),
    functionName,
    atMs: invocation.startAtMs ?? invocation.firstLineAtMs,
    searches: found.searches,
  };
}

/** Everything that the invocation's stream holds around it: its own lines need not bear its id. */
async function readStream(
  place: Place,
  found: GroupsFound,
  investigation: Investigation,
): Promise<LogEvent[]> {
  const times = found.events.flatMap((event) => (event.atMs === undefined ? [] : [event.atMs]));
  const { logGroup, logStream } = found.events[0] ?? {};
  if (logGroup === undefined || logStream === undefined || times.length === 0) return [];
  const looked = await filterEvents(
    place.session,
    {
      logGroup,
      anyOf: [],
      logStreams: [logStream],
      fromMs: Math.min(...times) - 1_000,
      toMs: Math.max(...times) + 1_000,
      limit: 2_000,
    },
    investigation.signal,
  );
  found.searches.push(looked.search);
  return looked.answer.ok ? looked.answer.value : [];
}
