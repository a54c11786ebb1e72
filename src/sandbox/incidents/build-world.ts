import { type Account, emptyRegion, type LogGroup, type Region, type World } from '../aws/world.ts';
import { type AccountName, accounts, type SampleApi, type SampleFunction } from './catalogue.ts';
import { describeFunction, describeHttpApi, describeRestApi } from './control-plane.ts';
import { addInvocations, addMetrics } from './metrics.ts';
import { noiseAround } from './noise.ts';
import { assumeRolePolicy, readOnlyPolicy, readOnlyPolicyWithout } from './policies.ts';
import { sampleAlarms } from './sample-alarms.ts';
import { sampleApis } from './sample-apis.ts';
import { backendGroups, deniedGroup } from './sample-backends.ts';
import { sampleFunctions } from './sample-functions.ts';
import type { Scenario } from './scenario.ts';
import { placeStory, type Story } from './story.ts';
import { spanGroup, tellSpans } from './tell/spans.ts';
import { tellTrace } from './tell/trace.ts';
import { executionGroup, runsOf, tellStory } from './tell-story.ts';

const dayMs = 86_400_000;
/** Volume of an ordinary log group, so that a wide search costs something. */
const bytesPerHour = 1_500_000;
const groupAgeDays = 90;
const retentionDays = 30;

/** Every region of the sandbox; those without an API are there to be searched in vain. */
const regionNames = ['eu-west-1', 'us-east-1'];
/** Accounts that keep their traces as spans in CloudWatch Logs; X-Ray itself then knows none of them. */
const withTransactionSearch = new Set<AccountName>(['payments']);
/** How late spans can be searched, ms. Our choice. */
const spanLagMs = 6_000;
const roleName = 'gw504-read-only';
const externalId = 'gw504-sandbox';

/** The whole invented AWS: the catalogue's accounts and APIs, and every log of every scenario, with noise around it. */
export function buildWorld(scenarios: readonly Scenario[], nowMs: number): World {
  const regions = new Map<string, Region>();
  for (const api of sampleApis) addApi(regionOf(regions, api), api, nowMs);
  for (const fn of sampleFunctions) addFunction(regionOf(regions, fn), fn, nowMs);
  for (const backend of backendGroups) groupOf(regionOf(regions, backend), backend.logGroup, nowMs);
  for (const story of scenarios.map((scenario) => placeStory(scenario, nowMs))) {
    const region = regionOf(regions, story.api);
    for (const each of [...noiseAround(story, nowMs), story]) addStory(region, each, nowMs);
    addMetrics(region, story);
  }
  for (const { place, alarm } of sampleAlarms(nowMs)) regionOf(regions, place).alarms.push(alarm);
  const mayAssume = assumeRolePolicy(
    Object.values(accounts).map((id) => `arn:aws:iam::${id}:role/${roleName}`),
  );
  return {
    accounts: [accountOf('shop', regions), accountOf('payments', regions)],
    keys: [
      {
        accessKeyId: 'AKIASANDBOX504EXAMPL',
        secretAccessKey: 'sandbox/only/aGVsbG8gZnJvbSBndzUwNA/EXAMPLEKEY',
        account: accounts.shop,
        principal: 'user/gw504-bot',
        policy: mayAssume,
      },
      // A person at a terminal, whose own keys may read this account and assume the roles of both: README names them.
      {
        accessKeyId: 'AKIASANDBOX504ONCALL',
        secretAccessKey: 'sandbox-only-not-a-secret',
        account: accounts.shop,
        principal: 'user/on-call',
        policy: { Statement: [...readOnlyPolicy().Statement, ...mayAssume.Statement] },
      },
    ],
  };
}

function accountOf(name: AccountName, regions: ReadonlyMap<string, Region>): Account {
  return {
    id: accounts[name],
    alias: name,
    roles: [
      {
        arn: `arn:aws:iam::${accounts[name]}:role/${roleName}`,
        externalId,
        trusts: ['gw504-bot', 'on-call'].map((user) => `arn:aws:iam::${accounts.shop}:user/${user}`),
        allowsSourceIdentity: true,
        maxSessionSeconds: 3600,
        policy: name === deniedGroup.account ? readOnlyPolicyWithout(deniedGroup.logGroup) : readOnlyPolicy(),
      },
    ],
    regions: Object.fromEntries(
      regionNames.map((region) => [region, regions.get(`${name} ${region}`) ?? emptyRegion()]),
    ),
  };
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
    createdMs: nowMs - groupAgeDays * dayMs,
    retentionDays,
    bytesPerHour,
    events: [],
  };
  region.logGroups.push(group);
  return group;
}

function addApi(region: Region, api: SampleApi, nowMs: number): void {
  if (api.kind === 'rest') region.restApis.push(describeRestApi(api, nowMs));
  else region.httpApis.push(describeHttpApi(api, nowMs));
  for (const { name, level, accessLog, deliveredTo } of api.stages) {
    if (level !== 'OFF') groupOf(region, executionGroup(api.kind, api.id, name), nowMs);
    if (accessLog !== undefined) groupOf(region, accessLog.group, nowMs);
    if (deliveredTo === undefined) continue;
    groupOf(region, deliveredTo, nowMs);
    region.deliveries.push({
      name: `${api.name}-${name}-execution`,
      logType: 'EXECUTION_LOGS',
      resourceArn: `arn:aws:apigateway:${api.region}:${accounts[api.account]}:/restapis/${api.id}/stages/${name}`,
      destinationArn: `arn:aws:logs:${api.region}:${accounts[api.account]}:log-group:${deliveredTo}:*`,
    });
  }
}

function addFunction(region: Region, fn: SampleFunction, nowMs: number): void {
  region.functions.push(describeFunction(fn, nowMs));
  const group = groupOf(region, fn.logGroup ?? `/aws/lambda/${fn.name}`, nowMs);
  if (fn.logClass !== undefined) group.class = fn.logClass;
}

/** A line of the future has not been written yet, but will be: the world goes on while the sandbox runs. */
function addStory(region: Region, story: Story, nowMs: number): void {
  for (const { group, stream, lines, lagMs } of tellStory(story))
    groupOf(region, group, nowMs).events.push(
      ...lines.map(({ atMs, message }) => ({ atMs, ingestedMs: atMs + lagMs, message, stream })),
    );
  addInvocations(region, runsOf(story));
  const trace = tellTrace(story);
  if (trace === undefined) return;
  if (!withTransactionSearch.has(story.api.account)) region.traces.push(trace);
  else
    groupOf(region, spanGroup, nowMs).events.push(
      ...tellSpans(trace).map(({ atMs, message }) => ({
        atMs,
        ingestedMs: atMs + spanLagMs,
        message,
        stream: 'default',
      })),
    );
}
