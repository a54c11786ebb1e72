import { makeStreamName, makeUuid, seededNumber } from './ids.ts';
import { backendGroups } from './sample-backends.ts';
import { sampleFunctions } from './sample-functions.ts';
import type { Story } from './story.ts';
import { tellAccessLog } from './tell/access-log.ts';
import { tellBackendLog } from './tell/backend-log.ts';
import { tellDeliveredLog } from './tell/delivered-log.ts';
import { tellExecutionLog } from './tell/execution-log.ts';
import { tellFlowLog } from './tell/flow-log.ts';
import { functionStream, type Run, tellFunctionLog } from './tell/function-log.ts';
import type { Line } from './tell/line.ts';
import { tellLoadBalancerLog } from './tell/load-balancer-log.ts';
import { tellSocketLog } from './tell/socket-log.ts';

/** What a story leaves in one log group. */
export interface ToldLog {
  group: string;
  stream: string;
  lines: Line[];
  /** From a line's own time to when it can be searched, ms. */
  lagMs: number;
}

/** How long lines take to become searchable, ms: seconds for Lambda and the gateway, a minute and more for networks. */
const usualLagMs = {
  gateway: 2_200,
  delivered: 4_000,
  access: 3_000,
  function: 1_800,
  backend: 1_500,
} as const;
const balancerLagMs = 60_000;
const flowLagMs = 90_000;

/** Everything that one request leaves in CloudWatch Logs, each log where AWS would have put it. */
export function tellStory(story: Story): ToldLog[] {
  return [...tellGateway(story), ...tellFunctions(story), ...tellBackends(story)].filter(
    ({ lines }) => lines.length > 0,
  );
}

/** Where the execution log of a stage goes. That WebSocket APIs write here is not documented by AWS. */
export function executionGroup(kind: 'rest' | 'http' | 'websocket', apiId: string, stage: string): string {
  return kind === 'websocket'
    ? `/aws/apigateway/${apiId}/${stage}`
    : `API-Gateway-Execution-Logs_${apiId}/${stage}`;
}

function tellGateway(story: Story): ToldLog[] {
  const { api, stage, ids } = story;
  // Several requests share a stream; which one is AWS's business.
  const stream = makeStreamName(`${api.id} ${seededNumber(ids.requestId, 2)}`);
  const execution = tellExecutionLog(story);
  const jitterMs = seededNumber(ids.requestId, 900);
  const group = executionGroup(api.kind, api.id, stage.name);
  const told: ToldLog[] = [
    { group, stream, lines: execution, lagMs: usualLagMs.gateway + jitterMs },
    { group, stream, lines: tellSocketLog(story), lagMs: usualLagMs.gateway + jitterMs },
  ];
  if (stage.deliveredTo !== undefined)
    told.push({
      group: stage.deliveredTo,
      stream: 'apigateway-execution',
      lines: tellDeliveredLog(story, execution),
      lagMs: usualLagMs.delivered + jitterMs,
    });
  if (stage.accessLog !== undefined)
    told.push({
      group: stage.accessLog.group,
      stream,
      lines: tellAccessLog(story),
      // Stamped with the arrival, written when the answer is out.
      lagMs: story.endedAtMs - story.atMs + usualLagMs.access + jitterMs,
    });
  return told;
}

/** The runs of functions that a request caused: its integration's, and its authorizer's. */
export function runsOf(story: Story): Run[] {
  return [integrationRun(story), authorizerRun(story)].filter((run) => run !== undefined);
}

function tellFunctions(story: Story): ToldLog[] {
  const { fn, scenario } = story;
  return runsOf(story).map((run) => ({
    group: run.fn.logGroup ?? `/aws/lambda/${run.fn.name}`,
    stream: functionStream(run),
    lines: tellFunctionLog(run),
    lagMs: usualLagMs.function + (run.fn === fn ? (scenario.functionLagMs ?? 0) : 0),
  }));
}

function integrationRun({ fn, scenario, ids, api, stage, sentAtMs }: Story): Run | undefined {
  if (fn === undefined || scenario.invocation === undefined || sentAtMs === undefined) return undefined;
  return {
    fn,
    story: scenario.invocation,
    functionRequestId: ids.functionRequestId,
    apiRequestId: api.kind === 'rest' ? ids.requestId : ids.extendedRequestId,
    ...(stage.tracing && scenario.untraced !== true ? { traceId: ids.traceId } : {}),
    startAtMs: sentAtMs + scenario.invocation.startsAfterMs,
  };
}

function authorizerRun({ api, scenario, method, ids, atMs }: Story): Run | undefined {
  if (api.authorizer === undefined || method.isAuthorized !== true) return undefined;
  const fn = sampleFunctions.find(({ name }) => name === api.authorizer?.functionName);
  if (fn === undefined) return undefined;
  const tookMs = scenario.authorizer?.tookMs ?? 40;
  const failed = { ending: 'error' as const, error: 'JwksError: keys of the issuer cannot be read' };
  return {
    fn,
    story: {
      startsAfterMs: 0,
      tookMs: Math.max(1, tookMs - 18),
      logsApiId: true,
      ...(scenario.authorizer?.failed === true ? failed : {}),
    },
    functionRequestId: makeUuid(`${scenario.name} authorizer`),
    apiRequestId: ids.requestId,
    startAtMs: atMs + 22,
  };
}

function tellBackends(story: Story): ToldLog[] {
  const { api } = story;
  return backendGroups
    .filter(
      ({ apis, account, region }) =>
        apis.includes(api.name) && account === api.account && region === api.region,
    )
    .map(({ kind, logGroup: group }) => {
      if (kind === 'load-balancer')
        return { group, stream: 'alb', lines: tellLoadBalancerLog(story), lagMs: balancerLagMs };
      if (kind === 'flow-log')
        return { group, stream: 'eni-0a1b2c3d4e5f60718-all', lines: tellFlowLog(story), lagMs: flowLagMs };
      return { group, stream: `task/${api.name}/1`, lines: tellBackendLog(story), lagMs: usualLagMs.backend };
    });
}
