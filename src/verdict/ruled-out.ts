import type { FactCode } from './fact-codes.ts';
import type { FoundSources } from './found-sources.ts';
import { isLoose, statedInit } from './outside/invocation.ts';
import { beginOf, skewMs } from './outside/own-rows.ts';
import { findWaits, waitedWithin } from './outside/waits.ts';
import { lineFact, rowFact, stateFact } from './state-fact.ts';
import type { Timeline } from './timeline.ts';
import type { Cause, Fact } from './verdict.ts';

/** One cause that could have been, and the fact that speaks against it; undefined where none does. */
type Against = (found: FoundSources, timeline: Timeline) => Fact | undefined;

/** The delivery that is sure enough to exclude what needs the request to have got lost. */
const delivered = (code: 'was-delivered' | 'was-connected', { deliveries, stated }: Timeline) => {
  const proof =
    deliveries.find(({ confidence }) => confidence === 'likely')?.because[0] ??
    // The answer had begun.
    (stated?.cause === 'integration-timeout' && stated.phase === 'wait' ? stated.fact : undefined);
  return proof === undefined ? undefined : { ...proof, fact: code, args: {} };
};

/** A balancer's row of this trace, begun and ended while the gateway waited: its target answered, so both connections were made. */
function connected({ balancer, sending, gaveUpAtMs }: Timeline): Fact | undefined {
  const row = balancer?.value;
  if (balancer?.byId !== true || row?.targetStatus === undefined) return undefined;
  if (sending?.atMs === undefined || gaveUpAtMs === undefined) return undefined;
  const beganAtMs = beginOf(row);
  if (beganAtMs < sending.atMs - skewMs || row.atMs > gaveUpAtMs + skewMs) return undefined;
  return stateFact('balancer-passed-on-early', { status: row.targetStatus }, 'loadBalancerLog', row);
}

/** The gateway says how it ended, and that is another way. */
const endedOtherwise =
  (cause: Cause, code: Extract<FactCode, `stated-no-${string}`>): Against =>
  (_found, { stated }) =>
    stated !== undefined && stated.confidence === 'certain' && stated.cause !== cause
      ? { ...stated.fact, fact: code, args: {} }
      : undefined;

const wasSent: Against = (_found, { sending }) =>
  sending === undefined ? undefined : lineFact('sent-on', sending, {});

