import { type DescribedAlarm, describeAlarms } from '../../aws/alarms.ts';
import type { Failure } from '../../aws/answer.ts';
import type { Alarm } from '../../inquiry/alarms/alarm.ts';
import type { AlarmScope, AlarmSubject } from '../../inquiry/alarms/alarm-subject.ts';
import { gatewayNamespace, isAboutLatency, isTelling } from '../../inquiry/alarms/telling-metrics.ts';
import { abortAfter } from '../abort-after.ts';
import { createBudget } from '../budget.ts';
import type { CollectContext } from '../collect-context.ts';
import type { Investigation } from '../investigation.ts';
import { listPlaces, type Place } from '../locate/list-places.ts';
import { completeScopes } from './complete-scopes.ts';
import { configuredAlarm } from './configured-alarm.ts';
import { namesInRule, watchedApis } from './watched-apis.ts';

/** What counts where nothing tells: CloudWatch's usual period, seconds. */
const usualPeriodSeconds = 60;
/** Composite alarms may watch composite alarms; deeper than this nobody nests them. Our choice. */
const deepest = 3;

/**
 * What an alarm watches: as the configuration says, else as its message says, else as CloudWatch describes the alarm of
 * that name in the accounts and regions that the channel may ask about. Never rejects for missing data.
 */
export async function findAlarm(
  alarm: Alarm,
  askedBy: string,
  context: CollectContext,
): Promise<AlarmSubject> {
  const signal = abortAfter(context.deadlineMs, [context.signal]);
  const rule = configuredAlarm(alarm, context.config.alarms);
  const account = rule?.account ?? knownAccount(alarm, context);
  const region = rule?.region ?? alarm.region;
  const base: AlarmScope = {
    ...(account === undefined ? {} : { account }),
    ...(region === undefined ? {} : { region }),
  };
  const investigation: Investigation = {
    inquiry: { id: { kind: 'extended', value: 'alarm' }, scope: base, askedBy },
    context,
    signal,
    count: { calls: 0 },
    budget: createBudget(context.config.limits, undefined),
    notes: [],
    startedAt: performance.now(),
  };
  const found = (scopes: AlarmScope[], described: Described): Promise<AlarmSubject> =>
    completeScopes(
      {
        status: 'gateway',
        scopes,
        periodSeconds: described.periodSeconds ?? alarm.periodSeconds ?? usualPeriodSeconds,
        evaluationPeriods: described.evaluationPeriods ?? 1,
        ...(described.isLatency ? { isLatency: true } : {}),
      },
      investigation,
    );
  if (rule) return found([scopeOf(base, rule.api, rule.stage ?? alarm.stage)], {});
  if (alarm.namespace !== undefined && alarm.namespace !== gatewayNamespace)
    return { status: 'elsewhere', what: alarm.namespace };
  if (alarm.metric !== undefined && alarm.namespace !== undefined && !isTelling(alarm.metric))
    return { status: 'elsewhere', what: `${alarm.namespace} ${alarm.metric}` };
  // Who forwards labels tells the API itself; that a label is an API's is in its name.
  if (alarm.api !== undefined) {
    const told = [{ api: alarm.api, stage: alarm.stage }, ...(alarm.others ?? [])];
    return found(
      told.map(({ api, stage }) => scopeOf(base, api, stage)),
      { isLatency: alarm.metric !== undefined && isAboutLatency(alarm.metric) },
    );
  }
  return lookUp(alarm, investigation, found);
}

type Described = Partial<DescribedAlarm> & { isLatency?: boolean };

