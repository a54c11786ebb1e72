import type { Failure } from '../aws/answer.ts';
import { estimateUsd } from '../aws/cost.ts';
import type { Evidence, Observations } from './evidence.ts';
import { formatMinute } from './format-minute.ts';
import { addNote, type Investigation } from './investigation.ts';
import { nameOfPlace } from './locate/list-places.ts';
import { describeTargets } from './locate/list-targets.ts';
import type { Location, PlaceOutcome } from './locate/locate-request.ts';
import type { Search, UnavailableReason } from './observation.ts';
import { addRetentionNotes, expiredGroups, nameSome } from './retention.ts';
import { unavailable } from './sources/source.ts';

interface Silence {
  reason: UnavailableReason;
  detail?: string;
  args: Record<string, string | number>;
}

/**
 * Evidence for a request that was found nowhere: the two logs that would have held it say why they are silent, in the
 * order of what a person can do about it, and every other source waits for them.
 */
export async function explainNotFound(location: Location, investigation: Investigation): Promise<Evidence> {
  const { inquiry, context } = investigation;
  await describeOld(location, investigation);
  const searches = location.outcomes.flatMap((outcome) => outcome.searches);
  const silence = silenceOf(location, investigation);
  addNotes(location, investigation);
  const observed = silence
    ? { status: 'unavailable' as const, ...silence, searches }
    : { status: 'absent' as const, searches };
  const other = unavailable('depends-on-missing', { needs: 'request' }, []);
  const observations: Observations = {
    executionLog: observed,
    accessLog: observed.status === 'absent' ? observed : { ...observed, searches: [] satisfies Search[] },
    functionLog: other,
    authorizerLog: other,
    gatewaySettings: other,
    functionSettings: other,
    trace: other,
    loadBalancerLog: other,
    flowLog: other,
    backendLog: other,
    clientResponse: unavailable('not-given', {}, []),
    metrics: other,
    deployments: other,
  };
  const { account, region } = inquiry.scope;
  const atMs = inquiry.aroundMs ?? inquiry.id.atMs;
  return {
    request: {
      id: inquiry.id.value,
      ...(inquiry.id.kind === 'extended' ? { extendedRequestId: inquiry.id.value } : {}),
      ...(inquiry.id.kind === 'trace' ? { traceId: inquiry.id.value } : {}),
      apiType: 'unknown',
      ...(account === undefined ? {} : { account }),
      ...(region === undefined ? {} : { region }),
      ...(atMs === undefined ? {} : { atMs }),
      resolutionMs: 1,
    },
    collectedAtMs: context.now(),
    observations,
    hiddenValues: 0,
  };
}

/** The first of these that holds: we could not look; there is no log; too fresh; too old. Undefined: searched, not there. */
function silenceOf(location: Location, investigation: Investigation): Silence | undefined {
  const { outcomes } = location;
  if (investigation.inquiry.id.kind === 'test-invoke')
    return { reason: 'not-applicable', args: { id: 'test-invoke' } };
  if (outcomes.length === 0) return { reason: 'not-configured', args: { needs: 'account' } };
  const failures = outcomes.flatMap((outcome) => [
    ...outcome.failures.map((one) => one.failure),
    ...blockers(outcome),
  ]);
  const order: UnavailableReason[] = [
    'no-credentials',
    'credentials-refused',
    'role-not-assumable',
    'access-denied',
    'region-unreachable',
    'budget-refused',
    'throttled',
    'timed-out',
    'query-failed',
    'error',
  ];
  for (const reason of order) {
    const failure = failures.find((one) => one.reason === reason);
    if (failure) return { reason, detail: failure.detail, args: failure.args };
  }
  if (investigation.signal.aborted) return { reason: 'timed-out', args: {} };
  const stages = outcomes.flatMap((outcome) => outcome.list.stages);
  if (outcomes.every((outcome) => outcome.targets.length === 0)) {
    if (stages.length === 0)
      return {
        reason: 'no-api',
        args: { places: outcomes.map(({ place }) => nameOfPlace(place)).join(', ') },
      };
    return { reason: 'logging-off', args: { stages: stages.length } };
  }
  const levels = stages.filter(
    (known) => known.api.apiType !== 'http' && known.knownFrom === 'control-plane',
  );
  const loud = levels.filter((known) => levelsOf(known).includes('INFO'));
  const atMs = investigation.inquiry.aroundMs ?? investigation.inquiry.id.atMs;
  if (atMs !== undefined) {
    const nowMs = investigation.context.now();
    const expired = outcomes.flatMap(({ targets }) =>
      expiredGroups(
        targets.map(({ group }) => group.info),
        atMs,
        nowMs,
      ),
    );
    if (expired.length > 0)
      return {
        reason: 'retention-over',
        args: {
          groups: nameSome(expired.map(({ name }) => name)),
          count: expired.length,
          days: Math.max(...expired.map(({ days }) => days)),
        },
      };
    if (location.looksAgain > 0)
      return {
        reason: 'not-ingested-yet',
        args: { looks: location.looksAgain + 1 },
      };
  }
  const hasAccessLog = stages.some((known) => known.stage.accessLogGroup !== undefined);
  if (levels.length > 0 && loud.length === 0 && !hasAccessLog)
    return { reason: 'error-level-only', args: { stages: levels.length } };
  return undefined;
}

