import type { Evidence, SourceName } from '../evidence/evidence.ts';
import type { ExecutionEvent, ExecutionLog } from '../evidence/readings/execution-log.ts';
import { silenceCountsAfterMs } from '../evidence/readings/function-log.ts';
import type { FoundSources } from './found-sources.ts';
import { toldLimitMs } from './function-limit.ts';
import { hidesInvocations } from './rules/integration-not-invoked.ts';
import { isInAuthorizer, showsNoCall } from './stated/main-call.ts';
import type { Timeline } from './timeline.ts';
import type { Cause, Confidence, Gap } from './verdict.ts';

/** Where the far side of a late integration shows, the most telling first. */
const functionSide: readonly SourceName[] = ['functionLog', 'functionSettings', 'trace'];
const addressSide: readonly SourceName[] = ['backendLog', 'loadBalancerLog', 'flowLog', 'trace'];

/** Sources that could change or sharpen the verdict of a cause; every other silence is left out. */
function telling(cause: Cause, timeline: Timeline, isFunction: boolean | undefined): readonly SourceName[] {
  const farSide =
    isFunction === undefined
      ? [...new Set([...functionSide, ...addressSide])]
      : isFunction
        ? functionSide
        : addressSide;
  switch (cause) {
    case 'inconclusive':
      return ['executionLog', 'accessLog', 'gatewaySettings', ...farSide, 'clientResponse'];
    case 'integration-timeout':
      return ['executionLog', ...farSide, 'gatewaySettings'];
    case 'slow-integration':
    case 'cold-start':
    case 'slow-dependency':
      return isFunction === false
        ? ['backendLog', 'loadBalancerLog', 'trace']
        : ['functionLog', 'functionSettings', 'trace'];
    case 'integration-not-invoked':
      return ['trace', 'metrics', 'gatewaySettings'];
    case 'connect-timeout':
      return ['loadBalancerLog', 'flowLog', 'backendLog', 'gatewaySettings'];
    case 'integration-504':
    case 'backend-error':
      return isFunction === true ? ['functionLog', 'trace'] : ['loadBalancerLog', 'backendLog', 'trace'];
    case 'network-error':
    case 'vpc-link-failure':
      return ['loadBalancerLog', 'flowLog', 'backendLog', 'gatewaySettings'];
    case 'edge-timeout':
      return timeline.stated === undefined
        ? ['executionLog', 'accessLog', 'gatewaySettings']
        : ['gatewaySettings'];
    case 'lambda-timeout':
      // The function's log alone leaves open what the gateway answered.
      return timeline.stated?.fact.source === 'functionLog' && timeline.stated.confidence !== 'certain'
        ? ['executionLog', 'accessLog', 'functionLog', 'functionSettings']
        : ['functionLog', 'functionSettings'];
    case 'lambda-error':
    case 'malformed-response':
    case 'lambda-throttled':
      return ['functionLog', 'functionSettings'];
    case 'authorizer-failure':
      return ['authorizerLog'];
    case 'configuration-error':
    case 'dns-failure':
    case 'tls-failure':
    case 'permission-denied':
    case 'request-throttled':
      return ['gatewaySettings'];
    case 'waf-failure':
      return ['accessLog'];
    case 'succeeded':
      return ['clientResponse'];
  }
}

/** Every silence that could matter for this verdict, with its reason; not what is in order, nor what cannot exist. */
export function findGaps(
  evidence: Evidence,
  found: FoundSources,
  timeline: Timeline,
  verdict: { cause: Cause; confidence: Confidence },
): Gap[] {
  const isFunction = knownFunction(found, timeline);
  return telling(verdict.cause, timeline, isFunction).flatMap((source) => [
    ...silent(evidence, source).filter(
      // All that a text lacks of them is the function's own timeout, which its log may have told.
      ({ reason }) =>
        source !== 'functionSettings' ||
        reason !== 'not-given' ||
        toldLimitMs(found, timeline.invocation) === undefined,
    ),
    ...halfHeard(evidence, found, timeline, source, verdict.cause),
  ]);
}

