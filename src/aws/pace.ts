import { setTimeout as wait } from 'node:timers/promises';

/** Hands out turns: `burst` at once, then `perSecond`. Whoever waits longest goes first. */
export interface Pace {
  /** Resolves when it is this caller's turn; rejects with the signal's reason when aborted. */
  turn(signal: AbortSignal): Promise<void>;
}

/** A token bucket on the monotonic clock. */
export function createPace(rate: { perSecond: number; burst: number }): Pace {
  let tokens = rate.burst;
  let filledAt = performance.now();
  return {
    async turn(signal) {
      signal.throwIfAborted();
      const now = performance.now();
      tokens = Math.min(rate.burst, tokens + ((now - filledAt) / 1000) * rate.perSecond);
      filledAt = now;
      tokens -= 1;
      if (tokens >= 0) return;
      try {
        await pause((-tokens / rate.perSecond) * 1000, signal);
      } catch (cause) {
        tokens += 1; // who leaves the queue takes no turn of those behind
        throw cause;
      }
    },
  };
}

/** Waits, or rejects at once with the signal's reason when aborted. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await wait(Math.max(0, milliseconds), undefined, { signal });
  } catch (cause) {
    signal.throwIfAborted();
    throw cause;
  }
}
