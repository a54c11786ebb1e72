import type { GatewayApi } from '../../aws/gateway-api.ts';
import { getHttpApis, getHttpRoutes } from '../../aws/http-apis.ts';
import { getRestApis, getRestMethods } from '../../aws/rest-apis.ts';
import type { AlarmScope, AlarmSubject } from '../../inquiry/alarms/alarm-subject.ts';
import type { Investigation } from '../investigation.ts';
import { listPlaces, type Place } from '../locate/list-places.ts';

/** The gateway's default and, for most APIs, largest integration timeout, ms. */
const usualTimeoutMs = 29_000;
/** APIs whose routes are read for a raised timeout. */
const mostRead = 3;

type Gateway = AlarmSubject & { status: 'gateway' };

/**
 * Names each API by its id where exactly one place and API fits the metric's name, and looks for a timeout above the
 * default. What AWS does not tell stays as the alarm told it.
 */
export async function completeScopes(
  subject: Omit<Gateway, 'timeoutMs'>,
  investigation: Investigation,
): Promise<Gateway> {
  const completed = await Promise.all(
    subject.scopes.slice(0, mostRead).map((scope) => completeScope(scope, investigation)),
  );
  const scopes = [...completed.map(({ scope }) => scope), ...subject.scopes.slice(mostRead)];
  return {
    ...subject,
    scopes: [...new Map(scopes.map((scope) => [JSON.stringify(scope), scope])).values()],
    timeoutMs: Math.max(usualTimeoutMs, ...completed.map(({ timeoutMs }) => timeoutMs)),
  };
}

async function completeScope(
  scope: AlarmScope,
  investigation: Investigation,
): Promise<{ scope: AlarmScope; timeoutMs: number }> {
  const { api } = scope;
  if (api === undefined) return { scope, timeoutMs: 0 };
  const places = await listPlaces({ ...investigation, inquiry: { ...investigation.inquiry, scope } });
  const all = (
    await Promise.all(
      places.map(async (place) => (await apisOf(place, investigation.signal)).map((one) => ({ place, one }))),
    )
  ).flat();
  const exact = all.filter(({ one }) => isNamed(one, api));
  const found = exact.length > 0 ? exact : all.filter(({ one }) => asTag(one.apiName) === asTag(api));
  const [only, ...others] = found;
  if (!only || others.length > 0) return { scope, timeoutMs: 0 };
  const { place, one } = only;
  return {
    scope: {
      ...(place.session.account === undefined ? {} : { account: place.session.account }),
      region: place.region,
      api: one.apiId,
      apiName: one.apiName,
      ...(scope.stage === undefined ? {} : { stage: scope.stage }),
    },
    timeoutMs: await longestTimeout(place, one, investigation.signal),
  };
}

async function apisOf({ session }: Place, signal: AbortSignal): Promise<GatewayApi[]> {
  const answers = await Promise.all([getRestApis(session, signal), getHttpApis(session, signal)]);
  return answers.flatMap((answer) => (answer.ok ? answer.value : []));
}

/** The dimension ApiName is the API's name without what is not ASCII. */
function isNamed({ apiId, apiName }: GatewayApi, told: string): boolean {
  return apiId === told || apiName === told || apiName.replace(/[^\x20-\x7e]/g, '') === told;
}

/** Datadog tells of names in lower case, with lines for what a tag may not hold. */
const asTag = (name: string) => name.toLowerCase().replace(/[^\p{L}\d:./-]+/gu, '_');

async function longestTimeout({ session }: Place, api: GatewayApi, signal: AbortSignal): Promise<number> {
  const routes =
    api.apiType === 'rest'
      ? await getRestMethods(session, api.apiId, signal)
      : await getHttpRoutes(session, api.apiId, signal);
  if (!routes.ok) return 0;
  return Math.max(0, ...routes.value.map(({ integration }) => integration?.timeoutMs ?? 0));
}
