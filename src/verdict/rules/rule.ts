import type { SourceName } from '../../evidence/evidence.ts';
import type { FoundSources, Timeline } from '../timeline.ts';
import type { Cause, Match } from '../verdict.ts';

/** One cause's test: needs at least one source of `needsAny`, sees only those, and holds no words. */
export interface Rule<Needs extends SourceName = SourceName> {
  cause: Cause;
  needsAny: readonly Needs[];
  match(sources: Pick<FoundSources, Needs>, timeline: Timeline): Match | undefined;
}

/** Ties a rule's declared needs to what its test can see. */
export function defineRule<const Needs extends SourceName>(rule: Rule<Needs>): Rule {
  return {
    ...rule,
    match: (sources, timeline) => rule.match(sources, timeline),
  };
}
