import type { Schedule } from '../../../src/sandbox/slack/clock.ts';

/** Time that stands still until a test moves it. */
export function createManualClock(startMs: number = Date.UTC(2026, 10, 21, 3, 4, 5)) {
  let nowMs = startMs;
  let waiting: { atMs: number; run: () => void }[] = [];
  const schedule: Schedule = (delayMs, run) => {
    const entry = { atMs: nowMs + delayMs, run };
    waiting.push(entry);
    return () => {
      waiting = waiting.filter((other) => other !== entry);
    };
  };
  return {
    now: () => nowMs,
    schedule,
    /** Runs all that falls due, in order. */
    advance(ms: number) {
      nowMs += ms;
      for (;;) {
        const due = waiting
          .filter(({ atMs }) => atMs <= nowMs)
          .sort((one, other) => one.atMs - other.atMs)[0];
        if (!due) return;
        waiting = waiting.filter((other) => other !== due);
        due.run();
      }
    },
    /** How much longer each thing waits, ms. */
    pending: () => waiting.map(({ atMs }) => atMs - nowMs).sort((one, other) => one - other),
  };
}