async function lookUp(
  alarm: Alarm,
  investigation: Investigation,
  found: (scopes: AlarmScope[], described: Described) => Promise<AlarmSubject>,
): Promise<AlarmSubject> {
  const places = await listPlaces(investigation);
  const looks = await Promise.all(places.map((place) => lookAt(place, alarm.name, investigation)));
  const described = looks.flatMap(({ alarms, place }) => alarms.map((one) => ({ place, one })));
  const top = described.filter(({ one }) => one.name === alarm.name);
  const failures = looks.flatMap(({ failure }) => failure ?? []);
  if (top.length === 0) return unknown(alarm, failures);
  // The same name may stand in two regions or accounts; the one that is in alarm is meant.
  const inAlarm = top.filter(({ one }) => one.state === 'ALARM').map(({ place }) => place);
  const telling = described.filter(
    ({ place, one }) => (inAlarm.length === 0 || inAlarm.includes(place)) && watchedApis(one).length > 0,
  );
  // Of a composite alarm's children only those in alarm are meant, where one is.
  const raised = telling.filter(({ one }) => one.state === 'ALARM');
  const meant = raised.length > 0 ? raised : telling;
  const scopes = meant.flatMap(({ place, one }) =>
    watchedApis(one).map((scope) => ({
      ...(place.session.account === undefined ? {} : { account: place.session.account }),
      region: place.region,
      ...scope,
    })),
  );
  // A composite alarm watches nothing by itself: what its children watch may be what could not be read.
  if (scopes.length === 0 && failures.length > 0 && top.some(({ one }) => one.rule !== undefined))
    return unknown(alarm, failures);
  if (scopes.length === 0) return { status: 'elsewhere', what: whatElse(top.map(({ one }) => one)) };
  return found(distinct(scopes), {
    periodSeconds: Math.max(...meant.map(({ one }) => one.periodSeconds ?? usualPeriodSeconds)),
    evaluationPeriods: Math.max(...meant.map(({ one }) => one.evaluationPeriods ?? 1)),
    isLatency: meant.every(({ one }) => watchesLatency(one)),
  });
}

/** The alarm of that name, and where it is a composite one, those that its rule speaks of. */
async function lookAt(
  place: Place,
  name: string,
  { signal }: Investigation,
): Promise<{ place: Place; alarms: DescribedAlarm[]; failure?: Failure }> {
  const alarms: DescribedAlarm[] = [];
  let names = [name];
  for (let depth = 0; depth < deepest && names.length > 0; depth += 1) {
    const answer = await describeAlarms(place.session, names, signal);
    if (!answer.ok) return { place, alarms, failure: answer };
    alarms.push(...answer.value);
    names = answer.value
      .flatMap(({ rule }) => (rule === undefined ? [] : namesInRule(rule)))
      .filter((child) => !alarms.some((known) => known.name === child));
  }
  return { place, alarms };
}

function unknown(alarm: Alarm, failures: readonly Failure[]): AlarmSubject {
  const [failure] = failures;
  if (!failure) return { status: 'unknown', why: 'not-found', detail: alarm.name };
  const denied = failures.find(({ reason }) => reason === 'access-denied');
  return {
    status: 'unknown',
    why: denied ? 'denied' : 'unreachable',
    detail: (denied ?? failure).reason,
  };
}

/** Every metric of it that tells of the API tells of slowness; of an expression alone nobody knows. */
function watchesLatency({ metrics }: DescribedAlarm): boolean {
  const telling = metrics.filter(({ namespace, name }) => namespace === gatewayNamespace && isTelling(name));
  return telling.length > 0 && telling.every(({ name }) => isAboutLatency(name));
}

function whatElse(alarms: readonly DescribedAlarm[]): string {
  const metric = alarms.flatMap(({ metrics }) => metrics)[0];
  return metric === undefined ? 'no metric of an API' : `${metric.namespace} ${metric.name}`;
}

/** An account that is not configured cannot be looked into; then every one that may be is tried. */
function knownAccount({ account }: Alarm, { config }: CollectContext): string | undefined {
  return config.accounts.some(({ id }) => id === account) ? account : undefined;
}

function scopeOf(base: AlarmScope, api: string | undefined, stage: string | undefined): AlarmScope {
  return {
    ...base,
    ...(api === undefined ? {} : { api }),
    ...(stage === undefined ? {} : { stage }),
  };
}

function distinct(scopes: AlarmScope[]): AlarmScope[] {
  return [...new Map(scopes.map((scope) => [JSON.stringify(scope), scope])).values()];
}
