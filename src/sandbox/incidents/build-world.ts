import {
  type Account,
  emptyRegion,
  type HttpApi,
  type LogGroup,
  type Region,
  type RestApi,
  type World,
  type WorldEvent,
} from '../aws/world.ts';
import { type AccountName, accounts, type SampleApi, type SampleFunction } from './catalogue.ts';
import { makeStreamName, makeUuid, seededNumber } from './ids.ts';
import { addMetrics } from './metrics.ts';
import { noiseAround } from './noise.ts';
import { readOnlyPolicy, readOnlyPolicyWithout } from './policies.ts';
import { sampleApis, sampleFunctions } from './sample-apis.ts';
import { backendGroups, deniedGroup } from './sample-backends.ts';
import type { Scenario } from './scenario.ts';
import { placeStory, type Story } from './story.ts';
import { tellAccessLog } from './tell/access-log.ts';
import { tellBackendLog } from './tell/backend-log.ts';
import { tellDeliveredLog } from './tell/delivered-log.ts';
import { tellExecutionLog } from './tell/execution-log.ts';
import { tellFlowLog } from './tell/flow-log.ts';
import { functionStream, tellFunctionLog } from './tell/function-log.ts';
import type { Line } from './tell/line.ts';
import { tellLoadBalancerLog } from './tell/load-balancer-log.ts';
import { tellSocketLog } from './tell/socket-log.ts';
import { tellTrace } from './tell/trace.ts';

const dayMs = 86_400_000;
/** Volume of an ordinary log group, so that a wide search costs something. */
const bytesPerHour = 1_500_000;

/** The whole invented AWS: the catalogue's accounts and APIs, and every log of every scenario, with noise around it. */
export function buildWorld(scenarios: readonly Scenario[], nowMs: number): World {
  const regions = new Map<string, Region>();
  for (const api of sampleApis) addApi(regionOf(regions, api), api, nowMs);
  for (const fn of sampleFunctions) addFunction(regionOf(regions, fn), fn, nowMs);
  for (const { account, region, logGroup } of backendGroups)
    groupOf(regionOf(regions, { account, region }), logGroup, nowMs);
  const stories = scenarios.map((scenario) => placeStory(scenario, nowMs));
  for (const story of stories) {
    const region = regionOf(regions, story.api);
    for (const other of [...noiseAround(story, nowMs), story]) addStory(region, other, nowMs);
    addMetrics(region, story);
  }
  return {
    accounts: accountsOf(regions),
    keys: [
      {
        accessKeyId: 'AKIASANDBOX504EXAMPL',
        secretAccessKey: 'sandbox/only/aGVsbG8gZnJvbSBndzUwNA/EXAMPLEKEY',
        account: accounts.shop,
        principal: 'user/gw504-bot',
        policy: {
          Statement: [
            {
              Effect: 'Allow',
              Action: ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'],
              Resource: Object.values(accounts).map((id) => `arn:aws:iam::${id}:role/gw504-read-only`),
            },
          ],
        },
      },
      {
        accessKeyId: 'AKIASANDBOX504ONCALL',
        secretAccessKey: 'sandbox-only-not-a-secret',
        account: accounts.shop,
        principal: 'user/on-call',
        policy: readOnlyPolicy(),
      },
    ],
  };
}

function accountsOf(regions: ReadonlyMap<string, Region>): Account[] {
  const names: AccountName[] = ['shop', 'payments'];
  return names.map((name) => ({
    id: accounts[name],
    alias: name,
    roles: [
      {
        arn: `arn:aws:iam::${accounts[name]}:role/gw504-read-only`,
        externalId: 'gw504-sandbox',
        trusts: [`arn:aws:iam::${accounts.shop}:user/gw504-bot`],
        allowsSourceIdentity: true,
        maxSessionSeconds: 3600,
        policy: name === deniedGroup.account ? readOnlyPolicyWithout(deniedGroup.logGroup) : readOnlyPolicy(),
      },
    ],
    regions: Object.fromEntries(
      ['eu-west-1', 'us-east-1'].map((region) => [region, regions.get(`${name} ${region}`) ?? emptyRegion()]),
    ),
  }));
}

function regionOf(regions: Map<string, Region>, place: { account: AccountName; region: string }): Region {
  const key = `${place.account} ${place.region}`;
  const region = regions.get(key) ?? emptyRegion();
  regions.set(key, region);
  return region;
}

