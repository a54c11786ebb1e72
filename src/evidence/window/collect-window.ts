import { abortAfter } from '../abort-after.ts';
import { createBudget } from '../budget.ts';
import type { CollectContext } from '../collect-context.ts';
import { addPlaceNotes } from '../explain-not-found.ts';
import type { Investigation } from '../investigation.ts';
import { listPlaces, type Place } from '../locate/list-places.ts';
import { listStages } from '../locate/list-stages.ts';
import { describeTargets, listTargets } from '../locate/list-targets.ts';
import type { PlaceOutcome } from '../locate/locate-request.ts';
import { countAccessFailures } from './access-failures.ts';
import { countExecutionFailures } from './execution-failures.ts';
import { countLateFinishes } from './late-finishes.ts';
import { nameRoutes } from './name-routes.ts';
import type {
  Change,
  FailureGroup,
  LateFinishes,
  WindowEvidence,
  WindowQuestion,
} from './window-evidence.ts';

/** The gateway's default and, for most APIs, largest integration timeout, ms. */
const usualTimeoutMs = 29_000;

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
  const searches = outcomes.flatMap((outcome) => outcome.searches);
  const roleSession = places[0]?.session.roleSession;
  return {
    question,
    groups: looked.flatMap(({ groups }) => groups).sort((a, b) => a.firstMs - b.firstMs),
    late: looked.flatMap(({ late }) => late),
    changes: looked.flatMap(({ changes }) => changes),
    isComplete:
      outcomes.length > 0 &&
      outcomes.some((outcome) => outcome.targets.length > 0) &&
      outcomes.every((outcome) => outcome.failures.length === 0 && outcome.list.failures.length === 0) &&
      searches.every((search) => search.status === 'complete'),
    ...(isUnknownApi(outcomes) ? { isUnknownApi: true } : {}),
    searches,
    notes: investigation.notes,
    apiCalls: investigation.count.calls,
    ...(roleSession === undefined ? {} : { roleSession }),
    collectedAtMs: context.now(),
  };
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
}

async function lookAtPlace(
  place: Place,
  question: WindowQuestion,
  investigation: Investigation,
): Promise<LookedAt> {
  const list = await listStages(place, investigation);
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
  if (functions.length === 0) return { outcome, groups, late: [], changes: stageChanges };
  const ran = await countLateFinishes(place, functions, usualTimeoutMs, question, investigation);
  outcome.searches.push(...ran.found.searches);
  return { outcome, groups, late: ran.late, changes: [...stageChanges, ...ran.changes] };
}

/**
 * One request is counted once, though an execution log, its delivered copy and an access log may all hold it: the log
 * that saw most failures of a stage speaks for it, an execution log first, since it says how they failed.
 */
function chooseLog(executions: FailureGroup[], accesses: FailureGroup[]): FailureGroup[] {
  const byStage = new Map<string, Map<string, FailureGroup[]>>();
  for (const group of [...executions, ...accesses]) {
    const stage = `${group.apiId}/${group.stage}`;
    const logs = byStage.get(stage) ?? new Map<string, FailureGroup[]>();
    logs.set(group.log ?? '', [...(logs.get(group.log ?? '') ?? []), group]);
    byStage.set(stage, logs);
  }
  const requests = (groups: FailureGroup[]) => groups.reduce((sum, group) => sum + group.requests, 0);
  return [...byStage.values()].flatMap(
    (logs) => [...logs.values()].sort((a, b) => requests(b) - requests(a))[0] ?? [],
  );
}

/** Names of functions among the targets; a host has a dot. */
function functionsBehind(groups: FailureGroup[]): string[] {
  return [
    ...new Set(
      groups.flatMap(({ target }) => (target !== undefined && /^[\w-]{1,64}$/.test(target) ? [target] : [])),
    ),
  ];
}
