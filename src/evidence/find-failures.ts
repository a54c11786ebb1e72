import { setMaxListeners } from 'node:events';
import type { Inquiry, Scope } from '../inquiry/inquiry.ts';
import { createBudget } from './budget.ts';
import type { CollectContext } from './collect-context.ts';
import type { RequestFacts } from './evidence.ts';
import { addPlaceNotes } from './explain-not-found.ts';
import type { Investigation } from './investigation.ts';
import { listPlaces } from './locate/list-places.ts';
import { listStages } from './locate/list-stages.ts';
import { describeTargets, listTargets } from './locate/list-targets.ts';
import { distinct, type PlaceOutcome } from './locate/locate-request.ts';
import { mergeRequests } from './locate/merge-requests.ts';
import type { Note } from './note.ts';
import type { Search } from './observation.ts';
import { searchGroups } from './search-groups.ts';

/** Which failures are asked for: an alarm's minutes, or a stretch that a person names. Times epoch ms. */
export interface FailureQuestion {
  scope: Scope;
  fromMs: number;
  toMs: number;
  askedBy?: string;
  allowBytes?: number;
}

export interface Failures {
  /** Requests that ended with 500 to 599, oldest first, as far as their logs tell; ask for each one by its id. */
  requests: RequestFacts[];
  /** False where a log could not be read to its end, so that there may be more. */
  isComplete: boolean;
  searches: Search[];
  notes: Note[];
  apiCalls: number;
}

/** Every 5xx of a time window, from execution and access logs. Never rejects for missing data. */
export async function findFailures(question: FailureQuestion, context: CollectContext): Promise<Failures> {
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(context.deadlineMs)]);
  setMaxListeners(0, signal);
  const inquiry: Inquiry = {
    // No id is searched for; the kind only keeps every sort of log in the search.
    id: { kind: 'extended', value: 'window' },
    scope: question.scope,
    ...(question.askedBy === undefined ? {} : { askedBy: question.askedBy }),
  };
  const investigation: Investigation = {
    inquiry,
    context,
    signal,
    count: { calls: 0 },
    budget: createBudget(context.config.limits, question.allowBytes),
    notes: [],
    startedAt: performance.now(),
  };
  const places = await listPlaces(investigation);
  const outcomes = await Promise.all(
    places.map(async (place): Promise<PlaceOutcome> => {
      const list = await listStages(place, investigation);
      const targets = listTargets(list, 'extended');
      const outcome: PlaceOutcome = { place, list, targets, searches: [], failures: [], located: [] };
      await searchPlace(outcome, question, investigation);
      return outcome;
    }),
  );
  addPlaceNotes({ located: [], outcomes, searched: undefined, looksAgain: 0 }, investigation);
  const searches = outcomes.flatMap((outcome) => outcome.searches);
  return {
    requests: outcomes
      .flatMap((outcome) => outcome.located.map((one) => one.request))
      .filter((request) => request.status !== undefined && request.status >= 500 && request.status <= 599)
      .sort((a, b) => (a.atMs ?? 0) - (b.atMs ?? 0)),
    isComplete:
      outcomes.length > 0 &&
      outcomes.every((outcome) => outcome.failures.length === 0 && outcome.list.failures.length === 0) &&
      searches.every((search) => search.status === 'complete'),
    searches,
    notes: investigation.notes,
    apiCalls: investigation.count.calls,
  };
}

async function searchPlace(
  outcome: PlaceOutcome,
  question: FailureQuestion,
  investigation: Investigation,
): Promise<void> {
  const { place, targets } = outcome;
  await describeTargets(place, targets, investigation);
  const looks = [
    { kind: 'execution', template: 'queries/window-execution', phrases: ['Method completed with status: 5'] },
    { kind: 'access', template: 'queries/window-access', phrases: [] },
  ] as const;
  const found = await Promise.all(
    looks.map(({ kind, template, phrases }) =>
      searchGroups(
        place.session,
        {
          template,
          ids: [],
          phrases,
          groups: targets.filter((target) => target.kind === kind).map((target) => target.group),
          fromMs: question.fromMs,
          toMs: question.toMs,
        },
        investigation,
      ),
    ),
  );
  outcome.searches.push(...found.flatMap((one) => one.searches));
  outcome.failures.push(...found.flatMap((one) => one.failures));
  const events = distinct(found.flatMap((one) => one.events)).map((event, order) => ({ ...event, order }));
  outcome.located = mergeRequests(place, targets, events, outcome.searches);
}