function groupOf(region: Region, name: string, nowMs: number): LogGroup {
  const known = region.logGroups.find((group) => group.name === name);
  if (known !== undefined) return known;
  const group: LogGroup = {
    name,
    createdMs: nowMs - 90 * dayMs,
    retentionDays: 30,
    bytesPerHour,
    events: [],
  };
  region.logGroups.push(group);
  return group;
}

function addApi(region: Region, api: SampleApi, nowMs: number): void {
  const stages = api.stages.map(({ deliveredTo: _group, daysSinceDeployment, ...stage }) => ({
    ...stage,
    deployedMs: nowMs - (daysSinceDeployment ?? 9) * dayMs,
    ...variablesOf(api),
  }));
  const createdMs = nowMs - 400 * dayMs;
  const authorizers =
    api.authorizer === undefined
      ? []
      : [
          {
            id: api.authorizer.id,
            name: api.authorizer.functionName,
            type: 'REQUEST' as const,
            uri: integrationUri(api, api.authorizer.functionName),
          },
        ];
  const { id, name } = api;
  if (api.kind === 'rest') {
    const rest: RestApi = {
      id,
      name,
      endpointType: api.endpointType,
      createdMs,
      stages,
      authorizers,
      methods: [],
    };
    for (const method of api.methods) {
      const [verb = '', path = ''] = method.call.split(' ');
      rest.methods.push({
        method: verb,
        path,
        integration: integrationOf(api, method),
        ...(method.isAuthorized === true && api.authorizer !== undefined
          ? { authorizerId: api.authorizer.id }
          : {}),
      });
    }
    region.restApis.push(rest);
  } else {
    const http: HttpApi = {
      id,
      name,
      protocol: api.kind === 'http' ? 'HTTP' : 'WEBSOCKET',
      createdMs,
      stages,
      authorizers,
      routes: api.methods.map((method) => ({ key: method.call, integration: integrationOf(api, method) })),
    };
    region.httpApis.push(http);
  }
  for (const stage of api.stages) {
    if (stage.level !== 'OFF') groupOf(region, executionGroup(api, stage.name), nowMs);
    if (stage.accessLog !== undefined) groupOf(region, stage.accessLog.group, nowMs);
    if (stage.deliveredTo !== undefined) {
      groupOf(region, stage.deliveredTo, nowMs);
      region.deliveries.push({
        name: `${api.name}-${stage.name}-execution`,
        logType: 'EXECUTION_LOGS',
        resourceArn: `arn:aws:apigateway:${api.region}:${accounts[api.account]}:/restapis/${api.id}/stages/${stage.name}`,
        destinationArn: `arn:aws:logs:${api.region}:${accounts[api.account]}:log-group:${stage.deliveredTo}:*`,
      });
    }
  }
}

function variablesOf(api: SampleApi): { variables?: Record<string, string> } {
  const variables: Record<string, string> = {};
  for (const { target } of api.methods)
    if (target.kind === 'function' && target.stageVariable !== undefined)
      variables[target.stageVariable] = target.functionName;
  return Object.keys(variables).length === 0 ? {} : { variables };
}

function executionGroup(api: SampleApi, stage: string): string {
  return api.kind === 'websocket'
    ? `/aws/apigateway/${api.id}/${stage}`
    : `API-Gateway-Execution-Logs_${api.id}/${stage}`;
}

function integrationUri(api: SampleApi, functionName: string, alias?: string): string {
  const arn = `arn:aws:lambda:${api.region}:${accounts[api.account]}:function:${functionName}${alias === undefined ? '' : `:${alias}`}`;
  return `arn:aws:apigateway:${api.region}:lambda:path/2015-03-31/functions/${arn}/invocations`;
}

function integrationOf(api: SampleApi, { target, timeoutMs }: SampleApi['methods'][number]) {
  if (target.kind === 'url')
    return {
      type: 'HTTP_PROXY' as const,
      uri: target.url,
      timeoutMs,
      ...(target.vpcLink === undefined ? {} : { vpcLink: target.vpcLink }),
    };
  const name =
    target.stageVariable === undefined ? target.functionName : `\${stageVariables.${target.stageVariable}}`;
  return { type: 'AWS_PROXY' as const, uri: integrationUri(api, name, target.alias), timeoutMs };
}

