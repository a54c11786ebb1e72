/** How far the reading of an export is: one line on standard error that is written over, four times a second at most. */
export function exportProgress(
  stderr: { isTTY?: boolean; write(text: string): unknown },
  all: number | undefined,
) {
  let shownAt = Number.NEGATIVE_INFINITY;
  return {
    show(bytes: number, lines: number, failures: number): void {
      if (!stderr.isTTY || performance.now() - shownAt < 250) return;
      shownAt = performance.now();
      const share = all === undefined ? '' : ` (${Math.floor((bytes / all) * 100)} %)`;
      stderr.write(`\r\u001b[K${(bytes / 1e6).toFixed(0)} MB${share}, ${lines} lines, ${failures} failures`);
    },
    clear(): void {
      if (stderr.isTTY) stderr.write('\r\u001b[K');
    },
  };
}
