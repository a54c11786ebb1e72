import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { claimStretch, countAhead, type SharedStretches, waitForTaking } from './claim-stretch.ts';
import { rangeSkimmer, type SkimmedRange } from './skim-range.ts';

/** What a thread that skims begins with. */
export interface SkimmingTask {
  file: number;
  claimant: number;
  shared: SharedStretches;
}

/** What it tells of a stretch; undefined where the stretch is not for skimming. */
export interface SkimmedStretch {
  index: number;
  skimmed: SkimmedRange | undefined;
}

/** A thread that claims stretch after stretch and tells what each held, until none is left. */
const { file, claimant, shared }: SkimmingTask = workerData;
const skim = rangeSkimmer(file);
for (;;) {
  waitForTaking(shared);
  const claimed = claimStretch(shared, claimant);
  if (claimed === undefined || parentPort === null) break;
  const spare: { message: ArrayBuffer } | undefined = receiveMessageOnPort(parentPort);
  const skimmed = skim(claimed, spare?.message);
  if (skimmed !== undefined) countAhead(shared, skimmed.recording.used);
  parentPort.postMessage(
    { index: claimed.index, skimmed } satisfies SkimmedStretch,
    skimmed === undefined ? [] : [skimmed.recording.bytes],
  );
}
