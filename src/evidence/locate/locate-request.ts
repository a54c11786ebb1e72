import { setMaxListeners } from 'node:events';
import type { Failure } from '../../aws/answer.ts';
import { pause } from '../../aws/pace.ts';
import { refusals } from '../../aws/run-query.ts';
import type { LogEvent } from '../../inquiry/log-event.ts';
import { abortAfter } from '../abort-after.ts';
import { defaultLookAgainMs, freshForMs } from '../collect-context.ts';
import { formatMinute } from '../format-minute.ts';
import { addNote, elapsedMs, type Investigation } from '../investigation.ts';
import type { Search } from '../observation.ts';
import { searchGroups } from '../search-groups.ts';
import { findFunctionTrace } from './find-function-trace.ts';
import { keepExact, spellingsOf } from './keep-exact.ts';
import { listPlaces, nameOfPlace, type Place } from './list-places.ts';
import { listStages, type StageList } from './list-stages.ts';
import { describeTargets, listTargets, type Target } from './list-targets.ts';
import { type LocatedRequest, mergeRequests } from './merge-requests.ts';
import { searchWindows, type TimeWindow } from './search-windows.ts';

/** What one account and region said, whether or not it knew the request. */
export interface PlaceOutcome {
  place: Place;
  list: StageList;
  targets: Target[];
  searches: Search[];
  /** Groups that could not be searched. */
  failures: { groups: string[]; failure: Failure }[];
  located: LocatedRequest[];
}

export interface Location {
  located: LocatedRequest[];
  outcomes: PlaceOutcome[];
  /** Everything that was searched, from the earliest to the latest moment. */
  searched: TimeWindow | undefined;
  /** How often the newest window was looked at again because lines may have been on their way. */
  looksAgain: number;
}

/** Share of the deadline that one step of the search may take: a sick region must leave time for the evidence. */
const searchShare = 0.4;
/** How much longer the other places are waited for when one has found the request, ms. Our choice. */
const graceMs = 3_000;

/** Finds the request by its id, in all places side by side, in windows that widen until it is found. */
export async function locateRequest(investigation: Investigation): Promise<Location> {
  const { inquiry, context, signal } = investigation;
  const places = await listPlaces(investigation);
  const location: Location = {
    located: [],
    outcomes: [],
    searched: undefined,
    looksAgain: 0,
  };
  if (inquiry.id.kind === 'test-invoke') {
    addNote(investigation, { note: 'test-invoke-has-no-log', args: {} });
    return location;
  }
  const grace = new AbortController();
  setMaxListeners(0, grace.signal);
  const discoveries = places.map((place) =>
    discover(place, { ...investigation, signal: AbortSignal.any([signal, grace.signal]) }),
  );
  location.outcomes = discoveries.map(({ outcome }) => outcome);
  const startedAtMs = context.now();
  const windows = searchWindows(inquiry, startedAtMs, context.config.limits.maxWindowHours);
  for (const window of windows) {
    if (signal.aborted) break;
    await searchAll(window);
    if (location.located.length > 0) return location;
  }
  await searchUnasked();
  if (location.located.length > 0) return location;
  if (inquiry.id.kind === 'uuid') await searchAsFunctionId();
  if (location.located.length > 0) return location;
  await lookAgain();
  if (inquiry.id.kind === 'cloudfront' && location.located.length === 0)
    addNote(investigation, { note: 'is-cloudfront-id', args: {} });
  return location;

  async function searchAll(window: TimeWindow): Promise<void> {
    location.searched = {
      fromMs: Math.min(window.fromMs, location.searched?.fromMs ?? window.fromMs),
      toMs: Math.max(window.toMs, location.searched?.toMs ?? window.toMs),
    };
    let timer: NodeJS.Timeout | undefined;
    const bounded = {
      ...investigation,
      signal: abortAfter(context.deadlineMs * searchShare, [signal, grace.signal]),
    };
    await Promise.all(
      discoveries.map(async ({ outcome, isReady }) => {
        await isReady;
        await searchPlace(outcome, window, bounded);
        if (outcome.located.length > 0)
          timer ??= setTimeout(
            () => grace.abort(new DOMException('found elsewhere', 'TimeoutError')),
            graceMs,
          );
      }),
    );
    clearTimeout(timer);
    location.located = keepExact(
      location.outcomes.flatMap((outcome) => outcome.located),
      inquiry.id,
    );
  }

  /** The logs of APIs that were not asked about at first, because there are so many, over all that was searched. */
  async function searchUnasked(): Promise<void> {
    const window = location.searched;
    const bounded = { ...investigation, signal: abortAfter(context.deadlineMs * searchShare, [signal]) };
    await Promise.all(
      location.outcomes.map(async (outcome) => {
        if (outcome.list.unasked === 0 || window === undefined || signal.aborted) return;
        const searched = new Set(outcome.targets.map(({ group }) => group.name));
        outcome.list = await listStages(outcome.place, investigation, 'all');
        outcome.targets = listTargets(outcome.list, inquiry.id.kind);
        await searchPlace(
          outcome,
          window,
          bounded,
          spellingsOf(inquiry.id),
          outcome.targets.filter(({ group }) => !searched.has(group.name)),
        );
      }),
    );
    location.located = keepExact(
      location.outcomes.flatMap((outcome) => outcome.located),
      inquiry.id,
    );
  }

  /** Functions log more than gateways, so only as far back as a day, or where the question says. */
  async function searchAsFunctionId(): Promise<void> {
    const window =
      windows.length === 1 ? windows[0] : { fromMs: startedAtMs - dayMs, toMs: startedAtMs + 60_000 };
    if (!window || signal.aborted) return;
    await Promise.all(
      location.outcomes.map(async (outcome) => {
        const tied = await findFunctionTrace(
          outcome.place,
          inquiry.id.value.toLowerCase(),
          window,
          investigation,
        );
        if (!tied) return;
        outcome.searches.push(...tied.searches);
        const atMs = tied.atMs ?? startedAtMs;
        if (tied.ids.length > 0)
          await searchPlace(
            outcome,
            { fromMs: atMs - 60_000, toMs: atMs + 16 * 60_000 },
            investigation,
            tied.ids,
          );
      }),
    );
    location.located = location.outcomes.flatMap((outcome) => outcome.located);
  }

  /** A request may be younger than its lines: known to be fresh, three more looks; of unknown time, one. */
  async function lookAgain(): Promise<void> {
    const around = inquiry.aroundMs ?? inquiry.id.atMs;
    const isFresh =
      around !== undefined && startedAtMs - around < freshForMs && around <= startedAtMs + freshForMs;
    if (
      (around !== undefined && !isFresh) ||
      location.outcomes.every((outcome) => outcome.targets.length === 0)
    )
      return;
    const pauseMs = context.lookAgainMs ?? defaultLookAgainMs;
    for (const factor of isFresh ? [1, 2, 4] : [1]) {
      // What was looked at completely must not end as cut off by the deadline, for the sake of one more look.
      const leftMs = context.deadlineMs * (1 - lastLookShare) - elapsedMs(investigation);
      if (leftMs <= 0) return;
      try {
        await pause(Math.min(pauseMs * factor, leftMs), signal);
      } catch {
        return;
      }
      location.looksAgain += 1;
      const nowMs = context.now();
      await searchAll({
        fromMs: Math.min(around ?? nowMs, nowMs) - 10 * 60_000,
        toMs: nowMs + 60_000,
      });
      if (location.located.length > 0) {
        addNote(investigation, {
          note: 'found-on-second-look',
          args: { looks: location.looksAgain + 1 },
        });
        return;
      }
    }
  }
}

