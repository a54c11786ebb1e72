import type { Evidence, Observations } from './evidence.ts';
import type { Investigation } from './investigation.ts';
import { nameOfPlace } from './locate/list-places.ts';
import { writesNone } from './locate/list-stages.ts';
import { describeTargets } from './locate/list-targets.ts';
import type { Location, PlaceOutcome } from './locate/locate-request.ts';
import type { Search, UnavailableReason } from './observation.ts';
import { addSearchNotes, blockers, boundsOf, minutesBehind } from './place-notes.ts';
import { expiredGroups, nameSome } from './retention.ts';
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
  addSearchNotes(location, investigation);
  const observed = silence
    ? { status: 'unavailable' as const, ...silence, searches }
    : { status: 'absent' as const, searches };
  const other = unavailable('depends-on-missing', { needs: 'request' }, []);
  const observations: Observations = {
    executionLog: observed,
    accessLog:
      observed.status === 'absent'
        ? observed
        : silence?.reason === 'logging-off' && isSentAway(location)
          ? unavailable('not-configured', { destination: 'firehose' }, [])
          : { ...observed, searches: [] satisfies Search[] },
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
  const { region } = inquiry.scope;
  const account = accountOf(location, inquiry.scope.account);
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
    ...outcome.list.gaps,
  ]);
  const order: UnavailableReason[] = [
    'no-credentials',
    'credentials-refused',
    'wrong-account',
    'clock-off',
    'role-not-assumable',
    'access-denied',
    'region-unreachable',
    'not-aws',
    'aws-fault',
    'budget-refused',
    'throttled',
    'timed-out',
    'unsupported-class',
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
        args: {
          places: outcomes.map(({ place }) => nameOfPlace(place)).join(', '),
          ...boundsOf(investigation),
        },
      };
    if (writesNone(stages, investigation.inquiry.id.kind))
      return { reason: 'id-of-other-kind', args: boundsOf(investigation) };
    return { reason: 'logging-off', args: { stages: stages.length } };
  }
  const missing = missingGroups(outcomes);
  if (missing !== undefined) return { reason: 'log-group-missing', args: { logGroup: nameSome(missing) } };
  const behind = minutesBehind(outcomes);
  if (behind !== 0)
    return {
      reason: 'clock-off',
      args: behind > 0 ? { minutesBehind: behind } : { minutesAhead: -behind },
    };
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

/** True where an access log is written, but not to a log group. */
const isSentAway = ({ outcomes }: Location) =>
  outcomes.some(({ list }) =>
    list.stages.some(
      ({ stage }) => stage.accessLogFormat !== undefined && stage.accessLogGroup === undefined,
    ),
  );

/** The log groups that would have held the request, where not one of them exists. */
function missingGroups(outcomes: readonly PlaceOutcome[]): string[] | undefined {
  const names = outcomes.flatMap(({ targets }) => targets.map(({ group }) => group.name));
  const missing = new Set(
    outcomes.flatMap(({ failures }) =>
      failures.flatMap(({ failure, groups }) => (failure.reason === 'log-group-missing' ? groups : [])),
    ),
  );
  return names.every((name) => missing.has(name)) ? names : undefined;
}

/** The 12 digits of the account that was named, which may have been by its alias. */
function accountOf({ outcomes }: Location, named: string | undefined): string | undefined {
  if (named === undefined || /^\d{12}$/.test(named)) return named;
  return outcomes.find(({ place }) => place.session.alias === named)?.place.session.account;
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

function levelsOf(known: PlaceOutcome['list']['stages'][number]): (string | undefined)[] {
  return Object.values(known.stage.methodSettings).map((setting) => setting.loggingLevel);
}
