import type { SourceName } from '../../evidence/evidence.ts';
import type { FoundSources } from '../found-sources.ts';
import type { Timeline } from '../timeline.ts';
import type { Cause, Match } from '../verdict.ts';

/** One sufficient set of observations: all of `found` were found, all of `absent` were searched completely, in vain. */
export interface Need {
  found: readonly SourceName[];
  absent?: readonly SourceName[];
}

/** What a rule may look at: what was found, the derived times, and the moment of collecting. */
export interface Material {
  found: FoundSources;
  timeline: Timeline;
  collectedAtMs: number;
  /** What was sought in completely searched sources, epoch ms and targets. */
  searched: (
    name: SourceName,
  ) => readonly { target: string; fromMs?: number; toMs?: number; account?: string; region?: string }[];
}

/** One cause's test: tried where any of its needs is met; holds no words. */
export interface Rule {
  cause: Cause;
  needs: readonly Need[];
  match(material: Material): Match | undefined;
}

/** Whether the evidence meets any of a rule's needs. */
export function meetsNeeds(rule: Rule, found: FoundSources, absent: ReadonlySet<SourceName>): boolean {
  return rule.needs.some(
    (need) =>
      need.found.every((name) => found[name] !== undefined) &&
      (need.absent ?? []).every((name) => absent.has(name)),
  );
}
