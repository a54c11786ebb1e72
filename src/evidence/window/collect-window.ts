import { abortAfter } from '../abort-after.ts';
import { createBudget } from '../budget.ts';
import type { CollectContext } from '../collect-context.ts';
import { addNote, type Investigation } from '../investigation.ts';
import { listPlaces, nameOfPlace, type Place } from '../locate/list-places.ts';
import { type KnownStage, listStages } from '../locate/list-stages.ts';
import { describeTargets, listTargets, type Target } from '../locate/list-targets.ts';
import type { PlaceOutcome } from '../locate/locate-request.ts';
import { addGapNotes, addPlaceNotes } from '../place-notes.ts';
import { addExpiredNotes, expiredGroups, nameSome } from '../retention.ts';
import { countAccessFailures } from './access-failures.ts';
import { chooseLog } from './choose-log.ts';
import { clientsOf } from './clients-of.ts';
import { countTraffic } from './count-traffic.ts';
import { countExecutionFailures } from './execution-failures.ts';
import { countLateFinishes, type FailingFunction } from './late-finishes.ts';
import { nameRoutes } from './name-routes.ts';
import {
  type Change,
  type FailureGroup,
  type LateFinishes,
  type StageTraffic,
  stretchOf,
  type WindowEvidence,
  type WindowQuestion,
} from './window-evidence.ts';

/** The gateway's default integration timeout where its routes do not tell, ms. REST APIs wait 29 s, the others 30. */
const usualTimeoutMs = { rest: 29_000, http: 30_000, websocket: 29_000, unknown: 30_000 };

/**
 * Every 5xx of a window, counted by set queries: their number depends on accounts, formats and stages (50 to a query),
 * never on how many requests failed. Never rejects for missing data.
 */
export async function collectWindow(
  question: WindowQuestion,
  context: CollectContext,
): Promise<WindowEvidence> {
  const signal = abortAfter(context.deadlineMs, [context.signal]);
  const investigation: Investigation = {
    inquiry: {
      // No id is searched for; the kind only keeps every sort of log in the search.
      id: { kind: 'extended', value: 'window' },
      scope: question.scope,
      ...(question.askedBy === undefined ? {} : { askedBy: question.askedBy }),
    },
    context,
    signal,
    count: { calls: 0 },
    budget: createBudget(context.config.limits, question.allowBytes),
    notes: [],
    startedAt: performance.now(),
  };
  const places = await listPlaces(investigation);
  const looked = await Promise.all(places.map((place) => lookAtPlace(place, question, investigation)));
  const outcomes = looked.map(({ outcome }) => outcome);
  addPlaceNotes(
    outcomes,
    looked.some(({ groups }) => groups.length > 0),
    investigation,
  );
  addGapNotes(outcomes, investigation);
  const isExpired = noteExpired(outcomes, question.fromMs, investigation);
  const searches = outcomes.flatMap((outcome) => outcome.searches);
  const roleSession = places[0]?.session.roleSession;
  const clients = clientsOf(
    looked.flatMap(({ accesses }) => accesses),
    !context.config.redaction.ipAddresses,
  );
  return {
    question,
    groups: looked.flatMap(({ groups }) => groups).sort((a, b) => a.firstMs - b.firstMs),
    late: looked.flatMap(({ late }) => late),
    changes: looked.flatMap(({ changes }) => changes),
    traffic: looked.flatMap(({ traffic }) => traffic),
    ...(clients === undefined ? {} : { clients }),
    isComplete:
      outcomes.length > 0 &&
      !isExpired &&
      outcomes.some((outcome) => outcome.targets.length > 0) &&
      looked.every(({ isCounted }) => isCounted) &&
      outcomes.every(
        ({ failures, list }) => failures.length + list.failures.length + list.gaps.length === 0,
      ) &&
      searches.every((search) => search.status === 'complete'),
    ...(isUnknownApi(outcomes) ? { isUnknownApi: true } : {}),
    searches,
    notes: investigation.notes,
    apiCalls: investigation.count.calls,
    ...(roleSession === undefined ? {} : { roleSession }),
    collectedAtMs: context.now(),
    stretchMs: stretchOf(question),
  };
}

/** A log that no longer keeps the beginning of the window says nothing of it, although it could be read. */
function noteExpired(
  outcomes: readonly PlaceOutcome[],
  fromMs: number,
  investigation: Investigation,
): boolean {
  const nowMs = investigation.context.now();
  return outcomes
    .map(({ place, targets }) => {
      const infos = targets.map(({ group }) => group.info);
      addExpiredNotes(place, infos, { atMs: fromMs, isKnown: true }, investigation);
      return expiredGroups(infos, fromMs, nowMs).length > 0;
    })
    .some(Boolean);
}

