import type { Evidence } from '../evidence/evidence.ts';
import { type FoundSources, foundSources } from '../verdict/found-sources.ts';
import { buildTimeline, type Timeline } from '../verdict/timeline.ts';
import type { Verdict } from '../verdict/verdict.ts';
import type { TickedStep } from './guide.ts';
import { orderSteps } from './order.ts';
import { requestArgs } from './request-args.ts';
import { steps } from './steps/index.ts';

/** Ticks the fifteen steps of the 504 guide from the evidence, in the order that matters for the cause. */
export function tickGuide(
  evidence: Evidence,
  verdict: Verdict,
  found: FoundSources = foundSources(evidence),
  timeline: Timeline = buildTimeline(evidence, found),
): TickedStep[] {
  const names = requestArgs(evidence, found, timeline);
  const ticked = steps.map(({ step, tick }): TickedStep => {
    const { status, note, args, commands } = tick({ evidence, found, timeline, verdict });
    return { step, status, note, args: { ...names, ...args }, commands: commands ?? [] };
  });
  return orderSteps(ticked, verdict);
}
