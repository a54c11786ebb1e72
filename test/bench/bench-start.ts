import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { middleOf, nodeCommand, type Run, runCommand, showRun } from './run-command.ts';

const repeats = 9;
const id = '914bad5e-1840-41e9-83f1-efc9a0398ffc';
const text = [
  `2026-11-21T14:42:09.211Z (${id}) HTTP Method: POST, Resource Path: /orders`,
  `2026-11-21T14:42:09.231Z (${id}) Sending request to https://backend.example.com/orders`,
  `2026-11-21T14:42:38.231Z (${id}) Execution failed due to a timeout error`,
  `2026-11-21T14:42:38.233Z (${id}) Method completed with status: 504`,
].join('\n');

/** `explain` of one request, against the start of Node itself. */
export function* benchStart(folder: string): Generator<string, void> {
  const file = join(folder, 'request.log');
  writeFileSync(file, text);
  const floors: Run[] = [];
  const explains: Run[] = [];
  for (let turn = 0; turn < repeats; turn += 1) {
    floors.push(runCommand(nodeCommand('-e', '0')));
    explains.push(runCommand(nodeCommand(resolve('dist/gw504.js'), 'explain', file)));
  }
  const [floor, explain] = [middleOf(floors), middleOf(explains)];
  yield `node -e 0:     ${showRun(floor)}`;
  yield `gw504 explain: ${showRun(explain)}, at most ${(explain.peakMb ?? 0).toFixed(0)} MB of memory`;
  yield `ratio:         ${(explain.wallSeconds / floor.wallSeconds).toFixed(1)} (processor ${(explain.processorSeconds / floor.processorSeconds).toFixed(1)}); middle of ${repeats} runs each`;
}
