import type { Evidence, Found, SourceName } from '../evidence/evidence.ts';
import type { Observation } from '../evidence/observation.ts';
import type { ExecutionEvent, ExecutionStep } from '../evidence/readings/execution-log.ts';
import type { Invocation, JoinedBy } from '../evidence/readings/function-log.ts';

export type FoundSources = { [Name in SourceName]?: Found<Name> | undefined };

/** What every rule starts from, derived once. Times epoch ms, durations ms. */
export interface Timeline {
  sending?: ExecutionEvent;
  /** The last line of the execution log that says how the request failed. */
  failure?: ExecutionEvent;
  /** From the sending line to the failure line. */
  waitedMs?: number;
  /** Settings first, else what the person stated. Never guessed. */
  timeoutMs?: number;
  /** The invocation tied to the request most strongly. */
  invocation?: Invocation;
  /** When that invocation ended, where its log shows an end. */
  endedAtMs?: number;
}

const failures = new Set<ExecutionStep['kind']>([
  'timeout',
  'network-error',
  'vpc-link-error',
  'configuration-error',
  'function-error',
  'function-invocation-failed',
  'waf-failure',
  'failed',
]);
const strength: readonly JoinedBy[] = ['function-request-id', 'trace-id', 'api-request-id', 'time'];

/** The values of all sources that were found. */
export function foundSources({ observations: seen }: Evidence): FoundSources {
  return {
    executionLog: foundValue(seen.executionLog),
    accessLog: foundValue(seen.accessLog),
    functionLog: foundValue(seen.functionLog),
    authorizerLog: foundValue(seen.authorizerLog),
    gatewaySettings: foundValue(seen.gatewaySettings),
    functionSettings: foundValue(seen.functionSettings),
    trace: foundValue(seen.trace),
    loadBalancerLog: foundValue(seen.loadBalancerLog),
    flowLog: foundValue(seen.flowLog),
    backendLog: foundValue(seen.backendLog),
    clientResponse: foundValue(seen.clientResponse),
    metrics: foundValue(seen.metrics),
    deployments: foundValue(seen.deployments),
  };
}

function foundValue<Kept>(observation: Observation<Kept>): Kept | undefined {
  return observation.status === 'found' ? observation.value : undefined;
}

/** Derives the moments and lengths that the rules share. */
export function buildTimeline(evidence: Evidence, found: FoundSources): Timeline {
  const events = found.executionLog?.events ?? [];
  const timeline: Timeline = {};
  const sending = events.findLast(({ step }) => step.kind === 'sending');
  const failure = events.findLast(({ step }) => failures.has(step.kind));
  if (sending !== undefined) timeline.sending = sending;
  if (failure !== undefined) timeline.failure = failure;
  if (sending?.atMs !== undefined && failure?.atMs !== undefined && failure.atMs >= sending.atMs)
    timeline.waitedMs = failure.atMs - sending.atMs;
  const timeoutMs = found.gatewaySettings?.integration?.timeoutMs ?? evidence.statedTimeoutMs;
  if (timeoutMs !== undefined) timeline.timeoutMs = timeoutMs;
  const invocation = strength
    .map((joinedBy) => found.functionLog?.invocations.findLast((each) => each.joinedBy === joinedBy))
    .find((each) => each !== undefined);
  if (invocation !== undefined) {
    timeline.invocation = invocation;
    const endedAtMs = endOf(invocation);
    if (endedAtMs !== undefined) timeline.endedAtMs = endedAtMs;
  }
  return timeline;
}

/** `endAtMs` may be the last line of a running function: only a reported duration proves an end. */
function endOf({ durationMs, startAtMs, endAtMs, reportAtMs }: Invocation): number | undefined {
  if (durationMs === undefined) return undefined;
  return startAtMs === undefined ? (endAtMs ?? reportAtMs) : startAtMs + durationMs;
}
