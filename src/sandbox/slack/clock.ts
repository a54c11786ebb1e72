/** Runs something once, `delayMs` from now. The result cancels it. */
export type Schedule = (delayMs: number, run: () => void) => () => void;

/** Real time. Holds no process open. */
export const realSchedule: Schedule = (delayMs, run) => {
  const timer = setTimeout(run, delayMs);
  timer.unref();
  return () => clearTimeout(timer);
};
