import type { Failure } from '../../aws/answer.ts';
import { describeExecutionLogDeliveries } from '../../aws/deliveries.ts';
import type { GatewayApi, GatewayStage } from '../../aws/gateway-api.ts';
import { getHttpApis, getHttpStages } from '../../aws/http-apis.ts';
import { describeLogGroups, type LogGroup, mostGroups } from '../../aws/log-groups.ts';
import { getRestApis, getRestStages } from '../../aws/rest-apis.ts';
import type { RequestIdKind } from '../../inquiry/inquiry.ts';
import { abortAfter } from '../abort-after.ts';
import type { Investigation } from '../investigation.ts';
import type { Place } from './list-places.ts';

/** A stage that the request may have gone through, with the log groups that it writes to. */
export interface KnownStage {
  api: GatewayApi;
  stage: GatewayStage;
  /** By convention, and by delivery configuration; whether they exist is another question. */
  executionLogGroups: string[];
  /** Whether the control plane told of it, or only a log group's name did. */
  knownFrom: 'control-plane' | 'log-group-name';
}

export interface StageList {
  stages: KnownStage[];
  /** Every execution-log group that exists, by name; undefined where AWS would not say. */
  logGroups: Map<string, LogGroup> | undefined;
  failures: Failure[];
  /** Why delivered execution logs could not be looked for; their groups have names of the owner's choosing. */
  deliveryFailure: Failure | undefined;
  /** Those of all these that may have hidden a log group which holds the request: what else was searched proves nothing. */
  gaps: Failure[];
  /** APIs whose stages were not asked about, because there are so many. */
  unasked: number;
}

/**
 * Stages are one call for each API, at a few a second for the whole account. With more APIs than this, those whose
 * execution logs already name their stages are not asked about until the request is found in one of them.
 */
const mostAsked = 40;

/** Share of the deadline that finding out about APIs may take; then the names of log groups have to do. */
const discoveryShare = 0.3;

export const restExecutionGroupPrefix = 'API-Gateway-Execution-Logs_';
export const socketGroupPrefix = '/aws/apigateway/';
/**
 * A canary release writes to a group of its own, beside that of its stage
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/canary-release.html).
 */
export const canarySuffix = '/Canary';

/** A uuid or a CloudFront id never appears in an HTTP API's log. */
export const neverHolds = ({ apiType }: GatewayApi, kind: RequestIdKind) =>
  apiType === 'http' && (kind === 'uuid' || kind === 'cloudfront' || kind === 'replaced');

/** Whether none of these stages, and there are some, can have logged an id of this kind. */
export const writesNone = (stages: readonly KnownStage[], kind: RequestIdKind) =>
  stages.length > 0 && stages.every(({ api }) => neverHolds(api, kind));

/**
 * The stages of a place that the question and the channel allow: from the control plane, and where that is denied
 * from the names of log groups. `all`: of every API, however many there are.
 */
