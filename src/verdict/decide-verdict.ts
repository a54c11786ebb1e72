import type { Evidence, SourceName } from '../evidence/evidence.ts';
import { checkBudget } from './budget.ts';
import { findCompletion } from './completion.ts';
import { contradictions } from './contradictions.ts';
import { absentSources, type FoundSources, foundSources } from './found-sources.ts';
import { findGaps } from './gaps.ts';
import { buildLedger } from './ledger.ts';
import { adviseRetry } from './retry.ts';
import { ruleOut } from './ruled-out.ts';
import { rules } from './rules/index.ts';
import { type Material, meetsNeeds } from './rules/rule.ts';
import { buildTimeline, type Timeline } from './timeline.ts';
import type { Cause, Match, Verdict } from './verdict.ts';

/** Judges one request's evidence: the first matching rule's cause, or `inconclusive`. Pure; never throws. */
export function decideVerdict(
  evidence: Evidence,
  found: FoundSources = foundSources(evidence),
  timeline: Timeline = buildTimeline(evidence, found),
): Verdict {
  const absent = absentSources(evidence);
  const material: Material = {
    found,
    timeline,
    collectedAtMs: evidence.collectedAtMs,
    searched: (name: SourceName) => evidence.observations[name].searches,
  };
  const matches = rules.flatMap((rule) => {
    const match = meetsNeeds(rule, found, absent) ? rule.match(material) : undefined;
    return match === undefined ? [] : [{ cause: rule.cause, ...match }];
  });
  const first = matches[0] ?? unknown(timeline);
  const { cause } = first;
  const alsoMatched = weaker(cause, matches.slice(1), timeline);
  const completion = findCompletion(cause, first.confidence, timeline);
  return {
    ...first,
    because: [...first.because, ...contradictions(cause, found, timeline)],
    ruledOut: ruleOut(cause, alsoMatched, found, timeline),
    notChecked: findGaps(evidence, found, timeline, first),
    alsoMatched,
    completion,
    ledger: buildLedger(evidence, found, timeline, completion),
    budget: checkBudget(cause, evidence, found, timeline),
    retry: adviseRetry(cause, first.confidence, evidence.request.method, completion),
  };
}

/** Nothing matched: what was said of the end all the same is quoted, for it may be no 504 at all. */
function unknown({ others }: Timeline): Match & { cause: Cause } {
  const told = others.filter(({ cause }) => cause === undefined);
  return {
    cause: 'inconclusive',
    phase: 'unknown',
    confidence: 'possible',
    because: told.slice(0, 1).map(({ fact }) => fact),
  };
}

/** Every other match, and what else was stated: a second fault, or a weaker reading. */
function weaker(cause: Cause, matches: readonly { cause: Cause }[], { others, edge }: Timeline): Cause[] {
  const all = [
    ...matches.map((match) => match.cause),
    ...others.flatMap((statement) => (statement.cause === undefined ? [] : [statement.cause])),
    ...(edge?.cause === undefined ? [] : [edge.cause]),
  ];
  return [...new Set(all)].filter((each) => each !== cause);
}
