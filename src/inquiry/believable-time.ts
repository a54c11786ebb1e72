/** The last second that a trace id can carry (8 hex digits, in February 2106), epoch ms. */
const latestMs = 2 ** 32 * 1000;
/** Longer than anything that a gateway, a function or a client waits for, ms: 400 days. Our choice. */
const longestMs = 400 * 86_400_000;

/**
 * The one door by which a text's numbers become times: epoch ms from 1970 to 2106, else undefined. Logs hold anything, and
 * beyond these years are times that a Date cannot hold, ISO cannot spell with four digits, or Slack cannot show.
 */
export function believableTime(ms: number | undefined): number | undefined {
  return ms !== undefined && ms >= 0 && ms <= latestMs ? ms : undefined;
}

/** How far another clock may be ahead of ours, ms: AWS refuses to be asked by one that is further off (SigV4). */
const clocksDifferMs = 5 * 60_000;

/** Whether a moment lies in the future, whatever the clocks: nothing can have happened then. Epoch ms. */
export const isFuture = (atMs: number, nowMs: number) => atMs > nowMs + clocksDifferMs;

/** A text's number as a duration: at most 400 days, so that a time and a duration together are a time; else undefined. */
export function believableDuration(ms: number | undefined): number | undefined {
  return ms !== undefined && Math.abs(ms) <= longestMs ? ms : undefined;
}
