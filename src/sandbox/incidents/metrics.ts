import type { Metric, Region } from '../aws/world.ts';
import { sampleBalancers } from './sample-backends.ts';
import type { Story } from './story.ts';
import type { Run } from './tell/function-log.ts';

/** The request's marks in CloudWatch's metrics, beside the ordinary traffic of the minutes around it. */
export function addMetrics(region: Region, story: Story): void {
  const { api, stage, fn, scenario } = story;
  const gateway: Record<string, string> =
    api.kind === 'rest' ? { ApiName: api.name, Stage: stage.name } : { ApiId: api.id, Stage: stage.name };
  const put = putInto(region);
  const errors = api.kind === 'rest' ? '5XXError' : api.kind === 'http' ? '5xx' : 'ExecutionError';
  const count = api.kind === 'websocket' ? 'MessageCount' : 'Count';
  for (let minute = -8; minute <= 8; minute += 1) {
    const atMs = story.atMs + minute * 60_000;
    put('AWS/ApiGateway', count, gateway, atMs, 1);
    put('AWS/ApiGateway', 'IntegrationLatency', gateway, atMs, 120 + (minute & 3) * 15);
    put('AWS/ApiGateway', errors, gateway, atMs, 0);
  }
  if (story.sentAtMs !== undefined)
    put('AWS/ApiGateway', 'IntegrationLatency', gateway, story.endedAtMs, story.endedAtMs - story.sentAtMs);
  if (story.status >= 500) put('AWS/ApiGateway', errors, gateway, story.endedAtMs, 1);
  addBalancer(region, story);
  if (fn === undefined) return;
  const dimensions = { FunctionName: fn.name };
  const { invocation, end } = scenario;
  if (end.kind === 'function-throttled')
    for (let times = 0; times < 14; times += 1)
      put('AWS/Lambda', 'Throttles', dimensions, story.endedAtMs, 1);
  put('AWS/Lambda', 'ConcurrentExecutions', dimensions, story.atMs, fn.reservedConcurrency ?? 7);
  if (invocation !== undefined && story.sentAtMs !== undefined && invocation.ending !== 'still-running') {
    const endAtMs = story.sentAtMs + invocation.startsAfterMs + invocation.tookMs;
    put('AWS/Lambda', 'Duration', dimensions, endAtMs, invocation.tookMs);
    put(
      'AWS/Lambda',
      'Errors',
      dimensions,
      endAtMs,
      invocation.ending === 'error' || invocation.ending === 'timeout' ? 1 : 0,
    );
  }
}

/** Two healthy targets, unless the story is that the way to them is broken; a refused connection is a target's reset. */
function addBalancer(region: Region, { api, atMs, endedAtMs, scenario: { end } }: Story): void {
  const balancer = sampleBalancers.find((one) => one.api === api.name);
  if (balancer === undefined) return;
  const { loadBalancer: LoadBalancer, targetGroup: TargetGroup } = balancer;
  const put = putInto(region);
  const unhealthy = end.kind === 'vpc-link-error' ? 2 : 0;
  put('AWS/NetworkELB', 'UnHealthyHostCount', { TargetGroup, LoadBalancer }, atMs, unhealthy);
  put('AWS/NetworkELB', 'HealthyHostCount', { TargetGroup, LoadBalancer }, atMs, 2 - unhealthy);
  const resets = end.kind === 'network-error' ? 1 : 0;
  put('AWS/NetworkELB', 'TCP_Target_Reset_Count', { LoadBalancer }, endedAtMs, resets);
}

/** How long after the end of a run its count is there, ms. */
const countLagMs = 60_000;

/** One count for every run of a function, at the moment of its start, known when it has ended, as Lambda keeps it. */
export function addInvocations(region: Region, runs: readonly Run[]): void {
  for (const { fn, startAtMs, story } of runs) {
    const isRunning = story.ending === 'still-running';
    const endMs = startAtMs + (isRunning ? fn.timeoutSeconds * 1000 : story.tookMs);
    metricOf(region, 'AWS/Lambda', 'Invocations', { FunctionName: fn.name }).samples.push({
      atMs: startAtMs,
      value: 1,
      knownMs: endMs + countLagMs,
    });
  }
}

const putInto =
  (region: Region) =>
  (namespace: string, name: string, dimensions: Record<string, string>, atMs: number, value: number) =>
    metricOf(region, namespace, name, dimensions).samples.push({ atMs, value });

function metricOf(
  region: Region,
  namespace: string,
  name: string,
  dimensions: Record<string, string>,
): Metric {
  const key = JSON.stringify(dimensions);
  const known = region.metrics.find(
    (each) => each.namespace === namespace && each.name === name && JSON.stringify(each.dimensions) === key,
  );
  if (known !== undefined) return known;
  const metric: Metric = { namespace, name, dimensions, samples: [] };
  region.metrics.push(metric);
  return metric;
}
