import type { Evidence } from '../evidence/evidence.ts';
import type { FoundSources } from './found-sources.ts';
import { functionLimitMs } from './function-limit.ts';
import { usualTimeoutMs } from './stated/late-answer.ts';
import type { Timeline } from './timeline.ts';
import type { Budget, Cause, FactArgs } from './verdict.ts';

/** Highest integration timeout that an HTTP API takes, ms; not raisable (facts 3.2). */
const httpLimitMs = 30_000;
/** REST without a raised quota, edge-optimised REST and WebSocket, ms (facts 3.2). */
const usualLimitMs = 29_000;
/** Highest of a streaming integration, ms (facts 3.6). */
const streamingLimitMs = 900_000;
/** CloudFront's default origin response timeout, ms (facts 3.7). */
const cloudFrontMs = 30_000;
/** The gateway's own work beside the wait, ms: what the layer in front has to allow on top. Our choice. */
const marginMs = 1_000;
/** A measured wait differs from the timeout in force by no more than this, ms. Our choice. */
const measuredMs = 1_500;

/** How long a stream may pause, ms: Regional and private APIs, and edge-optimised ones (facts 3.6). */
const idleLimitMs = { REGIONAL: 300_000, PRIVATE: 300_000, EDGE: 30_000 } as const;

/** The gateway's own work between two of its lines, ms: a pause cannot be measured shorter than by this. Our choice. */
const pauseSlackMs = 100;

const lost: readonly Cause[] = ['integration-not-invoked', 'connect-timeout'];

type BudgetFinding = Budget['findings'][number];

/** The chain client > gateway > function > dependency, each with its time; every inversion with the number that mends it. */
export function checkBudget(
  cause: Cause,
  evidence: Evidence,
  found: FoundSources,
  timeline: Timeline,
): Budget {
  const { timeoutMs, waitedMs, stated, invocation } = timeline;
  const measured = stated?.cause === 'integration-timeout' ? waitedMs : undefined;
  const gatewayMs = timeoutMs ?? measured;
  const functionMs = functionLimitMs(found, invocation);
  const upstreamMs = found.clientResponse?.clientTimeoutMs;
  const findings = [
    ...streamFindings(found, timeline),
    ...gatewayFindings(evidence, found, timeoutMs, measured, !lost.includes(cause)),
    ...(gatewayMs === undefined ? [] : chainFindings({ gatewayMs, functionMs, upstreamMs }, timeline)),
  ];
  return {
    ...(gatewayMs === undefined ? {} : { gatewayMs }),
    ...(functionMs === undefined ? {} : { functionMs }),
    ...(upstreamMs === undefined ? {} : { upstreamMs }),
    findings,
  };
}

const finding = (name: string, args: FactArgs): BudgetFinding => ({ finding: name, args });

/** A timeout behind the beginning of the answer: no longer timeout helps, only an answer that keeps coming. */
function streamFindings(
  { gatewaySettings }: FoundSources,
  { stated, resolutionMs }: Timeline,
): BudgetFinding[] {
  const idleMs = stated?.fact.args.idleMs;
  if (stated?.fact.fact.startsWith('answer-stopped') !== true || typeof idleMs !== 'number') return [];
  const { endpointType } = gatewaySettings ?? {};
  if (endpointType !== undefined) return [finding('stream-idle', { limitMs: idleLimitMs[endpointType] })];
  const near = [idleLimitMs.EDGE, idleLimitMs.REGIONAL].find(
    (limitMs) => idleMs + resolutionMs >= limitMs - pauseSlackMs && idleMs <= limitMs + measuredMs,
  );
  return near === undefined ? [] : [finding('stream-idle', { limitMs: near })];
}

interface Chain {
  gatewayMs: number;
  functionMs: number | undefined;
  upstreamMs: number | undefined;
}

function chainFindings({ gatewayMs, functionMs, upstreamMs }: Chain, timeline: Timeline): BudgetFinding[] {
  const found: BudgetFinding[] = [];
  if (upstreamMs !== undefined && upstreamMs <= gatewayMs)
    found.push(
      finding('client-before-gateway', { clientMs: upstreamMs, gatewayMs, rightMs: gatewayMs + marginMs }),
    );
  if (
    timeline.edge?.fact.fact.startsWith('edge-') &&
    timeline.edge.fact.fact !== 'edge-answer' &&
    gatewayMs >= cloudFrontMs
  )
    found.push(
      finding('cloudfront-before-gateway', { gatewayMs, cloudFrontMs, rightMs: gatewayMs + marginMs }),
    );
  // Lambda takes whole seconds only: the last one that still ends before the gateway gives up.
  const rightMs = Math.floor((gatewayMs - 500) / 1000) * 1000;
  if (functionMs !== undefined && functionMs >= gatewayMs && rightMs >= 1000)
    found.push(finding('function-outlives-gateway', { functionMs, gatewayMs, rightMs }));
  const innerMs = Math.min(functionMs ?? gatewayMs, gatewayMs);
  for (const { failed, durationMs, target } of timeline.invocation?.downstreamWaits ?? []) {
    if (!failed || durationMs === undefined || durationMs < innerMs) continue;
    found.push(
      finding('dependency-outlives-gateway', {
        target,
        durationMs,
        innerMs,
        rightMs: Math.round(innerMs / 2),
      }),
    );
    break;
  }
  return found;
}

/** The gateway's own number: whether it can be what is configured, and whether it can be raised. */
function gatewayFindings(
  { request }: Evidence,
  { gatewaySettings: settings }: FoundSources,
  timeoutMs: number | undefined,
  measured: number | undefined,
  /** False where the request never got there: a longer wait would have ended the same way. */
  wouldHelp: boolean,
): BudgetFinding[] {
  const found: BudgetFinding[] = [];
  const { apiType } = request;
  const isStreaming = settings?.integration?.streaming === true;
  const isFixed = apiType === 'websocket' || settings?.endpointType === 'EDGE';
  const limitMs =
    apiType === 'http'
      ? httpLimitMs
      : isStreaming && !isFixed
        ? streamingLimitMs
        : isFixed
          ? usualLimitMs
          : undefined;
  if (timeoutMs !== undefined && limitMs !== undefined && timeoutMs > limitMs)
    found.push(finding('gateway-above-limit', { gatewayMs: timeoutMs, limitMs }));
  if (timeoutMs !== undefined && measured !== undefined && Math.abs(measured - timeoutMs) > measuredMs)
    found.push(finding('measured-otherwise', { waitedMs: measured, gatewayMs: timeoutMs }));
  if (measured === undefined || !wouldHelp) return found;
  const inForceMs = timeoutMs ?? measured;
  if (apiType === 'http' && inForceMs < httpLimitMs - measuredMs)
    found.push(finding('http-can-be-raised', { gatewayMs: inForceMs, limitMs: httpLimitMs }));
  else if (apiType === 'http') found.push(finding('http-at-limit', { limitMs: httpLimitMs }));
  else if (inForceMs < usualTimeoutMs[apiType] - measuredMs)
    found.push(finding('below-default', { gatewayMs: inForceMs, limitMs: usualTimeoutMs[apiType] }));
  else if (isFixed)
    found.push(
      finding(apiType === 'websocket' ? 'websocket-at-limit' : 'edge-at-limit', { limitMs: usualLimitMs }),
    );
  else if (apiType === 'rest' && settings?.endpointType !== undefined)
    found.push(finding('rest-can-ask', { gatewayMs: inForceMs }));
  return found;
}