function addFunction(region: Region, fn: SampleFunction, nowMs: number): void {
  const { account: _account, region: _region, logClass, ...known } = fn;
  region.functions.push({
    runtime: 'nodejs22.x',
    isInVpc: false,
    ...known,
    lastModifiedMs: nowMs - 9 * dayMs,
    environment: { DATABASE_PASSWORD: 'never-to-be-seen-anywhere', STAGE: 'prod' },
  });
  const group = groupOf(region, fn.logGroup ?? `/aws/lambda/${fn.name}`, nowMs);
  if (logClass !== undefined) group.class = logClass;
}

/** Puts every line of a story where AWS would have put it. */
function addStory(region: Region, story: Story, nowMs: number): void {
  const { api, stage, ids, fn, scenario } = story;
  const put = (group: string, stream: string, lines: readonly Line[], usualLagMs: number) => {
    if (lines.length === 0) return;
    const lagMs = usualLagMs + seededNumber(`${ids.requestId} ${group}`, 900);
    // A line of the future has not been written yet, but will be: the world goes on while the sandbox runs.
    const events = lines.map(
      ({ atMs, message }): WorldEvent => ({ atMs, ingestedMs: atMs + lagMs, message, stream }),
    );
    groupOf(region, group, nowMs).events.push(...events);
  };
  // Several requests share a stream; which one is AWS's business.
  const stream = makeStreamName(`${api.id} ${seededNumber(ids.requestId, 2)}`);
  const execution = tellExecutionLog(story);
  put(executionGroup(api, stage.name), stream, execution, 2_200);
  if (stage.deliveredTo !== undefined)
    put(stage.deliveredTo, 'apigateway-execution', tellDeliveredLog(story, execution), 4_000);
  put(executionGroup(api, stage.name), stream, tellSocketLog(story), 2_200);
  if (stage.accessLog !== undefined) {
    // Written when the answer is out, stamped with the arrival.
    const answeredLaterMs = story.endedAtMs - story.atMs;
    put(stage.accessLog.group, stream, tellAccessLog(story), answeredLaterMs + 3_000);
  }
  if (fn !== undefined && scenario.invocation !== undefined && story.sentAtMs !== undefined) {
    const run = {
      fn,
      story: scenario.invocation,
      functionRequestId: ids.functionRequestId,
      apiRequestId: api.kind === 'rest' ? ids.requestId : ids.extendedRequestId,
      ...(stage.tracing && scenario.untraced !== true ? { traceId: ids.traceId } : {}),
      startAtMs: story.sentAtMs + scenario.invocation.startsAfterMs,
    };
    put(
      fn.logGroup ?? `/aws/lambda/${fn.name}`,
      functionStream(run),
      tellFunctionLog(run),
      1_800 + (scenario.functionLagMs ?? 0),
    );
  }
  addAuthorizerRun(story, put);
  for (const { kind, logGroup, apis, account, region: backendRegion } of backendGroups) {
    if (!apis.includes(api.name) || account !== api.account || backendRegion !== api.region) continue;
    if (kind === 'load-balancer') put(logGroup, 'alb', tellLoadBalancerLog(story), 60_000);
    if (kind === 'flow-log') put(logGroup, 'eni-0a1b2c3d4e5f60718-all', tellFlowLog(story), 90_000);
    if (kind === 'backend') put(logGroup, `task/${api.name}/1`, tellBackendLog(story), 1_500);
  }
  const trace = tellTrace(story);
  if (trace !== undefined) region.traces.push(trace);
}

function addAuthorizerRun(
  story: Story,
  put: (group: string, stream: string, lines: readonly Line[], usualLagMs: number) => void,
): void {
  const { api, scenario, method, ids } = story;
  if (api.authorizer === undefined || method.isAuthorized !== true) return;
  const fn = sampleFunctions.find(({ name }) => name === api.authorizer?.functionName);
  if (fn === undefined) return;
  const tookMs = scenario.authorizer?.tookMs ?? 40;
  const run = {
    fn,
    story: {
      startsAfterMs: 0,
      tookMs: Math.max(1, tookMs - 18),
      logsApiId: true,
      ...(scenario.authorizer?.failed === true
        ? { ending: 'error' as const, error: 'JwksError: keys of the issuer cannot be read' }
        : {}),
    },
    functionRequestId: makeUuid(`${scenario.name} authorizer`),
    apiRequestId: ids.requestId,
    startAtMs: story.atMs + 22,
  };
  put(`/aws/lambda/${fn.name}`, functionStream(run), tellFunctionLog(run), 1_800);
}