/** In the order of what people ask first. */
const against: readonly (readonly [Cause, Against])[] = [
  ['integration-not-invoked', (_found, timeline) => delivered('was-delivered', timeline)],
  ['connect-timeout', (_found, timeline) => delivered('was-connected', timeline) ?? connected(timeline)],
  ['integration-504', endedOtherwise('integration-504', 'stated-no-504')],
  ['network-error', endedOtherwise('network-error', 'stated-no-network-error')],
  ['integration-timeout', endedOtherwise('integration-timeout', 'stated-no-timeout')],
  [
    'cold-start',
    (_found, { invocation, initMs, endedAtMs, gaveUpAtMs, sending }) => {
      if (invocation?.reportAtMs === undefined || isLoose(invocation)) return undefined;
      const report = invocation.lines.find(({ text }) => /REPORT|platform\.report/.test(text));
      const proof = { atMs: invocation.reportAtMs, line: report?.text };
      const statedMs = statedInit(invocation);
      if (initMs === undefined && statedMs === undefined)
        return stateFact('no-init', {}, 'functionLog', proof);
      if (initMs === undefined) {
        const { startAtMs } = invocation;
        if (statedMs === undefined || startAtMs === undefined || sending?.atMs === undefined)
          return undefined;
        const betweenMs = Math.max(0, startAtMs - sending.atMs);
        // Within what two clocks may differ by it stays open.
        return statedMs - betweenMs > skewMs
          ? stateFact('init-ran-before', { initMs: statedMs, betweenMs }, 'functionLog', proof)
          : undefined;
      }
      return endedAtMs !== undefined && gaveUpAtMs !== undefined && endedAtMs - gaveUpAtMs > initMs
        ? stateFact('late-without-init', { initMs }, 'functionLog', proof)
        : undefined;
    },
  ],
  [
    'slow-dependency',
    (_found, timeline) => {
      const { sending, gaveUpAtMs } = timeline;
      if (sending?.atMs === undefined || gaveUpAtMs === undefined) return undefined;
      const waits = findWaits(timeline);
      if (waits.length === 0) return undefined;
      const totalMs = Math.round(waitedWithin(waits, sending.atMs, gaveUpAtMs));
      // Long ones would have made it the cause, or a match beside it, and nobody would ask.
      return stateFact('waits-were-short', { totalMs }, 'functionLog');
    },
  ],
  [
    'lambda-timeout',
    (found, { gaveUpAtMs, waitedMs, invocation }) => {
      const functionMs = found.functionSettings?.timeoutMs;
      if (functionMs !== undefined && waitedMs !== undefined && functionMs > waitedMs)
        return stateFact('function-limit-longer', { functionMs }, 'functionSettings');
      const last = invocation?.lines.findLast(
        ({ atMs }) => gaveUpAtMs !== undefined && (atMs ?? 0) > gaveUpAtMs,
      );
      return last === undefined || invocation === undefined || isLoose(invocation)
        ? undefined
        : stateFact('function-still-running', {}, 'functionLog', { atMs: last.atMs, line: last.text });
    },
  ],
  [
    'authorizer-failure',
    ({ executionLog }, timeline) => {
      const passed = executionLog?.events.find(({ step }) => step.kind === 'authorizer-complete');
      return passed === undefined ? wasSent({}, timeline) : lineFact('authorizer-passed', passed, {});
    },
  ],
  ['request-throttled', wasSent],
  [
    'edge-timeout',
    ({ executionLog, clientResponse, accessLog }, { stated }) => {
      if (clientResponse?.madeBy === 'gateway') return stateFact('gateway-made-it', {}, 'clientResponse');
      const completed = executionLog?.events.findLast(
        ({ step }) => step.kind === 'completed' && step.status === 504,
      );
      if (completed !== undefined && stated?.cause !== undefined)
        return lineFact('gateway-made-it', completed, {});
      return accessLog?.status === 504 ? rowFact('gateway-made-it', accessLog, {}) : undefined;
    },
  ],
];

/** Only what was a real question for this verdict: the others of its family, and what people suspect first. */
const asked: Partial<Record<Cause, readonly Cause[]>> = {
  'integration-timeout': [
    'connect-timeout',
    'integration-504',
    'network-error',
    'authorizer-failure',
    'request-throttled',
    'edge-timeout',
  ],
  'slow-integration': [
    'integration-not-invoked',
    'connect-timeout',
    'integration-504',
    'network-error',
    'cold-start',
    'slow-dependency',
    'lambda-timeout',
    'edge-timeout',
  ],
  'cold-start': [
    'integration-not-invoked',
    'connect-timeout',
    'integration-504',
    'slow-dependency',
    'lambda-timeout',
  ],
  'slow-dependency': [
    'integration-not-invoked',
    'connect-timeout',
    'integration-504',
    'cold-start',
    'lambda-timeout',
  ],
  'integration-not-invoked': ['integration-504', 'network-error', 'authorizer-failure', 'edge-timeout'],
  'connect-timeout': ['integration-504', 'network-error', 'authorizer-failure'],
  'integration-504': ['integration-timeout', 'network-error', 'edge-timeout'],
  'network-error': ['integration-timeout', 'integration-504', 'edge-timeout'],
  'lambda-timeout': ['integration-timeout', 'integration-504'],
  'lambda-error': ['integration-timeout', 'integration-504'],
  'vpc-link-failure': ['integration-timeout', 'integration-504'],
  'dns-failure': ['integration-timeout', 'integration-504'],
  'tls-failure': ['integration-timeout', 'integration-504'],
  'backend-error': ['integration-timeout', 'integration-504'],
};

/** Causes that the evidence excludes, each with the fact that does. */
export function ruleOut(
  cause: Cause,
  alsoMatched: readonly Cause[],
  found: FoundSources,
  timeline: Timeline,
) {
  const open = (asked[cause] ?? []).filter((each) => each !== cause && !alsoMatched.includes(each));
  return against.flatMap(([excluded, find]) => {
    const because = open.includes(excluded) ? find(found, timeline) : undefined;
    return because === undefined ? [] : [{ cause: excluded, because }];
  });
}
