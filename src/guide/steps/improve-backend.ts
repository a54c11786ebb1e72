import { reachOf } from '../reach.ts';
import type { GuideMaterial, GuideStep, Tick } from '../step.ts';

/** Used memory from this share on slows a function down or is about to. Our choice. */
const crowded = 0.9;

/** Step 13: the backend, by the practices of its platform; which one, as far as the evidence points to it. */
export const improveBackend: GuideStep = {
  step: 13,
  tick(material): Tick {
    const reach = reachOf(material.verdict);
    if (reach === 'unknown') return { status: 'unknown', note: 'unknown' };
    if (reach !== 'late' && reach !== 'failed' && reach !== 'answered')
      return { status: 'not-applicable', note: 'not-needed' };
    // Nothing was wrong with the backend's work.
    const { cause } = material.verdict;
    if (cause === 'succeeded' || cause === 'configuration-error')
      return { status: 'not-applicable', note: 'not-needed' };
    return { status: 'to-do', ...remedy(material) };
  },
};

/** Words of an error, and no name of anything. */
const isWords = /\s|time(?:d[- ]?)?out|^E[A-Z]+$/i;

function remedy({
  verdict,
  timeline: { invocation, functionName, initMs },
}: GuideMaterial): Omit<Tick, 'status'> {
  if (verdict.cause === 'cold-start' && initMs !== undefined)
    return { note: 'cold-start', args: { initMs: Math.round(initMs) } };
  const waited = verdict.because.find(({ args }) => typeof args.target === 'string');
  if (waited !== undefined) {
    const target = String(waited.args.target);
    // Where the log names no address, its own words stand for one.
    return isWords.test(target) ? { note: 'dependency-unnamed' } : { note: 'dependency', args: { target } };
  }
  const { maxMemoryUsedMb, memorySizeMb } = invocation ?? {};
  if (
    maxMemoryUsedMb !== undefined &&
    memorySizeMb !== undefined &&
    maxMemoryUsedMb >= memorySizeMb * crowded
  )
    return { note: 'memory', args: { usedMb: maxMemoryUsedMb, sizeMb: memorySizeMb } };
  return { note: functionName === undefined && invocation === undefined ? 'backend' : 'function' };
}
