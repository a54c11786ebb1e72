import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makeExport } from './make-export.ts';
import { middleOf, nodeCommand, type Run, runCommand, showRun } from './run-command.ts';

const repeats = 5;

/** An export summed up, against `grep -c timeout` on the same file; in turns, so that both meet the same load. */
export function* benchExport(
  folder: string,
  size: { bytes: number; requests: number },
): Generator<string, void> {
  const file = join(folder, 'export.log');
  const made = makeExport(file, size);
  yield `${(made.bytes / 1e6).toFixed(0)} MB, ${made.requests} requests under way at once, ${made.failures} failed`;
  const greps: Run[] = [];
  const explains: Run[] = [];
  for (let turn = 0; turn < repeats; turn += 1) {
    greps.push(runCommand(['grep', '-c', 'timeout', file]));
    explains.push(runCommand(nodeCommand(resolve('dist/gw504.js'), 'explain', file)));
  }
  rmSync(file);
  const [grep, explain] = [middleOf(greps), middleOf(explains)];
  yield `grep -c timeout: ${showRun(grep)}`;
  yield `gw504 explain:   ${showRun(explain)}, at most ${(explain.peakMb ?? 0).toFixed(0)} MB of memory`;
  yield `ratio:           ${(explain.wallSeconds / grep.wallSeconds).toFixed(1)} (processor ${(explain.processorSeconds / grep.processorSeconds).toFixed(1)}); middle of ${repeats} runs each`;
}
