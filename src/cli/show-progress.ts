import type { Progress } from '../progress.ts';

/** One line on standard error that is written over; nothing where nobody watches. */
export function showProgress({ what, status, detail, elapsedMs }: Progress): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(
    `\r\u001b[K${(elapsedMs / 1000).toFixed(1)} s  ${what}: ${status}${detail ? ` (${detail})` : ''}`.slice(
      0,
      120,
    ),
  );
}
