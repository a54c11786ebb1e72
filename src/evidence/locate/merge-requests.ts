import type { LogEvent } from '../../inquiry/log-event.ts';
import type { RequestFacts } from '../evidence.ts';
import type { Search } from '../observation.ts';
import { type ReadRequest, readEvents } from '../read-events.ts';
import type { Place } from './list-places.ts';
import type { KnownStage } from './list-stages.ts';
import type { Target } from './list-targets.ts';

/** A request that was found, with what the finding search already told of it. */
export interface LocatedRequest {
  place: Place;
  known: KnownStage | undefined;
  request: RequestFacts;
  found: ReadRequest['found'];
  /** The lines that named it. */
  events: LogEvent[];
  /** Whose log group it was found in, where AWS told. */
  groupAccount: string | undefined;
  /** The searches that found it. */
  searches: Search[];
}

/**
 * Reads the lines that one place gave, each group by its own access-log format, and joins what belongs to one request:
 * by extended id, else by id. One request id may stand for several requests (callers can choose it): those stay apart.
 */
export function mergeRequests(
  place: Place,
  targets: readonly Target[],
  events: readonly LogEvent[],
  searches: readonly Search[],
): LocatedRequest[] {
  const located: LocatedRequest[] = [];
  for (const logGroup of new Set(events.map((event) => event.logGroup))) {
    const lines = events.filter((event) => event.logGroup === logGroup);
    const target = targets.find((one) => one.group.name === logGroup);
    const formats = new Set(target?.stages.map((known) => known.stage.accessLogFormat));
    const accessLogFormat = target?.kind === 'access' && formats.size === 1 ? [...formats][0] : undefined;
    const only = target?.stages.length === 1 ? target.stages[0] : undefined;
    const apiType = only?.api.apiType ?? target?.stages[0]?.api.apiType;
    const { requests } = readEvents(lines, {
      ...(accessLogFormat === undefined ? {} : { accessLogFormat }),
      ...(apiType === undefined ? {} : { apiType }),
    });
    const groupAccount = target?.group.info?.account;
    for (const { request, found } of requests) {
      const known =
        only ??
        target?.stages.find((one) => one.api.apiId === request.apiId && one.stage.stage === request.stage) ??
        target?.stages.find((one) => one.api.apiId === request.apiId);
      add({
        place,
        known,
        request,
        found,
        events: lines,
        groupAccount,
        searches: [...searches],
      });
    }
  }
  return located.map(withPlace);

  function add(next: LocatedRequest): void {
    // A record without an extended id may fit several requests of one reused id: the nearest in time is its own.
    const there = located
      .filter((one) => isSame(one, next))
      .sort((a, b) => distance(a, next) - distance(b, next))[0];
    if (!there) {
      located.push(next);
      return;
    }
    there.known ??= next.known;
    there.request = mergeFacts(there.request, next.request);
    there.found = { ...next.found, ...there.found };
    there.events = [...there.events, ...next.events];
  }
}

function distance(a: LocatedRequest, b: LocatedRequest): number {
  if (a.request.atMs === undefined || b.request.atMs === undefined) return Number.MAX_SAFE_INTEGER;
  return Math.abs(a.request.atMs - b.request.atMs);
}

function isSame(a: LocatedRequest, b: LocatedRequest): boolean {
  if (a.known && b.known && a.known.api.apiId !== b.known.api.apiId) return false;
  if (a.request.extendedRequestId && b.request.extendedRequestId)
    return a.request.extendedRequestId === b.request.extendedRequestId;
  return (
    a.request.id === b.request.id ||
    a.request.id === b.request.extendedRequestId ||
    b.request.id === a.request.extendedRequestId
  );
}

/** What the first does not know is taken from the second; the known API type wins over "unknown". */
export function mergeFacts(first: RequestFacts, second: RequestFacts): RequestFacts {
  const known = Object.fromEntries(Object.entries(first).filter(([, value]) => value !== undefined));
  return {
    ...second,
    ...known,
    id: first.id,
    apiType: first.apiType === 'unknown' ? second.apiType : first.apiType,
    resolutionMs: Math.min(first.resolutionMs, second.resolutionMs),
    ...(first.atMs === undefined && second.atMs === undefined
      ? {}
      : {
          atMs: Math.min(first.atMs ?? Number.POSITIVE_INFINITY, second.atMs ?? Number.POSITIVE_INFINITY),
        }),
  };
}

/** The control plane's word on where a request belongs goes before what its lines hint at. */
function withPlace(located: LocatedRequest): LocatedRequest {
  const { place, known, request } = located;
  const { groupAccount } = located;
  // A monitoring account finds the request in a group of the account that it happened in.
  const isLinked = groupAccount !== undefined && place.account?.linkedAccounts.includes(groupAccount);
  const account = isLinked ? groupAccount : (place.session.account ?? groupAccount ?? request.account);
  return {
    ...located,
    request: {
      ...request,
      ...(known
        ? {
            apiType: known.api.apiType,
            apiId: known.api.apiId,
            stage: known.stage.stage,
          }
        : {}),
      ...(known?.knownFrom === 'control-plane' ? { apiName: known.api.apiName } : {}),
      ...(account === undefined ? {} : { account }),
      region: place.region,
    },
  };
}