/** Whether the integration is a function; undefined where nothing says. */
function knownFunction(
  found: FoundSources,
  { functionName, port, invocation }: Timeline,
): boolean | undefined {
  if (functionName !== undefined || invocation !== undefined) return true;
  return port !== undefined || found.gatewaySettings?.integration !== undefined ? false : undefined;
}

function silent({ observations }: Evidence, source: SourceName): Gap[] {
  const seen = observations[source];
  if (seen.status !== 'unavailable' || seen.reason === 'not-applicable') return [];
  // Where the request was found nowhere, every source waits for it: that is one gap, not ten.
  if (seen.reason === 'depends-on-missing' && seen.args?.needs === 'request') return [];
  const args = {
    ...(seen.args ?? {}),
    ...(seen.detail === undefined ? {} : { detail: seen.detail }),
  };
  return [{ source, reason: seen.reason, args }];
}

/** Where a log written at INFO level breaks off, so that nothing in it says how the request ended. */
function endOf(
  log: ExecutionLog,
  sending: ExecutionEvent | undefined,
  cause: Cause,
): 'authorizer' | 'sending' | 'answer' | 'before' | undefined {
  if (cause !== 'inconclusive' || log.level !== 'info') return undefined;
  if (log.events.some(({ step }) => step.kind === 'completed')) return undefined;
  if (isInAuthorizer(log)) return 'authorizer';
  if (log.events.some(({ step }) => step.kind === 'received')) return 'answer';
  return sending === undefined ? 'before' : 'sending';
}

/** Fields of an access log without which it cannot tell one 504 from another. */
const diagnosing = ['error.responseType', 'integration.status', 'integration.latency', 'integration.error'];

/** A source that was read and still leaves open what this verdict turns on. */
function halfHeard(
  { observations, collectedAtMs }: Evidence,
  { executionLog, accessLog, flowLog, functionSettings, gatewaySettings }: FoundSources,
  { sending, gaveUpAtMs }: Timeline,
  source: SourceName,
  cause: Cause,
): Gap[] {
  const isOpen = cause === 'inconclusive' || cause === 'integration-timeout';
  if (source === 'executionLog' && executionLog !== undefined && isOpen) {
    const ends = endOf(executionLog, sending, cause);
    if (ends !== undefined) return [{ source, reason: 'not-given', args: { ends } }];
    if (showsNoCall(executionLog)) return [{ source, reason: 'not-given', args: { answeredBy: 'no-call' } }];
    if (sending !== undefined || gatewaySettings?.executionLogLevel === 'INFO') return [];
    return [{ source, reason: 'error-level-only', args: {} }];
  }
  if (source === 'accessLog' && accessLog !== undefined && isOpen) {
    const missing = diagnosing.filter((name) => !(name in accessLog.variables));
    return missing.length < diagnosing.length
      ? []
      : [
          {
            source,
            reason: 'fields-missing',
            args: { fields: missing.map((name) => `$context.${name}`).join(', ') },
          },
        ];
  }
  if (
    source === 'flowLog' &&
    flowLog !== undefined &&
    isOpen &&
    flowLog.every(({ tcpFlags }) => tcpFlags === undefined)
  )
    return [{ source, reason: 'fields-missing', args: { fields: 'tcp-flags' } }];
  if (source === 'functionLog' && observations.functionLog.status === 'absent' && isOpen) {
    if (gaveUpAtMs !== undefined && collectedAtMs - gaveUpAtMs < silenceCountsAfterMs)
      return [{ source, reason: 'not-ingested-yet', args: {} }];
    if (functionSettings === undefined)
      return [{ source, reason: 'depends-on-missing', args: { needs: 'functionSettings' } }];
    if (hidesInvocations(functionSettings)) return [{ source, reason: 'error-level-only', args: {} }];
    if (observations.functionLog.searches.some(({ status }) => status !== 'complete'))
      return [{ source, reason: 'timed-out', args: {} }];
  }
  return [];
}
