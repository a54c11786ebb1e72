import { parentPort, workerData } from 'node:worker_threads';
import { type FileRange, rangeSkimmer } from './skim-range.ts';

/** A thread that skims the stretches it is sent, in their order, and answers each. */
const skim = rangeSkimmer(Number(workerData));
parentPort?.on('message', ({ range, spare }: { range: FileRange; spare?: ArrayBuffer }) => {
  const skimmed = skim(range, spare);
  if (skimmed === undefined) parentPort?.postMessage(undefined);
  else {
    const { head, tail, recording } = skimmed;
    // Both stand in the room that the next stretch is read to.
    parentPort?.postMessage({ ...skimmed, head: new Uint8Array(head), tail: new Uint8Array(tail) }, [
      recording.bytes,
    ]);
  }
});