export async function listStages(
  place: Place,
  investigation: Investigation,
  reach: 'likely' | 'all' = 'likely',
): Promise<StageList> {
  const { session } = place;
  const signal = abortAfter(investigation.context.deadlineMs * discoveryShare, [investigation.signal]);
  const isLinked = (place.account?.linkedAccounts.length ?? 0) > 0;
  const [restApis, httpApis, restGroups, socketGroups, deliveries] = await Promise.all([
    getRestApis(session, signal),
    getHttpApis(session, signal),
    describeLogGroups(session, restExecutionGroupPrefix, isLinked, signal),
    describeLogGroups(session, socketGroupPrefix, isLinked, signal),
    describeExecutionLogDeliveries(session, signal),
  ]);
  const failures: Failure[] = [];
  for (const answer of [restApis, httpApis, restGroups, socketGroups])
    if (
      !answer.ok &&
      !failures.some((known) => known.reason === answer.reason && known.args.action === answer.args.action)
    )
      failures.push(answer);
  const groups = [...(restGroups.ok ? restGroups.value : []), ...(socketGroups.ok ? socketGroups.value : [])];
  const apis = [...(restApis.ok ? restApis.value : []), ...(httpApis.ok ? httpApis.value : [])].filter(
    (api) => isWanted(investigation, api.apiId, api.apiName),
  );
  const named = new Set(
    groups.flatMap((group) => group.name.match(/^API-Gateway-Execution-Logs_([^/]+)\//)?.[1] ?? []),
  );
  const telling =
    apis.length <= mostAsked ? apis : apis.filter((api) => !neverHolds(api, investigation.inquiry.id.kind));
  const asked =
    reach === 'all' || telling.length <= mostAsked
      ? telling
      : telling.filter((api) => !named.has(api.apiId)).slice(0, mostAsked);
  const gaps: Failure[] = [];
  const fromControlPlane = (
    await Promise.all(
      asked.map(async (api): Promise<KnownStage[]> => {
        const answer =
          api.apiType === 'rest'
            ? await getRestStages(session, api.apiId, signal)
            : await getHttpStages(session, api.apiId, signal);
        if (!answer.ok) {
          if (answer.code === 'NotFoundException') return []; // deleted since it was listed
          if (!failures.some((known) => known.reason === answer.reason)) failures.push(answer);
          gaps.push(answer);
          return [];
        }
        return answer.value.map((stage) => ({
          api,
          stage,
          executionLogGroups: executionGroupsOf(api, stage.stage),
          knownFrom: 'control-plane',
        }));
      }),
    )
  ).flat();
  for (const known of fromControlPlane) {
    const canaries = known.executionLogGroups.map((name) => `${name}${canarySuffix}`);
    const existing = groups.filter((group) => !isOfLinked(group, place) && canaries.includes(group.name));
    known.executionLogGroups.push(...existing.map(({ name }) => name));
  }
  for (const known of fromControlPlane)
    for (const delivery of deliveries.ok ? deliveries.value : [])
      if (delivery.apiId === known.api.apiId && delivery.stage === known.stage.stage)
        known.executionLogGroups.push(delivery.logGroup);
  const fromNames = stagesFromNames(
    groups,
    fromControlPlane,
    restApis.ok && asked.length === apis.length,
    httpApis.ok,
    place,
  ).filter((known) => isWanted(investigation, known.api.apiId, known.api.apiName));
  const stages = [...fromControlPlane, ...fromNames].filter((known) =>
    isWantedStage(investigation, known.stage.stage),
  );
  // Whoever named the API need not know of others, once it is found.
  if (investigation.inquiry.scope.api === undefined || apis.length === 0)
    for (const answer of [restApis, httpApis]) if (!answer.ok) gaps.push(answer);
  // The groups of this account's own stages have names by convention; those of linked accounts are only listed.
  if (isLinked) for (const answer of [restGroups, socketGroups]) if (!answer.ok) gaps.push(answer);
  if (!deliveries.ok && (!restApis.ok || apis.some(({ apiType }) => apiType === 'rest')))
    gaps.push(deliveries);
  const isWhole = [restGroups, socketGroups].every((answer) => answer.ok && answer.value.length < mostGroups);
  return {
    stages,
    logGroups: isWhole ? new Map(groups.map((group) => [group.name, group])) : undefined,
    failures,
    deliveryFailure: deliveries.ok ? undefined : deliveries,
    gaps,
    unasked: telling.length - asked.length,
  };
}

/** HTTP APIs have none. That a WebSocket API writes here is not documented; a group that is missing does no harm. */
function executionGroupsOf(api: GatewayApi, stage: string): string[] {
  if (api.apiType === 'rest') return [`${restExecutionGroupPrefix}${api.apiId}/${stage}`];
  if (api.apiType === 'websocket') return [`${socketGroupPrefix}${api.apiId}/${stage}`];
  return [];
}

/**
 * Groups whose name speaks of a stage that the control plane did not tell of: because it is denied, because the API was
 * deleted since, or because the group belongs to a linked account.
 */
function stagesFromNames(
  groups: readonly LogGroup[],
  known: readonly KnownStage[],
  isRestKnown: boolean,
  isHttpKnown: boolean,
  place: Place,
): KnownStage[] {
  const told = new Set(known.flatMap((one) => one.executionLogGroups));
  const named = new Map<string, KnownStage>();
  for (const group of groups) {
    const isLinked = isOfLinked(group, place);
    const base = group.name.endsWith(canarySuffix) ? group.name.slice(0, -canarySuffix.length) : group.name;
    const [, apiId, stage] =
      base.match(/^API-Gateway-Execution-Logs_([^/]+)\/(.+)$/) ??
      base.match(/^\/aws\/apigateway\/([a-z0-9]{10})\/([^/]+)$/) ??
      [];
    if (!apiId || !stage || (told.has(group.name) && !isLinked)) continue;
    const isRest = group.name.startsWith(restExecutionGroupPrefix);
    if (!isRest && isHttpKnown && !isLinked) continue; // an access log that happens to be named so
    if (isRest && isRestKnown && !isLinked && group.storedBytes === 0) continue; // a deleted API's empty rest
    const target = isLinked ? group.arn : group.name;
    const key = `${isLinked ? group.account : ''} ${base}`;
    const there = named.get(key);
    if (there) there.executionLogGroups.push(target);
    else
      named.set(key, {
        api: { apiType: isRest ? 'rest' : 'websocket', apiId, apiName: apiId },
        stage: { stage, tracing: false, methodSettings: {}, variables: {} },
        executionLogGroups: [target],
        knownFrom: 'log-group-name',
      });
  }
  return [...named.values()];
}

const isOfLinked = ({ account }: LogGroup, place: Place) =>
  account !== undefined && place.account !== undefined && account !== place.account.id;

function isWanted(investigation: Investigation, apiId: string, apiName: string): boolean {
  const { inquiry, context } = investigation;
  const named = (list: readonly string[]) =>
    list.length === 0 || list.includes(apiId) || list.includes(apiName);
  return (
    named(context.allowed?.apis ?? []) && (inquiry.scope.api === undefined || named([inquiry.scope.api]))
  );
}

function isWantedStage(investigation: Investigation, stage: string): boolean {
  const { inquiry, context } = investigation;
  const stages = context.allowed?.stages ?? [];
  return (stages.length === 0 || stages.includes(stage)) && (inquiry.scope.stage ?? stage) === stage;
}

/** Replaces what only a log group's name told by the control plane's word, for the one stage that matters now. */
export async function completeStage(
  known: KnownStage,
  place: Place,
  investigation: Investigation,
): Promise<KnownStage> {
  if (known.knownFrom === 'control-plane') return known;
  const { session } = place;
  const { signal } = investigation;
  const isRest = known.api.apiType === 'rest';
  const [apis, stages] = await Promise.all([
    isRest ? getRestApis(session, signal) : getHttpApis(session, signal),
    isRest
      ? getRestStages(session, known.api.apiId, signal)
      : getHttpStages(session, known.api.apiId, signal),
  ]);
  const api = apis.ok ? apis.value.find((one) => one.apiId === known.api.apiId) : undefined;
  const stage = stages.ok ? stages.value.find((one) => one.stage === known.stage.stage) : undefined;
  if (!stage) return known;
  return { ...known, api: api ?? known.api, stage, knownFrom: 'control-plane' };
}
