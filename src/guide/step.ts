import type { Evidence } from '../evidence/evidence.ts';
import type { FoundSources } from '../verdict/found-sources.ts';
import type { Timeline } from '../verdict/timeline.ts';
import type { FactArgs, Verdict } from '../verdict/verdict.ts';
import type { StepStatus } from './guide.ts';

/** What a step is ticked from. */
export interface GuideMaterial {
  evidence: Evidence;
  found: FoundSources;
  timeline: Timeline;
  verdict: Verdict;
}

/** One answer to a step: the status, and which note of its template says why. */
export interface Tick {
  status: StepStatus;
  note: string;
  args?: FactArgs;
  commands?: string[];
}

/** One step of the guide, under its number there. */
export interface GuideStep {
  step: number;
  tick(material: GuideMaterial): Tick;
}
