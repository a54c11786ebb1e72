import type { Progress } from '../progress.ts';
import { clean } from '../report/terminal-text.ts';
import type { Templates } from '../templates.ts';

/** One line on standard error that is written over, with the names that the receipts have; nothing where nobody watches. */
export function showProgress(
  stderr: { isTTY?: boolean; write(text: string): unknown },
  templates: Templates,
): (step: Progress) => void {
  return ({ what, status, detail, elapsedMs }) => {
    if (!stderr.isTTY) return;
    const source = `messages/sources:${what}`;
    const title = templates.has(source) ? templates.fill(source, {}) : what;
    const line = `${(elapsedMs / 1000).toFixed(1)} s  ${title}: ${status}${detail ? ` (${detail})` : ''}`;
    stderr.write(`\r\u001b[K${clean(line).slice(0, 116)}`);
  };
}