/** What the searched groups keep matters only for what may be older than the shortest retention, a day. */
async function describeOld({ outcomes }: Location, investigation: Investigation): Promise<void> {
  const { inquiry, context } = investigation;
  const atMs = inquiry.aroundMs ?? inquiry.id.atMs;
  if (atMs !== undefined && atMs > context.now() - dayMs) return;
  await Promise.all(
    outcomes.map((outcome) => describeTargets(outcome.place, outcome.targets, investigation)),
  );
}

const dayMs = 86_400_000;

/** Failures of discovery that left nothing to search in that place. */
function blockers(outcome: PlaceOutcome) {
  return outcome.targets.length === 0 ? outcome.list.failures : [];
}

function levelsOf(known: PlaceOutcome['list']['stages'][number]): (string | undefined)[] {
  return Object.values(known.stage.methodSettings).map((setting) => setting.loggingLevel);
}

/** What a person should know of a search that found nothing: where it looked, what it could not see, what to try. */
function addNotes(location: Location, investigation: Investigation): void {
  const { outcomes, searched } = location;
  const places = outcomes.filter((outcome) =>
    outcome.searches.some((search) => search.status === 'complete'),
  );
  if (places.length > 0 && searched)
    addNote(investigation, {
      note: 'searched-in-vain',
      args: {
        places: places.map(({ place }) => nameOfPlace(place)).join(', '),
        groups: places.reduce((sum, place) => sum + place.targets.length, 0),
        from: formatMinute(searched.fromMs),
        to: formatMinute(searched.toMs),
      },
    });
  if (location.looksAgain > 0)
    addNote(investigation, {
      note: 'looked-again',
      args: { looks: location.looksAgain + 1 },
    });
  for (const outcome of outcomes)
    if (outcome.list.deliveryFailure && outcome.targets.length > 0)
      addNote(investigation, {
        note: 'deliveries-not-read',
        args: { place: nameOfPlace(outcome.place), detail: outcome.list.deliveryFailure.detail },
      });
  for (const { place, targets } of outcomes)
    addRetentionNotes(
      place,
      targets.map(({ group }) => group.info),
      searched,
      investigation,
    );
  addPlaceNotes(outcomes, false, investigation);
}

/**
 * Places that could not be searched, each with its reason; also where the request was found elsewhere. A place with
 * nothing in it matters only while nothing is found.
 */
export function addPlaceNotes(
  outcomes: readonly PlaceOutcome[],
  isFound: boolean,
  investigation: Investigation,
): void {
  for (const outcome of outcomes) {
    for (const failure of blockers(outcome).slice(0, 1))
      addNote(investigation, {
        note: `place-${noted(failure)}`,
        args: {
          place: nameOfPlace(outcome.place),
          detail: failure.detail,
          action: String(failure.args.action ?? ''),
        },
      });
    for (const { failure, groups } of mergeFailures(outcome.failures))
      if (failure.reason === 'budget-refused')
        addNote(investigation, {
          note: 'budget-refused',
          args: {
            gb: gigabytes(Number(failure.args.bytes)),
            usd: String(failure.args.usd),
            place: nameOfPlace(outcome.place),
          },
        });
      else if (failure.reason !== 'log-group-missing')
        addNote(investigation, {
          note: `groups-${noted(failure)}`,
          args: { place: nameOfPlace(outcome.place), groups: groups.join(', '), detail: failure.detail },
        });
    if (!isFound && outcome.targets.length === 0 && outcome.list.failures.length === 0)
      addNote(investigation, {
        note: outcome.list.stages.length === 0 ? 'place-without-apis' : 'place-without-logs',
        args: { place: nameOfPlace(outcome.place) },
      });
  }
  const shadow = investigation.budget.wouldHaveAsked();
  if (shadow !== undefined)
    addNote(investigation, {
      note: 'budget-shadow',
      args: { gb: gigabytes(shadow), usd: String(estimateUsd(shadow)) },
    });
}

/** A search that is tried again in halves and in wider windows fails as often: one entry a reason, each group once. */
function mergeFailures(failures: PlaceOutcome['failures']): PlaceOutcome['failures'] {
  const merged = new Map<string, { failure: Failure; groups: string[] }>();
  for (const { failure, groups } of failures) {
    const kind = noted(failure);
    const key = kind === 'error' ? `${failure.reason} ${failure.detail}` : kind;
    const known = merged.get(key);
    merged.set(key, {
      failure: known?.failure ?? failure,
      groups: [...new Set([...(known?.groups ?? []), ...groups])],
    });
  }
  return [...merged.values()];
}

/** Reasons with a sentence of their own; the rest share one. */
function noted(failure: Failure): string {
  const own: UnavailableReason[] = [
    'access-denied',
    'role-not-assumable',
    'no-credentials',
    'credentials-refused',
    'region-unreachable',
    'throttled',
    'timed-out',
  ];
  return own.includes(failure.reason) ? failure.reason : 'error';
}

const gigabytes = (bytes: number) => (bytes / 1_000_000_000).toFixed(1);
