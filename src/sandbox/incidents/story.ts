import {
  accounts,
  type SampleApi,
  type SampleFunction,
  type SampleMethod,
  type SampleStage,
} from './catalogue.ts';
import { makeIds } from './ids.ts';
import { sampleApis } from './sample-apis.ts';
import { sampleFunctions } from './sample-functions.ts';
import type { End, Scenario, StoryIds } from './scenario.ts';

/** A scenario put in its place and time: what every log is told from. Times epoch ms. */
export interface Story {
  scenario: Scenario;
  ids: StoryIds;
  api: SampleApi;
  stage: SampleStage;
  method: SampleMethod;
  /** HTTP method, and the template of the path (or the route key). */
  verb: string;
  template: string;
  path: string;
  fn?: SampleFunction;
  accountId: string;
  atMs: number;
  /** Missing where nothing was sent to the integration. */
  sentAtMs?: number;
  /** When the gateway had its answer or gave up. */
  endedAtMs: number;
  /** What the client got. */
  status: number;
}

/** How the gateway answers the client, ms after the end of the integration. Our choice, from what real logs show. */
export const answerMs = 2;
const usualSentAfterMs = 60;
/** Arrival to authorizer and to WAF, ms. */
export const authorizerStartsAfterMs = 12;

const notSent = new Set<End['kind']>(['unauthorized', 'authorizer-error', 'usage-limit', 'waf-timeout']);

/** Puts a scenario in its place; throws where it names what the catalogue does not have. */
export function placeStory(scenario: Scenario, nowMs: number): Story {
  const [apiName = '', stageName] = scenario.api.split('/');
  const api = sampleApis.find(({ name }) => name === apiName);
  const stage = api?.stages.find(({ name }) => name === (stageName ?? api.stages[0]?.name));
  const method = api?.methods.find(({ call }) => call === scenario.call);
  if (api === undefined || stage === undefined || method === undefined)
    throw new Error(`The catalogue has no ${scenario.call} of ${scenario.api}.`);
  const { target } = method;
  const fn =
    target.kind === 'function'
      ? sampleFunctions.find(({ name, account }) => name === target.functionName && account === api.account)
      : undefined;
  // To the minute, so that the sample's times read alike on every run: its own seconds follow.
  const minuteMs = Math.floor(nowMs / 60_000) * 60_000 - scenario.minutesAgo * 60_000;
  const atMs = minuteMs + arrivalOf(scenario);
  const { end } = scenario;
  const isSent = !notSent.has(end.kind) && !(end.kind === 'configuration-error' && !end.sent);
  const sentAtMs = atMs + (scenario.sentAfterMs ?? usualSentAfterMs);
  const [verb = '', template = ''] = scenario.call.includes(' ')
    ? scenario.call.split(' ')
    : ['', scenario.call];
  return {
    scenario,
    ids: { ...makeIds(scenario.name, atMs), ...scenario.ids },
    api,
    stage,
    method,
    verb,
    template,
    path: scenario.path ?? template,
    ...(fn === undefined ? {} : { fn }),
    accountId: accounts[api.account],
    atMs,
    ...(isSent ? { sentAtMs } : {}),
    endedAtMs: (isSent ? sentAtMs : atMs) + end.afterMs,
    status: scenario.clientStatus ?? statusOf(end, api.kind),
  };
}

/** Seconds and ms within the minute; from the name, unless the sample has times that people know it by. */
function arrivalOf({ name, arrivalMs }: Scenario): number {
  return arrivalMs ?? (name.length * 7919) % 50_000;
}

/** HTTP APIs answer a used-up timeout with 503 and a failed function with 500. */
function statusOf(end: End, kind: SampleApi['kind']): number {
  const isHttp = kind === 'http';
  switch (end.kind) {
    case 'timeout':
      return isHttp ? 503 : 504;
    case 'network-error':
      return isHttp ? 503 : 504;
    case 'answer':
      return end.status;
    case 'function-error':
    case 'function-timeout':
    case 'malformed':
      return isHttp ? 500 : 502;
    case 'unauthorized':
      return 401;
    case 'usage-limit':
      return 429;
    case 'function-throttled':
    case 'vpc-link-error':
    case 'configuration-error':
    case 'authorizer-error':
    case 'waf-timeout':
      return 500;
  }
}

/** How the function failed, in the words that the gateway and the access log repeat; undefined where it did not. */
export function functionFailure({ scenario, fn, ids, endedAtMs }: Story): string | undefined {
  const { end } = scenario;
  if (end.kind === 'function-error') return end.message;
  if (end.kind !== 'function-timeout' || fn === undefined) return undefined;
  return `${new Date(endedAtMs).toISOString()} ${ids.functionRequestId} Task timed out after ${fn.timeoutSeconds}.00 seconds`;
}

/** Whether the integration answered at all: only then do its ids and statuses stand in the gateway's logs. */
export function isAnswered({ scenario }: Story): boolean {
  return ['answer', 'function-error', 'function-timeout', 'malformed'].includes(scenario.end.kind);
}
