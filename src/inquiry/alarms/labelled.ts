import type { Alarm } from './alarm.ts';
import { readRegion } from './regions.ts';

/** What labels or tags of another app tell of the metric; the region may stand anywhere in the text. */
export function labelled(
  api: string | undefined,
  stage: string | undefined,
  regionText: string | undefined,
): Pick<Alarm, 'api' | 'stage' | 'region'> {
  const region = readRegion(regionText ?? '');
  return {
    ...(api === undefined ? {} : { api }),
    ...(stage === undefined ? {} : { stage }),
    ...(region === undefined ? {} : { region }),
  };
}
