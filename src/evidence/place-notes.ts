import type { Failure } from '../aws/answer.ts';
import { estimateUsd } from '../aws/cost.ts';
import { fewOf } from '../aws/few-of.ts';
import { formatMinute } from './format-minute.ts';
import { addNote, type Investigation } from './investigation.ts';
import { nameOfPlace } from './locate/list-places.ts';
import { writesNone } from './locate/list-stages.ts';
import type { Location, PlaceOutcome } from './locate/locate-request.ts';
import type { UnavailableReason } from './observation.ts';
import { addRetentionNotes } from './retention.ts';

/** Failures of discovery that left nothing to search in that place. */
export function blockers(outcome: PlaceOutcome) {
  return outcome.targets.length === 0 ? outcome.list.failures : [];
}

/** What a person should know of a search that found nothing: where it looked, what it could not see, what to try. */
export function addSearchNotes(location: Location, investigation: Investigation): void {
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
  addGapNotes(outcomes, investigation);
  for (const { place, targets } of outcomes)
    addRetentionNotes(
      place,
      targets.map(({ group }) => group.info),
      searched,
      investigation,
    );
  addPlaceNotes(outcomes, false, investigation);
}

/** Logs that were left out of a search because nobody would tell of them, where others were searched. */
export function addGapNotes(outcomes: readonly PlaceOutcome[], investigation: Investigation): void {
  for (const { place, targets, list } of outcomes) {
    if (targets.length === 0) continue;
    const { deliveryFailure, gaps, unasked } = list;
    if (deliveryFailure)
      addNote(investigation, {
        note: 'deliveries-not-read',
        args: { place: nameOfPlace(place), detail: deliveryFailure.detail },
      });
    for (const { detail } of gaps.filter((gap) => gap !== deliveryFailure).slice(0, 1))
      addNote(investigation, { note: 'apis-not-read', args: { place: nameOfPlace(place), detail } });
    if (unasked > 0)
      addNote(investigation, { note: 'apis-not-asked', args: { place: nameOfPlace(place), count: unasked } });
  }
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
          ...(failure.args.actual === undefined ? {} : { actual: failure.args.actual }),
        },
      });
    for (const { failure, groups } of mergeFailures(outcome.failures))
      if (failure.reason === 'budget-refused')
        addNote(investigation, {
          note: 'budget-refused',
          args: {
            bytes: Number(failure.args.bytes),
            usd: Number(failure.args.usd),
            spentBytes: Number(failure.args.spentBytes),
            place: nameOfPlace(outcome.place),
          },
        });
      else if (failure.reason !== 'log-group-missing')
        addNote(investigation, {
          note: `groups-${noted(failure)}`,
          args: { place: nameOfPlace(outcome.place), groups: fewOf(groups), detail: failure.detail },
        });
    if (!isFound && outcome.targets.length === 0 && outcome.list.failures.length === 0)
      addNote(investigation, {
        note:
          outcome.list.stages.length === 0
            ? 'place-without-apis'
            : writesNone(outcome.list.stages, investigation.inquiry.id.kind)
              ? 'place-of-http-apis'
              : 'place-without-logs',
        args: { place: nameOfPlace(outcome.place), ...boundsOf(investigation) },
      });
  }
  const shadow = investigation.budget.wouldHaveAsked();
  if (shadow !== undefined)
    addNote(investigation, {
      note: 'budget-shadow',
      args: { bytes: shadow, usd: estimateUsd(shadow) },
    });
}

/** A clock that is further off than this shifts what "just now" means, ms; less is the network's delay. Our choice. */
const clockToleranceMs = 60_000;

/** How far AWS's clock is ahead of ours by the answers of all places, whole minutes; 0 within the tolerance. */
export function minutesBehind(outcomes: readonly PlaceOutcome[]): number {
  const offsets = outcomes.map(({ place }) => place.session.clockOffMs());
  const most = offsets.reduce((worst, one) => (Math.abs(one) > Math.abs(worst) ? one : worst), 0);
  return Math.abs(most) <= clockToleranceMs ? 0 : Math.round(most / 60_000);
}

/** Says where our own clock has shifted what was searched. */
export function addClockNote({ outcomes }: Location, investigation: Investigation): void {
  const minutes = minutesBehind(outcomes);
  if (minutes !== 0)
    addNote(investigation, {
      note: 'clock-off',
      args: { minutes: Math.abs(minutes), ...(minutes > 0 ? { isBehind: 1 } : {}) },
    });
}

/** What narrowed the APIs that were looked at: the question itself, or where it was asked. */
export function boundsOf({ inquiry: { scope }, context: { allowed } }: Investigation) {
  const isNarrow = (allowed?.apis.length ?? 0) > 0 || (allowed?.stages.length ?? 0) > 0;
  return {
    ...(scope.api === undefined ? {} : { api: scope.api }),
    ...(scope.stage === undefined ? {} : { stage: scope.stage }),
    ...(isNarrow ? { isNarrow: 1 } : {}),
  };
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
    'wrong-account',
    'clock-off',
    'region-unreachable',
    'aws-fault',
    'not-aws',
    'throttled',
    'timed-out',
  ];
  return own.includes(failure.reason) ? failure.reason : 'error';
}