function isUnknownApi(outcomes: readonly PlaceOutcome[]): boolean {
  return (
    outcomes.length > 0 &&
    outcomes.every(({ list }) => list.stages.length === 0 && list.failures.length === 0)
  );
}

interface LookedAt {
  outcome: PlaceOutcome;
  groups: FailureGroup[];
  late: LateFinishes[];
  changes: Change[];
  traffic: StageTraffic[];
  /** Failures as the access logs alone count them; only they tell of clients. */
  accesses: FailureGroup[];
  /** False where a log's format does not tell what is counted. */
  isCounted: boolean;
}

async function lookAtPlace(
  place: Place,
  question: WindowQuestion,
  investigation: Investigation,
): Promise<LookedAt> {
  const list = await listStages(place, investigation, 'all');
  const targets = listTargets(list, 'extended');
  const outcome: PlaceOutcome = { place, list, targets, searches: [], failures: [], located: [] };
  await describeTargets(place, targets, investigation);
  const [executions, accesses] = await Promise.all([
    countExecutionFailures(
      place,
      targets.filter((target) => target.kind === 'execution'),
      question,
      investigation,
    ),
    countAccessFailures(
      place,
      targets.filter((target) => target.kind === 'access'),
      question,
      investigation,
    ),
  ]);
  for (const { found } of [executions, accesses]) {
    outcome.searches.push(...found.searches);
    outcome.failures.push(...found.failures);
  }
  const groups = await nameRoutes(place, chooseLog(executions.groups, accesses.groups), investigation);
  const failing = new Set(groups.map((group) => `${group.apiId}/${group.stage}`));
  const stageChanges = list.stages.flatMap((known): Change[] =>
    known.stage.deployedAtMs !== undefined && failing.has(`${known.api.apiId}/${known.stage.stage}`)
      ? [{ what: 'stage', name: `${known.api.apiName}/${known.stage.stage}`, atMs: known.stage.deployedAtMs }]
      : [],
  );
  const functions = functionsBehind(groups);
  const [traffic, ran] = await Promise.all([
    countTraffic(place, list.stages, groups, question, investigation),
    functions.length === 0 ? undefined : countLateFinishes(place, functions, question, investigation),
  ]);
  outcome.searches.push(...(ran?.found.searches ?? []));
  return {
    outcome,
    groups,
    late: ran?.late ?? [],
    changes: [...stageChanges, ...(ran?.changes ?? [])],
    traffic,
    accesses: accesses.groups,
    isCounted: noteUncounted(place, targets, accesses, investigation),
  };
}

/** Says which access logs could not be counted, where no execution log speaks for the same stage. True where there are none. */
function noteUncounted(
  place: Place,
  targets: readonly Target[],
  logs: { unread: readonly Target[]; mixed: readonly Target[] },
  investigation: Investigation,
): boolean {
  const executed = targets.flatMap(({ kind, stages }) =>
    kind === 'execution' ? stages.filter(writesExecutions) : [],
  );
  const isSilent = ({ stages }: Target) => stages.some((stage) => !executed.includes(stage));
  const kinds = [
    { note: 'access-log-not-counted', silent: logs.unread.filter(isSilent) },
    { note: 'access-log-mixed', silent: logs.mixed.filter(isSilent) },
  ];
  for (const { note, silent } of kinds)
    if (silent.length > 0) {
      const groups = nameSome(silent.map(({ group }) => group.name));
      addNote(investigation, { note, args: { place: nameOfPlace(place), groups } });
    }
  return kinds.every(({ silent }) => silent.length === 0);
}

/** A group may be left of a time when the stage still wrote one. */
function writesExecutions({ stage, knownFrom }: KnownStage): boolean {
  const levels = Object.values(stage.methodSettings).map(({ loggingLevel }) => loggingLevel);
  return knownFrom === 'log-group-name' || levels.includes('INFO') || levels.includes('ERROR');
}

/** The functions among the targets, with the longest wait of the gateway for each; a host has a dot. */
function functionsBehind(groups: FailureGroup[]): FailingFunction[] {
  const limits = new Map<string, number>();
  for (const { target, timeoutMs, apiType } of groups)
    if (target !== undefined && /^[\w-]{1,64}$/.test(target))
      limits.set(target, Math.max(limits.get(target) ?? 0, timeoutMs ?? usualTimeoutMs[apiType]));
  return [...limits].map(([name, limitMs]) => ({ name, limitMs }));
}
