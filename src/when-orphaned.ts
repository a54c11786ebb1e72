/** Calls `then` once the process that started this one is gone, looked at every so many ms. Keeps no process alive. */
export function whenOrphaned(everyMs: number, then: () => void): void {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    then();
  }, everyMs);
  watch.unref();
}
