import type { Evidence, Observations, SourceName } from '../evidence/evidence.ts';
import { findCompletion } from './completion.ts';
import { buildLedger } from './ledger.ts';
import { adviseRetry } from './retry.ts';
import { rules } from './rules/index.ts';
import { buildTimeline, foundSources } from './timeline.ts';
import type { Budget, Gap, Verdict } from './verdict.ts';

/** Judges one request's evidence: the first matching rule's cause, or `inconclusive`. Pure; never throws. */
export function decideVerdict(evidence: Evidence): Verdict {
  const found = foundSources(evidence);
  const timeline = buildTimeline(evidence, found);
  const matches = rules.flatMap((rule) => {
    if (!rule.needsAny.some((name) => found[name] !== undefined)) return [];
    const match = rule.match(found, timeline);
    return match === undefined ? [] : [{ cause: rule.cause, ...match }];
  });
  const first = matches[0] ?? {
    cause: 'inconclusive' as const,
    phase: 'unknown' as const,
    confidence: 'possible' as const,
    because: [],
  };
  const completion = findCompletion(timeline);
  const budget: Budget = { findings: [] };
  const functionMs = found.functionSettings?.timeoutMs;
  if (timeline.timeoutMs !== undefined) budget.gatewayMs = timeline.timeoutMs;
  if (functionMs !== undefined) budget.functionMs = functionMs;
  return {
    ...first,
    ruledOut: [],
    notChecked: findGaps(evidence.observations),
    alsoMatched: matches.slice(1).map(({ cause }) => cause),
    completion,
    ledger: buildLedger(found, timeline, completion),
    budget,
    retry: adviseRetry(evidence.request.method, completion),
  };
}

function findGaps(observations: Observations): Gap[] {
  const gap = (source: SourceName): Gap[] => {
    const seen = observations[source];
    if (seen.status !== 'unavailable' || seen.reason === 'not-applicable') return [];
    const args = {
      ...(seen.args ?? {}),
      ...(seen.detail === undefined ? {} : { detail: seen.detail }),
    };
    return [{ source, reason: seen.reason, args }];
  };
  return [
    ...gap('executionLog'),
    ...gap('accessLog'),
    ...gap('functionLog'),
    ...gap('gatewaySettings'),
    ...gap('loadBalancerLog'),
    ...gap('flowLog'),
    ...gap('backendLog'),
    ...gap('trace'),
  ];
}