const dayMs = 86_400_000;

/** Share of the deadline that another look needs to end in time. Our choice. */
const lastLookShare = 0.2;

/** Starts finding out what a place has; each place is searched as soon as it is known, whatever the others do. */
function discover(
  place: Place,
  investigation: Investigation,
): { outcome: PlaceOutcome; isReady: Promise<void> } {
  const list: StageList = {
    stages: [],
    logGroups: undefined,
    failures: [],
    deliveryFailure: undefined,
    gaps: [],
    unasked: 0,
  };
  const outcome: PlaceOutcome = { place, list, targets: [], searches: [], failures: [], located: [] };
  const isReady = listStages(place, investigation).then((found) => {
    outcome.list = found;
    outcome.targets = listTargets(found, investigation.inquiry.id.kind);
  });
  return { outcome, isReady };
}

/** Above this the cost guard needs to know how large the groups are. */
const narrowMs = 20 * 60_000;

async function searchPlace(
  outcome: PlaceOutcome,
  window: TimeWindow,
  investigation: Investigation,
  ids: readonly string[] = spellingsOf(investigation.inquiry.id),
  searched: readonly Target[] = outcome.targets,
): Promise<void> {
  if (searched.length === 0) return;
  if (window.toMs - window.fromMs > narrowMs) await describeTargets(outcome.place, searched, investigation);
  const failed = new Set(
    outcome.failures.filter((one) => isLasting(one.failure)).flatMap((one) => one.groups),
  );
  const targets = searched.filter((target) => !failed.has(target.group.name));
  if (targets.length === 0) return;
  investigation.context.onProgress({
    what: 'request',
    status: 'searching',
    detail: `${nameOfPlace(outcome.place)} ${formatMinute(window.fromMs)} – ${formatMinute(window.toMs)}`,
    elapsedMs: elapsedMs(investigation),
  });
  const found = await searchGroups(
    outcome.place.session,
    {
      template: 'queries/find-request',
      ids,
      groups: targets.map((target) => target.group),
      ...window,
    },
    investigation,
  );
  outcome.searches.push(...found.searches);
  outcome.failures.push(...found.failures);
  if (found.events.length === 0) return;
  outcome.located = mergeRequests(outcome.place, outcome.targets, distinct(found.events), outcome.searches);
  if (outcome.located.length === 0) {
    const groups = [...new Set(found.events.map((event) => event.logGroup ?? ''))];
    const place = nameOfPlace(outcome.place);
    addNote(investigation, { note: 'lines-not-readable', args: { place, groups: groups.join(', ') } });
  }
}

/** Denied today is denied in the wider window too; late or throttled is not. */
function isLasting(failure: Failure): boolean {
  return (
    refusals.includes(failure.reason) ||
    failure.reason === 'log-group-missing' ||
    failure.reason === 'region-unreachable'
  );
}

export function distinct(events: readonly LogEvent[]): LogEvent[] {
  const seen = new Set<string>();
  return events.filter((event) => {
    const key = `${event.atMs}|${event.logGroup}|${event.logStream}|${event.message}`;
    // Two equal lines in one millisecond say nothing that one of them does not.
    return !seen.has(key) && seen.add(key);
  });
}
