import { within } from '../../within.ts';

/** Slack gives three seconds for an acknowledgement; after this long we say that it takes longer, ms. */
export const patienceMs = 2_000;

/** What `work` gives, or undefined where it takes too long; the work goes on. */
export function speedily<Result>(work: Promise<Result>): Promise<Result | undefined> {
  return within(patienceMs, work);
}
